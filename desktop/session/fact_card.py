"""One fact in What we know."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.session.lane_intents import LaneIntents
from desktop.session.lane_view import FactView
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.escape import on_escape
from desktop.widgets.focus import has_focus_inside
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.surfaces import Card

_LONG, _BEGINNING = 420, 260


class FactCard(Card):
    """Draws a fact; edits in place where the rules allow it."""

    def __init__(self, icons: Icons, intents: LaneIntents, view: FactView) -> None:
        super().__init__(tone=Tone.SUCCESS)
        self._intents = intents
        self._view = view
        self._text = WrapLabel(view.text)
        self._provenance = WrapLabel(view.provenance, TextRole.SMALL)
        self._source = WrapLabel("", TextRole.MONO_SMALL)
        self._all = Button(icons, "Show all", ButtonVariant.GHOST)
        self._all.setCheckable(True)
        self._edit = IconButton(icons, "pencil-simple", "Edit this fact", size=14)
        self._delete = IconButton(icons, "trash", "Delete this fact", size=14)
        self._editor = AutoGrowEdit("Fact", max_lines=8)
        self._editing = self._edit_area(icons)
        mark = IconLabel(icons, "check-circle-fill", "success", 16)
        foot = row(self._provenance, self._edit, self._delete, spacing=0)
        foot.setStretch(0, 1)
        text_row = row(
            mark, column(self._text, row(self._all, 1), self._source, foot, spacing=2), spacing=8
        )
        text_row.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        text_row.setStretch(1, 1)
        self.setLayout(column(text_row, self._editing, margins=(10, 8, 6, 6)))
        self._edit.clicked.connect(self._start)
        self._all.toggled.connect(self._show_text)
        self._delete.clicked.connect(lambda: intents.fact_deleted.emit(self._view.id))
        self.show_view(view)

    def show_view(self, view: FactView) -> None:
        self._view = view
        self._show_text()
        self._provenance.setText(view.provenance)
        self._source.setText(f"> {view.source_line}")
        self._source.setVisible(bool(view.source_line))
        self._edit.setVisible(view.is_editable)
        self._provenance.setToolTip(plain_tooltip(view.edit_hint))
        self.setAccessibleName(f"Fact: {view.text}")

    def _show_text(self) -> None:
        """A long fact shows its beginning, so that it cannot push everything else out of sight."""
        text = self._view.text
        unfolded = self._all.isChecked()
        is_long = len(text) > _LONG
        folded = f"{text[:_BEGINNING].rsplit(' ', 1)[0]}…"
        self._text.setText(folded if is_long and not unfolded else text)
        self._all.setVisible(is_long)
        self._all.setText("Show less" if unfolded else "Show all")

    def _edit_area(self, icons: Icons) -> QWidget:
        save = Button(icons, "Save", ButtonVariant.PRIMARY)
        cancel = Button(icons, "Cancel", ButtonVariant.GHOST)
        save.clicked.connect(self._save)
        self._editor.submitted.connect(self._save)
        cancel.clicked.connect(self._stop)
        area = QWidget()
        area.setLayout(column(self._editor, row(1, cancel, save, spacing=6), spacing=6))
        on_escape(area, self._stop)
        area.hide()
        return area

    def _start(self) -> None:
        self._editor.set_text(self._view.text)
        self._editing.show()
        self._editor.setFocus()

    def _stop(self) -> None:
        had_focus = has_focus_inside(self._editing)
        self._editing.hide()
        if had_focus:
            self._edit.setFocus()

    def _save(self) -> None:
        text = self._editor.text()
        if text.strip() == self._view.text:
            self._stop()
            return
        self._intents.fact_edited.emit(self._view.id, text)

    def edit_succeeded(self) -> None:
        """Close the editor; until then the text stays in it."""
        self._stop()
