"""Something secret: entered once, never shown again, replaced or removed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.settings.form import words
from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row


class SecretRow(QWidget):
    """Emits what was entered and forgets it as soon as it is stored.

    Subclasses give the editor.
    """

    entered = Signal(str)
    removed = Signal()

    def __init__(
        self,
        icons: Icons,
        label: str,
        hint: str,
        editor: QWidget,
        extras: tuple[QWidget, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._stored = ""
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(hint)
        self.save = Button(icons, "Save")
        self.save.setAccessibleName(f"Save: {label}")
        self.keep = Button(icons, "Cancel", ButtonVariant.GHOST)
        self.keep.setAccessibleName(f"Keep the stored one: {label}")
        self.replace = Button(icons, "Replace…")
        self.replace.setAccessibleName(f"Replace: {label}")
        self.remove = Button(icons, "Remove", ButtonVariant.GHOST)
        self.remove.setAccessibleName(f"Remove: {label}")
        self._said = WrapLabel("")
        self._entry, self._kept = QWidget(), QWidget()
        entry = row(editor, *extras, self.save, self.keep)
        entry.setStretch(0, 1)
        self._entry.setLayout(entry)
        kept = row(IconLabel(icons, "check-circle", "success"), self._said)
        kept.setStretch(1, 1)
        for button in (self.replace, self.remove):
            kept.addWidget(button)
        self._kept.setLayout(kept)
        self._refusal = WrapLabel("", TextRole.SMALL, tone=Tone.DANGER)
        self._refusal.hide()
        self.setLayout(
            column(words(label, hint), self._entry, self._kept, self._refusal, spacing=6)
        )
        self.save.clicked.connect(self._submit)
        self.keep.clicked.connect(lambda: self.show_stored(self._stored))
        self.replace.clicked.connect(self._begin_anew)
        self.remove.clicked.connect(self.removed)
        self.show_stored("")

    def show_stored(self, said: str) -> None:
        """Say what is stored, such as “Saved, ends in …abcd”; empty: nothing is."""
        self._stored = said
        self._said.setText(said)
        self._write("")
        self.show_refusal("")
        self._show_entry(not said)

    def stored(self) -> str:
        """What is said of the stored one; empty when there is none."""
        return self._stored

    def show_refusal(self, text: str) -> None:
        """Say why it was not taken; what was typed stays."""
        self._refusal.setText(text)
        self._refusal.setVisible(bool(text))
        set_property(self._editor, "invalid", bool(text))
        if text:
            announce(self._editor, text)

    def refusal(self) -> str:
        return self._refusal.text()

    def _submit(self) -> None:
        text = self._read().strip()
        if text:
            self.entered.emit(text)
        elif self._stored:
            self.show_stored(self._stored)

    def _begin_anew(self) -> None:
        self._show_entry(True)
        self._editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_entry(self, shown: bool) -> None:
        self._entry.setVisible(shown)
        self._kept.setVisible(not shown)
        self.keep.setVisible(bool(self._stored))

    def _read(self) -> str:
        raise NotImplementedError

    def _write(self, text: str) -> None:
        raise NotImplementedError


class KeyRow(SecretRow):
    """A key or password: dots while it is typed, unless one wants to see it."""

    def __init__(
        self,
        icons: Icons,
        hint: str,
        parent: QWidget | None = None,
        *,
        label: str = "API key",
        placeholder: str = "Paste the key here",
    ) -> None:
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(placeholder)
        self.eye = IconButton(icons, "eye", "Show what is typed", checkable=True)
        self.paste = Button(icons, "Paste", icon="clipboard-text")
        super().__init__(icons, label, hint, self.field, (self.eye, self.paste), parent)
        self.eye.toggled.connect(self._show_letters)
        self.paste.clicked.connect(self._paste)
        self.field.returnPressed.connect(self._submit)

    def _paste(self) -> None:
        self.field.setText(QGuiApplication.clipboard().text().strip())
        self._submit()

    def _show_letters(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.field.setEchoMode(mode.Normal if shown else mode.Password)
        self.eye.set_icon_name("eye-slash" if shown else "eye")
        self.eye.set_label("Hide what is typed" if shown else "Show what is typed")

    def _read(self) -> str:
        return self.field.text()

    def _write(self, text: str) -> None:
        self.field.setText(text)
        self.eye.setChecked(False)


class HeadersRow(SecretRow):
    """Extra headers, one per line. They may hold a gateway's key, so they are treated as one."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        self.editor = AutoGrowEdit("", placeholder="x-team: operations", min_lines=2, max_lines=6)
        set_property(self.editor, "mono", True)
        super().__init__(
            icons,
            "Extra headers",
            "For a gateway in between: “name: value”, one per line. Kept in the keyring.",
            self.editor,
            parent=parent,
        )
        self.editor.submitted.connect(self._submit)

    def _read(self) -> str:
        return self.editor.text()

    def _write(self, text: str) -> None:
        self.editor.set_text(text)
