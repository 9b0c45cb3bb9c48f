"""Finds the playbook that fits what somebody wrote. Small, in memory and deterministic.

Every phrase of a playbook is compared with the text: how much of the phrase's weight do the words
of the text cover? Rare words weigh more (inverse document frequency over playbooks), synonyms
count as the word, and a word of five letters or more may have one typing mistake.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook

SURE_SCORE = 0.62
SURE_LEAD = 0.08
UNSURE_SCORE = 0.34
NEAR = 0.22
MOST_CANDIDATES = 4
NEVER_MATCHED = "general-isolation"
FURTHER_PHRASES = 0.12  # what the second and third best phrases add
EXCLUDED = 0.5  # what is left of the score when an excluded phrase fits better

_WORD = re.compile(r"0x[0-9a-f]+|\d+(?:\.\d+)+|[^\W_]+(?:[-'][^\W_]+)*")
_ENDINGS = ("ing", "edly", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3
_TYPO_LENGTH = 5
_STOP_WORDS = frozenset(
    """
    a an and are as at be but by can cannot could do does for from get gets got had has have he her
    him his i if in into is it its just me my no not of on one or our please she since so some that
    the their them then there they this to up user users was we were when which will with you your
    pc computer laptop machine client customer hi hello thanks says said reports problem issue
    trouble error
    """.split()  # noqa: SIM905 - eighty quoted words would hide the words
)


@dataclass(frozen=True, slots=True)
class Sure:
    playbook: Playbook


@dataclass(frozen=True, slots=True)
class Unsure:
    """At most four playbooks, the likeliest first."""

    candidates: tuple[Playbook, ...]


@dataclass(frozen=True, slots=True)
class NoMatch:
    pass


Match = Sure | Unsure | NoMatch


class Matcher:
    """The words of all playbooks, weighed once."""

    def __init__(
        self, playbooks: Sequence[Playbook], synonyms: Mapping[str, Sequence[str]]
    ) -> None:
        shown = [one for one in playbooks if one.id != NEVER_MATCHED]
        self._profiles = [_Profile(one, synonyms) for one in shown]
        spread = Counter(word for one in self._profiles for word in one.vocabulary)
        total = len(self._profiles) + 1
        self._weights = {word: math.log(total / count) + 0.2 for word, count in spread.items()}

    def match(self, text: str) -> Match:
        """Decide, offer candidates, or say that nothing fits."""
        ranked = self.rank(text)
        if not ranked or ranked[0][1] < UNSURE_SCORE:
            return NoMatch()
        best, score = ranked[0]
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        if score >= SURE_SCORE and score - second >= SURE_LEAD:
            return Sure(best)
        near = [one for one, its in ranked if its >= max(UNSURE_SCORE, score - NEAR)]
        return Unsure(tuple(near[:MOST_CANDIDATES]))

    def rank(self, text: str) -> list[tuple[Playbook, float]]:
        """Every playbook that shares a word with the text, best first; scores from 0 to about 1."""
        heard = words(text)
        scored = [(one.playbook, one.score(heard, self._weights)) for one in self._profiles]
        found = [(playbook, score) for playbook, score in scored if score > 0]
        return sorted(found, key=lambda pair: (-round(pair[1], 6), pair[0].id))


class _Profile:
    """The phrases of one playbook as sets of words, each with the words that stand for it."""

    def __init__(self, playbook: Playbook, shared: Mapping[str, Sequence[str]]) -> None:
        self.playbook = playbook
        same = _same_words([*shared.items(), *playbook.symptoms.synonyms.items()])
        self._same = same
        self._phrases = [words(phrase) for phrase in playbook.symptoms.phrases]
        self._excludes = [words(phrase) for phrase in playbook.symptoms.excludes]
        self.vocabulary = frozenset(word for phrase in self._phrases for word in phrase)

    def score(self, heard: Sequence[str], weights: Mapping[str, float]) -> float:
        known = self._heard_words(heard)
        fits = sorted((_coverage(one, known, weights) for one in self._phrases), reverse=True)
        score = fits[0] + FURTHER_PHRASES * sum(fits[1:3])
        against = max((_coverage(one, known, weights) for one in self._excludes), default=0.0)
        return score * EXCLUDED if against > fits[0] else score

    def _heard_words(self, heard: Sequence[str]) -> frozenset[str]:
        """The words of the text, with what each stands for and with its likely spelling."""
        pairs = {" ".join(pair) for pair in pairwise(heard)}
        known: set[str] = set(heard)
        for said in {*heard, *pairs}:
            known |= self._same.get(said, frozenset())
        for said in heard:
            if said not in self.vocabulary and len(said) >= _TYPO_LENGTH:
                known |= {word for word in self.vocabulary if _is_typo(said, word)}
        return frozenset(known)


def words(text: str) -> list[str]:
    """The telling words of a text: folded, without accents, cut to their stems."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return [_stem(word) for word in _WORD.findall(plain) if word not in _STOP_WORDS]


def _stem(word: str) -> str:
    word = word.replace("-", "").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _same_words(groups: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, frozenset[str]]:
    """From what people say to the words of the phrases it stands for."""
    same: dict[str, set[str]] = {}
    for word, others in groups:
        meant = set(words(word))
        for other in others:
            said = " ".join(words(other))
            if said and meant:
                same.setdefault(said, set()).update(meant)
    return {said: frozenset(meant) for said, meant in same.items()}


def _coverage(phrase: Sequence[str], known: frozenset[str], weights: Mapping[str, float]) -> float:
    """How much of the phrase's weight the text covers, 0..1."""
    if not phrase:
        return 0.0
    usual = 1.0  # an excluded phrase may have words that no playbook uses
    total = sum(weights.get(word, usual) for word in phrase)
    return sum(weights.get(word, usual) for word in phrase if word in known) / total


def _is_typo(said: str, word: str) -> bool:
    """Whether one letter is wrong, missing, too many, or swapped with its neighbour."""
    if abs(len(said) - len(word)) > 1 or len(word) < _TYPO_LENGTH or said[0] != word[0]:
        return False
    if len(said) == len(word):
        wrong = [index for index in range(len(word)) if said[index] != word[index]]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and said[wrong[0]] == word[wrong[1]]
            and said[wrong[1]] == word[wrong[0]]
        )
        return len(wrong) == 1 or swapped
    longer, shorter = (said, word) if len(said) > len(word) else (word, said)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
