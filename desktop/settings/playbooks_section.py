"""Settings, Playbooks: what FlowPilot can follow, and what is wrong with your own files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.playbooks.problem import PlaybookProblem
from desktop.settings.catalogue import Catalogue, PlaybookLine
from desktop.settings.form import FormCard, Section
from desktop.settings.wording import count
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button
from desktop.widgets.chip import Chip
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.surfaces import TintPanel

_EXPLANATION = (
    "A playbook leads from a symptom to a proven cause without a model. Put your own .yaml files "
    "into the playbook folder; one with the id of a built-in playbook takes its place."
)
_SHOWN_PROBLEMS = 12


class PlaybooksSection(Section):
    """Draws a catalogue; emits what is asked for."""

    TITLE = "Playbooks"
    open_folder_requested = Signal()
    reload_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(_EXPLANATION, parent)
        self._icons = icons
        self.summary = WrapLabel("Reading the playbooks…", TextRole.SECONDARY)
        self.open = Button(icons, "Open folder", icon="folder-open")
        self.reload = Button(icons, "Reload", icon="arrows-clockwise")
        self.open.clicked.connect(self.open_folder_requested)
        self.reload.clicked.connect(self.reload_requested)
        actions = row(self.summary, self.open, self.reload)
        actions.setStretch(0, 1)
        head = QWidget()
        head.setLayout(actions)
        self._lists = column(spacing=12)
        lists = QWidget()
        lists.setLayout(self._lists)
        self.add_card(head)
        self.add_card(lists)

    def show_reading(self) -> None:
        self.reload.setEnabled(False)
        self.summary.setText("Reading the playbooks…")

    def show_unread(self) -> None:
        self.reload.setEnabled(True)
        self.summary.setText("The playbooks could not be read.")

    def show_catalogue(self, catalogue: Catalogue) -> None:
        self.reload.setEnabled(True)
        own = sum(line.is_own for line in catalogue.lines)
        built_in = len(catalogue.lines) - own
        self.summary.setText(f"{built_in} built in, {own} of your own")
        clear(self._lists)
        if catalogue.problems:
            self._lists.addWidget(self._problems(catalogue.problems))
        domains = dict.fromkeys(line.domain for line in catalogue.lines)
        for domain in domains:
            card = FormCard(domain)
            for line in catalogue.lines:
                if line.domain == domain:
                    card.add_row(self._line(line))
            self._lists.addWidget(card)

    def _line(self, line: PlaybookLine) -> QWidget:
        contents = (
            f"Version {line.version} · {count(line.causes, 'cause')} · "
            f"{count(line.observations, 'observation')}"
        )
        texts = column(WrapLabel(line.title), WrapLabel(contents, TextRole.SMALL), spacing=2)
        layout = row(texts, spacing=12)
        layout.setStretch(0, 1)
        if line.is_own:
            chip = Chip(self._icons, "Your own", Tone.ACCENT)
            layout.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    @staticmethod
    def _problems(problems: tuple[PlaybookProblem, ...]) -> QWidget:
        files = dict.fromkeys(problem.file for problem in problems)
        title = f"{count(len(files), 'file of yours is', 'files of yours are')} not used"
        layout = column(WrapLabel(title, TextRole.STRONG), spacing=10, margins=(14, 12, 14, 12))
        for file in files:
            rules = [problem for problem in problems if problem.file == file]
            lines = [_place_and_rule(problem) for problem in rules[:_SHOWN_PROBLEMS]]
            if len(rules) > _SHOWN_PROBLEMS:
                lines.append(f"… and {len(rules) - _SHOWN_PROBLEMS} more")
            layout.addLayout(
                column(WrapLabel(file, TextRole.MONO), WrapLabel("\n".join(lines)), spacing=2)
            )
        panel = TintPanel(Tone.WARNING)
        panel.setLayout(layout)
        return panel


def _place_and_rule(problem: PlaybookProblem) -> str:
    line = f"Line {problem.line}, " if problem.line else ""
    return f"{line}{problem.path}: {problem.rule}"
