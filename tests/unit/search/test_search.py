"""Search finds what is there, in every kind of thing, and nothing that was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bus import Bus
from core.db.database import Database
from core.db.opening import open_database
from core.ids import new_id
from core.search.hits import HitKind
from core.search.service import SearchService
from core.sessions.messages import MessageStatus
from core.sessions.session import Session
from tests.unit.db.samples import AT, Samples, SteppingClock, store

KEY = bytes(range(32))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "f.db", KEY, bus=Bus(), clock=SteppingClock())
    yield opened
    opened.close()


@pytest.fixture
def samples(database: Database) -> Samples:
    with database.work() as work:
        return store(work)


@pytest.fixture
def search(database: Database, samples: Samples) -> SearchService:
    return SearchService(database)


def kinds(search: SearchService, typed: str) -> set[HitKind]:
    return {hit.kind for hit in search.search(typed)}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("asks for a password", HitKind.SESSION),
        ("prompts again", HitKind.MESSAGE),
        ("not joined", HitKind.FACT),
        ("registration is gone", HitKind.FIX),
        ("problem", HitKind.DOCUMENT),
        ("join contoso", HitKind.SCRIPT),
        ("join tenant", HitKind.TEMPLATE),
    ],
)
def test_every_kind_of_thing_is_found(
    search: SearchService, samples: Samples, typed: str, kind: HitKind
) -> None:
    (hit,) = [hit for hit in search.search(typed) if hit.kind is kind]
    ids = {
        HitKind.SESSION: samples.session.id,
        HitKind.MESSAGE: samples.message.id,
        HitKind.FACT: samples.fact.id,
        HitKind.FIX: samples.fix.id,
        HitKind.DOCUMENT: samples.document.id,
        HitKind.SCRIPT: samples.generation.id,
        HitKind.TEMPLATE: samples.template.id,
    }
    assert hit.ref_id == ids[kind]
    is_template = kind is HitKind.TEMPLATE
    assert hit.session_id == (None if is_template else samples.session.id)
    assert hit.title.text == (samples.template.name if is_template else samples.session.title)
    assert hit.at == AT


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("PROMPTS", True),
        ("prómpts", True),
        ("prom", True),  # the last word may be a beginning
        ("pr again", False),  # the others may not, unless they are long enough to be a part
        ("prom again", True),
        ('"again and again"', True),
        ('"again again"', False),
        ("outlook again prompts", True),
        ("outlook teams", False),
        ("rompt", True),  # in the middle of a word
        ("omp", True),
        ("om", False),
    ],
)
def test_what_matches_a_message(search: SearchService, typed: str, found: bool) -> None:
    assert (HitKind.MESSAGE in kinds(search, typed)) is found


@pytest.mark.parametrize(
    "typed",
    ["0x80070005", "8007", "70005", "srv-01.contoso", "SRV-01", "rv-01.con", "contoso.local"],
)
def test_codes_and_host_names_are_found_whole_and_in_part(
    database: Database, search: SearchService, samples: Samples, typed: str
) -> None:
    message = replace(samples.message, text="Error 0x80070005 from SRV-01.contoso.local today")
    with database.work() as work:
        work.messages.save(message)
    assert [hit.ref_id for hit in search.search(typed)] == [message.id]


def test_an_edit_is_found_and_the_old_text_is_not(
    database: Database, search: SearchService, samples: Samples
) -> None:
    with database.work() as work:
        work.facts.save(replace(samples.fact, text="The licence expired"))
    assert HitKind.FACT in kinds(search, "licence")
    assert HitKind.FACT not in kinds(search, "joined")


def test_a_deleted_fact_is_not_found_until_it_is_restored(
    database: Database, search: SearchService, samples: Samples
) -> None:
    with database.work() as work:
        work.facts.save(replace(samples.fact, deleted_at=AT))
    assert HitKind.FACT not in kinds(search, "joined")
    with database.work() as work:
        work.facts.save(samples.fact)
    assert HitKind.FACT in kinds(search, "joined")


def test_nothing_of_a_deleted_session_is_found_until_it_is_restored(
    database: Database, search: SearchService, samples: Samples
) -> None:
    with database.work() as work:
        work.facts.add(replace(samples.fact, id=new_id(), text="deleted before", deleted_at=AT))
        work.sessions.save(replace(samples.session, deleted_at=AT))
    words = ("outlook", "joined", "registration", "problem", "contoso", "prompt", "rompt")
    for word in words:
        assert kinds(search, word) <= {HitKind.TEMPLATE}, word
    assert search.search_session(samples.session.id, "outlook") == []
    with database.work() as work:
        work.messages.save(replace(samples.message, text="written while it was deleted"))
    assert search.search("written") == []
    with database.work() as work:
        work.sessions.save(samples.session)
    for word in words[:-2]:
        assert kinds(search, word) - {HitKind.TEMPLATE}, word
    assert kinds(search, "written") == {HitKind.MESSAGE}
    assert search.search("deleted before") == []


def test_a_message_is_found_once_it_is_complete(
    database: Database, search: SearchService, samples: Samples
) -> None:
    streamed = replace(
        samples.message, id=new_id(), position=2, text="half", status=MessageStatus.STREAMING
    )
    with database.work() as work:
        work.messages.add(streamed)
    assert search.search("half") == []
    whole = replace(streamed, text="half and whole", status=MessageStatus.COMPLETE)
    with database.work() as work:
        work.messages.save(whole)
    assert [hit.ref_id for hit in search.search("half whole")] == [whole.id]


def add_sessions(database: Database, samples: Samples, titles: list[str]) -> dict[str, UUID]:
    """Sessions of one day each, the first one the oldest."""
    with database.work() as work:
        made = [
            work.sessions.add(
                replace(
                    samples.session, id=new_id(), title=title, created_at=AT + timedelta(days=day)
                )
            )
            for day, title in enumerate(titles)
        ]
    return {session.title: session.id for session in made}


def found_titles(search: SearchService, typed: str, limit: int = 50) -> list[str]:
    return [hit.title.text for hit in search.search(typed, limit)]


def test_a_title_counts_more_than_a_mention(
    database: Database, search: SearchService, samples: Samples
) -> None:
    add_sessions(database, samples, ["VPN keeps dropping"])
    with database.work() as work:
        work.messages.save(replace(samples.message, text="It is not the VPN"))
    assert found_titles(search, "vpn") == ["VPN keeps dropping", samples.session.title]


def test_of_equal_matches_the_newer_comes_first(
    database: Database, search: SearchService, samples: Samples
) -> None:
    add_sessions(database, samples, [f"Backup failed {name}" for name in ("one", "two", "six")])
    assert found_titles(search, "backup failed") == [
        "Backup failed six",
        "Backup failed two",
        "Backup failed one",
    ]


def test_whole_words_come_before_parts_and_nothing_comes_twice(
    database: Database, search: SearchService, samples: Samples
) -> None:
    add_sessions(database, samples, ["Logon slow", "Autologon loops", "The logon script"])
    titles = found_titles(search, "logon")
    assert set(titles[:2]) == {"Logon slow", "The logon script"}
    assert titles[2:] == ["Autologon loops"]


def test_the_limit_holds(database: Database, search: SearchService, samples: Samples) -> None:
    add_sessions(database, samples, [f"Printer {number}" for number in range(30)])
    assert len(found_titles(search, "printer", 10)) == 10
    assert len(found_titles(search, "rinter", 10)) == 10


def test_a_session_is_searched_in_order_and_within_words(
    database: Database, search: SearchService, samples: Samples
) -> None:
    later = replace(
        samples.message, id=new_id(), position=2, text="OUTLOOK!", created_at=AT + timedelta(1)
    )
    with database.work() as work:
        work.messages.add(later)
    add_sessions(database, samples, ["Outlook of another session"])
    hits = search.search_session(samples.session.id, "tlook")
    assert [hit.ref_id for hit in hits if hit.kind is HitKind.MESSAGE] == [
        samples.message.id,
        later.id,
    ]
    assert {hit.session_id for hit in hits} == {samples.session.id}
    assert search.search_session(samples.session.id, " ") == []


def test_another_accounts_rows_are_not_found(database: Database, samples: Samples) -> None:
    from core.db.database import OpenFile
    from core.db.engine import open_engine

    stranger = replace(database.identity, account_id=new_id())
    other = Database(
        database.path,
        lambda path: OpenFile(open_engine(path, KEY), stranger),
        bus=Bus(),
        clock=SteppingClock(),
    )
    search = SearchService(other)
    assert search.search("outlook") == search.search("utloo") == []
    assert search.search_session(samples.session.id, "outlook") == []
    other.close()


def test_no_input_is_fatal(search: SearchService, samples: Samples) -> None:
    @given(st.text(max_size=60))
    def is_fine(typed: str) -> None:
        search.search(typed)
        search.search_session(samples.session.id, typed)

    is_fine()


def test_a_session_that_is_renamed_is_found_by_its_new_name(
    database: Database, search: SearchService, samples: Samples
) -> None:
    renamed: Session = replace(samples.session, title="Modern authentication", client_name="Fab")
    with database.work() as work:
        work.sessions.save(renamed)
    assert kinds(search, "modern") == kinds(search, "fab") == {HitKind.SESSION}
    assert {hit.title.text for hit in search.search("prompts")} == {"Modern authentication"}
