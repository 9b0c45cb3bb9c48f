"""A lone icon that stays sharp and follows the theme."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons


class IconLabel(QWidget):
    """Shows one icon. Without a name it is decoration and screen readers pass over it."""

    def __init__(
        self,
        icons: Icons,
        icon: str,
        colour: str = "text_muted",
        size: int = 16,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = icon
        self._colour = colour
        self._size = size
        self.setFixedSize(size, size)
        self.setAccessibleName(name)
        self.set_icon(icon, colour)

    def set_icon(self, icon: str, colour: str | None = None) -> None:
        """Show another icon; raises ThemeError for an unknown icon or colour token."""
        self._colour = colour or self._colour
        self._icons.icon(icon, self._colour)
        self._icon = icon
        self.update()

    def icon_name(self) -> str:
        """Return the name of the icon shown."""
        return self._icon

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        colour = self._colour if self.isEnabled() else "text_disabled"
        painter.drawPixmap(0, 0, self._icons.pixmap(self._icon, colour, self._size, ratio))
