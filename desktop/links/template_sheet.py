"""What is in the file of a script template, before it is imported."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.scripts.exchange import SeenTemplate
from core.scripts.template_content import CATEGORIES
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.chip import Chip
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import row
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.sheet_dialog import SheetDialog

_LINES = 14


class TemplateSheet(SheetDialog):
    """Shows the whole script; accepted when it is to be imported."""

    copied = Signal(str)

    def __init__(self, icons: Icons, seen: SeenTemplate, parent: QWidget | None = None) -> None:
        super().__init__(
            icons,
            "Import a script template?",
            text=_what_it_does(seen),
            confirm="Import",
            parent=parent,
        )
        content = seen.content
        self.setMinimumWidth(620)
        self.body.addWidget(WrapLabel(content.name, TextRole.STRONG))
        if content.description:
            self.body.addWidget(WrapLabel(content.description))
        category = CATEGORIES.get(content.category, content.category)
        chips = [Chip(icons, category), Chip(icons, content.language.label)]
        if content.needs_admin:
            chips.append(Chip(icons, "Needs administrator rights", Tone.WARNING, icon="warning"))
        self.body.addLayout(row(*chips, 1))
        script = MonoBlock(icons, content.body, name="Script", max_lines=_LINES)
        script.copied.connect(self.copied)
        self.body.addWidget(script)
        # A key that was meant for the window below must not import anything.
        self.set_first_focus(self.cancel_button)


def _what_it_does(seen: SeenTemplate) -> str:
    if seen.replaces:
        return (
            f"From {seen.file_name}. It becomes a new version of “{seen.replaces}” in your "
            "library. Nothing is run."
        )
    return f"From {seen.file_name}. It is added to your library, not reviewed. Nothing is run."
