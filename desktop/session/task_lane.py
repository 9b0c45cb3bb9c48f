"""The task lane: what we know, questions, checks, dismissed proposals, Resolve and Escalate."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget

from desktop.session.card_stack import CardStack
from desktop.session.check_card import CheckCard
from desktop.session.fact_card import FactCard
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
from desktop.widgets.surfaces import Card, Divider, Panel, SurfaceKind

RECENT_FACTS = 4


class TaskLane(Panel):
    """Draws a `LaneView`; every wish goes out through `intents`."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.SIDEBAR, parent)
        self._icons = icons
        self.intents = LaneIntents(self)
        self.setAccessibleName("Task lane")
        self._facts_header = SectionHeader(icons, "What we know", tone=Tone.SUCCESS)
        self._questions_header = SectionHeader(icons, "Questions")
        self._checks_header = SectionHeader(icons, "Diagnostic checks", tone=Tone.INFO)
        self._parked_header = SectionHeader(icons, "Dismissed proposals", tone=Tone.NEUTRAL)
        self._run_rest = Button(icons, "Run remaining", ButtonVariant.GHOST, icon="play")
        self._checks_header.add_action(self._run_rest)
        self.note = NoteEditor(icons)
        self._no_facts = WrapLabel(
            "Nothing is confirmed yet. Answers and check results land here.", TextRole.SECONDARY
        )
        self._earlier = Button(icons, "", ButtonVariant.GHOST, icon="caret-right")
        self._earlier.setCheckable(True)
        self._facts: tuple[FactView, ...] = ()
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
        self._facts_header.set_count(view.facts_count)
        self._questions_header.set_count(view.questions_count)
        self._checks_header.set_count(view.checks_count)
        self._facts = view.facts
        self._show_facts()
        self.questions.show_views(view.questions)
        self.checks.show_views(view.checks)
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

    def _show_facts(self) -> None:
        """Fold the older facts away while there is work to do, so that it stays in sight."""
        unfolded = self._earlier.isChecked()
        hidden = 0 if unfolded else max(len(self._facts) - RECENT_FACTS, 0)
        self.facts.show_views(self._facts[hidden:])
        self._earlier.setVisible(len(self._facts) > RECENT_FACTS)
        facts = "fact" if hidden == 1 else "facts"
        self._earlier.setText(f"Fold earlier {facts}" if unfolded else f"{hidden} earlier {facts}")
        self._earlier.set_icon_name("caret-down" if unfolded else "caret-right")

    def _build(self) -> None:
        body = ScrollColumn(spacing=8, margins=(14, 12, 12, 12))
        for widget in (
            self._facts_header,
            self._no_facts,
            self._earlier,
            self.facts,
            self.note,
            self._questions_header,
            self.questions,
            self._checks_header,
            self.checks,
            self._idle,
            self._parked_header,
            self.parked,
        ):
            body.add(widget)
        footer = row(self.escalate, self.resolve, spacing=8, margins=(14, 10, 14, 10))
        footer.setStretch(1, 1)
        self.setLayout(column(body, Divider(), footer, spacing=0))

    def _connect(self) -> None:
        self._run_rest.clicked.connect(
            lambda: self.intents.checks_run_requested.emit(list(self._remaining))
        )
        self._earlier.toggled.connect(self._show_facts)
        self.note.submitted.connect(self.intents.note_added)
        self.resolve.clicked.connect(self.intents.resolve_requested)
        self.escalate.clicked.connect(self.intents.escalate_requested)

    def _parked_pill(self, view: ParkedView) -> QWidget:
        pill = Card()
        restore = Button(self._icons, "Restore", ButtonVariant.GHOST, icon="arrow-u-up-left")
        restore.setAccessibleName(f"Restore: {view.title}")
        restore.clicked.connect(lambda: self.intents.fix_restored.emit(view.id))
        layout = row(ElidedLabel(view.title, TextRole.SECONDARY), 1, restore, margins=(10, 2, 4, 2))
        pill.setLayout(layout)
        return pill
