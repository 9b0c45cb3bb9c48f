"""The session's state machine (domain.md section 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.outcome import Refused
from core.sessions import session as sessions
from core.sessions.session import Session, SessionStatus
from tests.unit.rows import NOON, a_session, after

ACTIVE, PAUSED, RESOLVED, ESCALATED, ABANDONED = (
    SessionStatus.ACTIVE,
    SessionStatus.PAUSED,
    SessionStatus.RESOLVED,
    SessionStatus.ESCALATED,
    SessionStatus.ABANDONED,
)

Command = Callable[[Session], Session | Refused]
COMMANDS: dict[str, Command] = {
    "resolve": lambda session: sessions.resolve(session, "", NOON),
    "escalate": lambda session: sessions.escalate(session, ""),
    "pause": sessions.pause,
    "resume": sessions.resume,
    "message sent": sessions.message_sent,
    "abandon": sessions.abandon,
}
# One row per command: what each status becomes; None is a conflict.
BECOMES: dict[str, dict[SessionStatus, SessionStatus | None]] = {
    "resolve": {
        ACTIVE: RESOLVED,
        PAUSED: RESOLVED,
        RESOLVED: None,
        ESCALATED: RESOLVED,
        ABANDONED: None,
    },
    "escalate": {
        ACTIVE: ESCALATED,
        PAUSED: ESCALATED,
        RESOLVED: ESCALATED,
        ESCALATED: None,
        ABANDONED: None,
    },
    "pause": {ACTIVE: PAUSED, PAUSED: None, RESOLVED: None, ESCALATED: None, ABANDONED: None},
    "resume": {ACTIVE: None, PAUSED: ACTIVE, RESOLVED: None, ESCALATED: None, ABANDONED: None},
    "message sent": {
        ACTIVE: ACTIVE,
        PAUSED: ACTIVE,
        RESOLVED: RESOLVED,
        ESCALATED: ESCALATED,
        ABANDONED: ABANDONED,
    },
    "abandon": {
        ACTIVE: ABANDONED,
        PAUSED: ABANDONED,
        RESOLVED: None,
        ESCALATED: None,
        ABANDONED: None,
    },
}


@pytest.mark.parametrize("status", SessionStatus)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_arrow(command: str, status: SessionStatus) -> None:
    outcome = COMMANDS[command](a_session(status=status))

    expected = BECOMES[command][status]
    if expected is None:
        assert outcome == Refused(f"Session is already {status.value}.")
    else:
        assert isinstance(outcome, Session)
        assert outcome.status is expected


def test_a_new_session_is_active_at_version_0() -> None:
    session = a_session()

    assert (session.status, session.state_version) == (ACTIVE, 0)


def test_resolving_keeps_the_summary_and_the_moment() -> None:
    outcome = sessions.resolve(a_session(), "Cable replaced.", after(5))

    assert outcome == replace(
        a_session(), status=RESOLVED, resolution_summary="Cable replaced.", resolved_at=after(5)
    )


@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False)])
def test_a_resolution_summary_has_at_most_500_characters(length: int, fits: bool) -> None:
    outcome = sessions.resolve(a_session(), "x" * length, NOON)

    assert isinstance(outcome, Session) is fits
    if isinstance(outcome, Refused):
        assert outcome.field == "summary"


def test_escalating_keeps_reason_and_target() -> None:
    outcome = sessions.escalate(a_session(), " needs switch access ", " network team ")

    assert outcome == replace(
        a_session(),
        status=ESCALATED,
        escalation_reason="needs switch access",
        escalated_to="network team",
    )


def test_abandoning_keeps_the_reason_if_any() -> None:
    assert sessions.abandon(a_session(), " user left ") == replace(
        a_session(), status=ABANDONED, abandon_reason="user left"
    )
    assert sessions.abandon(a_session()) == replace(a_session(), status=ABANDONED)


@pytest.mark.parametrize(("length", "fits"), [(2000, True), (2001, False)])
@pytest.mark.parametrize("command", [sessions.escalate, sessions.abandon])
def test_a_reason_has_at_most_2000_characters(
    command: Callable[[Session, str], Session | Refused], length: int, fits: bool
) -> None:
    outcome = command(a_session(), "x" * length)

    assert isinstance(outcome, Session) is fits
    if isinstance(outcome, Refused):
        assert outcome.field == "reason"


@pytest.mark.parametrize("command", ["pause", "resume", "message sent"])
@pytest.mark.parametrize("status", [ACTIVE, PAUSED])
def test_these_change_nothing_but_the_status(command: str, status: SessionStatus) -> None:
    before = a_session(status=status, state_version=7, escalation_reason="earlier")

    outcome = COMMANDS[command](before)

    assert isinstance(outcome, Refused) or replace(outcome, status=status) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_moving_a_session_does_not_count_as_a_change_to_the_note(command: str) -> None:
    before = a_session(status=PAUSED, state_version=7)

    outcome = COMMANDS[command](before)

    assert isinstance(outcome, Refused) or outcome.state_version == 7


def test_a_request_for_escalation_is_read_as_escalated() -> None:
    assert SessionStatus.read("requesting_escalation") is ESCALATED
    assert [SessionStatus.read(status.value) for status in SessionStatus] == list(SessionStatus)


def test_only_active_and_paused_sessions_are_open() -> None:
    assert [status for status in SessionStatus if status.is_open] == [ACTIVE, PAUSED]


@pytest.mark.parametrize(
    ("title", "kept"),
    [("  New \n title ", "New title"), ("x" * 200, "x" * 200), (" " * 300 + "x", "x")],
)
def test_a_title_is_kept_on_one_line(title: str, kept: str) -> None:
    assert sessions.rename(a_session(), title) == replace(a_session(), title=kept)


@pytest.mark.parametrize("title", ["", " \n ", "x" * 201])
def test_a_title_has_1_to_200_characters(title: str) -> None:
    outcome = sessions.rename(a_session(), title)

    assert isinstance(outcome, Refused)
    assert outcome.field == "title"


def test_the_header_is_kept_on_one_line() -> None:
    assert sessions.describe(a_session(), " 48211\n", "Contoso  Ltd", "Jane\tRoe") == replace(
        a_session(), psa_ticket_id="48211", client_name="Contoso Ltd", contact_name="Jane Roe"
    )


@pytest.mark.parametrize("name", ["ticket", "client", "contact"])
@pytest.mark.parametrize(("length", "fits"), [(200, True), (201, False)])
def test_a_header_field_has_at_most_200_characters(name: str, length: int, fits: bool) -> None:
    values = {"ticket": "", "client": "", "contact": "", name: "x" * length}

    outcome = sessions.describe(a_session(), values["ticket"], values["client"], values["contact"])

    assert isinstance(outcome, Session) is fits
    if isinstance(outcome, Refused):
        assert outcome.field == name
