"""The scripts page: library, drafts and builders at the left, what is open at the right."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from core.scripts.template_content import TemplateContent
from desktop.scripts.builder_list import BuilderList
from desktop.scripts.builder_panel import BuilderPanel
from desktop.scripts.drafts_panel import DraftsPanel
from desktop.scripts.library_panel import LibraryPanel
from desktop.scripts.run_panel import ScriptPanel
from desktop.scripts.template_editor import TemplateEditor
from desktop.scripts.template_view import TemplateView
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind
from desktop.widgets.tab_strip import TabStrip

_LEFT_WIDTH = 300
_NOTHING_OPEN = {
    "library": (
        "Choose a template",
        "Fill it in, look at what it does, and run it here or elsewhere.",
    ),
    "drafts": (
        "Choose a draft",
        "Make a template of it, or reject it.",
    ),
    "builders": (
        "Choose a script builder",
        "Go on where you were, or begin a new one.",
    ),
}


class ScriptsTab(StrEnum):
    LIBRARY = "library"
    DRAFTS = "drafts"
    BUILDERS = "builders"


class BuiltScript(Panel):
    """The run panel for a script that was built, with the way back to it."""

    left = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        back = Button(icons, "Back to the builder", ButtonVariant.GHOST, icon="caret-left")
        self.panel = ScriptPanel(icons)
        head = row(back, 1, margins=(10, 8, 18, 4))
        layout = column(head, Divider(), self.panel, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        back.clicked.connect(self.left)


class ScriptsPage(Panel):
    """Lays the pieces out and knows which of them is in view: each tab has its own at the right."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self.tabs = TabStrip("Scripts")
        self.library = LibraryPanel(icons)
        self.drafts = DraftsPanel(icons)
        self.builders = BuilderList(icons)
        self.nothing = EmptyState(icons, "scroll", *_NOTHING_OPEN[ScriptsTab.LIBRARY])
        self.template = TemplateView(icons)
        self.editor = TemplateEditor(icons)
        self.builder = BuilderPanel(icons)
        self.builder_run = BuiltScript(icons)
        self._homes: dict[QWidget, ScriptsTab] = {
            self.template: ScriptsTab.LIBRARY,
            self.builder: ScriptsTab.BUILDERS,
            self.builder_run: ScriptsTab.BUILDERS,
        }
        self._open: dict[ScriptsTab, QWidget] = {}
        self._left = QStackedWidget()
        self._right = QStackedWidget()
        self._saved: Callable[[TemplateContent], None] = _nobody
        self._left_editor: Callable[[], None] = lambda: None
        self._kept: Callable[[TemplateContent], None] = _nobody
        self._build()
        self.tabs.current_key_changed.connect(self._show_tab)
        self.editor.saved.connect(self._tell_saved)
        self.editor.cancelled.connect(self._tell_left)

    def show_right(self, part: QWidget) -> None:
        """Show one of: nothing, template, editor, builder. Another tab's is kept for that tab."""
        here = ScriptsTab(self.tabs.current())
        tab = self._homes.get(part, here)
        if part is self.editor:
            # There is one editor: what it showed for another tab is not in it any more.
            self._open = {key: kept for key, kept in self._open.items() if kept is not part}
        self._open[tab] = part
        if tab is here:
            self._right.setCurrentWidget(part)

    def begin_editing(
        self,
        title: str,
        content: TemplateContent,
        *,
        confirm: str,
        saved: Callable[[TemplateContent], None],
        left: Callable[[], None],
        kept: Callable[[TemplateContent], None],
        begun: TemplateContent | None = None,
        may_reject: bool = False,
    ) -> None:
        """Open the editor for a template, and say who is told how it ends.

        kept   gets what is written when the editor is needed for something else
        begun  what was kept like that before
        """
        self.put_away_editor()
        self._saved, self._left_editor, self._kept = saved, left, kept
        self.editor.edit(title, content, confirm=confirm, may_reject=may_reject, begun=begun)

    def put_away_editor(self) -> None:
        """Have what is written and not saved kept by whom it belongs to."""
        if self.editor.is_changed:
            self._kept(self.editor.content())
        self.editor.finish()

    def _tell_saved(self, content: TemplateContent) -> None:
        self._saved(content)

    def _tell_left(self) -> None:
        self.editor.finish()
        self._left_editor()

    @property
    def right(self) -> QWidget:
        return self._right.currentWidget()

    def _build(self) -> None:
        for tab, title, panel in (
            (ScriptsTab.LIBRARY, "Library", self.library),
            (ScriptsTab.DRAFTS, "Drafts", self.drafts),
            (ScriptsTab.BUILDERS, "Builders", self.builders),
        ):
            self.tabs.add_tab(tab, title)
            self._left.addWidget(panel)
        for part in (self.nothing, self.template, self.editor, self.builder, self.builder_run):
            self._right.addWidget(part)
        left = Panel(SurfaceKind.SIDEBAR)
        strip = QWidget()
        strip.setLayout(column(self.tabs, margins=(10, 10, 10, 0)))
        layout = column(strip, self._left, spacing=0)
        layout.setStretch(1, 1)
        left.setLayout(layout)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self._right)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([_LEFT_WIDTH, 1216 - _LEFT_WIDTH])
        split.setChildrenCollapsible(False)
        left.setMinimumWidth(240)
        self.setLayout(column(split))

    def _show_tab(self, key: str) -> None:
        tab = ScriptsTab(key)
        self._left.setCurrentIndex(list(ScriptsTab).index(tab))
        self.nothing.show_words(*_NOTHING_OPEN[tab])
        self._right.setCurrentWidget(self._open.get(tab, self.nothing))


def _nobody(_: TemplateContent) -> None:
    """Nobody edits yet."""
