"""Tabs as a line of words over the content."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget


class TabStrip(QTabBar):
    """Tabs known by a key; arrow keys move between them."""

    current_key_changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: dict[str, str] = {}
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.currentChanged.connect(lambda _index: self.current_key_changed.emit(self.current()))

    def add_tab(self, key: str, title: str, *, count: str = "") -> None:
        """Add a tab at the end; the first one becomes the current one."""
        self._titles[key] = title
        index = self.addTab(title)
        self.setTabData(index, key)
        self.set_count(key, count)

    def set_count(self, key: str, count: str) -> None:
        """Say how many there are behind a tab; empty hides it."""
        self.setTabText(self._index(key), f"{self._titles[key]}  {count}".rstrip())

    def set_current(self, key: str) -> None:
        """Go to a tab; raises KeyError when there is none with that key."""
        self.setCurrentIndex(self._index(key))

    def current(self) -> str:
        """Return the key of the current tab, empty while there is none."""
        return str(self.tabData(self.currentIndex()) or "")

    def _index(self, key: str) -> int:
        if key not in self._titles:
            raise KeyError(key)
        return list(self._titles).index(key)
