"""All playbooks there are: those shipped with the app, and the engineer's own.

This module loads nothing slow. `loading` does, and is imported when the first turn needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from core.playbooks.engine import Engine
from core.playbooks.matching import Match, Matcher
from core.playbooks.problem import PlaybookProblem

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook


class PlaybookLibrary:
    """Playbooks by id, the engine of each, and the way from an engineer's words to one of them."""

    def __init__(
        self,
        playbooks: Iterable[Playbook],
        problems: Iterable[PlaybookProblem] = (),
        synonyms: Mapping[str, tuple[str, ...]] | None = None,
        own: Iterable[str] = (),
    ) -> None:
        self._playbooks = {playbook.id: playbook for playbook in playbooks}
        self._engines: dict[str, Engine] = {}
        self.problems = tuple(problems)
        self.own = frozenset(own)  # ids of the playbooks that are the engineer's
        self._matcher = Matcher(tuple(self._playbooks.values()), synonyms or {})

    def __iter__(self) -> Iterator[Playbook]:
        return iter(self._playbooks.values())

    def get(self, playbook_id: str) -> Playbook | None:
        return self._playbooks.get(playbook_id)

    def titled(self, title: str) -> Playbook | None:
        return next((one for one in self if one.title == title), None)

    def engine(self, playbook: Playbook) -> Engine:
        """The engine of a playbook, built once."""
        if playbook.id not in self._engines:
            self._engines[playbook.id] = Engine(playbook)
        return self._engines[playbook.id]

    def match(self, text: str) -> Match:
        """The playbook that fits what somebody wrote, or the candidates, or none."""
        return self._matcher.match(text)

    def rank(self, text: str) -> list[tuple[Playbook, float]]:
        """How well each playbook fits, best first; for comparing two of them."""
        return self._matcher.rank(text)
