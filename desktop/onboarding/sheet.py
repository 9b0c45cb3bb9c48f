"""The first run: three steps in a sheet that can be skipped at any moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from desktop.onboarding.steps import RecoveryKeyStep, StartStep, WelcomeStep
from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row

_WIDTH = 600


class OnboardingSheet(QDialog):
    """However it ends, it has ended: `finished` is all its owner needs to know."""

    def __init__(self, icons: Icons, weakness: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Welcome to FlowPilot")
        self.setFixedWidth(_WIDTH)
        self.welcome = WelcomeStep(icons)
        self.key = RecoveryKeyStep(icons, weakness)
        self.start = StartStep(icons)
        self._steps = (self.welcome, self.key, self.start)
        self._place = TextLabel("", TextRole.SMALL)
        self._title = TextLabel("", TextRole.HEADING)
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        self.skip_all = Button(icons, "Skip all", ButtonVariant.GHOST)
        self.back = Button(icons, "Back")
        self.next = Button(icons, "Next", ButtonVariant.PRIMARY)
        self.next.setDefault(True)
        head = column(self._place, self._title, spacing=4)
        foot = row(self.skip_all, 1, self.back, self.next)
        layout = column(head, self._stack, foot, spacing=18, margins=(24, 20, 24, 18))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._layout = layout
        self._connect()
        self._show_step(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.next.setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        # A window does not follow the height that its wrapped words need by itself.
        if event.type() is QEvent.Type.LayoutRequest:
            self.setMinimumHeight(self._layout.totalHeightForWidth(self.width()))
        return super().event(event)

    def _connect(self) -> None:
        self.skip_all.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self._show_step(self._stack.currentIndex() - 1))
        self.next.clicked.connect(lambda: self._show_step(self._stack.currentIndex() + 1))
        self.key.panel.confirmed_changed.connect(self._name_next)
        self.start.problem_chosen.connect(self.accept)
        self.start.sample_chosen.connect(self.accept)
        self.start.model_chosen.connect(self.accept)

    def _show_step(self, index: int) -> None:
        if index >= len(self._steps):
            self.accept()
            return
        step = self._steps[index]
        self._stack.setCurrentIndex(index)
        self._place.setText(f"Step {index + 1} of {len(self._steps)}")
        self._title.setText(step.TITLE)
        self.back.setVisible(index > 0)
        self._name_next()
        announce(self, f"{self._place.text()}: {step.TITLE}")

    def _name_next(self) -> None:
        """A step that was left out is named so; leaving it out is fine."""
        last = self._stack.currentWidget() is self.start
        unsaved = self._stack.currentWidget() is self.key and not self.key.panel.is_confirmed()
        self.next.setText("Finish" if last else "Not now" if unsaved else "Next")
        self.next.set_variant(ButtonVariant.SECONDARY if last else ButtonVariant.PRIMARY)
