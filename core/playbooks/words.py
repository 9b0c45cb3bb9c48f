"""Cuts what people write into comparable words: folded, without accents, cut to their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

NOT = "not"
LONGEST_SAYING = 3  # words

_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n+|\s[-–]\s")
_TOKEN = re.compile(r"[^\W_]+(?:[.'_-][^\W_]+)*")
_DENIALS = (
    "aint arent cannot cant couldnt didnt doesnt dont havent hasnt isnt never no none not unable "
    "wasnt wont wouldnt without nothing"
)
_STOP_WORDS = (
    "a about again also am an and any anymore are as at be been but by could did do does doing "
    "for from get gets getting go goes got had has have he her him his how i if in into is it its "
    "just me my now of off on or our ours out own please really s she should so some still t than "
    "that the their them then there these they this those to today too us very was we were what "
    "when where which while will with would yesterday you your hi hello hey dear regards thanks "
    "thank morning since said says saying tell tells told please urgent asap ticket user users "
    "customer client problem problems issue issues trouble error errors mr mrs ms"
)
_COMMON_WORDS = (
    "back case check come complete computer date day desktop device different everything fine "
    "first good hour keep last laptop load long lose machine minute name need new normal notebook "
    "number office ok old open other page part place point second sent session show side site "
    "something start state station stop system thing time try turn up use wait want way week "
    "window windows word work workstation wrong year pc after before every again broken change "
    "call meeting order ask call reception local main strange odd weird"
)
_DENIAL, _STOP = frozenset(_DENIALS.split()), frozenset(_STOP_WORDS.split())
_ADDRESS = re.compile(r"(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}")
_LETTERS_THEN_DIGITS = re.compile(r"([a-z]{3,})\d{3,}")
_CODE = re.compile(r"0x[0-9a-f]{4,}|[a-z]{2,}\d{4,}|\d{4,}|[a-z0-9]+(?:_[a-z0-9]+)+|\d+\.\d+")
_NOT_STEMMED = frozenset(
    {"accounting", "sharing", "teams"}
)  # would become words about something else
_SUFFIXES = ("able", "ing", "ed", "es", "ly", "s")
_SHORTEST_STEM = 3


def sentences(text: str) -> list[str]:
    """The text in parts that probably speak of one thing each."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


class Dictionary:
    """Which words are the same word.

    `groups` are words that everybody uses for each other (`wi-fi`: `wireless`, `wlan`). Words that
    some text writes with a hyphen are recognised when written as one or as two (`sign in`).
    """

    def __init__(self, groups: Mapping[str, Iterable[str]], texts: Iterable[str]) -> None:
        known = [*texts, *groups, *chain.from_iterable(groups.values())]
        self._compounds = frozenset(chain.from_iterable(_hyphenated(text) for text in known))
        self._same: dict[tuple[str, ...], str] = {}
        for word, others in groups.items():
            for member in (word, *others):
                said = tuple(words(member, self._compounds))
                self._same.setdefault(said, "".join(words(word, self._compounds)))

    def words(self, text: str) -> list[str]:
        """The telling words of a text, in order, each by the name of its group."""
        plain = words(text, self._compounds)
        named: list[str] = []
        while plain:
            length = self._known_length(plain)
            said = tuple(plain[: max(1, length)])
            named.append(self._same.get(said, plain[0]))
            del plain[: len(said)]
        return named

    def _known_length(self, plain: Sequence[str]) -> int:
        lengths = range(min(LONGEST_SAYING, len(plain)), 0, -1)
        return next((n for n in lengths if tuple(plain[:n]) in self._same), 0)


def words(text: str, compounds: Collection[str] = ()) -> list[str]:
    """The telling words of a text, in order, folded and cut to stems.

    Two words that people also write as one (`sign in`, `one drive`) become one if `compounds` has
    it. Every denial (`can't`, `no`, `unable`) becomes `not`.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    tokens = [re.sub(r"['-]", "", token) for token in _TOKEN.findall(plain)]
    return [word for token in _joined(tokens, compounds) for word in _telling(token)]


def denied(said: Sequence[str]) -> set[str]:
    """The words that stand right behind a `not`."""
    return {word for before, word in pairwise(said) if before == NOT}


def is_code(word: str) -> bool:
    """Whether a word is an error code, an event number or an address: nobody types it by chance."""
    return _CODE.fullmatch(word) is not None


def common_words() -> frozenset[str]:
    """Words that are frequent in any text, so that saying one means little."""
    return frozenset(words(_COMMON_WORDS))


def _hyphenated(text: str) -> set[str]:
    plain = text.casefold()
    return {token.replace("-", "") for token in _TOKEN.findall(plain) if "-" in token}


def is_misspelt(said: str, word: str) -> bool:
    """Whether one letter is wrong, missing, too many, or swapped with its neighbour."""
    if min(len(said), len(word)) < 5 or abs(len(said) - len(word)) > 1 or said[0] != word[0]:
        return False
    if is_code(said) or is_code(word):
        return False
    if len(said) != len(word):
        longer, shorter = (said, word) if len(said) > len(word) else (word, said)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    wrong = [index for index in range(len(word)) if said[index] != word[index]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return said[wrong[0]] == word[wrong[1]] and said[wrong[1]] == word[wrong[0]]
    return len(wrong) == 1


def _joined(tokens: list[str], compounds: Collection[str]) -> Iterator[str]:
    index = 0
    while index < len(tokens):
        pair = "".join(tokens[index : index + 2])
        if index + 1 < len(tokens) and pair in compounds:
            yield pair
            index += 2
        else:
            yield tokens[index]
            index += 1


def _telling(token: str) -> Iterator[str]:
    if token in _DENIAL:
        yield NOT
    elif token not in _STOP:
        if address := _ADDRESS.fullmatch(token):
            yield address.group(1)
        elif code := _LETTERS_THEN_DIGITS.fullmatch(token):
            yield token
            yield code.group(1)
        else:
            yield _stem(token)


def _stem(word: str) -> str:
    """Cut endings off; what is left need not be a word, only the same for all its forms."""
    if word in _NOT_STEMMED or any(char.isdigit() for char in word):
        return word
    for suffix in _SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= _SHORTEST_STEM and not word.endswith(("ss", "us", "is")):
            word = rest
            break
    if len(word) > _SHORTEST_STEM:
        word = word.removesuffix("e")
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word
