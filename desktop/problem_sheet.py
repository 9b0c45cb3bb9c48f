"""A problem that needs more than a toast."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.problems import Problem
from desktop.theme.icons import Icons
from desktop.widgets.error_panel import ErrorPanel
from desktop.widgets.sheet_dialog import SheetDialog


class ProblemSheet(SheetDialog):
    """What happened, what it means, what to do; details to copy."""

    copied = Signal(str)

    def __init__(self, icons: Icons, problem: Problem, parent: QWidget) -> None:
        super().__init__(
            icons,
            "A problem in FlowPilot" if problem.is_bug else "This needs your attention",
            confirm="Close",
            cancel="",
            parent=parent,
        )
        panel = ErrorPanel(icons)
        panel.show_problem(problem.title, problem.meaning, problem.advice, details=problem.details)
        panel.copied.connect(self.copied)
        self.body.addWidget(panel)
