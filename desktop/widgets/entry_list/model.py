"""An entry list as a Qt model."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.widgets.entry_list.rows import EntryRow, HeadingRow, Row

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


class EntryListModel(QAbstractListModel):
    """Headings and entries in order. A refresh with equal rows changes nothing on screen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, EntryRow):
            return "\n".join((row.title, _facts(row)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], HeadingRow):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def entry_at(self, index: Index) -> UUID | None:
        row = self._rows[index.row()] if index.isValid() else None
        return row.id if isinstance(row, EntryRow) else None

    def index_of(self, entry_id: UUID | None) -> QModelIndex:
        for number, row in enumerate(self._rows):
            if isinstance(row, EntryRow) and row.id == entry_id:
                return self.index(number)
        return QModelIndex()


def _spoken(row: Row) -> str:
    if isinstance(row, HeadingRow):
        return f"{row.title}, {row.count} {row.noun}"
    return f"{row.title}, {_facts(row)}"


def _facts(row: EntryRow) -> str:
    return " · ".join(part for part in (row.status, row.details, row.when) if part)
