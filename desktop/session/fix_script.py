"""A fix by script: its template to fill in, or its drafted script and the ways to use it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.scripts.drafted import ProposedValue
from core.sessions.fixes import Decision, Fix
from desktop.scripts.run_panel import ScriptPanel, Stage
from desktop.session.drafted_choice import DraftedChoice
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.chip import Chip
from desktop.widgets.code.editor import CodeEditor, CodeMark
from desktop.widgets.escape import on_escape
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind


class FixScriptPanel(Panel):
    """Lays out the head, the choices of a drafted script, its editor, and the run panel."""

    closed = Signal()
    steps_requested = Signal()
    script_edited = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._fix_id: UUID | None = None
        self._is_drafted = False
        self._title = WrapLabel("", TextRole.HEADING)
        self._confidence = Chip(icons, "", Tone.WARNING)
        self.back = Button(
            icons, "Back to the conversation", ButtonVariant.GHOST, icon="caret-left"
        )
        self.by_hand = Button(icons, "By hand", ButtonVariant.GHOST, icon="list-checks")
        self.choice = DraftedChoice(icons)
        self.run = ScriptPanel(icons)
        self.editor = CodeEditor(icons, name="Script of the fix")
        self._parts = QStackedWidget()
        self._parts.addWidget(self.run)
        self._writing = QWidget()
        self._writing.setLayout(column(self.editor, margins=(18, 10, 18, 12)))
        self._parts.addWidget(self._writing)
        head = column(
            row(self.back, 1, self.by_hand, margins=(-8, 0, 0, 0)),
            row(self._title, self._confidence, 1),
            self.choice,
            spacing=6,
            margins=(18, 8, 18, 10),
        )
        self._layout = column(head, Divider(), self._parts, spacing=0)
        self._layout.setStretch(2, 1)
        self.setLayout(self._layout)
        self.run.stage_changed.connect(self._fit_choice)
        self.back.clicked.connect(self.closed)
        self.by_hand.clicked.connect(self.steps_requested)
        self.choice.edit_toggled.connect(self._edit)
        self.editor.text_edited.connect(lambda *_: self.script_edited.emit(self.editor.text()))
        on_escape(self, self.closed.emit)

    def show_fix(self, fix: Fix, *, is_drafted: bool, fresh: bool) -> None:
        """Show whose script it is. A fresh one begins with its first choice and its own text."""
        self._fix_id = fix.id
        self._title.setText(fix.title)
        self._confidence.show_chip(f"{fix.confidence} %", Tone.WARNING)
        self._is_drafted = is_drafted
        self._fit_choice()
        if fresh:
            self.choice.start()
            self.editor.set_language(fix.script_language or "powershell")
            self.editor.set_text(fix.drafted_script)
            self._edit(False)

    @property
    def fix_id(self) -> UUID | None:
        return self._fix_id

    def set_room_below(self, pixels: int) -> None:
        """Keep the end of the script clear of what floats over it."""
        self._layout.setContentsMargins(0, 0, 0, pixels)

    def show_proposed(self, proposed: Sequence[ProposedValue]) -> None:
        """Name the values that look like parameters, and mark them in the script."""
        self.choice.show_proposed(proposed)
        self.editor.show_marks(_marks(self.editor.text(), proposed))

    def script(self) -> str:
        """The drafted script as it stands in the editor."""
        return self.editor.text()

    def decision(self) -> Decision | None:
        """How a drafted script is used when it runs as it is; None for a template.

        Whoever wants a template first and then runs the script anyway has used it once.
        """
        if not self._is_drafted:
            return None
        chosen = self.choice.decision()
        return Decision.ONE_OFF if chosen is Decision.BUILD_TEMPLATE else chosen

    def _fit_choice(self) -> None:
        """How to use it is chosen before it is run, not while one looks at a run."""
        is_chosen = self.run.stage not in (Stage.EMPTY, Stage.FILL)
        self.choice.setVisible(self._is_drafted and not is_chosen)

    def _edit(self, on: bool) -> None:
        self._parts.setCurrentWidget(self._writing if on else self.run)
        self.choice.edit.setText("Done editing" if on else "Edit the script")


def _marks(script: str, proposed: Sequence[ProposedValue]) -> list[CodeMark]:
    """Every place of a proposed value, in every line it stands in."""
    return [
        CodeMark(
            line=number,
            column=at + 1,
            length=len(one.text),
            tone=Tone.ACCENT,
            message=f"Could become the parameter “{one.key}”.",
        )
        for one in proposed
        for number, line in enumerate(script.split("\n"), start=1)
        for at in range(len(line))
        if line.startswith(one.text, at)
    ]
