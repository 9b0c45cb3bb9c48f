"""The parameters of a template, to write: one card each, in the order they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from core.scripts.model import FieldType, Parameter
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Card

_FITS = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_KIND_LETTERS = 9

FIELD_WORDS = {
    FieldType.TEXT: "Text",
    FieldType.PASSWORD: "Password",
    FieldType.SELECT: "Choice",
    FieldType.BOOLEAN: "Yes or no",
    FieldType.NUMBER: "Number",
    FieldType.TEXTAREA: "Text of several lines",
    FieldType.MULTI_TEXT: "List",
}


class ParameterCard(Card):
    """One parameter."""

    edited = Signal()
    removed = Signal()
    moved_up = Signal()

    def __init__(self, icons: Icons, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.key = _line("Name in the script", parameter.key)
        self.label = _line("Label", parameter.label)
        self.help = _line("Help", parameter.help)
        self.default = _line("Starts with", parameter.default)
        self.options = _line("Choices, separated by commas", ", ".join(parameter.options))
        self.kind = QComboBox()
        self.kind.setAccessibleName("Kind")
        # As wide as most kinds: the card has to fit beside a session's tasks in large text.
        self.kind.setSizeAdjustPolicy(_FITS)
        self.kind.setMinimumContentsLength(_KIND_LETTERS)
        for field_type, words in FIELD_WORDS.items():
            self.kind.addItem(words, field_type)
        self.kind.setCurrentIndex(self.kind.findData(parameter.field_type))
        self.required = QCheckBox("Required")
        self.required.setChecked(parameter.required)
        up = IconButton(icons, "caret-up", "Ask for this earlier")
        remove = IconButton(icons, "trash", "Remove this parameter")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(12)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        head = row(self.key, self.kind, self.required, up, remove, spacing=6)
        head.setStretch(0, 1)
        self._form.addRow("Label", self.label)
        self._form.addRow("Help", self.help)
        self._form.addRow("Starts with", self.default)
        self._form.addRow("Choices", self.options)
        self.setLayout(column(head, self._form, spacing=8, margins=(12, 10, 12, 10)))
        up.clicked.connect(self.moved_up)
        remove.clicked.connect(self.removed)
        for line in (self.key, self.label, self.help, self.default, self.options):
            line.textEdited.connect(self.edited)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.required.clicked.connect(self.edited)
        self._fit_kind()

    def parameter(self) -> Parameter:
        """The parameter as it is written now; a label left empty is the name."""
        key = self.key.text().strip()
        field_type = FieldType(self.kind.currentData())
        options = tuple(filter(None, (part.strip() for part in self.options.text().split(","))))
        return Parameter(
            key=key,
            label=self.label.text().strip() or key.replace("_", " ").capitalize(),
            field_type=field_type,
            required=self.required.isChecked(),
            default="" if field_type is FieldType.PASSWORD else self.default.text(),
            options=options if field_type is FieldType.SELECT else (),
            help=self.help.text().strip(),
        )

    def _kind_changed(self) -> None:
        self._fit_kind()
        self.edited.emit()

    def _fit_kind(self) -> None:
        kind = FieldType(self.kind.currentData())
        self._form.setRowVisible(self.options, kind is FieldType.SELECT)
        self._form.setRowVisible(self.default, kind is not FieldType.PASSWORD)


class ParameterEditor(QWidget):
    """Every parameter of a template."""

    edited = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._cards: list[ParameterCard] = []
        self._column = column(spacing=8)
        self._none = WrapLabel(
            "No parameters. Write {{ name }} in the script where a value belongs.",
            TextRole.SECONDARY,
        )
        self.add = Button(icons, "Add a parameter", ButtonVariant.GHOST, icon="plus")
        self.setLayout(column(self._none, self._column, row(self.add, 1), spacing=8))
        self.add.clicked.connect(self._add_empty)

    def show_parameters(self, parameters: Sequence[Parameter]) -> None:
        for card in self._cards:
            card.deleteLater()
        self._cards = []
        for parameter in parameters:
            self._insert(parameter)
        self._settle()

    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(card.parameter() for card in self._cards)

    def cards(self) -> tuple[ParameterCard, ...]:
        return tuple(self._cards)

    def declare(self, keys: Sequence[str]) -> None:
        """Add a parameter for every name that has none yet."""
        known = {card.parameter().key for card in self._cards}
        for key in keys:
            if key not in known:
                self._insert(Parameter(key=key, label=key.replace("_", " ").capitalize()))
        self._settle()

    def _add_empty(self) -> None:
        self._insert(Parameter(key="", label=""))
        self._settle()
        self._cards[-1].key.setFocus()

    def _insert(self, parameter: Parameter) -> None:
        card = ParameterCard(self._icons, parameter)
        card.edited.connect(self.edited)
        card.removed.connect(lambda: self._remove(card))
        card.moved_up.connect(lambda: self._move_up(card))
        self._cards.append(card)
        self._column.addWidget(card)

    def _remove(self, card: ParameterCard) -> None:
        self._cards.remove(card)
        card.hide()
        card.deleteLater()
        self._settle()
        self.edited.emit()

    def _move_up(self, card: ParameterCard) -> None:
        at = self._cards.index(card)
        if at > 0:
            self._cards.insert(at - 1, self._cards.pop(at))
            self._column.removeWidget(card)
            self._column.insertWidget(at - 1, card)
            self.edited.emit()

    def _settle(self) -> None:
        self._none.setVisible(not self._cards)


def _line(name: str, text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    line.setPlaceholderText(name)
    return line
