"""Previewing and confirming documents, on a real database (domain.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from core.artifacts.document_service import DocumentService, first_line
from core.artifacts.documents import DocumentKind, DocumentOutcome, Visibility
from core.bus import Bus
from core.clock import Clock
from core.db.database import Database
from core.db.opening import open_database
from core.errors import Conflict, UserError
from core.sessions.fact_service import FactService
from core.sessions.session import Session, SessionStatus
from core.sessions.session_service import Intake, SessionService
from tests.unit.db.samples import SteppingClock

NOTE, PACKAGE = DocumentKind.RESOLUTION_NOTE, DocumentKind.ESCALATION_PACKAGE


class Case:
    """One session and the services around it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.documents = DocumentService(database, clock)
        self.facts = FactService(database, clock)
        self.sessions = SessionService(database, clock)
        self.id: UUID = self.sessions.create(
            Intake(text="No internet", title="No internet", ticket_id="48211")
        ).session_id

    @property
    def session(self) -> Session:
        with self.database.work() as work:
            return work.sessions.get(self.id)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    clock = SteppingClock()
    database = open_database(tmp_path / "flowpilot.db", bytes(32), bus=Bus(), clock=clock)
    yield Case(database, clock)
    database.close()


def test_a_preview_says_for_whom_and_for_which_state_it_is(case: Case) -> None:
    case.facts.add_note(case.id, "The cable is broken.")

    note, package = (case.documents.preview(case.id, kind) for kind in (NOTE, PACKAGE))

    assert (note.visibility, package.visibility) == (Visibility.CUSTOMER, Visibility.INTERNAL)
    assert (note.state_version, note.ticket_id) == (1, "48211")
    assert "- The cable is broken." in note.markdown
    assert "- The cable is broken." in package.markdown


def test_the_same_state_is_composed_once(case: Case) -> None:
    first, second = (case.documents.preview(case.id, NOTE) for _ in range(2))

    assert (first.from_cache, second.from_cache) == (False, True)
    assert first.markdown == second.markdown
    assert not case.documents.preview(case.id, PACKAGE).from_cache


def test_a_new_fact_makes_a_new_document(case: Case) -> None:
    case.documents.preview(case.id, NOTE)

    case.facts.add_note(case.id, "The cable is broken.")

    renewed = case.documents.preview(case.id, NOTE)
    assert not renewed.from_cache
    assert "The cable is broken." in renewed.markdown


def test_a_new_title_shows_although_no_version_counts_it(case: Case) -> None:
    before = case.documents.preview(case.id, NOTE)

    case.sessions.describe(
        case.id, title="Dead socket", ticket_id="48211", client_name="", contact_name=""
    )

    renewed = case.documents.preview(case.id, NOTE)
    assert renewed.state_version == before.state_version
    assert renewed.markdown.startswith("## Problem\n\nDead socket.")


def test_resolving_keeps_the_note_and_closes_the_session(case: Case) -> None:
    case.documents.resolve(case.id, " ## Problem\n\nIt was off. \n", 4, "Switched on.")

    with case.database.work() as work:
        stored = work.documents.latest(case.id, NOTE)
    assert stored is not None
    assert stored.markdown == "## Problem\n\nIt was off."
    assert stored.outcome is DocumentOutcome.RESOLVED_LOCAL
    assert (stored.visibility, stored.state_version) == (Visibility.CUSTOMER, 4)
    assert (stored.posted_at, stored.verified_at) == (None, None)
    assert case.session.status is SessionStatus.RESOLVED
    assert case.session.resolution_summary == "Switched on."


def test_without_a_summary_the_first_line_of_the_note_is_it(case: Case) -> None:
    case.documents.resolve(case.id, "## Problem\n\n- It was off.\n- Now on.", 0)

    assert case.session.resolution_summary == "It was off."


def test_escalating_keeps_the_package_and_hands_the_session_over(case: Case) -> None:
    case.documents.escalate(case.id, "## Problem\n\nOff.", 0, "needs access", "network team")

    with case.database.work() as work:
        stored = work.documents.latest(case.id, PACKAGE)
    assert stored is not None
    assert stored.outcome is DocumentOutcome.ESCALATED_LOCAL
    assert stored.visibility is Visibility.INTERNAL
    session = case.session
    assert session.status is SessionStatus.ESCALATED
    assert (session.escalation_reason, session.escalated_to) == ("needs access", "network team")


@pytest.mark.parametrize(
    ("markdown", "summary", "field"),
    [
        (" \n", "", "markdown"),
        ("x" * 20_001, "", "markdown"),
        ("fine", "x" * 501, "summary"),
    ],
    ids=["empty", "too long", "summary too long"],
)
def test_a_broken_limit_changes_nothing(
    case: Case, markdown: str, summary: str, field: str
) -> None:
    with pytest.raises(UserError) as refused:
        case.documents.resolve(case.id, markdown, 0, summary)

    assert refused.value.field == field
    assert case.session.status is SessionStatus.ACTIVE
    with case.database.work() as work:
        assert work.documents.of_session(case.id) == []


def test_what_is_resolved_is_not_resolved_again(case: Case) -> None:
    case.documents.resolve(case.id, "first", 0)

    with pytest.raises(Conflict, match="Session is already resolved"):
        case.documents.resolve(case.id, "second", 0)

    with case.database.work() as work:
        assert [document.markdown for document in work.documents.of_session(case.id)] == ["first"]


def test_an_edit_is_kept_until_the_document_is_confirmed(case: Case) -> None:
    case.documents.keep_edit(case.id, NOTE, "half written", 3)
    with case.database.work() as work:
        kept = work.session_views.of(case.id)
    assert (kept.preview_kind, kept.preview_text, kept.preview_version) == (NOTE, "half written", 3)

    case.documents.resolve(case.id, "written", 3)

    with case.database.work() as work:
        view = work.session_views.of(case.id)
    assert (view.preview_kind, view.preview_text, view.preview_version) == (None, None, None)


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("## Problem\n\nIt is off.\n", "It is off."),
        ("- one\n- two", "one"),
        ("# only\n## headings", ""),
        ("x" * 600, "x" * 500),
    ],
)
def test_the_first_line_is_the_first_that_is_no_heading(markdown: str, line: str) -> None:
    assert first_line(markdown) == line
