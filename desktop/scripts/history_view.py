"""The versions of a template, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from core.scripts.model import ScriptTemplateVersion
from desktop.session_list.rows import when
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button
from desktop.widgets.code.diff import DiffView
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row


class HistoryView(QWidget):
    """Compares any two versions; an older one can be brought back as a new version."""

    restore_requested = Signal(object)  # ScriptTemplateVersion

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: tuple[ScriptTemplateVersion, ...] = ()
        self.older = _choice("Older version")
        self.newer = _choice("Newer version")
        self.restore = Button(icons, "Use this version again", icon="arrow-counter-clockwise")
        self._words = WrapLabel("", TextRole.SECONDARY)
        self.diff = DiffView(icons)
        head = row(
            TextLabel("From", TextRole.SECONDARY),
            self.older,
            TextLabel("to", TextRole.SECONDARY),
            self.newer,
            1,
            self.restore,
        )
        layout = column(head, self._words, self.diff, spacing=8)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.older.currentIndexChanged.connect(self._compare)
        self.newer.currentIndexChanged.connect(self._compare)
        self.restore.clicked.connect(self._restore)

    def show_versions(
        self,
        versions: Sequence[ScriptTemplateVersion],
        engineers: Mapping[UUID, str],
        now: datetime,
    ) -> None:
        """Show versions, newest first; the newest is compared with the one before it."""
        self._versions = tuple(versions)
        for choice, index in ((self.older, 1), (self.newer, 0)):
            choice.blockSignals(True)
            choice.clear()
            for version in self._versions:
                made = f"{when(version.created_at, now)} by {engineers.get(version.user_id, '?')}"
                choice.addItem(f"{version.version} · {made}")
            choice.setCurrentIndex(min(index, len(self._versions) - 1))
            choice.blockSignals(False)
        self._compare()

    def _compare(self) -> None:
        older, newer = self._chosen(self.older), self._chosen(self.newer)
        if older is None or newer is None:
            return
        self._words.setText(_changed_words(older, newer))
        self._words.setVisible(bool(self._words.text()))
        self.diff.show_texts(older.body, newer.body)
        self.restore.setEnabled(older.version < self._versions[0].version)

    def _chosen(self, choice: QComboBox) -> ScriptTemplateVersion | None:
        index = choice.currentIndex()
        return self._versions[index] if 0 <= index < len(self._versions) else None

    def _restore(self) -> None:
        older = self._chosen(self.older)
        if older is not None:
            self.restore_requested.emit(older)


def _changed_words(older: ScriptTemplateVersion, newer: ScriptTemplateVersion) -> str:
    """What changed apart from the script."""
    words: list[str] = []
    if older.name != newer.name:
        words.append(f"Renamed from “{older.name}”.")
    if older.description != newer.description:
        words.append("The description changed.")
    before = {parameter.key: parameter for parameter in older.parameters}
    after = {parameter.key: parameter for parameter in newer.parameters}
    if added := ", ".join(key for key in after if key not in before):
        words.append(f"New parameters: {added}.")
    if gone := ", ".join(key for key in before if key not in after):
        words.append(f"Removed parameters: {gone}.")
    if changed := ", ".join(key for key in after if key in before and before[key] != after[key]):
        words.append(f"Changed parameters: {changed}.")
    return " ".join(words)


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    return box
