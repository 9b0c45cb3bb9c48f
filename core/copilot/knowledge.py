"""What is known beside the session: playbooks that fit, and earlier sessions like this one.

Both are found with what was said at the beginning, so that they stay the same from turn to turn:
they stand before the conversation in a request, and a change there costs the server's cache.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from core.artifacts.anonymous import without_name
from core.copilot.providers.playbook_choice import followed
from core.copilot.turn import TurnContext
from core.db.database import Database, Work
from core.playbooks.engine import Engine, Findings
from core.playbooks.library import PlaybookLibrary
from core.playbooks.matching import Sure, Unsure
from core.playbooks.words import common_words, words
from core.search.hits import HitKind
from core.search.query import fold
from core.sessions.fixes import Fix, FixStatus
from core.sessions.messages import Role
from core.sessions.session import IntakeKind, Session, SessionStatus

if TYPE_CHECKING:
    from core.playbooks.schema import Observation, Playbook

MOST_PLAYBOOKS = 2
MOST_SIMILAR = 3
_BEGINNING = 4
"""Messages that describe the problem rather than the way to its cause."""
_PROBLEM_CHARS = 2_000
_MOST_OBSERVATIONS = 8
_MOST_POINTED_AT = 2
_LIFT = 1.5  # a result points at a cause that it makes this much likelier
_MOST_WORDS = 10
_POOL = 60
_SHARED_WORDS = 2
_KINDS = (HitKind.SESSION.value, HitKind.FACT.value, HitKind.FIX.value)
_WORD = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class CauseNotes:
    """`percent` is how often it is the cause, before anything is known."""

    title: str
    percent: int
    fix: str


@dataclass(frozen=True, slots=True)
class ObservationNotes:
    """`tells` pairs each telling result with the numbers, from 1, of the causes it points at."""

    kind: str
    text: str
    tells: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlaybookNotes:
    """A playbook in short. Observations are in the order of what they are worth."""

    title: str
    summary: str
    causes: tuple[CauseNotes, ...]
    observations: tuple[ObservationNotes, ...]


@dataclass(frozen=True, slots=True)
class SimilarSession:
    """An earlier session that was resolved. Nobody is named in it."""

    problem: str
    cause: str
    resolution: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a request can say beside the session, best first."""

    playbooks: tuple[PlaybookNotes, ...] = ()
    similar: tuple[SimilarSession, ...] = ()


class KnowledgeQuery:
    """Reads the library and the local history."""

    def __init__(self, database: Database, library: Callable[[], PlaybookLibrary]) -> None:
        self._database = database
        self._library = library

    def similar(
        self, context: TurnContext, may_show: Callable[[str], bool]
    ) -> tuple[SimilarSession, ...]:
        """Resolved sessions that share words with this one. On the database thread.

        `may_show` says by a client's name whether the model that is asked may see its sessions.
        """
        telling = telling_words(problem_text(context))
        if len(telling) < _SHARED_WORDS:
            return ()
        query = " OR ".join(f'"{word}"' for word in telling)
        with self._database.work() as work:
            scores = _scores(work, query, telling)
            found: list[SimilarSession] = []
            for session_id in sorted(scores, key=lambda one: scores[one]):
                session = work.sessions.find(session_id)
                if session and _is_other(session, context) and may_show(session.client_name):
                    found += _told(session, work.fixes.history(session_id))
                if len(found) == MOST_SIMILAR:
                    break
        return tuple(found)

    def playbooks(self, context: TurnContext) -> tuple[PlaybookNotes, ...]:
        """The playbook the session follows, else the one or two that fit what was said.

        Not on the database thread: the first call loads the library.
        """
        library = self._library()
        chosen = followed(library, context)
        if chosen is not None:
            return (_notes(library.engine(chosen)),)
        found = library.match(problem_text(context))
        candidates: tuple[Playbook, ...] = ()
        if isinstance(found, Sure):
            candidates = (found.playbook,)
        elif isinstance(found, Unsure):
            candidates = found.candidates[:MOST_PLAYBOOKS]
        return tuple(_notes(library.engine(one)) for one in candidates)


def problem_text(context: TurnContext) -> str:
    """How the problem was described at the beginning of the session."""
    session = context.session
    title = session.title if session.intake_kind is IntakeKind.TICKET else ""
    ticket = (value for value in session.ticket_context.values() if isinstance(value, str))
    first = (
        message.text
        for message in context.messages
        if message.role is Role.ENGINEER and message.position <= _BEGINNING
    )
    parts = (title, session.intake_text, session.problem_summary, *ticket, *first)
    unique = dict.fromkeys(part.strip()[:_PROBLEM_CHARS] for part in parts if part.strip())
    return "\n".join(unique)[:_PROBLEM_CHARS]


