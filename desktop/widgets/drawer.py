"""A panel at the bottom of a page that is too narrow to show it beside the rest."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.surfaces import Panel, SurfaceKind

_SLIDE_MS = 200
_FROM_EDGE = 16
_SHARE_OF_HOST = 0.6
_LEAST_HEIGHT, _LEFT_OF_HOST = 460, 64  # a low host gives all but its header


class Drawer(Panel):
    """Covers the lower part of its host while open; a floating button opens it.

    While the drawer has no content neither it nor its button is shown.
    """

    open_changed = Signal(bool)

    def __init__(
        self,
        icons: Icons,
        host: QWidget,
        label: str,
        *,
        icon: str = "list-checks",
        clear_of: int = 0,
    ) -> None:
        """`clear_of`: pixels at the host's bottom that the floating button keeps free."""
        super().__init__(SurfaceKind.ELEVATED, host)
        self._theme = icons.theme
        self._host = host
        self._clear_of = clear_of
        self._label = label
        self._content: QWidget | None = None
        self._is_open = False
        self._share = 0.0
        self.floating_button = Button(icons, label, ButtonVariant.PRIMARY, icon=icon, parent=host)
        self.floating_button.clicked.connect(lambda: self.set_open(True))
        self.floating_button.hide()
        close = IconButton(icons, "caret-down", f"Close {label}")
        close.clicked.connect(lambda: self.set_open(False))
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 8, 0)
        head.addWidget(TextLabel(label, TextRole.TITLE), 1)
        head.addWidget(close)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 6, 1, 1)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._show_share)
        self._slide.finished.connect(self._arrive)
        host.installEventFilter(self)
        self.hide()

    def set_content(self, content: QWidget) -> None:
        """Take a widget in; the floating button appears."""
        self._content = content
        self._column.addWidget(content, 1)
        content.show()
        self._place()
        self.floating_button.setVisible(not self._is_open)

    def take_content(self) -> QWidget | None:
        """Give the widget back, for example to a column that has room again."""
        content, self._content = self._content, None
        if content is not None:
            self._column.removeWidget(content)
            content.setParent(None)
        self.floating_button.hide()
        self._slide.stop()
        self._is_open = False
        self._share = 0.0
        self.hide()
        return content

    def set_clear_of(self, pixels: int) -> None:
        """Keep that much of the host's bottom free of the floating button."""
        if pixels != self._clear_of:
            self._clear_of = pixels
            self._place()

    def set_badge(self, text: str) -> None:
        """Put something that changed beside the label of the floating button."""
        self.floating_button.setText(f"{self._label} {text}".rstrip())
        self._place()

    def is_open(self) -> bool:
        """Say whether the drawer is open or on its way there."""
        return self._is_open

    def set_open(self, is_open: bool) -> None:
        """Slide in or out; the focus goes along."""
        if is_open == self._is_open or self._content is None:
            return
        self._is_open = is_open
        self.floating_button.setVisible(not is_open)
        if is_open:
            self.show()
            self.raise_()
            self._content.setFocus(Qt.FocusReason.TabFocusReason)
        self._start()
        self.open_changed.emit(is_open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.set_open(False)
            self.floating_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _start(self) -> None:
        target = 1.0 if self._is_open else 0.0
        self._slide.stop()
        duration = self._theme.duration(_SLIDE_MS)
        if duration == 0 or not self._host.isVisible():
            self._show_share(target)
            self._arrive()
            return
        self._slide.setStartValue(self._share)
        self._slide.setEndValue(target)
        self._slide.setDuration(duration)
        self._slide.start()

    def _show_share(self, share: float) -> None:
        self._share = float(share)
        self._place()

    def _arrive(self) -> None:
        if not self._is_open:
            self.hide()

    def _place(self) -> None:
        width, height = self._host.width(), self._host.height()
        least = min(_LEAST_HEIGHT, height - _LEFT_OF_HOST)
        full = max(round(height * _SHARE_OF_HOST), least)
        self.setGeometry(0, height - round(full * self._share), width, full)
        button = self.floating_button
        button.adjustSize()
        left = width - button.width() - _FROM_EDGE
        button.move(left, height - self._clear_of - button.height() - _FROM_EDGE)
        button.raise_()
