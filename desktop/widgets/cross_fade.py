"""Replacing one widget by another so that the eye can follow."""

from PySide6.QtCore import Qt, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.theme import Theme
from desktop.widgets.layouts import NO_MARGINS

FADE_MS = 200


class CrossFade(QWidget):
    """Shows one widget at a time; the old one fades out over the new one."""

    shown = Signal(QWidget)

    def __init__(
        self, theme: Theme, *, duration_ms: int = FADE_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._duration = duration_ms
        self._current: QWidget | None = None
        self._veil = _Veil(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*NO_MARGINS)
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.valueChanged.connect(self._veil.thin_to)
        self._fade.finished.connect(self._veil.hide)

    def current(self) -> QWidget | None:
        """Return the widget that is shown."""
        return self._current

    def is_fading(self) -> bool:
        """Say whether the widget before can still be seen."""
        return self._fade.state() is QVariantAnimation.State.Running

    def show_widget(self, widget: QWidget) -> None:
        """Show this widget instead; the one before stays a hidden child for its owner to reuse."""
        if widget is self._current:
            return
        before = self._current
        duration = self._theme.duration(self._duration) if before and self.isVisible() else 0
        if before is not None:
            if duration:
                self._veil.cover(self.grab())
            self._layout.removeWidget(before)
            before.hide()
        self._current = widget
        self._layout.addWidget(widget)
        widget.show()
        if duration:
            self._fade.stop()
            self._fade.setDuration(duration)
            self._veil.raise_()
            self._fade.start()
        self.shown.emit(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._veil.setGeometry(self.rect())


class _Veil(QWidget):
    """The picture of what was there before, getting thinner."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._opacity = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, picture: QPixmap) -> None:
        """Show the picture, opaque."""
        self._picture = picture
        self._opacity = 1.0
        self.show()

    def thin_to(self, opacity: float) -> None:
        """Let more of the new widget through."""
        self._opacity = opacity
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.drawPixmap(0, 0, self._picture)
