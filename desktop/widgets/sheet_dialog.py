"""The base of all dialogs: a title, a body, and the two ways out."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.focus import in_layout_order, order_by_layout
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import row

_LEAST_WIDTH = 420
_AROUND = 72  # the title bar, and some of the screen


class SheetDialog(QDialog):
    """Shown with ``open()`` and answered through ``accepted``, ``rejected`` or ``finished``.

    Enter confirms, Ctrl+Enter does so from a field with several lines too, Escape cancels.
    The owner keeps the dialog and deletes it; it can be read after it has finished.
    """

    def __init__(
        self,
        icons: Icons,
        title: str,
        *,
        text: str = "",
        confirm: str = "OK",
        cancel: str = "Cancel",
        variant: ButtonVariant = ButtonVariant.PRIMARY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._first: QWidget | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(_LEAST_WIDTH)
        explanation = WrapLabel(text, TextRole.SECONDARY)
        self.setAccessibleDescription(text)
        self._holder = _Body()
        self.body = self._holder.column
        self.confirm_button = Button(icons, confirm, variant)
        self.confirm_button.setDefault(True)
        self.confirm_button.clicked.connect(self.accept)
        self.cancel_button = Button(icons, cancel)
        self.cancel_button.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.confirm_button.click)
        self.buttons = row(1, self.cancel_button, self.confirm_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(TextLabel(title, TextRole.HEADING))
        layout.addWidget(explanation)
        layout.addWidget(self._holder)
        layout.addSpacing(4)
        layout.addStretch(1)
        layout.addLayout(self.buttons)
        explanation.setHidden(not text)
        self.cancel_button.setHidden(not cancel)

    def set_first_focus(self, widget: QWidget) -> None:
        """Put the cursor there when the dialog opens; otherwise the first field gets it."""
        self._first = widget

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        order_by_layout(self)
        first = self._first or self._first_field() or self.confirm_button
        first.setFocus(Qt.FocusReason.TabFocusReason)
        self._fit_height()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_height()
        return handled

    def _fit_height(self) -> None:
        # A dialog by itself does not ask how high wrapped text is at the width it has.
        layout = self.layout()
        if layout is not None:
            room = self.screen().availableGeometry().height() - _AROUND
            self.setMinimumHeight(min(layout.totalHeightForWidth(self.width()), room))

    def _first_field(self) -> QWidget | None:
        """Return the first widget in the body that takes focus by keyboard."""
        fields = (
            widget
            for widget in in_layout_order(self._holder)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        )
        return next(fields, None)


class _Body(QScrollArea):
    """As high as what is in it; on a screen that is too low it scrolls and the buttons stay."""

    def __init__(self) -> None:
        super().__init__()
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        for ground in (content, self.viewport()):
            ground.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self.column.hasHeightForWidth():
            return self.column.totalHeightForWidth(width)
        return self.column.totalSizeHint().height()

    def sizeHint(self) -> QSize:
        return self.column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.column.totalMinimumSize().width(), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
