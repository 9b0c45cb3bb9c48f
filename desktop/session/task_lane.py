"""The task lane: what we know, questions, checks, dismissed proposals, Resolve and Escalate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.session.card_stack import CardStack
from desktop.session.check_card import CheckCard
from desktop.session.fact_card import FactCard
from desktop.session.fold import Fold
from desktop.session.lane_intents import LaneIntents
from desktop.session.lane_view import CheckView, FactView, LaneView, ParkedView, QuestionView
from desktop.session.note_editor import NoteEditor
from desktop.session.question_card import QuestionCard
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import ElidedLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.surfaces import AsidePanel, Divider, Panel, SurfaceKind

RECENT_FACTS = 4
RECENT_CLOSED = 2


class TaskLane(Panel):
    """Draws a `LaneView`; every wish goes out through `intents`."""

    tasks_done = Signal()
    """The card that had the focus was closed, and it was the last one."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.SIDEBAR, parent)
        self._icons = icons
        self.intents = LaneIntents(self)
        self.setAccessibleName("Task lane")
        self._facts_header = SectionHeader(icons, "What we know", tone=Tone.SUCCESS)
        self._questions_header = SectionHeader(icons, "Questions")
        self._checks_header = SectionHeader(icons, "Diagnostic checks", tone=Tone.INFO)
        self._parked_header = SectionHeader(icons, "Dismissed proposals", tone=Tone.NEUTRAL)
        self._run_rest = Button(icons, "Run remaining", ButtonVariant.GHOST)
        self._checks_header.add_action(self._run_rest)
        self.note = NoteEditor(icons)
        self._facts_header.add_action(self.note.add)
        self._no_facts = WrapLabel(
            "Nothing is confirmed yet. Answers and check results land here.", TextRole.SECONDARY
        )
        self._old_facts = Fold(icons, "fact", "facts")
        self._old_questions = Fold(icons, "answer", "answers")
        self._old_checks = Fold(icons, "check", "checks")
        self._view: LaneView | None = None
        self._idle = WrapLabel(
            "No open tasks. Describe the problem, or add what you know.", TextRole.SECONDARY
        )
        self.facts: CardStack[FactView] = CardStack(
            lambda view: FactCard(icons, self.intents, view),
            lambda card, view: cast("FactCard", card).show_view(view),
        )
        self.questions: CardStack[QuestionView] = CardStack(
            lambda view: QuestionCard(icons, self.intents, view),
            lambda card, view: cast("QuestionCard", card).show_view(view),
        )
        self.checks: CardStack[CheckView] = CardStack(
            lambda view: CheckCard(icons, self.intents, view),
            lambda card, view: cast("CheckCard", card).show_view(view),
        )
        self.parked: CardStack[ParkedView] = CardStack(self._parked_pill, lambda _card, _view: None)
        self.escalate = Button(icons, "Escalate", ButtonVariant.SECONDARY, icon="arrow-fat-line-up")
        self.resolve = Button(icons, "Resolve", ButtonVariant.SUCCESS, icon="check")
        self._remaining: list[object] = []
        self._build()
        self._connect()

    def show_view(self, view: LaneView) -> None:
        self._view = view
        focused = self.questions.focused() or self.checks.focused()
        self._facts_header.set_count(view.facts_count)
        self._questions_header.set_count(view.questions_count)
        self._checks_header.set_count(view.checks_count)
        self._show_cards()
        self.parked.show_views(view.parked)
        self._no_facts.setVisible(not view.facts)
        self._idle.setVisible(not view.questions and not view.checks)
        self._questions_header.setVisible(bool(view.questions))
        self._checks_header.setVisible(bool(view.checks))
        self._parked_header.setVisible(bool(view.parked))
        self._remaining = [
            check.id
            for check in view.checks
            if check.is_open and check.command and not check.is_running
        ]
        self._run_rest.setVisible(len(self._remaining) > 1)
        self.resolve.setEnabled(view.can_resolve)
        self.escalate.setEnabled(view.can_escalate)
        self._follow_focus(view, focused)

    def start_note(self) -> None:
        """Open the editor for a note and bring it into view."""
        self.note.start()
        self._body.settle()
        self._body.ensureWidgetVisible(self.note)

    def _follow_focus(self, view: LaneView, focused: UUID | None) -> None:
        """When the card in hand was closed, go on to the next one instead of to anywhere."""
        cards: tuple[QuestionView | CheckView, ...] = (*view.questions, *view.checks)
        tasks = [task for task in cards if task.is_open]
        if focused is None or any(task.id == focused for task in tasks):
            return
        if not tasks:
            self.tasks_done.emit()
        elif isinstance(tasks[0], QuestionView):
            cast("QuestionCard", self.questions.card(tasks[0].id)).focus_first()
        else:
            cast("CheckCard", self.checks.card(tasks[0].id)).focus_first()

    def _show_cards(self) -> None:
        """Fold away what is older, so that the work to do stays in sight."""
        view = self._view
        if view is None:
            return
        facts = self._old_facts.hidden_of(max(len(view.facts) - RECENT_FACTS, 0))
        self.facts.show_views(view.facts[facts:])
        questions = self._old_questions.hidden_of(_surplus(view.questions))
        self.questions.show_views(view.questions[: len(view.questions) - questions])
        checks = self._old_checks.hidden_of(_surplus(view.checks))
        self.checks.show_views(view.checks[: len(view.checks) - checks])

    def _build(self) -> None:
        self._body = ScrollColumn(spacing=8, margins=(14, 8, 12, 12))
        for header in (self._questions_header, self._checks_header, self._parked_header):
            header.setContentsMargins(0, 8, 0, 0)
        for widget in (
            self._facts_header,
            self.note,
            self._no_facts,
            self._old_facts,
            self.facts,
            self._questions_header,
            self.questions,
            self._old_questions,
            self._checks_header,
            self.checks,
            self._old_checks,
            self._idle,
            self._parked_header,
            self.parked,
        ):
            self._body.add(widget)
        footer = row(self.escalate, self.resolve, spacing=8, margins=(14, 10, 14, 10))
        footer.setStretch(1, 1)
        self.setLayout(column(self._body, Divider(), footer, spacing=0))

    def _connect(self) -> None:
        self._run_rest.clicked.connect(
            lambda: self.intents.checks_run_requested.emit(list(self._remaining))
        )
        for fold in (self._old_facts, self._old_questions, self._old_checks):
            fold.toggled.connect(self._show_cards)
        self.note.submitted.connect(self.intents.note_added)
        self.resolve.clicked.connect(self.intents.resolve_requested)
        self.escalate.clicked.connect(self.intents.escalate_requested)

    def _parked_pill(self, view: ParkedView) -> QWidget:
        pill = AsidePanel()
        restore = Button(self._icons, "Restore", ButtonVariant.GHOST, icon="arrow-u-up-left")
        restore.setAccessibleName(f"Restore: {view.title}")
        restore.clicked.connect(lambda: self.intents.fix_restored.emit(view.id))
        layout = row(ElidedLabel(view.title, TextRole.SECONDARY), 1, restore, margins=(10, 2, 4, 2))
        pill.setLayout(layout)
        return pill


def _surplus(views: Sequence[QuestionView] | Sequence[CheckView]) -> int:
    """How many closed ones there are beyond the newest few."""
    return max(sum(not view.is_open for view in views) - RECENT_CLOSED, 0)
