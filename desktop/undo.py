"""What can be taken back with Ctrl+Z."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.session.flow import Undo

DEPTH = 20


class UndoStack(QObject):
    """The newest undoable commands of this run; the newest is taken back first."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undos: list[Undo] = []

    def push(self, undo: Undo) -> None:
        self._undos = [*self._undos, undo][-DEPTH:]
        self.changed.emit()

    def take(self, undo: Undo | None = None) -> Undo | None:
        """Take a given one, or the newest; None when it is gone already."""
        if undo is None:
            undo = self._undos[-1] if self._undos else None
        if undo is None or undo not in self._undos:
            return None
        self._undos.remove(undo)
        self.changed.emit()
        return undo

    def is_empty(self) -> bool:
        return not self._undos
