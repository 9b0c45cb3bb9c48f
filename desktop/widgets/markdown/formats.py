"""How each kind of markdown text looks: tokens and fonts as Qt text formats."""

from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop.theme.theme import Theme

_HEADING_STEPS = {1: 4, 2: 3, 3: 2}
_LINE_PERCENT = 122
# Room in pixels that the ground of a code block takes above, below and beside its text.
CODE_PAD = 8
CODE_EDGE = CODE_PAD + 1
CODE_SIDE = 10
COPY_ROOM = 34


class MarkdownFormats:
    """The formats of one theme at one moment; made anew when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._body = theme.metrics.font_body

    def text(self, colour: str = "text") -> QTextCharFormat:
        """Running text."""
        form = QTextCharFormat()
        form.setFontFamilies([self._theme.fonts.ui])
        form.setProperty(QTextFormat.Property.FontPixelSize, self._body)
        form.setForeground(self._brush(colour))
        return form

    def heading(self, level: int) -> QTextCharFormat:
        """A heading; below the third level only its weight is left."""
        form = self.text("text_heading")
        size = self._body + _HEADING_STEPS.get(level, 0)
        form.setProperty(QTextFormat.Property.FontPixelSize, size)
        self.make_strong(form)
        return form

    def code(self) -> QTextCharFormat:
        """Code in a block of its own."""
        form = self.text()
        self.make_mono(form)
        return form

    def make_mono(self, form: QTextCharFormat) -> None:
        """Turn a format into the one for code."""
        form.setFontFamilies([self._theme.fonts.mono])
        form.setProperty(QTextFormat.Property.FontPixelSize, self._theme.metrics.font_mono)

    def make_inline_code(self, form: QTextCharFormat) -> None:
        """Turn a format into the one for code inside a sentence."""
        self.make_mono(form)
        form.setBackground(self._brush("elevated"))

    def make_strong(self, form: QTextCharFormat) -> None:
        """Turn a format into its strong form."""
        form.setFontWeight(QFont.Weight.DemiBold)

    def make_link(self, form: QTextCharFormat, target: str) -> None:
        """Turn a format into a link."""
        form.setAnchor(True)
        form.setAnchorHref(target)
        form.setForeground(self._brush("accent_text"))
        form.setFontUnderline(True)

    def block(self, *, top: float = 0, bottom: float = 0) -> QTextBlockFormat:
        """A paragraph with pixels above and below."""
        form = QTextBlockFormat()
        form.setTopMargin(top)
        form.setBottomMargin(bottom)
        form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return form

    def code_block(self) -> QTextBlockFormat:
        """A block whose ground the view paints, with room for the copy button."""
        form = self.block(top=CODE_EDGE + 8, bottom=CODE_EDGE + 8)
        form.setLeftMargin(CODE_SIDE)
        form.setRightMargin(COPY_ROOM)
        return form

    def rule(self) -> QTextBlockFormat:
        """A block for a line across, which the view paints."""
        return self.block(top=0, bottom=8)

    def table(self) -> QTextTableFormat:
        """A table; its lines belong to the cells."""
        form = QTextTableFormat()
        form.setBorder(0)
        form.setBorderCollapse(True)
        form.setCellPadding(0)
        form.setCellSpacing(0)
        form.setTopMargin(4)
        form.setBottomMargin(8)
        return form

    def cell(self) -> QTextTableCellFormat:
        """A cell with a thin line below."""
        form = QTextTableCellFormat()
        form.setTopPadding(4)
        form.setBottomPadding(4)
        form.setRightPadding(18)
        form.setBottomBorder(1)
        form.setBottomBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
        form.setBottomBorderBrush(self._brush("border_hover"))
        return form

    def _brush(self, colour: str) -> QBrush:
        return QBrush(self._theme.colour(colour))
