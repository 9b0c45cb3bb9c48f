"""The head of an opened template: what it is, where it came from, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from core.scripts.library import LibraryEntry
from desktop.scripts.library_rows import category_label, run_words
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row


class TemplateHead(QWidget):
    """Draws a library entry; emits intents."""

    favourite_toggled = Signal(bool)
    review_toggled = Signal(bool)
    edit_requested = Signal()
    duplicate_requested = Signal()
    export_requested = Signal()
    delete_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._is_reviewed = False
        self._name = WrapLabel("", TextRole.HEADING)
        self._chips = FlowBox()
        self._description = WrapLabel("", TextRole.BODY)
        self.star = IconButton(icons, "star", "Favourite", checkable=True)
        self.review = Button(
            icons, "Mark as reviewed", ButtonVariant.SECONDARY, icon="shield-check"
        )
        self.edit = Button(icons, "Edit", ButtonVariant.SECONDARY, icon="pencil-simple")
        self.more = IconButton(icons, "dots-three", "More for this template")
        menu = QMenu(self.more)
        menu.addAction("Duplicate", self.duplicate_requested.emit)
        menu.addAction("Export…", self.export_requested.emit)
        menu.addSeparator()
        menu.addAction("Delete", self.delete_requested.emit)
        self.more.setMenu(menu)
        buttons = row(self.star, self.review, self.edit, self.more, spacing=6)
        title = row(self._name, buttons, spacing=12)
        title.setStretch(0, 1)
        self.setLayout(column(title, self._chips, self._description, spacing=8))
        self.star.clicked.connect(self.favourite_toggled)
        self.review.clicked.connect(lambda: self.review_toggled.emit(not self._is_reviewed))
        self.edit.clicked.connect(self.edit_requested)

    def show_entry(self, entry: LibraryEntry) -> None:
        template = entry.template
        self._is_reviewed = template.reviewed_at is not None
        self._name.setText(template.name)
        self._description.setText(template.description)
        self._description.setVisible(bool(template.description))
        self.star.setChecked(entry.favourite)
        self.star.set_label("Remove from favourites" if entry.favourite else "Add to favourites")
        self.review.setText("Take the review back" if self._is_reviewed else "Mark as reviewed")
        self._chips.show_widgets(self._describing_chips(entry))

    def _describing_chips(self, entry: LibraryEntry) -> list[QWidget]:
        template = entry.template
        words: list[tuple[str, Tone]] = [
            (template.language.label, Tone.ACCENT),
            (category_label(template), Tone.NEUTRAL),
            (f"version {template.version}", Tone.NEUTRAL),
            ("reviewed", Tone.SUCCESS) if self._is_reviewed else ("not reviewed", Tone.NEUTRAL),
            (entry.provenance, Tone.NEUTRAL),
        ]
        if template.runs_on:
            words.append((f"runs on: {template.runs_on}", Tone.INFO))
        if template.needs_admin:
            words.append(("needs administrator rights", Tone.WARNING))
        if not template.changes:
            words.append(("only reads", Tone.SUCCESS))
        elif template.dry_run:
            words.append(("can be tried without changing anything", Tone.INFO))
        if last := run_words(entry.last_run):
            words.append((f"last time: {last}", Tone.NEUTRAL))
        words += [(f"#{tag}", Tone.NEUTRAL) for tag in template.tags]
        return [Chip(self._icons, text, tone) for text, tone in words]
