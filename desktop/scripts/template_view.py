"""One template, opened: to use, to read, or to see how it came to be."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from PySide6.QtWidgets import QStackedWidget, QWidget

from core.scripts.library import TemplateDetails
from core.scripts.model import ScriptTemplate
from desktop.scripts.history_view import HistoryView
from desktop.scripts.run_panel import ScriptPanel
from desktop.scripts.template_head import TemplateHead
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.code.editor import CodeEditor
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import clear, column
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind
from desktop.widgets.tab_strip import TabStrip


class TemplateTab(StrEnum):
    USE = "use"
    SCRIPT = "script"
    HISTORY = "history"


class TemplateView(Panel):
    """Draws a template's details. `use` fills it in and runs it."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self.head = TemplateHead(icons)
        self.tabs = TabStrip("Parts of the template")
        for tab, title in (
            (TemplateTab.USE, "Use it"),
            (TemplateTab.SCRIPT, "Script"),
            (TemplateTab.HISTORY, "History"),
        ):
            self.tabs.add_tab(tab, title)
        self.use = ScriptPanel(icons)
        self.script = CodeEditor(icons, name="Script of the template")
        self.script.setReadOnly(True)
        self._advice = column(spacing=4)
        self.history = HistoryView(icons)
        self._parts = QStackedWidget()
        self._build()
        self.tabs.current_key_changed.connect(self._show_tab)

    def show_details(self, details: TemplateDetails, now: datetime) -> None:
        """Show a template; the tab stays where it is."""
        template = details.entry.template
        self.head.show_entry(details.entry)
        self.script.set_language(template.language.value)
        self.script.set_parameters([parameter.key for parameter in template.parameters])
        self.script.set_text(template.body)
        self._show_advice(template)
        self.history.show_versions(details.versions, details.engineers, now)
        versions = len(details.versions)
        self.tabs.set_count(TemplateTab.HISTORY, str(versions) if versions > 1 else "")

    def _build(self) -> None:
        reading = QWidget()
        layout = column(self.script, self._advice, spacing=10, margins=(18, 10, 18, 14))
        layout.setStretch(0, 1)
        reading.setLayout(layout)
        history = QWidget()
        history.setLayout(column(self.history, margins=(18, 10, 18, 14)))
        for part in (self.use, reading, history):
            self._parts.addWidget(part)
        top = QWidget()
        top.setLayout(column(self.head, self.tabs, spacing=10, margins=(18, 14, 18, 0)))
        whole = column(top, Divider(), self._parts, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _show_tab(self, key: str) -> None:
        self._parts.setCurrentIndex(list(TemplateTab).index(TemplateTab(key)))

    def _show_advice(self, template: ScriptTemplate) -> None:
        clear(self._advice)
        for title, lines in (
            ("How to check that it worked", template.verify),
            ("How to undo it", template.undo),
        ):
            if lines:
                self._advice.addWidget(SectionHeader(self._icons, title, tone=Tone.NEUTRAL))
                for line in lines:
                    self._advice.addWidget(WrapLabel(f"• {line}", TextRole.BODY))
