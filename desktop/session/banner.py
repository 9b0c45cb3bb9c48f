"""The proposal banner, docked above the composer."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.sessions.banner import BannerMode
from core.sessions.fixes import Outcome
from desktop.session.banner_view import HIDDEN, BannerContent
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import ElidedLabel, TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.slide_panel import SlidePanel
from desktop.widgets.surfaces import TintPanel

COLLAPSE_AFTER_MS = 30_000
_MARGINS = (14, 9, 10, 10)
_STRIP_MARGINS = (14, 2, 10, 2)
_TONES = {
    BannerMode.PARTIAL: Tone.INFO,
    BannerMode.PENDING: Tone.INFO,
    BannerMode.AI_CONFIRMING: Tone.ACCENT,
}
_ICONS = {
    BannerMode.PROPOSED: "sparkle",
    BannerMode.COLLAPSED: "sparkle",
    BannerMode.VERIFYING: "clock",
    BannerMode.NUDGE: "question",
    BannerMode.PARTIAL: "circle-dashed",
    BannerMode.PENDING: "hourglass-medium",
    BannerMode.AI_CONFIRMING: "chat-circle-text",
}
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

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons.theme, parent=parent)
        self._icons = icons
        self._shown = HIDDEN
        self._asking: Outcome | None = None
        self._face = TintPanel(Tone.WARNING)
        self._face.setAccessibleName("Suggested fix")
        self._icon = IconLabel(icons, "sparkle", "warning", 18)
        self._caption = TextLabel("", TextRole.LABEL)
        self._badge = Chip(icons, "", Tone.WARNING)
        self._strip_title = ElidedLabel("", TextRole.STRONG)
        self._title = WrapLabel("", TextRole.TITLE)
        self._body = WrapLabel("", TextRole.SECONDARY)
        self._note = WrapLabel("", TextRole.SECONDARY)
        self._hint = WrapLabel("", TextRole.SMALL)
        self._chevron = IconButton(icons, "caret-down", "Collapse the suggestion")
        self._chevron.clicked.connect(self._toggle)
        self._buttons = FlowBox()
        self._strip_buttons = QWidget()
        self._inline = row(spacing=6)
        self._strip_buttons.setLayout(self._inline)
        self._reason = AutoGrowEdit("Reason", max_lines=4, enter_submits=True)
        self._reason_ok = Button(icons, "Save", ButtonVariant.PRIMARY)
        self._reason_area = self._build_reason_area()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(COLLAPSE_AFTER_MS)
        self._idle.timeout.connect(lambda: self.collapse_requested.emit(True))
        self._build()

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
            self._draw(content)
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

    def _build(self) -> None:
        head = row(
            self._caption,
            self._strip_title,
            self._badge,
            1,
            self._strip_buttons,
            self._chevron,
            spacing=8,
        )
        texts = column(
            head,
            self._title,
            self._body,
            self._note,
            self._hint,
            self._buttons,
            self._reason_area,
            spacing=5,
        )
        self._layout = row(column(self._icon, 1), texts, spacing=10)
        self._layout.setStretch(1, 1)
        self._face.setLayout(self._layout)
        self.set_content(self._face)

    def _build_reason_area(self) -> QWidget:
        cancel = Button(self._icons, "Cancel", ButtonVariant.GHOST)
        cancel.clicked.connect(self._stop_asking)
        self._reason_ok.clicked.connect(self._give_reason)
        self._reason.submitted.connect(self._give_reason)
        area = QWidget()
        area.setLayout(column(self._reason, row(1, cancel, self._reason_ok, spacing=6), spacing=6))
        area.hide()
        return area

    def _draw(self, content: BannerContent) -> None:
        mode = content.mode
        tone = _TONES.get(mode, Tone.WARNING)
        is_strip = mode in (BannerMode.COLLAPSED, BannerMode.NUDGE)
        self._face.set_tone(tone)
        self._icon.set_icon(_ICONS[mode], tone.value)
        self._badge.show_chip(content.badge, tone)
        self._badge.setVisible(bool(content.badge))
        self._set(self._caption, content.caption.upper())
        self._set(self._strip_title, content.title if is_strip else "")
        self._set(self._title, "" if is_strip else content.title)
        self._set(self._body, content.body)
        self._set(self._note, f"Note: {content.note}" if content.note else "")
        self._set(self._hint, content.hint)
        self._chevron.setVisible(mode in (BannerMode.PROPOSED, BannerMode.COLLAPSED))
        collapsed = mode is BannerMode.COLLAPSED
        self._chevron.set_icon_name("caret-up" if collapsed else "caret-down")
        self._chevron.set_label("Expand the suggestion" if collapsed else "Collapse the suggestion")
        self._layout.setContentsMargins(*(_STRIP_MARGINS if is_strip else _MARGINS))
        buttons = self._buttons_for(content)
        clear(self._inline)
        for button in buttons if is_strip else ():
            self._inline.addWidget(button)
        self._strip_buttons.setVisible(is_strip and bool(buttons))
        self._buttons.show_widgets(() if is_strip else buttons)
        self._face.setAccessibleName(f"{content.caption or 'Suggested fix'}: {content.title}")

    @staticmethod
    def _set(label: TextLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _buttons_for(self, content: BannerContent) -> list[QWidget]:
        fix_id = content.fix_id
        match content.mode:
            case BannerMode.PROPOSED:
                return [
                    self._button("Apply fix", ButtonVariant.WARNING, self.apply_requested, fix_id),
                    self._button("Dismiss", ButtonVariant.GHOST, self.dismissed, fix_id),
                ]
            case BannerMode.VERIFYING:
                return [self._worked(), self._did_not(), self._more(verifying=True)]
            case BannerMode.NUDGE:
                checking = Button(self._icons, "Still checking", ButtonVariant.GHOST)
                checking.clicked.connect(lambda: self.still_checking.emit(fix_id))
                return [self._worked("Yes"), self._did_not("No"), checking, self._more()]
            case BannerMode.PARTIAL:
                edit = Button(self._icons, "Edit note", ButtonVariant.GHOST)
                edit.clicked.connect(lambda: self._edit_note(Outcome.PARTIAL))
                finish = self._button(
                    "Finish it", ButtonVariant.WARNING, self.finish_requested, fix_id
                )
                return [finish, self._worked(), self._did_not(), edit]
            case BannerMode.PENDING:
                edit = Button(self._icons, "Edit note", ButtonVariant.GHOST)
                edit.clicked.connect(lambda: self._edit_note(Outcome.PENDING))
                return [self._worked(), self._did_not(), self._more(), edit]
            case BannerMode.AI_CONFIRMING:
                return self._confirming_buttons(content)
            case _:
                return []

    def _confirming_buttons(self, content: BannerContent) -> list[QWidget]:
        fix_id = content.fix_id
        if content.proposes_failure:
            confirm = Button(self._icons, "Yes, record it", ButtonVariant.DANGER)
            confirm.clicked.connect(lambda: self.proposal_confirmed.emit(fix_id, False))
            other: QWidget = self._worked("No, it worked")
        else:
            confirm = Button(self._icons, "Confirm and resolve", ButtonVariant.SUCCESS)
            confirm.clicked.connect(lambda: self.proposal_confirmed.emit(fix_id, True))
            other = self._did_not("No, it didn’t work")
        not_yet = self._button("Not yet", ButtonVariant.GHOST, self.proposal_cleared, fix_id)
        return [confirm, other, not_yet]

    def _button(self, text: str, variant: ButtonVariant, intent: object, fix_id: object) -> Button:
        button = Button(self._icons, text, variant)
        button.clicked.connect(lambda: intent.emit(fix_id))  # type: ignore[attr-defined]  # a Signal
        return button

    def _worked(self, text: str = "It worked") -> Button:
        button = Button(self._icons, text, ButtonVariant.SUCCESS, icon="check")
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

    def _edit_note(self, outcome: Outcome) -> None:
        self.ask_outcome(outcome)
        self._reason.set_text(self._shown.note)

    def _give_reason(self) -> None:
        if self._asking is not None:
            self._choose(self._asking, self._reason.text())

    def _choose(self, outcome: Outcome, notes: str = "") -> None:
        self.outcome_chosen.emit(self._shown.fix_id, outcome, notes)

    def _stop_asking(self) -> None:
        self._asking = None
        self._reason.set_text("")
        self._reason_area.hide()

    def _toggle(self) -> None:
        self.collapse_requested.emit(self._shown.mode is not BannerMode.COLLAPSED)

    def _restart_idle(self) -> None:
        if self._shown.mode is BannerMode.PROPOSED and self._asking is None:
            self._idle.start()
        else:
            self._idle.stop()
