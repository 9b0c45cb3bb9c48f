"""Type a few letters, pick one: the shape of the palette and of every search."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.labels import ElidedLabel, TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.search_field import SearchField
from desktop.widgets.shortcut_label import ShortcutLabel

_WIDTH, _HEIGHT = 620, 440
_ROW_AIR = 12  # what the style sheet's padding takes from a row
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class PickerEntry:
    """What it is, where it belongs, and its keys. `value` is what picking hands over.

    `is_short` puts where it belongs beside what it is, in one line.
    """

    value: object
    title: str
    details: str = ""
    shortcut: str = ""
    is_short: bool = False


class PickerSheet(QDialog):
    """A field over a list. Enter or a click picks and closes, Escape closes."""

    query_changed = Signal(str)
    picked = Signal(object)

    def __init__(
        self, icons: Icons, title: str, placeholder: str, *, nothing: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(_WIDTH, _HEIGHT)
        self._entries: list[PickerEntry] = []
        self.field = SearchField(icons, placeholder, name=title)
        self._list = QListWidget()
        self._list.setAccessibleName(f"{title}, results")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = TextLabel(nothing, TextRole.SECONDARY)
        self._nothing.hide()
        layout = column(self.field, self._nothing, self._list, spacing=10, margins=(14, 14, 14, 14))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.field.query_changed.connect(self.query_changed)
        self.field.submitted.connect(self._pick_current)
        self.field.installEventFilter(self)
        self._list.itemClicked.connect(self._pick)

    def show_entries(self, entries: Sequence[PickerEntry]) -> None:
        """Replace the list; the first entry is the one Enter picks."""
        self._entries = list(entries)
        self._list.clear()
        for entry in self._entries:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title}, {entry.details}")
            line = _line(entry)
            self._list.addItem(item)
            self._list.setItemWidget(item, line)
            line.ensurePolished()
            item.setSizeHint(QSize(0, line.sizeHint().height() + _ROW_AIR))
        self._list.setCurrentRow(0 if self._entries else -1)
        self._nothing.setVisible(not self._entries and bool(self.field.query()))

    def entries(self) -> list[PickerEntry]:
        """Return what is listed."""
        return list(self._entries)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self._list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.reject()  # the field alone would only be emptied
                return True
        return super().eventFilter(watched, event)

    def _pick_current(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._pick(item)

    def _pick(self, item: QListWidgetItem) -> None:
        entry = self._entries[self._list.row(item)]
        self.accept()
        self.picked.emit(entry.value)


def _line(entry: PickerEntry) -> QWidget:
    line = QWidget()
    texts = column(ElidedLabel(entry.title, TextRole.BODY), spacing=1)
    layout = row(texts, margins=(8, 3, 8, 3) if entry.is_short else (8, 5, 8, 5))
    layout.setStretch(0, 1)
    if entry.details and entry.is_short:
        layout.addWidget(TextLabel(entry.details, TextRole.SMALL))
    elif entry.details:
        texts.addWidget(ElidedLabel(entry.details, TextRole.SMALL))
    if entry.shortcut:
        layout.addWidget(ShortcutLabel(entry.shortcut))
    line.setLayout(layout)
    line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return line
