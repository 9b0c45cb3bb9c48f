"""The form in which a script's parameters get their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.scripts.model import FieldType, Parameter, Value
from core.scripts.prefill import Prefilled, ValueSource
from core.scripts.values import ValueProblem, default_value
from desktop.scripts.value_editors import value_editor
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.chip import Chip
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.plain_text import plain_tooltip

_SOURCES = {
    ValueSource.FACT: ("from a fact", Tone.SUCCESS),
    ValueSource.TICKET: ("from the ticket", Tone.INFO),
    ValueSource.MODEL: ("proposed by the copilot", Tone.WARNING),
    ValueSource.DEFAULT: ("default", Tone.NEUTRAL),
}


class ParameterField(QWidget):
    """One row: label, where its value came from, the editor, help, and what is wrong."""

    edited = Signal(str)  # key

    def __init__(self, icons: Icons, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self.editor = value_editor(icons, parameter)
        self.source = Chip(icons, "")
        self.problem = WrapLabel("", TextRole.SMALL, tone=Tone.DANGER)
        label = WrapLabel(parameter.label or parameter.key, TextRole.STRONG)
        label.setBuddy(self.editor.field)
        head = row(label, spacing=6)
        head.setStretch(0, 1)
        if parameter.required and parameter.field_type is not FieldType.BOOLEAN:
            head.addWidget(TextLabel("required", TextRole.SMALL))
        head.addWidget(self.source)
        help_text = WrapLabel(parameter.help, TextRole.SMALL)
        if not parameter.help:
            help_text.hide()
        self.setLayout(column(head, self.editor, help_text, self.problem, spacing=3))
        self.source.hide()
        self.problem.hide()
        self.editor.edited.connect(self._tell_edit)

    def begin_with(self, prefilled: Prefilled | None) -> None:
        """Show the first value; a chip says where it came from."""
        value = prefilled.value if prefilled else default_value(self.parameter)
        self.editor.set_value(value)
        is_default = prefilled is None and value not in ("", (), False)
        source = prefilled.source if prefilled else ValueSource.DEFAULT
        words, tone = _SOURCES[source]
        self.source.show_chip(words, tone)
        self.source.setToolTip(plain_tooltip(prefilled.origin if prefilled else ""))
        self.source.setVisible(prefilled is not None or is_default)

    def show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.editor.set_invalid(bool(text))

    def _tell_edit(self) -> None:
        self.source.hide()
        self.show_problem("")
        self.edited.emit(self.parameter.key)


class ParameterForm(QWidget):
    """One row for each parameter, in their order."""

    edited = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._fields: dict[str, ParameterField] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)

    def show_parameters(
        self, parameters: Sequence[Parameter], prefilled: Mapping[str, Prefilled]
    ) -> None:
        """Begin anew with these parameters; what is not prefilled has its default."""
        clear(self._rows)
        self._fields = {}
        for parameter in parameters:
            field = ParameterField(self._icons, parameter)
            field.begin_with(prefilled.get(parameter.key))
            field.edited.connect(lambda _: self.edited.emit())
            self._fields[parameter.key] = field
            self._rows.addWidget(field)

    def values(self) -> Mapping[str, Value]:
        return {key: field.editor.value() for key, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Show these values; nothing is said about where they are from."""
        for key, value in values.items():
            if key in self._fields:
                self._fields[key].editor.set_value(value)

    def field(self, key: str) -> ParameterField:
        return self._fields[key]

    def show_problems(self, problems: Sequence[ValueProblem], *, go_there: bool) -> None:
        """Say at each field what is wrong with it, and put the cursor into the first."""
        by_key = {problem.key: problem.message for problem in problems}
        for key, field in self._fields.items():
            field.show_problem(by_key.get(key, ""))
        first = next((key for key in self._fields if key in by_key), None)
        if first is not None and go_there:
            self._fields[first].editor.field.setFocus(Qt.FocusReason.TabFocusReason)
            announce(self, by_key[first])
