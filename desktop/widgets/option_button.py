"""Answers to choose from, as wide as their words and as tall as they need."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.icons import Icons
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import WrapLabel
from desktop.widgets.layouts import FlowLayout


class OptionButton(QPushButton):
    """One answer. A filled mark, not only a colour, says that it is the chosen one."""

    def __init__(self, icons: Icons, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("option", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        self._mark = IconLabel(icons, "circle", "text_muted", 14)
        self._words = WrapLabel(text)
        for child in (self._mark, self._words):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(9, 6, 11, 6)
        self._row.setSpacing(7)
        self._row.addWidget(self._mark)
        self._row.addWidget(self._words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self._show_mark)

    def words(self) -> str:
        """Return the answer."""
        return self._words.text()

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.heightForWidth(width)

    def _show_mark(self, checked: bool) -> None:
        if checked:
            self._mark.set_icon("check-circle-fill", "accent_text")
        else:
            self._mark.set_icon("circle", "text_muted")


class OptionGroup(QWidget):
    """The answers to one question; at most one is chosen.

    Arrow keys only move between the answers: choosing is done with Space, Enter or a click.
    """

    chosen = Signal(int)

    def __init__(
        self, icons: Icons, name: str, *, stacked: bool = False, parent: QWidget | None = None
    ) -> None:
        """`stacked` puts each answer on a line of its own."""
        super().__init__(parent)
        self._icons = icons
        self._buttons: list[OptionButton] = []
        self._flow: QLayout = QVBoxLayout(self) if stacked else FlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(name)

    def set_options(self, texts: list[str], selected: int | None = None) -> None:
        """Offer these answers, with one of them chosen or none."""
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self._buttons = [OptionButton(self._icons, text) for text in texts]
        for index, button in enumerate(self._buttons):
            button.setChecked(index == selected)
            button.clicked.connect(lambda _=False, at=index: self._choose(at))
            self._flow.addWidget(button)

    def selected(self) -> int | None:
        """Return which answer is chosen."""
        checked = (index for index, button in enumerate(self._buttons) if button.isChecked())
        return next(checked, None)

    def buttons(self) -> list[OptionButton]:
        """Return the answer buttons in order."""
        return list(self._buttons)

    def _choose(self, index: int) -> None:
        for at, button in enumerate(self._buttons):
            button.setChecked(at == index)
        self.chosen.emit(index)
