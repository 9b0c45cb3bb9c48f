"""Words on the screen. All labels show plain text: ticket text must never become markup."""

import math
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.theme.properties import set_property
from desktop.theme.tokens import Tone
from desktop.widgets.plain_text import plain_tooltip


class TextRole(StrEnum):
    """The steps of the type scale; the style sheet gives each its size, weight and colour."""

    HEADING = "heading"
    TITLE = "title"
    STRONG = "strong"
    BODY = "body"
    SECONDARY = "secondary"
    MUTED = "muted"
    SMALL = "small"
    LABEL = "label"
    MONO = "mono"
    MONO_SMALL = "mono_small"


class TextLabel(QLabel):
    """One line of text in a role, optionally coloured by a tone."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        *,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.set_tone(tone)
        self.setText(text)

    def set_role(self, role: TextRole) -> None:
        """Change the step of the type scale."""
        set_property(self, "role", role.value)

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the text by meaning; None gives the colour of the role."""
        set_property(self, "tone", tone.value if tone else "")


class ElidedLabel(TextLabel):
    """One line that gives up letters instead of width; the tool tip then has the whole text."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        *,
        tone: Tone | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        self._mode = mode
        super().__init__(text, role, tone=tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(" ".join(text.split()))
        self._explain()

    def shown_text(self) -> str:
        """Return what fits now, with an ellipsis when something was left out."""
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), self._mode, width)

    def minimumSizeHint(self) -> QSize:
        narrowest = self.fontMetrics().horizontalAdvance("M…")
        return QSize(min(narrowest, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self.shown_text())

    def _explain(self) -> None:
        is_cut = self.shown_text() != self.text()
        self.setToolTip(plain_tooltip(self.text()) if is_cut else "")


class WrapLabel(TextLabel):
    """Text over as many lines as its width asks for.

    Unlike a QLabel it also breaks long paths and keys, so that no word can widen a panel.
    """

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        *,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._heights: dict[int, int] = {}
        super().__init__(text, role, tone=tone, parent=parent)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._heights.clear()
        super().setText(text)

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        if inner not in self._heights:  # layouts ask for the same widths again and again
            _, self._heights[inner] = self._laid_out(inner)
        return self._heights[inner] + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        widest = self.fontMetrics().averageCharWidth() * 60
        metrics = QFontMetricsF(self.font())
        natural = max(metrics.horizontalAdvance(line) for line in self.text().split("\n"))
        width = min(math.ceil(natural) + 1, widest)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        narrow = min(self.fontMetrics().averageCharWidth() * 8, self.sizeHint().width())
        return QSize(narrow, self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._heights.clear()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.contentsRect()
        layout, height = self._laid_out(area.width())
        spare = area.height() - height
        top = area.top() + (spare / 2 if self.alignment() & Qt.AlignmentFlag.AlignVCenter else 0)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, QPointF(area.left(), max(top, area.top())))

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        """Return the broken lines and their height in pixels."""
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font(), self)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, height))
            height += line.height() + self._leading()
        layout.endLayout()
        return layout, math.ceil(height)

    def _leading(self) -> float:
        # Interface fonts are cut tight; running text reads better with a little more air.
        return self.fontMetrics().height() * 0.12
