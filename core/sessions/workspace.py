"""The query behind the session page: everything it shows, in one consistent read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.artifacts.documents import Document
from core.checks.runs import CheckRun
from core.copilot.desk import CopilotDesk
from core.copilot.records import WaitingTurn
from core.copilot.standing import Spend, Standing
from core.db.database import Database, Work
from core.sessions.banner import BannerMode, banner_mode
from core.sessions.facts import Fact
from core.sessions.family import BranchSummary, ForkPoint, branches_of, fork_points
from core.sessions.fixes import Fix
from core.sessions.lane import LaneItem
from core.sessions.messages import Attachment, Message
from core.sessions.session import Session
from core.sessions.session_view import SessionView

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One session as the engineer sees it.

    messages  the newest page, oldest first; `has_earlier` says whether there are more
    fix       the active fix, also when its outcome is known
    parked    dismissed fixes that can be restored, newest first
    runs      the newest run of each check
    branches  every branch of the session; empty while there is only one
    forks     the messages that other branches have otherwise
    has_builder_work  whether the session's script builder holds something
    standing  who answers next
    waiting   the turn that a model still owes
    spend     what models used for the session and its branches; `month` for all of this month
    """

    session: Session
    view: SessionView
    messages: tuple[Message, ...]
    attachments: tuple[Attachment, ...]
    has_earlier: bool
    lane: tuple[LaneItem, ...]
    facts: tuple[Fact, ...]
    fix: Fix | None
    parked: tuple[Fix, ...]
    runs: tuple[CheckRun, ...]
    documents: tuple[Document, ...]
    banner: BannerMode
    messages_since_applied: int
    standing: Standing
    waiting: WaitingTurn | None
    spend: Spend
    month: Spend
    branches: tuple[BranchSummary, ...] = ()
    forks: tuple[ForkPoint, ...] = ()
    has_builder_work: bool = False

    @property
    def is_ended_elsewhere(self) -> bool:
        """Whether another branch was resolved or escalated, so that this one cannot be."""
        return any(one.is_ended and one.id != self.session.id for one in self.branches)


class WorkspaceQuery:
    """Loads a workspace. Its cost does not grow with the length of the conversation."""

    def __init__(self, database: Database, desk: CopilotDesk) -> None:
        self._database = database
        self._desk = desk

    def load(self, session_id: UUID) -> Workspace:
        with self._database.work() as work:
            messages = work.messages.page(session_id, None, PAGE_SIZE)
            fix = work.fixes.active(session_id)
            view = work.session_views.of(session_id)
            since = 0
            if fix is not None and fix.applied_at is not None:
                since = work.messages.engineer_count_since(session_id, fix.applied_at)
            session = work.sessions.get(session_id)
            branches = branches_of(work, session)
            runs = {run.lane_item_id: run for run in work.check_runs.of_session(session_id)}
            return Workspace(
                session=session,
                view=view,
                messages=tuple(messages),
                attachments=tuple(work.attachments.of_messages([m.id for m in messages])),
                has_earlier=bool(messages) and messages[0].position > 1,
                lane=tuple(work.lane_items.of_session(session_id)),
                facts=tuple(work.facts.of_session(session_id)),
                fix=fix,
                parked=tuple(work.fixes.parked(session_id)),
                runs=tuple(runs.values()),
                documents=tuple(work.documents.of_session(session_id)),
                banner=banner_mode(fix, since, view.banner),
                messages_since_applied=since,
                standing=self._desk.standing(work, session_id),
                waiting=work.waiting_turns.of(session_id),
                spend=work.model_calls.spend_of([session_id, *(one.id for one in branches)]),
                month=self._desk.month(work),
                branches=branches,
                forks=fork_points(work, session_id, branches),
                has_builder_work=_has_builder_work(work, session_id),
            )


def _has_builder_work(work: Work, session_id: UUID) -> bool:
    builder = work.builders.inline(work.user_id, session_id)
    return builder is not None and bool(builder.script.strip() or builder.message.strip())
