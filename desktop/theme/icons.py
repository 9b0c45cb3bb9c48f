"""Icons drawn from our own SVG files in a token's colour, sharp at every pixel ratio."""

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from desktop.theme.theme import Theme
from desktop.theme.tokens import ThemeError

_FOLDER = "icons"
_SUFFIX = ".svg"


@cache
def icon_names() -> frozenset[str]:
    """Return the names of all icons that are shipped."""
    return frozenset(name.removesuffix(_SUFFIX) for name in resources.names(_FOLDER, _SUFFIX))


class Icons(QObject):
    """Makes icons in the theme's colours; icons already handed out follow the theme."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, int], QPixmap] = {}
        theme.changed.connect(self._drawn.clear)

    def icon(self, name: str, colour: str = "text_muted", size: int = 16) -> QIcon:
        """Return an icon of ``size`` device-independent pixels in the colour of a token.

        Raises ThemeError for a name that is not shipped or a token that does not exist.
        """
        self._check(name, colour)
        return QIcon(_ThemeIconEngine(self, name, colour, size))

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """Return the icon as a picture for a screen with that device pixel ratio."""
        self._check(name, colour)
        pixels = max(1, round(size * ratio))
        picture = QPixmap(self.drawn(name, colour, QSize(pixels, pixels)))
        picture.setDevicePixelRatio(ratio)
        return picture

    def drawn(self, name: str, colour: str, pixels: QSize) -> QPixmap:
        """Return the icon drawn into that many screen pixels; drawn once per theme."""
        key = (name, colour, pixels.width(), pixels.height())
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, self.theme.tokens.colour(colour), pixels)
        return self._drawn[key]

    def _draw(self, name: str, ink: str, pixels: QSize) -> QPixmap:
        source = self._source(name).replace("currentColor", ink)
        picture = QPixmap(pixels)
        if pixels.isEmpty():  # a button that has no room at the moment
            return picture
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer = QSvgRenderer(QByteArray(source.encode()))
        # Room to the right of the glyph keeps it away from the words of a button.
        side = min(pixels.width(), pixels.height())
        renderer.render(painter, QRectF(0, (pixels.height() - side) / 2, side, side))
        painter.end()
        return picture

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = resources.read_text(_FOLDER, name + _SUFFIX)
        return self._sources[name]

    def _check(self, name: str, colour: str) -> None:
        if name not in icon_names():
            raise ThemeError(f"There is no icon named {name!r} in resources/icons.")
        self.theme.tokens.colour(colour)


class _ThemeIconEngine(QIconEngine):
    """Draws on demand, so that a theme change needs no new QIcon."""

    def __init__(self, icons: Icons, name: str, colour: str, size: int) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._colour = colour
        self._size = size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        side = min(rect.width(), rect.height(), self._size)
        picture = self._icons.pixmap(self._name, self._colour_for(mode), side, ratio)
        corner = QRect(0, 0, side, side)
        corner.moveCenter(rect.center())
        painter.drawPixmap(corner.topLeft(), picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return QPixmap(self._icons.drawn(self._name, self._colour_for(mode), size))

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        # Qt asks in screen pixels, and does not say how many of them make one of ours: no limit
        # can be set here. `paint` has one.
        return size

    def clone(self) -> QIconEngine:
        return _ThemeIconEngine(self._icons, self._name, self._colour, self._size)

    def _colour_for(self, mode: QIcon.Mode) -> str:
        return "text_disabled" if mode is QIcon.Mode.Disabled else self._colour
