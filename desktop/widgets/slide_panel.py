"""A panel that slides up into its place and pushes nothing around abruptly."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QSize, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.theme import Theme

SLIDE_MS = 320


class SlidePanel(QWidget):
    """Holds one widget and grows from nothing to its height; at once when motion is reduced."""

    opened = Signal()
    closed = Signal()

    def __init__(
        self, theme: Theme, *, duration_ms: int = SLIDE_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._duration = duration_ms
        self._content: QWidget | None = None
        self._is_open = False
        self._share = 0.0
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._show_share)
        self._slide.finished.connect(self._arrive)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def set_content(self, content: QWidget) -> None:
        """Hold this widget; the one before stays with its owner, hidden."""
        if self._content is not None:
            self._content.removeEventFilter(self)
            self._content.hide()
        self._content = content
        content.setParent(self)
        content.installEventFilter(self)
        content.setVisible(self._share > 0)
        self._place()
        self.updateGeometry()

    def is_open(self) -> bool:
        """Say whether the panel is open or on its way there."""
        return self._is_open

    def open_panel(self) -> None:
        """Slide in."""
        if not self._is_open:
            self._is_open = True
            if self._content is not None:
                self._content.show()
            self.show()
            self._move_to(1.0)

    def close_panel(self) -> None:
        """Slide out; the content is hidden when the panel has gone."""
        if self._is_open:
            self._is_open = False
            self._move_to(0.0)

    def settle(self) -> None:
        """Take the height of changed content now, so that no half-changed state is painted."""
        if self._content is not None:
            inner = self._content.layout()
            if inner is not None:
                inner.activate()
            self._place()
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._full_height(width) * self._share)

    def sizeHint(self) -> QSize:
        width = self._content.sizeHint().width() if self._content else 0
        return QSize(width, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        width = self._content.minimumSizeHint().width() if self._content else 0
        return QSize(width, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _move_to(self, share: float) -> None:
        self._slide.stop()
        duration = self._theme.duration(self._duration)
        if duration == 0 or not self._is_seen():
            self._show_share(share)
            self._arrive()
            return
        self._slide.setStartValue(self._share)
        self._slide.setEndValue(share)
        self._slide.setDuration(duration)
        self._slide.start()

    def _is_seen(self) -> bool:
        return self.window().isVisible()

    def _show_share(self, share: float) -> None:
        self._share = float(share)
        self.updateGeometry()

    def _arrive(self) -> None:
        if self._is_open:
            self.opened.emit()
            return
        if self._content is not None:
            self._content.hide()
        self.hide()
        self.closed.emit()

    def _place(self) -> None:
        # The content keeps its full height while the panel grows over it: it slides, uncrushed.
        if self._content is not None:
            self._content.setGeometry(0, 0, self.width(), self._full_height(self.width()))

    def _full_height(self, width: int) -> int:
        if self._content is None:
            return 0
        if self._content.hasHeightForWidth():
            return self._content.heightForWidth(width)
        return self._content.sizeHint().height()
