"""What can be done with one message: say it differently, have it answered anew, see the others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.sessions.family import Version
from core.sessions.messages import Role
from desktop.session.branch_view import ForkMark
from desktop.theme.icons import Icons
from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import row

_SIZE = 14


class MessageActions(QWidget):
    """Small buttons in the line below a message.

    The way to other versions is built when there are others: most messages have none.
    """

    edit_requested = Signal()
    regenerate_requested = Signal()
    version_chosen = Signal(object)

    def __init__(self, icons: Icons, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._versions: _Versions | None = None
        if role is Role.ENGINEER:
            self._fork = IconButton(icons, "pencil-simple", "Edit this message", size=_SIZE)
            self._fork.clicked.connect(self.edit_requested)
        else:
            self._fork = IconButton(icons, "arrow-clockwise", "Regenerate this answer", size=_SIZE)
            self._fork.clicked.connect(self.regenerate_requested)
        self._fork.hide()
        self._line = row(self._fork, spacing=2)
        self.setLayout(self._line)

    def show_mark(self, mark: ForkMark | None, *, can_fork: bool) -> None:
        """Offer what is possible now."""
        self._fork.setVisible(can_fork)
        if mark is not None and self._versions is None:
            self._versions = _Versions(self._icons)
            self._versions.chosen.connect(self.version_chosen)
            self._line.insertWidget(0, self._versions)
        if self._versions is not None:
            self._versions.show_mark(mark)

    def focus_fork(self) -> None:
        """Put the focus where editing began."""
        self._fork.setFocus()


class _Versions(QWidget):
    """‹ 2/3 ›"""

    chosen = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._neighbours: tuple[Version | None, Version | None] = (None, None)
        self._count = TextLabel("", TextRole.MONO_SMALL)
        self._before = IconButton(icons, "caret-left", "The version before", size=_SIZE)
        self._after = IconButton(icons, "caret-right", "The version after", size=_SIZE)
        self._before.clicked.connect(lambda: self._choose(self._neighbours[0]))
        self._after.clicked.connect(lambda: self._choose(self._neighbours[1]))
        self.setLayout(row(self._before, self._count, self._after, spacing=0))

    def show_mark(self, mark: ForkMark | None) -> None:
        self.setVisible(mark is not None)
        if mark is not None:
            self._neighbours = mark.before, mark.after
            self._count.setText(mark.text)
            self._before.setEnabled(mark.before is not None)
            self._after.setEnabled(mark.after is not None)
            self.setAccessibleName(f"Version {mark.text.replace('/', ' of ')}")

    def _choose(self, version: Version | None) -> None:
        if version is not None:
            self.chosen.emit(version)
