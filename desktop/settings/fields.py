"""One setting per row: a choice, a switch, a number or a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QWidget

from desktop.settings.form import words
from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.option_button import OptionGroup


class ChoiceRow(QWidget):
    """A few values to choose from, all in view."""

    chosen = Signal(object)

    def __init__(
        self,
        icons: Icons,
        label: str,
        hint: str,
        options: Sequence[tuple[Enum, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in options]
        self._texts = [text for _, text in options]
        self.group = OptionGroup(icons, label)
        self.setLayout(column(words(label, hint), self.group, spacing=8))
        self.group.chosen.connect(lambda index: self.chosen.emit(self._values[index]))

    def show_value(self, value: Enum) -> None:
        index = self._values.index(value)
        if self.group.selected() != index or not self.group.buttons():
            self.group.set_options(self._texts, index)


class SwitchRow(QWidget):
    """Something that is on or off."""

    toggled = Signal(bool)

    def __init__(self, label: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.setAccessibleName(label)
        self.box.setAccessibleDescription(hint)
        text = words(label, hint)
        line = row(spacing=2)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1)
        self.setLayout(line)
        self.box.clicked.connect(self.toggled)

    def show_value(self, value: bool) -> None:
        self.box.setChecked(value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # The words are part of the switch, as people expect.
        if self.rect().contains(event.position().toPoint()):
            self.box.click()


class NumberRow(QWidget):
    """A small whole number within limits."""

    changed = Signal(int)

    def __init__(
        self,
        label: str,
        hint: str,
        limits: tuple[int, int],
        *,
        step: int = 1,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spin = QSpinBox()
        self.spin.setRange(*limits)
        self.spin.setSingleStep(step)
        self.spin.setSuffix(unit)
        self.spin.setKeyboardTracking(False)
        for control in (self.spin, self.spin.lineEdit()):
            control.setAccessibleName(label)
        self.spin.setAccessibleDescription(hint)
        line = row(words(label, hint), spacing=16)
        line.setStretch(0, 1)
        line.addWidget(self.spin, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)
        self.spin.valueChanged.connect(self.changed)

    def show_value(self, value: int) -> None:
        with QSignalBlocker(self.spin):
            self.spin.setValue(value)


class TextRow(QWidget):
    """A line of text, taken on Enter or when the cursor leaves. A refused one stays as typed."""

    submitted = Signal(str)

    def __init__(
        self,
        icons: Icons,
        label: str,
        hint: str,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kept = ""
        self.field = QLineEdit()
        self.field.setAccessibleName(label)
        self.field.setAccessibleDescription(hint)
        self.field.setPlaceholderText(placeholder)
        self._refusal = WrapLabel("", TextRole.SMALL, tone=Tone.DANGER)
        self._refused = QWidget()
        line = row(IconLabel(icons, "warning-circle", "danger", 14), self._refusal, spacing=6)
        line.setStretch(1, 1)
        self._refused.setLayout(line)
        self._refused.hide()
        self.line = row(self.field)
        self.line.setStretch(0, 1)
        self.setLayout(column(words(label, hint), self.line, self._refused, spacing=6))
        self.field.editingFinished.connect(self._submit)

    def show_value(self, text: str) -> None:
        """Show what is stored."""
        self._kept = text
        if self.field.text() != text:
            self.field.setText(text)
        self.show_refusal("")

    def show_refusal(self, text: str) -> None:
        """Say below the field why its text was not taken; empty takes that back."""
        self._refusal.setText(text)
        self._refused.setVisible(bool(text))
        set_property(self.field, "invalid", bool(text))
        if text:
            announce(self.field, text)

    def refusal(self) -> str:
        """What is wrong with the text, empty when nothing is."""
        return self._refusal.text()

    def _submit(self) -> None:
        text = self.field.text().strip()
        if text != self._kept or self.refusal():
            self.submitted.emit(text)
