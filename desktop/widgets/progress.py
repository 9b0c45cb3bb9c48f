"""Something is going on, how far it is, and how to stop it."""

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import ElidedLabel, TextRole

_TURN_MS = 900
_ARC = 100
_FULL_CIRCLE = 360


class Spinner(QWidget):
    """A turning arc; it stands still when motion is reduced and stops while nobody sees it."""

    def __init__(
        self,
        icons: Icons,
        *,
        size: int = 16,
        name: str = "Working",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self.setFixedSize(size, size)
        self.setAccessibleName(name)
        self._turn = QVariantAnimation(self)
        self._turn.setStartValue(0)
        self._turn.setEndValue(_FULL_CIRCLE)
        self._turn.setDuration(_TURN_MS)
        self._turn.setLoopCount(-1)
        self._turn.valueChanged.connect(self.update)

    def is_turning(self) -> bool:
        """Say whether the arc moves."""
        return self._turn.state() is QVariantAnimation.State.Running

    def showEvent(self, event: QShowEvent) -> None:
        if not self._theme.reduce_motion:
            self._turn.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._turn.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        pen = QPen(self._theme.colour("border_hover"), 2)
        painter.setPen(pen)
        painter.drawEllipse(box)
        pen.setColor(self._theme.colour("accent"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        angle = int(self._turn.currentValue() or 0)
        painter.drawArc(box, (90 - angle) * 16, -_ARC * 16)


class ProgressStrip(QWidget):
    """One line for long work: what it does, how far it is, Cancel."""

    cancel_requested = Signal()

    def __init__(
        self, icons: Icons, text: str, *, cancellable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = ElidedLabel(text, TextRole.SECONDARY)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = Button(icons, "Cancel", ButtonVariant.GHOST)
        self._cancel.clicked.connect(self._stop)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Spinner(icons, name=""))
        line.addWidget(self._text, 1)
        line.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._bar)
        self._cancel.setHidden(not cancellable)
        self.show_progress(text)

    def show_progress(self, text: str, done: int | None = None, total: int | None = None) -> None:
        """Say what happens now; without numbers there is no bar."""
        self._text.setText(text)
        self._bar.setVisible(done is not None and total is not None)
        if done is not None and total is not None:
            self._bar.setRange(0, max(total, 1))
            self._bar.setValue(done)
        self.setAccessibleName(text)

    def start(self, text: str) -> None:
        """Begin anew: what was cancelled before can be cancelled again."""
        self._cancel.setEnabled(True)
        self._cancel.setText("Cancel")
        self.show_progress(text)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText("Cancelling…")
        self.cancel_requested.emit()
