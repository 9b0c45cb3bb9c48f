"""The engineer says that a script was run on another machine."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.option_button import OptionGroup
from desktop.widgets.staying_sheet import StayingSheet

_STATES = ("It ended without an error", "It ended with an error", "I do not know")


class ElsewhereSheet(StayingSheet):
    """Asks how it ended and what it printed; both may stay open."""

    def __init__(self, icons: Icons, title: str, parent: QWidget) -> None:
        super().__init__(
            icons,
            "I ran this elsewhere",
            text=f"This records that “{title}” was run on another machine.",
            confirm="Record the run",
            parent=parent,
        )
        self.state = OptionGroup(icons, "How did it end?")
        self.state.set_options(list(_STATES))
        self.output = AutoGrowEdit(
            "What it printed", placeholder="Paste the output here", min_lines=5, max_lines=12
        )
        self.body.addWidget(TextLabel("How did it end?", TextRole.STRONG))
        self.body.addWidget(self.state)
        self.body.addWidget(TextLabel("What it printed", TextRole.STRONG))
        self.body.addWidget(self.output)
        self.set_first_focus(self.output)

    def account(self) -> str:
        """What is kept: the output, below what the engineer said about its end."""
        selected = self.state.selected()
        said = "" if selected is None else f"Said by the engineer: {_STATES[selected]}."
        return "\n".join(filter(None, [said, self.output.text()]))
