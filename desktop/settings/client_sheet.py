"""The rules of one client, to write and to try."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCompleter, QLineEdit, QRadioButton, QWidget

from core.team.client_rules import ClientRules, ModelPolicy
from desktop.settings.client_words import POLICY_WORDS
from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.staying_sheet import StayingSheet

_WIDTH = 620
_INDENT = 26
_TERMS_HINT = (
    "Whole words in any case. A model sees REDACTED_TERM_1 in their place; on your screen they are "
    "filled back in."
)


class ClientSheet(StayingSheet):
    """Stays open while what was entered is refused.

    try_requested  a text was pasted, or the words changed: (text, words)
    """

    try_requested = Signal(str, list)

    def __init__(
        self,
        icons: Icons,
        rules: ClientRules | None,
        suggested: Sequence[str],
        parent: QWidget,
        *,
        client_name: str = "",
    ) -> None:
        title = "Rules for a client"
        super().__init__(icons, title, confirm="Save", parent=parent)
        self.setMinimumWidth(_WIDTH)
        self.client = QLineEdit(rules.client_name if rules else client_name)
        self.client.setAccessibleName("Client")
        self.client.setPlaceholderText("As it is written in sessions and tickets")
        self.client.setCompleter(_completer(suggested, self.client))
        self.policies = _PolicyChoice(rules.policy if rules else ModelPolicy.CLOUD_ALLOWED)
        self.terms = AutoGrowEdit(
            "Hidden words",
            placeholder="One per line, such as the client's names, domains and host names",
            min_lines=4,
            max_lines=8,
        )
        self.terms.set_text("\n".join(rules.terms) if rules else "")
        self.sample = AutoGrowEdit(
            "Text to try", placeholder="Paste a text here", min_lines=2, max_lines=5
        )
        self.shown = MonoBlock(icons, name="What a model would see", max_lines=6)
        self.shown.hide()
        for label, hint, field in (
            ("Client", "", self.client),
            ("Which models may see its sessions", "", self.policies),
            (
                "Hidden words",
                _TERMS_HINT,
                self.terms,
            ),
            ("Try it", "What a model would see of a text. Nothing is sent or kept.", self.sample),
        ):
            caption = column(WrapLabel(label, TextRole.STRONG), spacing=2)
            if hint:
                caption.addWidget(WrapLabel(hint, TextRole.SMALL))
            self.body.addLayout(column(caption, field, spacing=5))
        self.body.addWidget(self.shown)
        self.set_first_focus(self.terms if self.client.text() else self.client)
        self.sample.text_edited.connect(self._ask_try)
        self.terms.text_edited.connect(self._ask_try)

    @property
    def policy(self) -> ModelPolicy:
        return self.policies.chosen()

    def term_lines(self) -> list[str]:
        """The words as written, one per line, empty lines included."""
        return self.terms.text().split("\n")

    def show_refused_field(self, field: str, text: str) -> None:
        """Say why it was refused, and put the cursor where it can be mended."""
        self.show_refusal(text)
        set_property(self.client, "invalid", field == "client")
        self.terms.set_invalid(field == "terms")
        target = {"client": self.client, "terms": self.terms}.get(field)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_result(self, text: str) -> None:
        """Show what a model would see."""
        self.shown.set_text(text)
        self.shown.setVisible(bool(text))

    def _ask_try(self, _: str = "") -> None:
        if self.sample.is_blank():
            self.show_result("")
        else:
            self.try_requested.emit(self.sample.text(), self.term_lines())


class _PolicyChoice(QWidget):
    """The policies, each with its meaning in view."""

    def __init__(self, chosen: ModelPolicy) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._policies = tuple(POLICY_WORDS)
        lines = column(spacing=8)
        for index, (policy, words) in enumerate(POLICY_WORDS.items()):
            button = QRadioButton(words.text)
            button.setAccessibleDescription(words.meaning)
            button.setChecked(policy is chosen)
            self._group.addButton(button, index)
            meaning = WrapLabel(words.meaning, TextRole.SMALL)
            indented = row(meaning, margins=(_INDENT, 0, 0, 0))
            lines.addLayout(column(button, indented, spacing=1))
        self.setLayout(lines)
        self.setFocusProxy(self._group.checkedButton())

    def chosen(self) -> ModelPolicy:
        return self._policies[self._group.checkedId()]


def _completer(names: Sequence[str], parent: QWidget) -> QCompleter:
    completer = QCompleter(list(names), parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return completer
