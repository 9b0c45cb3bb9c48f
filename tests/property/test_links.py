"""Whatever a stranger writes, a link is understood or refused with words, and asks for little."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.links import (
    TEXT_LIMIT,
    TICKET_LIMIT,
    NewSession,
    Request,
    is_link,
    read_request,
    split_arguments,
)

PIECES = st.one_of(
    st.sampled_from(
        [
            "flowpilot:",
            "//",
            "/",
            "session",
            "new",
            "scripts",
            "?",
            "&",
            "=",
            "text",
            "ticket",
            "#",
            "%",
            "%00",
            "%E2%80%AE",
        ]
    ),
    st.sampled_from(["@", ":", "[", "]", ";", " ", "--profile", ".yaml", "\0"]),
    st.text(max_size=8),
)
LINKS = st.lists(PIECES, max_size=14).map("".join)


def read_or_refuse(argument: str) -> Request | UserError:
    """What is asked for, or the refusal; anything else that is raised fails the test."""
    try:
        return read_request(argument)
    except UserError as refused:
        return refused


@given(st.one_of(LINKS, LINKS.map(lambda rest: f"flowpilot://{rest}"), st.text()))
def test_reading_ends_with_a_request_or_with_words(argument: str) -> None:
    read = read_or_refuse(argument)
    if isinstance(read, UserError):
        assert read.title
        assert read.message.isprintable()
    elif isinstance(read, NewSession):
        assert len(read.text) <= TEXT_LIMIT
        assert len(read.ticket) <= TICKET_LIMIT
        assert read.ticket.isprintable()


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40))
def test_what_was_put_in_comes_out(text: str) -> None:
    assert read_request(f"flowpilot://new?text={quote(text, safe='')}") == NewSession(text.strip())


@given(st.lists(st.one_of(LINKS, st.sampled_from(["--profile", "-platform", "x"])), max_size=5))
def test_no_option_comes_from_behind_a_link(arguments: list[str]) -> None:
    options, link = split_arguments(arguments)
    assert not any(is_link(option) for option in options)
    assert link == " ".join(arguments[len(options) :])
