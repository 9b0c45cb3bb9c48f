"""A state as a shape with words beside it: colour only repeats what the shape says."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.plain_text import plain_tooltip

_SIZE = 10


class DotShape(StrEnum):
    """Shapes that stay apart without colour and at ten pixels."""

    FILLED = "filled"
    RING = "ring"
    HALF = "half"
    SQUARE = "square"
    TRIANGLE = "triangle"
    CROSS = "cross"


class DotMark(QWidget):
    """The shape alone; decoration for whoever puts the words beside it."""

    def __init__(
        self, theme: Theme, shape: DotShape, tone: Tone, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape = shape
        self._tone = tone
        self.setFixedSize(_SIZE, _SIZE)

    def show_mark(self, shape: DotShape, tone: Tone) -> None:
        """Draw another shape."""
        self._shape, self._tone = shape, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour(TONE_TOKEN[self._tone])
        draw_dot(painter, self._shape, colour, QRectF(self.rect()).center())


def draw_dot(painter: QPainter, shape: DotShape, colour: QColor, centre: QPointF) -> None:
    """Draw a shape of ten pixels around a point, for lists that paint their own rows."""
    painter.save()
    painter.setPen(QPen(colour, 1.5))
    box = QRectF(0, 0, _SIZE, _SIZE).adjusted(1.5, 1.5, -1.5, -1.5)
    box.moveCenter(centre)
    if shape in {DotShape.FILLED, DotShape.SQUARE, DotShape.TRIANGLE}:
        painter.setBrush(colour)
    _draw(painter, shape, box)
    if shape is DotShape.HALF:
        painter.setBrush(colour)
        painter.drawChord(box, 90 * 16, 180 * 16)
    painter.restore()


def _draw(painter: QPainter, shape: DotShape, box: QRectF) -> None:
    match shape:
        case DotShape.FILLED | DotShape.RING | DotShape.HALF:
            painter.drawEllipse(box)
        case DotShape.SQUARE:
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case DotShape.TRIANGLE:
            top = QPointF(box.center().x(), box.top())
            painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
        case DotShape.CROSS:
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())


class StateDot(QWidget):
    """A shape and its words; hidden words stay in the tool tip and for screen readers."""

    def __init__(
        self,
        icons: Icons,
        shape: DotShape,
        text: str,
        tone: Tone,
        *,
        text_visible: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mark = DotMark(icons.theme, shape, tone)
        self._label = TextLabel(role=TextRole.SMALL)
        self._text_visible = text_visible
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._label)
        self._label.setHidden(not text_visible)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.show_state(shape, text, tone)

    def show_state(self, shape: DotShape, text: str, tone: Tone) -> None:
        """Show another state."""
        self._mark.show_mark(shape, tone)
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setToolTip("" if self._text_visible else plain_tooltip(text))
