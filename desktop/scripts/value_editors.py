"""What a value is typed, chosen or ticked in: one kind of editor for each kind of field."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from core.scripts.model import FieldType, Parameter, Value
from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import IconButton
from desktop.widgets.layouts import row


class ValueEditor(QWidget):
    """Edits one value. `edited` is the engineer's doing only."""

    edited = Signal()

    def __init__(self, field: QWidget, *beside: QWidget) -> None:
        super().__init__()
        self.field = field
        layout = row(field, *beside, spacing=4)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(field)

    @abstractmethod
    def value(self) -> Value: ...

    @abstractmethod
    def set_value(self, value: Value) -> None:
        """Show a value without telling anybody."""

    def set_invalid(self, on: bool) -> None:
        set_property(self.field, "invalid", on)


class TextEditor(ValueEditor):
    def __init__(self, parameter: Parameter, *beside: QWidget) -> None:
        self.line = QLineEdit()
        super().__init__(self.line, *beside)
        self.line.textEdited.connect(lambda _: self.edited.emit())
        if parameter.field_type is FieldType.NUMBER:
            self.line.setPlaceholderText("A number")

    def value(self) -> Value:
        return self.line.text()

    def set_value(self, value: Value) -> None:
        self.line.setText(str(value))


class PasswordEditor(TextEditor):
    """Covered until the engineer asks to see it."""

    def __init__(self, icons: Icons, parameter: Parameter) -> None:
        self.reveal = IconButton(icons, "eye", "Show the password", checkable=True)
        super().__init__(parameter, self.reveal)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.reveal.toggled.connect(self._show)

    def _show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.reveal.set_icon_name("eye-slash" if on else "eye")
        self.reveal.set_label("Hide the password" if on else "Show the password")


class ChoiceEditor(ValueEditor):
    def __init__(self, parameter: Parameter) -> None:
        self.box = QComboBox()
        self.box.setPlaceholderText("Choose one")
        self.box.addItems([*([] if parameter.required else [""]), *parameter.options])
        self.box.setCurrentIndex(-1 if parameter.required else 0)
        super().__init__(self.box)
        self.box.activated.connect(lambda _: self.edited.emit())

    def value(self) -> Value:
        return self.box.currentText()

    def set_value(self, value: Value) -> None:
        self.box.setCurrentIndex(self.box.findText(str(value)))


class TickEditor(ValueEditor):
    def __init__(self, parameter: Parameter) -> None:
        self.box = QCheckBox("Yes")
        super().__init__(self.box)
        self.box.clicked.connect(lambda _: self.edited.emit())

    def value(self) -> Value:
        return self.box.isChecked()

    def set_value(self, value: Value) -> None:
        self.box.setChecked(value is True)


class LinesEditor(ValueEditor):
    """Several lines: one text, or one text a line."""

    def __init__(self, parameter: Parameter) -> None:
        self._is_list = parameter.field_type is FieldType.MULTI_TEXT
        self.edit = AutoGrowEdit(
            parameter.label, placeholder="One per line" if self._is_list else "", min_lines=2
        )
        super().__init__(self.edit)
        self.edit.text_edited.connect(lambda _: self.edited.emit())

    def value(self) -> Value:
        if not self._is_list:
            return self.edit.text()
        return tuple(line.strip() for line in self.edit.text().splitlines() if line.strip())

    def set_value(self, value: Value) -> None:
        self.edit.set_text("\n".join(value) if isinstance(value, tuple) else str(value))


def value_editor(icons: Icons, parameter: Parameter) -> ValueEditor:
    """The editor for a parameter, named for screen readers."""
    editor = _editor(icons, parameter)
    editor.field.setAccessibleName(parameter.label or parameter.key)
    editor.field.setAccessibleDescription(parameter.help)
    return editor


def _editor(icons: Icons, parameter: Parameter) -> ValueEditor:
    match parameter.field_type:
        case FieldType.PASSWORD:
            return PasswordEditor(icons, parameter)
        case FieldType.SELECT:
            return ChoiceEditor(parameter)
        case FieldType.BOOLEAN:
            return TickEditor(parameter)
        case FieldType.TEXTAREA | FieldType.MULTI_TEXT:
            return LinesEditor(parameter)
        case _:
            return TextEditor(parameter)
