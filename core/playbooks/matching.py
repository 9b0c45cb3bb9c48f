"""Finds the playbook that fits what somebody wrote. Small, in memory and deterministic.

A playbook scores by two shares: how much of one of its phrases the text says, and how much of the
text its vocabulary explains. Words weigh by their rarity over all playbooks (inverse document
frequency); a synonym or a misspelt word counts a little less than the word itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from core.playbooks.words import (
    NOT,
    Dictionary,
    common_words,
    denied,
    is_code,
    is_misspelt,
    sentences,
)

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook

SURE_SCORE, CLEAR_LEAD = 0.48, 1.25  # the best of the others must stay this factor behind
LONE_SCORE, LONE_LEAD = 0.38, 1.8  # a weak fit is enough when nothing else comes close
UNSURE_SCORE = 0.32  # below this nothing fits
CANDIDATE_SCORE, NEAR = 0.2, 0.55  # who is offered: not too weak, not too far behind the best
MOST_CANDIDATES = 4
NEVER_MATCHED = "general-isolation"

PHRASE_SHARE = 0.65
TEXT_SHARE = 0.35
ACROSS_SENTENCES = 0.9  # a phrase whose words stand in different sentences counts less
CODE_BONUS = 0.4
EXCLUDED = 0.45  # what is left of the score when the text says what points elsewhere
EXCLUDE_COVERAGE = 0.8
ENOUGH_EVIDENCE = 3.0  # weight of matched words from which a phrase counts in full
DENIAL_WEIGHT = 0.3
COMMON_WEIGHT = 0.9  # at most, however few phrases have the word
UNKNOWN_WEIGHT = 1.2
TOPIC_WEIGHT = 1.4  # the word for what the playbook is about counts this much more in it
TOPIC_BONUS = 0.15  # the text names what the playbook is about, such as VPN or Outlook
ONE_WORD = 0.6  # what is left of a phrase of which only one word was said, unless of the title
MOST_UNKNOWN = 6
TOPIC_MISSING = 0.75  # what is left of a phrase about VPN when nobody said VPN
MISSPELT = 0.85  # how literally a misspelt word says the word,
HINT = 0.7  # and how literally a synonym of the playbook does, which may be rather loose
LITERAL = 0.8
LONGEST_HINT = 3  # words


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
        self._dictionary = Dictionary(synonyms, chain.from_iterable(map(_texts, shown)))
        self._profiles = [_Profile(one, self._dictionary) for one in shown]
        weights = _rarity([one.vocabulary for one in self._profiles])
        titled = Counter(chain.from_iterable(one.title for one in self._profiles))
        shared = {word for word, count in titled.items() if count > 1}
        for profile in self._profiles:
            profile.weigh(weights, shared)

    def match(self, text: str) -> Match:
        """Decide, offer candidates, or say that nothing fits."""
        ranked = self._ranked(text)
        if not ranked or ranked[0].score < UNSURE_SCORE:
            return NoMatch()
        best = ranked[0]
        second = ranked[1].score if len(ranked) > 1 else 0.0
        is_clear = best.score >= SURE_SCORE and best.score >= CLEAR_LEAD * second
        is_lone = best.score >= LONE_SCORE and best.score >= LONE_LEAD * second
        if not best.is_excluded and (is_lone or (is_clear and not best.is_thin)):
            return Sure(best.playbook)
        near = [one for one in ranked if one.score >= max(CANDIDATE_SCORE, NEAR * best.score)]
        return Unsure(tuple(one.playbook for one in near[:MOST_CANDIDATES]))

    def rank(self, text: str) -> list[tuple[Playbook, float]]:
        """Every playbook that shares a word with the text, best first; scores reach about 1.4."""
        return [(one.playbook, one.score) for one in self._ranked(text)]

    def _ranked(self, text: str) -> list[_Score]:
        parts = [self._dictionary.words(part) for part in sentences(text)]
        found = [one.score(parts) for one in self._profiles]
        return sorted(
            (one for one in found if one.score > 0),
            key=lambda one: (-round(one.score, 6), one.playbook.id),
        )


@dataclass(frozen=True, slots=True)
class _Score:
    """How well a text fits.

    is_thin      text and playbook share but one telling word
    is_excluded  the text says something that points elsewhere
    """

    playbook: Playbook
    score: float
    is_thin: bool = True
    is_excluded: bool = False


class _Profile:
    """The phrases of one playbook as words, and what people say instead of them."""

    def __init__(self, playbook: Playbook, dictionary: Dictionary) -> None:
        self.playbook = playbook
        symptoms = playbook.symptoms
        phrases = (*symptoms.phrases, playbook.title)
        self._phrases = [dictionary.words(phrase) for phrase in phrases]
        self._excludes = [dictionary.words(phrase) for phrase in symptoms.excludes]
        self.title = frozenset(dictionary.words(playbook.title)) - {NOT}
        named = dictionary.words(playbook.id.replace("-", " "))
        self._common = common_words()
        self.topic = self.title & frozenset(named) - self._common
        self.vocabulary = frozenset(chain.from_iterable(self._phrases))
        self._listens_to = self.vocabulary.union(*self._excludes)
        self._hints = self._read_hints(symptoms.synonyms, dictionary)
        self._weights: Mapping[str, float] = {}
        self._rarest = 0.0

    def weigh(self, weights: Mapping[str, float], shared_topics: AbstractSet[str]) -> None:
        """Take over how much each word tells, once all playbooks are known."""
        self.topic -= shared_topics
        boosted = {word: weights[word] * TOPIC_WEIGHT for word in self.topic}
        self._weights = {**weights, **boosted}
        self._rarest = max(weights.values())

    def score(self, parts: Sequence[Sequence[str]]) -> _Score:
        """How well the text, given as sentences of words, fits this playbook."""
        heard = [self._heard(part) for part in parts]
        everything = _merged(heard)
        shared = everything.keys() & self.vocabulary - {NOT}
        if not shared:
            return _Score(self.playbook, 0.0)
        fits = [self._fit(phrase, part) for phrase in self._phrases for part in heard]
        fits += [ACROSS_SENTENCES * self._fit(phrase, everything) for phrase in self._phrases]
        score = PHRASE_SHARE * max(fits) + TEXT_SHARE * self._explained(parts)
        names_code = any(is_code(word) for word in shared)
        names_topic = any(everything[word] >= LITERAL for word in self.topic & shared)
        score += CODE_BONUS * names_code + TOPIC_BONUS * names_topic
        is_excluded = self._is_excluded(parts, heard)
        if is_excluded:
            score *= EXCLUDED
        is_thin = len(shared - self._common) < 2 and not names_code
        return _Score(self.playbook, score, is_thin, is_excluded)

    def _is_excluded(
        self, parts: Sequence[Sequence[str]], heard: Sequence[Mapping[str, float]]
    ) -> bool:
        return any(
            self._coverage(phrase, part) >= EXCLUDE_COVERAGE and denied(phrase) <= denied(said)
            for phrase in self._excludes
            for said, part in zip(parts, heard, strict=True)
        )

    def _read_hints(
        self, synonyms: Mapping[str, Sequence[str]], dictionary: Dictionary
    ) -> Mapping[tuple[str, ...], frozenset[str]]:
        """From what people say, one to three words, to the words of the playbook it hints at."""
        hints: dict[tuple[str, ...], frozenset[str]] = {}
        for meaning, sayings in synonyms.items():
            meant = frozenset(dictionary.words(meaning)) & self._listens_to - {NOT}
            for saying in sayings:
                said = tuple(dictionary.words(saying))
                if said not in ((), (NOT,)):
                    hints[said] = hints.get(said, frozenset()) | meant
        return hints

    def _heard(self, part: Sequence[str]) -> dict[str, float]:
        """Words of the playbook that a sentence says, with how literally it says them.

        A synonym of several words takes its words: `everyone else` does not say `everyone`.
        """
        heard: dict[str, float] = {}
        start = 0
        while start < len(part):
            length = self._hint_length(part, start)
            said = tuple(part[start : start + max(1, length)])
            for word in self._hints.get(said, ()):
                heard[word] = max(heard.get(word, 0.0), HINT)
            if length < 2:
                for word, literal in self._likenesses(part[start]):
                    heard[word] = max(heard.get(word, 0.0), literal)
            start += max(1, length)
        return heard

    def _hint_length(self, part: Sequence[str], start: int) -> int:
        """How many words the longest hint has that begins here; 0 for none."""
        for length in range(LONGEST_HINT, 0, -1):
            if start + length <= len(part) and self._hints.get(tuple(part[start : start + length])):
                return length
        return 0

    def _likenesses(self, said: str) -> Iterator[tuple[str, float]]:
        if said in self._listens_to:
            yield said, 1.0
        elif said not in self._weights:
            yield from ((word, MISSPELT) for word in self._listens_to if is_misspelt(said, word))

    def _explained(self, parts: Sequence[Sequence[str]]) -> float:
        """How much of what the text says belongs to this playbook, 0..1."""
        said = set(chain.from_iterable(parts)) - {NOT}
        known = sum(self._weights[word] for word in said if word in self._weights)
        unknown = UNKNOWN_WEIGHT * min(
            MOST_UNKNOWN, sum(word not in self._weights for word in said)
        )
        mine = sum(self._weights.get(word, UNKNOWN_WEIGHT) * self._claim(word) for word in said)
        return min(1.0, mine / (known + unknown)) if known + unknown else 0.0

    def _claim(self, word: str) -> float:
        """How surely one word of the text speaks of this playbook, 0..1."""
        return max(
            (literal for meant, literal in self._heard([word]).items() if meant in self.vocabulary),
            default=0.0,
        )

    def _fit(self, phrase: Sequence[str], heard: Mapping[str, float]) -> float:
        """Coverage, held down while only a common word or a single one was said."""
        told = [word for word in phrase if word in heard and word != NOT]
        evidence = sum(self._weight(word) * heard[word] for word in told)
        fit = self._coverage(phrase, heard) * min(1.0, evidence / ENOUGH_EVIDENCE)
        if len(set(told)) == 1 and told[0] not in self.topic and not is_code(told[0]):
            fit *= ONE_WORD
        if self.topic.intersection(phrase) - heard.keys():
            fit *= TOPIC_MISSING
        return fit

    def _coverage(self, phrase: Sequence[str], heard: Mapping[str, float]) -> float:
        """How much of the phrase's weight the text says, 0..1."""
        total = sum(self._weight(word) for word in phrase)
        told = sum(self._weight(word) * heard.get(word, 0.0) for word in phrase)
        return told / total if total else 0.0

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._rarest)


def _rarity(vocabularies: Sequence[Collection[str]]) -> dict[str, float]:
    """How much a word tells: the fewer playbooks have it, the more."""
    spread = Counter(chain.from_iterable(vocabularies))
    total = len(vocabularies) + 1
    weights = {word: math.log(total / count) + 0.3 for word, count in spread.items()}
    for word in common_words() & weights.keys():
        weights[word] = min(weights[word], COMMON_WEIGHT)
    return {**weights, NOT: DENIAL_WEIGHT}


def _texts(playbook: Playbook) -> Iterator[str]:
    """Everything a playbook says about how its problem is described."""
    symptoms = playbook.symptoms
    yield playbook.title
    yield from symptoms.phrases
    yield from symptoms.excludes
    for word, others in symptoms.synonyms.items():
        yield from (word, *others)


def _merged(heard: Sequence[Mapping[str, float]]) -> dict[str, float]:
    merged: dict[str, float] = {}
    for part in heard:
        for word, literal in part.items():
            merged[word] = max(literal, merged.get(word, 0.0))
    return merged
