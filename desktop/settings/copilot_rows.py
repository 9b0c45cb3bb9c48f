"""Rows that only the copilot's settings have: a model's name, and what is folded away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.settings.fields import TextRow
from desktop.settings.form import FormCard
from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Divider


class ModelRow(TextRow):
    """A model's name: one of those known, or any other."""

    def __init__(
        self,
        icons: Icons,
        label: str,
        hint: str,
        known: Sequence[str],
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icons, label, hint, placeholder, parent)
        self.combo = _StillCombo()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItems(list(known))
        self.line.removeWidget(self.field)
        set_property(self.field, "bare", True)
        self.combo.setLineEdit(self.field)
        self.field.setPlaceholderText(placeholder)
        self.field.clear()
        self.combo.setAccessibleName(label)
        self.combo.setAccessibleDescription(hint)
        self.line.addWidget(self.combo, 1)
        self.combo.activated.connect(lambda _: self._submit())

    def show_known(self, names: Sequence[str]) -> None:
        """Offer other names; what is in the field stays."""
        text = self.field.text()
        self.combo.clear()
        self.combo.addItems(list(names))
        self.field.setText(text)


class _StillCombo(QComboBox):
    """Scrolling the page over it changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class MoreRows(QWidget):
    """Rows that few people need, behind a button."""

    def __init__(
        self, icons: Icons, title: str, rows: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.toggle = Button(icons, title, ButtonVariant.GHOST, icon="caret-right")
        self.toggle.setCheckable(True)
        set_property(self.toggle, "fold", True)
        self._body = QWidget()
        lines = column(spacing=12)
        for index, line in enumerate(rows):
            if index:
                lines.addWidget(Divider())
            lines.addWidget(line)
        self._body.setLayout(lines)
        self._body.hide()
        self.setLayout(column(row(self.toggle, 1), self._body, spacing=10))
        self.toggle.toggled.connect(self._unfold)

    def _unfold(self, shown: bool) -> None:
        self._body.setVisible(shown)
        self.toggle.set_icon_name("caret-down" if shown else "caret-right")


def card_of(title: str, rows: Sequence[QWidget]) -> FormCard:
    """A card with these rows."""
    card = FormCard(title)
    for line in rows:
        card.add_row(line)
    return card