def telling_words(text: str) -> tuple[str, ...]:
    """Words worth searching for: no stop words, no denials, each once."""
    known = common_words()
    found: dict[str, None] = {}
    for word in _WORD.findall(fold(text)):
        stems = set(words(word))
        if stems - known - {"not"}:
            found[word] = None
    return tuple(found)[:_MOST_WORDS]


def _scores(work: Work, query: str, telling: Iterable[str]) -> dict[UUID, float]:
    """Sessions with their best rank, low is good, if they share enough words with the problem."""
    scores: dict[UUID, float] = {}
    shared: dict[UUID, set[str]] = {}
    for rank, entry in work.search.best_resolved(query, _KINDS, _POOL):
        if entry.session_id is not None:
            text = fold(f"{entry.title} {entry.body}")
            shared.setdefault(entry.session_id, set()).update(w for w in telling if w in text)
            scores[entry.session_id] = min(rank, scores.get(entry.session_id, 0.0))
    return {one: rank for one, rank in scores.items() if len(shared[one]) >= _SHARED_WORDS}


def _is_other(session: Session, context: TurnContext) -> bool:
    """Whether it is another session, resolved, and no branch of the same one."""
    mine = {context.session.id, context.session.branch_of} - {None}
    same = {session.id, session.branch_of} & mine
    return session.status is SessionStatus.RESOLVED and not session.deleted_at and not same


def _told(session: Session, history: Iterable[Fix]) -> Iterator[SimilarSession]:
    """The session in three lines; only one whose fix worked can teach anything."""
    worked = [fix for fix in history if fix.status is FixStatus.APPLIED_SUCCESS]
    if not worked:
        return
    fix = worked[-1]
    nameless = _nameless(session)
    yield SimilarSession(
        problem=nameless(session.problem_summary or session.title),
        cause=nameless(fix.cause or fix.description),
        resolution=nameless(session.resolution_summary or fix.title),
    )


# What tells whose session it was. Error codes and product names stay: they are the point of it.
_PLACES = re.compile(
    r"""(?xi)
        [\w.+-]+@[\w-]+(?:\.[\w-]+)+            # mail address
      | \b[a-z][a-z0-9+.-]*://\S+                # URL
      | \\\\[^\s"',;]+                           # share
      | \b\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?\b     # IPv4
      | \b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b    # MAC address
      | \b(?:[a-z0-9-]+\.)+(?:com|net|org|local|lan|internal|corp|io|de|uk|eu|ch|at|fr|nl)\b
      | \b[a-z]{2,}(?:-[a-z0-9]+)*-[a-z]*\d+\b   # a host with a number
    """
)


def _nameless(session: Session) -> Callable[[str], str]:
    """Takes out client, contact and places."""
    anonymous = without_name(session.contact_name)
    client = session.client_name.strip()
    named = re.compile(re.escape(client), re.IGNORECASE) if client else None

    def told(text: str) -> str:
        kept = named.sub("the client", text) if named else text
        return _PLACES.sub("…", anonymous(kept))

    return told


def _notes(engine: Engine) -> PlaybookNotes:
    playbook = engine.playbook
    belief = engine.belief(Findings())
    order = sorted(playbook.observations, key=lambda one: -engine.gain(one.id, Findings()))
    return PlaybookNotes(
        title=playbook.title,
        summary=playbook.summary,
        causes=tuple(
            CauseNotes(cause.title, round(100 * share), cause.fix.title)
            for cause, share in zip(playbook.causes, belief, strict=True)
        ),
        observations=tuple(_observation(engine, one) for one in order[:_MOST_OBSERVATIONS]),
    )


def _observation(engine: Engine, observation: Observation) -> ObservationNotes:
    return ObservationNotes(observation.kind, observation.text, tuple(_tells(engine, observation)))


def _tells(engine: Engine, observation: Observation) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What each result points at: the causes that it makes a good deal likelier."""
    prior = engine.belief(Findings())
    causes = engine.playbook.causes
    rows = [engine.likelihoods(observation.id, cause.id) for cause in causes]
    for place, result in enumerate(observation.results):
        joint = [share * row[place] for share, row in zip(prior, rows, strict=True)]
        total = sum(joint)
        lifted = [
            (value / total, number)
            for number, (value, share) in enumerate(zip(joint, prior, strict=True), start=1)
            if total and value / total >= _LIFT * share
        ]
        best = sorted(lifted, reverse=True)[:_MOST_POINTED_AT]
        if best:
            yield result.label, tuple(number for _, number in best)
