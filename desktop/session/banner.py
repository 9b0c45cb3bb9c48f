"""The proposal banner, docked above the composer."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.sessions.banner import BannerMode
from core.sessions.fixes import Outcome
from desktop.session.banner_face import BannerFace
from desktop.session.banner_view import HIDDEN, BannerContent
from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.escape import on_escape
from desktop.widgets.focus import has_focus_inside
from desktop.widgets.layouts import column, row
from desktop.widgets.slide_panel import SlidePanel

COLLAPSE_AFTER_MS = 30_000
_ASK_WHY = {
    Outcome.PARTIAL: ("Which part was done, and what is left?", "Save as partly done"),
    Outcome.PENDING: ("What are you waiting on?", "Save and wait"),
    Outcome.FAILED: ("What happened instead? (optional)", "Save as not working"),
}


class FixBanner(SlidePanel):
    """Draws one `BannerContent`; emits what the engineer asks for. Knows nothing else."""

    apply_requested = Signal(object)
    dismissed = Signal(object)
    collapse_requested = Signal(bool)
    outcome_chosen = Signal(object, object, str)
    still_checking = Signal(object)
    proposal_confirmed = Signal(object, bool)
    proposal_cleared = Signal(object)
    finish_requested = Signal(object)
    steps_requested = Signal(object)
    reason_closed = Signal()
    """The editor for the words of an outcome has gone, and it had the focus."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons.theme, parent=parent)
        self._icons = icons
        self._shown = HIDDEN
        self._asking: Outcome | None = None
        self._reason = AutoGrowEdit("Reason", max_lines=4, enter_submits=True)
        self._reason_ok = Button(icons, "Save", ButtonVariant.PRIMARY)
        self._reason_area = self._build_reason_area()
        self._face = BannerFace(icons, self._reason_area)
        self._face.fold_toggled.connect(self._toggle)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(COLLAPSE_AFTER_MS)
        self._idle.timeout.connect(lambda: self.collapse_requested.emit(True))
        self.set_content(self._face)

    def show_content(self, content: BannerContent) -> None:
        """Show another face; a change of fix or mode drops a half-written reason."""
        previous, self._shown = self._shown, content
        if content.mode is BannerMode.NONE:
            self._idle.stop()
            self.close_panel()
            return
        if (previous.fix_id, previous.mode) != (content.fix_id, content.mode):
            self._stop_asking()
        if content != previous:
            self._face.show_face(content, self._buttons_for(content))
            self.settle()
        self._restart_idle()
        self.open_panel()

    @property
    def content(self) -> BannerContent:
        return self._shown

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._restart_idle()

    def ask_outcome(self, outcome: Outcome) -> None:
        """Ask for the words an outcome needs before it is recorded."""
        self._asking = outcome
        question, confirm = _ASK_WHY[outcome]
        self._reason.setPlaceholderText(question)
        self._reason.setAccessibleName(question)
        self._reason_ok.setText(confirm)
        self._reason_area.show()
        self._reason.setFocus()

    def reason_kept(self) -> None:
        """The outcome is stored: empty the editor and close it."""
        self._stop_asking()

    def _build_reason_area(self) -> QWidget:
        cancel = Button(self._icons, "Cancel", ButtonVariant.GHOST)
        cancel.clicked.connect(self._stop_asking)
        self._reason_ok.clicked.connect(self._give_reason)
        self._reason.submitted.connect(self._give_reason)
        area = QWidget()
        area.setLayout(column(self._reason, row(1, cancel, self._reason_ok, spacing=6), spacing=6))
        on_escape(area, self._stop_asking)
        area.hide()
        return area

    def _buttons_for(self, content: BannerContent) -> list[QWidget]:
        """From the quietest to the one that is most likely meant, which is last."""
        fix_id = content.fix_id
        match content.mode:
            case BannerMode.PROPOSED:
                return [
                    self._button("Dismiss", ButtonVariant.GHOST, self.dismissed, fix_id),
                    self._button("Apply fix", ButtonVariant.WARNING, self.apply_requested, fix_id),
                ]
            case BannerMode.VERIFYING:
                return [self._more(verifying=True), self._did_not(), self._worked()]
            case BannerMode.NUDGE:
                checking = Button(self._icons, "Still checking", ButtonVariant.GHOST)
                checking.clicked.connect(lambda: self.still_checking.emit(fix_id))
                return [self._more(), checking, self._did_not("No"), self._worked("Yes")]
            case BannerMode.PARTIAL:
                finish = self._button(
                    "Finish it", ButtonVariant.WARNING, self.finish_requested, fix_id
                )
                return [self._edit(Outcome.PARTIAL), self._did_not(), self._worked(), finish]
            case BannerMode.PENDING:
                return [
                    self._more(),
                    self._edit(Outcome.PENDING),
                    self._did_not(),
                    self._worked(),
                ]
            case BannerMode.AI_CONFIRMING:
                return self._confirming_buttons(content)
            case _:
                return []

    def _confirming_buttons(self, content: BannerContent) -> list[QWidget]:
        fix_id = content.fix_id
        if content.proposes_failure:
            confirm = Button(self._icons, "Yes, record it", ButtonVariant.DANGER)
            confirm.clicked.connect(lambda: self.proposal_confirmed.emit(fix_id, False))
            other: QWidget = self._worked("No, it worked", ButtonVariant.SECONDARY)
        else:
            confirm = Button(self._icons, "Confirm and resolve", ButtonVariant.SUCCESS)
            confirm.clicked.connect(lambda: self.proposal_confirmed.emit(fix_id, True))
            other = self._did_not("No, it didn’t work")
        not_yet = self._button("Not yet", ButtonVariant.GHOST, self.proposal_cleared, fix_id)
        return [not_yet, other, confirm]

    def _button(self, text: str, variant: ButtonVariant, intent: object, fix_id: object) -> Button:
        button = Button(self._icons, text, variant)
        button.clicked.connect(lambda: intent.emit(fix_id))  # type: ignore[attr-defined]  # a Signal
        return button

    def _worked(
        self, text: str = "It worked", variant: ButtonVariant = ButtonVariant.SUCCESS
    ) -> Button:
        button = Button(self._icons, text, variant, icon="check")
        button.clicked.connect(lambda: self._choose(Outcome.SUCCESS))
        return button

    def _did_not(self, text: str = "Didn’t work") -> Button:
        button = Button(self._icons, text, ButtonVariant.DANGER, icon="x")
        button.clicked.connect(lambda: self.ask_outcome(Outcome.FAILED))
        return button

    def _more(self, *, verifying: bool = False) -> IconButton:
        button = IconButton(self._icons, "dots-three", "More outcomes")
        menu = QMenu(button)
        menu.addAction("Partly done…", lambda: self.ask_outcome(Outcome.PARTIAL))
        menu.addAction("Waiting to verify…", lambda: self.ask_outcome(Outcome.PENDING))
        if verifying:
            menu.addAction("Show the steps", lambda: self.steps_requested.emit(self._shown.fix_id))
        menu.addSeparator()
        menu.addAction("Never applied, dismiss", lambda: self.dismissed.emit(self._shown.fix_id))
        button.setMenu(menu)
        return button

    def _edit(self, outcome: Outcome) -> Button:
        button = Button(self._icons, "Edit note", ButtonVariant.GHOST)
        button.clicked.connect(lambda: self._edit_note(outcome))
        return button

    def _edit_note(self, outcome: Outcome) -> None:
        self.ask_outcome(outcome)
        self._reason.set_text(self._shown.note)

    def _give_reason(self) -> None:
        if self._asking is not None:
            self._choose(self._asking, self._reason.text())

    def _choose(self, outcome: Outcome, notes: str = "") -> None:
        self.outcome_chosen.emit(self._shown.fix_id, outcome, notes)

    def _stop_asking(self) -> None:
        had_focus = has_focus_inside(self._reason_area)
        self._asking = None
        self._reason.set_text("")
        self._reason_area.hide()
        if had_focus:
            self.reason_closed.emit()

    def _toggle(self) -> None:
        self.collapse_requested.emit(self._shown.mode is not BannerMode.COLLAPSED)

    def _restart_idle(self) -> None:
        if self._shown.mode is BannerMode.PROPOSED and self._asking is None:
            self._idle.start()
        else:
            self._idle.stop()
