"""Short messages in a corner that go away by themselves."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import TONE_ICON
from desktop.widgets.surfaces import Panel, SurfaceKind

_SHOWN_FOR_MS = 6000
_WIDTH = 236  # stays above the session list
_FROM_EDGE = 16


class Toast(Panel):
    """One message; the same message again only raises its count."""

    action_requested = Signal()
    gone = Signal()

    def __init__(
        self, icons: Icons, text: str, tone: Tone, *, action: str = "", timeout_ms: int
    ) -> None:
        super().__init__(SurfaceKind.ELEVATED)
        self.key = (text, tone, action)
        self._icons = icons
        self._times = 1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(timeout_ms)
        self._timer.timeout.connect(self.leave)
        self._count = Chip(icons, "", Tone.NEUTRAL)
        self._count.hide()
        self._lay_out(icons, text, tone, action)
        self.setAccessibleName(text)
        self._timer.start()

    def repeat(self) -> None:
        """Count the message once more and let it stay for its full time again."""
        self._times += 1
        self._count.show_chip(f"× {self._times}", Tone.NEUTRAL)
        self._count.show()
        if not self.underMouse():
            self._timer.start()

    def times(self) -> int:
        """Return how often the message came."""
        return self._times

    def text(self) -> str:
        """Return the message."""
        return self.key[0]

    def is_leaving(self) -> bool:
        """Say whether the toast goes away by itself if nothing happens."""
        return self._timer.isActive()

    def leave(self) -> None:
        """Go away now."""
        self._timer.stop()
        self.hide()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start()

    def _lay_out(self, icons: Icons, text: str, tone: Tone, action: str) -> None:
        close = IconButton(icons, "x", "Dismiss", size=14)
        close.clicked.connect(self.leave)
        mark = IconLabel(icons, TONE_ICON[tone], TONE_TOKEN[tone])
        words = row(mark, WrapLabel(text), close)
        words.setStretch(1, 1)
        below = row(1, self._count)
        if action:
            button = Button(icons, action, ButtonVariant.GHOST)
            button.clicked.connect(self._act)
            below.addWidget(button)
        self.setLayout(column(words, below, spacing=2, margins=(12, 8, 6, 8)))

    def _act(self) -> None:
        self.action_requested.emit()
        self.leave()


class ToastStack(QWidget):
    """Keeps the toasts of one window in its lower left corner, the newest at the bottom.

    On the left they are clear of the buttons that confirm.
    """

    def __init__(self, icons: Icons, host: QWidget) -> None:
        super().__init__(host)
        self._icons = icons
        self._host = host
        self._toasts: list[Toast] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        host.installEventFilter(self)
        self.hide()

    def show_toast(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        *,
        action: str = "",
        timeout_ms: int = _SHOWN_FOR_MS,
    ) -> Toast:
        """Show a message, or count it once more while the same one is still there.

        Connect to ``action_requested`` of what is returned; for a counted message that is the
        same toast, so that one press of Undo undoes all of them.
        """
        announce(self, text)
        for toast in self._toasts:
            if toast.key == (text, tone, action):
                toast.repeat()
                self._place()
                return toast
        toast = Toast(self._icons, text, tone, action=action, timeout_ms=timeout_ms)
        toast.gone.connect(lambda: self._drop(toast))
        self._toasts.append(toast)
        self._column.addWidget(toast)
        toast.show()
        self._place()
        return toast

    def toasts(self) -> list[Toast]:
        """Return the messages that are shown, oldest first."""
        return list(self._toasts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _drop(self, toast: Toast) -> None:
        self._toasts.remove(toast)
        self._column.removeWidget(toast)
        toast.deleteLater()
        self._place()

    def _place(self) -> None:
        self.setVisible(bool(self._toasts))
        if not self._toasts:
            return
        width = min(_WIDTH, self._host.width() - 2 * _FROM_EDGE)
        height = self._column.totalHeightForWidth(width)
        top = max(self._host.height() - height - _FROM_EDGE, 0)
        self.setGeometry(_FROM_EDGE, top, width, height)
        self.raise_()
