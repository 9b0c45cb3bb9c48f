"""The real program. Prints when its session list was painted, and then closes its window."""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

ROOT = Path(__file__).parents[2]
WATCHED = "desktop.widgets.entry_list.delegate"


class Watch(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Has one module of the program report; importing it here would change what is measured."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != WATCHED:
            return None
        self._spec = PathFinder.find_spec(name, path)
        assert self._spec is not None
        assert self._spec.loader is not None
        return importlib.util.spec_from_loader(name, self, origin=self._spec.origin)

    def exec_module(self, module: ModuleType) -> None:
        assert self._spec is not None
        assert self._spec.loader is not None
        self._spec.loader.exec_module(module)
        _report_first_paint(module)


def _report_first_paint(module: ModuleType) -> None:
    from PySide6.QtCore import QTimer

    paint = module.EntryDelegate.paint
    reported: list[bool] = []

    def watched(
        self: object, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        paint(self, painter, option, index)
        if not reported:
            reported.append(True)
            QTimer.singleShot(0, _report)  # when the whole window is on the screen

    module.EntryDelegate.paint = watched


def _report() -> None:
    print(time.monotonic_ns(), time.process_time_ns(), flush=True)
    from PySide6.QtWidgets import QApplication, QMainWindow

    for window in QApplication.topLevelWidgets():
        if isinstance(window, QMainWindow):
            window.close()


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    sys.meta_path.insert(0, Watch())
    from main import main

    sys.exit(main())
