"""Stands at the end of the conversation while a model owes an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.session.waiting_view import NextStep, WaitingView
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.copy_button import CopyButton
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import FlowLayout, column, row
from desktop.widgets.surfaces import TintPanel

_SECOND_MS = 1000


class WaitingNotice(TintPanel):
    """Draws one `WaitingView`; emits the next step that was chosen."""

    step_chosen = Signal(object)  # NextStep

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARNING, parent)
        self._view: WaitingView | None = None
        self._seconds = 0
        self._title = WrapLabel("", TextRole.STRONG)
        self._text = WrapLabel("")
        self._detail = WrapLabel("", TextRole.MONO_SMALL)
        self._copy = CopyButton(icons, "Copy the details")
        self._wait = WrapLabel("", TextRole.SMALL)
        self._buttons = {step: Button(icons, step.value) for step in NextStep}
        self._buttons[NextStep.TRY_AGAIN].set_variant(ButtonVariant.PRIMARY)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for step, button in self._buttons.items():
            flow.addWidget(button)
            button.clicked.connect(lambda _=False, chosen=step: self.step_chosen.emit(chosen))
        details = row(self._detail, self._copy, spacing=6)
        details.setStretch(0, 1)
        words = column(self._title, self._text, spacing=3)
        words.addLayout(details)
        words.addWidget(self._wait)
        words.addWidget(buttons)
        mark = IconLabel(icons, "warning", "warning", 18)
        line = row(spacing=10, margins=(12, 10, 12, 10))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.setLayout(line)
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND_MS)
        self._clock.timeout.connect(self._count_down)
        self.hide()

    def show_view(self, view: WaitingView | None) -> None:
        if view is not None and (self._view is None or self._view.title != view.title):
            announce(self, f"{view.title} {view.text}")
        self._view = view
        self.setVisible(view is not None)
        self._clock.stop()
        if view is None:
            return
        self._title.setText(view.title)
        self._text.setText(view.text)
        self._detail.setText(view.detail)
        self._detail.setVisible(bool(view.detail))
        self._copy.set_text_to_copy(view.detail)
        self._copy.setVisible(bool(view.detail))
        for step, button in self._buttons.items():
            button.setVisible(step in view.steps)
        self.setAccessibleName(view.title)
        self._seconds = view.seconds
        self._show_wait()
        if self._seconds:
            self._clock.start()

    def _count_down(self) -> None:
        self._seconds -= 1
        self._show_wait()
        if not self._seconds:
            self._clock.stop()

    def _show_wait(self) -> None:
        minutes, seconds = divmod(self._seconds, 60)
        self._wait.setText(f"Its server asks to wait {minutes}:{seconds:02} minutes.")
        self._wait.setVisible(self._seconds > 0)
