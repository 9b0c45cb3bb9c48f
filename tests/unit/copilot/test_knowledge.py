"""What is known beside a session: the playbook that fits, and sessions like it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from core.copilot.knowledge import (
    MOST_PLAYBOOKS,
    MOST_SIMILAR,
    Knowledge,
    KnowledgeQuery,
    SimilarSession,
    problem_text,
    telling_words,
)
from core.copilot.request.limits import CLOUD_BUDGET, LOCAL_BUDGET, Budget
from core.copilot.request.retrieval import knowledge_text
from core.copilot.request.tokens import estimate
from core.db.database import Database
from core.db.work import Work
from core.ids import new_id
from core.playbooks.library import PlaybookLibrary
from core.sessions.fixes import FixStatus
from core.sessions.session import IntakeKind, Session, SessionStatus
from tests.unit.copilot.talks import Talk, a_context
from tests.unit.db.samples import SteppingClock
from tests.unit.rows import NOON, a_fix, a_question, a_session

PROBLEM = "The intranet portal cannot be resolved, nslookup shows the wrong server"


@pytest.fixture
def query(database: Database, library: PlaybookLibrary) -> KnowledgeQuery:
    return KnowledgeQuery(database, lambda: library)


def store(
    database: Database,
    problem: str = "Portal intranet: nslookup shows an old server",
    status: SessionStatus = SessionStatus.RESOLVED,
    fix_status: FixStatus = FixStatus.APPLIED_SUCCESS,
    cause: str = "A stale record.",
    **fields: object,
) -> UUID:
    """Another session of the same account, with a fix."""
    with database.work() as work:
        session = Session(
            id=new_id(),
            account_id=work.account_id,
            user_id=work.user_id,
            title="Portal",
            problem_summary=problem,
            status=status,
            resolution_summary="Corrected the record.",
            created_at=NOON,
            updated_at=NOON,
        )
        session = replace(session, **fields)  # type: ignore[arg-type]  # names fields of a session
        work.sessions.add(session)
        fix = replace(
            a_fix(cause=cause, status=fix_status), account_id=work.account_id, session_id=session.id
        )
        work.fixes.add(fix)
    return session.id


def similar(query: KnowledgeQuery, session: Session | None = None) -> tuple[SimilarSession, ...]:
    talk = Talk(session or a_session())
    talk.says(PROBLEM)
    return query.similar(talk.context(), lambda client: client != "Kept Away")


def test_a_resolved_session_with_the_same_words_is_found(
    database: Database, query: KnowledgeQuery
) -> None:
    store(database)
    (found,) = similar(query)
    assert found == SimilarSession(
        "Portal intranet: nslookup shows an old server", "A stale record.", "Corrected the record."
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"status": SessionStatus.ACTIVE},
        {"status": SessionStatus.ESCALATED},
        {"fix_status": FixStatus.APPLIED_FAILED},
        {"problem": "Printer jams, portal"},
        {"client_name": "Kept Away"},
        {"deleted_at": NOON},
        {"is_current_branch": False},
    ],
    ids=str,
)
def test_what_cannot_or_may_not_help_is_not_told(
    database: Database, query: KnowledgeQuery, fields: dict[str, object]
) -> None:
    store(database, **fields)  # type: ignore[arg-type]  # names fields of a session
    assert similar(query) == ()


def test_the_session_itself_and_its_branches_are_no_news(
    database: Database, query: KnowledgeQuery
) -> None:
    mine = store(database)
    assert similar(query, replace(a_session(), id=mine)) == ()
    assert similar(query, replace(a_session(), branch_of=mine)) == ()


def test_only_the_best_few_are_told(database: Database, query: KnowledgeQuery) -> None:
    for _ in range(MOST_SIMILAR + 3):
        store(database)
    assert len(similar(query)) == MOST_SIMILAR


def test_another_account_is_not_seen(database: Database) -> None:
    store(database)
    stranger = replace(database.identity, account_id=new_id())
    with database.work() as work:
        theirs = Work(work.search._transaction.connection, stranger, SteppingClock())
        mine = work.search.best_resolved('"portal"', ("session",), 9)
        assert [entry.kind for _, entry in mine] == ["session"]
        assert theirs.search.best_resolved('"portal"', ("session",), 9) == []


def test_client_contact_and_places_are_taken_out(database: Database, query: KnowledgeQuery) -> None:
    store(
        database,
        problem="Portal intranet of Bright Ltd: Ann Lee of bright ltd, nslookup shows 10.9.8.7",
        cause=r"bl-fs07 and \\bl-nas\data, ann@bright.org, https://x.bright.org/a: 0x80070035",
        client_name="Bright Ltd",
        contact_name="Ann Lee",
    )
    (found,) = similar(query)
    told = repr(found).casefold()
    for name in ("bright", "ann", "lee", "10.9.8.7", "fs07", "nas"):
        assert name not in told
    assert "0x80070035" in told


def test_words_that_tell_nothing_find_nothing(database: Database, query: KnowledgeQuery) -> None:
    store(database)
    for text in ("", "It does not work", "the user says hello", '" OR NEAR( *'):
        talk = Talk()
        talk.says(text)
        assert query.similar(talk.context(), lambda _: True) == ()


def test_telling_words_are_few_and_each_once() -> None:
    assert telling_words("The VPN and the vpn tunnel is not up") == ("vpn", "tunnel")
    assert len(telling_words(" ".join(f"word{letter}x" for letter in "abcdefghijklmnop"))) == 10


def test_the_problem_is_what_was_said_at_the_beginning() -> None:
    talk = Talk()
    talk.says("Outlook asks for a password")
    talk.answers("Which version?")
    before = problem_text(talk.context())
    for turn in range(20):
        talk.says(f"Now the printer jams {turn}")
        talk.answers()
        if turn == 0:
            before = problem_text(talk.context())
    assert problem_text(talk.context()) == before
    assert before.startswith("Outlook asks for a password")


def test_a_ticket_describes_the_problem() -> None:
    session = replace(
        a_session(title="Portal down", intake_text="Please help"),
        intake_kind=IntakeKind.TICKET,
        ticket_context={"details": "nslookup fails", "id": 7},
    )
    assert problem_text(replace(a_context(), session=session)).splitlines() == [
        "Portal down",
        "Please help",
        "nslookup fails",
    ]


def test_the_playbook_that_fits_is_told(query: KnowledgeQuery) -> None:
    talk = Talk()
    talk.says("Outlook keeps asking for the password")
    (found,) = query.playbooks(talk.context())
    assert found.title == "Outlook keeps asking for a password or will not open"
    assert 90 <= sum(cause.percent for cause in found.causes) <= 110
    numbers = {n for one in found.observations for _, causes in one.tells for n in causes}
    assert numbers <= set(range(1, len(found.causes) + 1))
    assert found.observations


def test_candidates_are_told_when_several_fit(
    query: KnowledgeQuery, library: PlaybookLibrary
) -> None:
    talk = Talk()
    talk.says("cannot sign in, no network drives")
    found = query.playbooks(talk.context())
    assert 0 < len(found) <= MOST_PLAYBOOKS


def test_the_playbook_that_is_followed_is_told(
    query: KnowledgeQuery, library: PlaybookLibrary
) -> None:
    followed = library.get("wifi-drops")
    assert followed is not None
    origin = f"playbook:{followed.id}/{followed.observations[0].id}"
    item = replace(a_question(), origin=origin)
    talk = Talk()
    talk.says("Outlook keeps asking for the password")
    (found,) = query.playbooks(talk.context(lane=(item,)))
    assert found.title == followed.title


def test_nothing_is_told_when_nothing_fits(query: KnowledgeQuery) -> None:
    talk = Talk()
    talk.says("Lorem ipsum dolor")
    assert query.playbooks(talk.context()) == ()


@pytest.mark.parametrize("budget", [CLOUD_BUDGET, LOCAL_BUDGET])
def test_every_playbook_keeps_to_its_share(
    query: KnowledgeQuery, library: PlaybookLibrary, budget: Budget
) -> None:
    tokens = budget.knowledge
    for playbook in library:
        origin = f"playbook:{playbook.id}/{playbook.observations[0].id}"
        lane = (replace(a_question(), origin=origin),)
        notes = query.playbooks(a_context(lane=lane))
        told = knowledge_text(Knowledge(notes * 2, (SimilarSession("a", "b", "c"),)), tokens)
        assert estimate(told) <= tokens
        assert told.count(f"1. {playbook.causes[0].title}") == 2
        assert told.count("<data ") == told.count("</data ")
