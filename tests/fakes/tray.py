"""An icon that keeps what it was told; the tests' desktop has no notification area."""

from __future__ import annotations

from desktop.tray.tray import Tray
from desktop.tray.words import Notice


class PaperTray(Tray):
    """Emit its signals to click it.

    notices  everything that was said
    """

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Notice] = []
        self.is_there = True

    def show_notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    def remove(self) -> None:
        self.is_there = False
