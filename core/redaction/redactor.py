"""Takes secrets and terms out of texts and puts them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.redaction.ledger import Ledger
from core.redaction.pieces import Piece, outside, past_digits, united
from core.redaction.placeholder import PLACEHOLDER, Kind, Placeholder
from core.redaction.reading import Reading, read
from core.redaction.rules import RULES
from core.redaction.terms import Terms

REMOVED = "[removed]"
_TERM_RANK = len(RULES)
_LITERAL_RANK = _TERM_RANK + 1
_KNOWN_RANK = -1
_ROUNDS = 10
_REMEMBERED_TEXTS = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A placeholder in a redacted text, and where it stands."""

    start: int
    end: int
    placeholder: Placeholder


class Redactor:
    """What is hidden in one session.

    `known` are the session's placeholders so far, `terms` the client's dictionary. The same
    original always becomes the same placeholder, so that the bytes of a history stay the same from
    turn to turn. They change where a secret is learnt only later: then it is taken out of the
    earlier texts as well.

    Text that looks like a placeholder becomes one itself, so that `restore(redact(x))` is `x`.
    Only a placeholder of this very session is taken for what it stands for.
    """

    def __init__(self, known: Sequence[Placeholder] = (), terms: Sequence[str] = ()) -> None:
        self._ledger = Ledger(known)
        self._terms = Terms(terms)
        self._searched: dict[str, tuple[Piece, ...]] = {}

    @property
    def made(self) -> tuple[Placeholder, ...]:
        """The placeholders that are new since construction; they are to be stored."""
        return tuple(self._ledger.made)

    def learn(self, texts: Iterable[str]) -> None:
        """Remember the secrets of texts that are sent together, before any of them is redacted."""
        for text in texts:
            self.redact(text)

    def redact(self, text: str) -> str:
        # What a replacement leaves behind may be read differently: go on until nothing is found.
        for _ in range(_ROUNDS):
            redacted = self._redact_once(text)
            if redacted == text:
                break
            text = redacted
        return text

    def restore(self, text: str, *, secrets: bool = True) -> str:
        """Fill the originals back in; with `secrets=False` a secret becomes "[removed]"."""

        def original(match: re.Match[str]) -> str:
            placeholder = self._ledger.get(match[0])
            if placeholder is None:
                return match[0]
            return REMOVED if placeholder.is_secret and not secrets else placeholder.original

        return PLACEHOLDER.sub(original, text)

    def findings(self, redacted: str) -> tuple[Finding, ...]:
        """The placeholders in a redacted text, in order of place, for a preview of it."""
        return tuple(
            Finding(*match.span(), self._ledger[match[0]])
            for match in PLACEHOLDER.finditer(redacted)
            if match[0] in self._ledger
        )

    def _redact_once(self, text: str) -> str:
        looks_alike = list(PLACEHOLDER.finditer(text))
        own = [match.span() for match in looks_alike if match[0] in self._ledger]
        literals = [match for match in looks_alike if match[0] not in self._ledger]
        self._ledger.reserve(match[0] for match in literals)
        reading = read(text)
        pieces = outside(
            [
                *self._search(text, reading),
                *(Piece(*match.span(), Kind.LITERAL, _LITERAL_RANK) for match in literals),
            ],
            own,
        )
        self._replaced(text, [piece for piece in pieces if piece.kind.is_secret])
        repeated = [
            Piece(*reading.original(span), Kind.TERM, _TERM_RANK)
            for span in self._terms.spans(reading.text)
        ] + [
            Piece(*reading.original(span), Kind.PASSWORD, _KNOWN_RANK)
            for span in self._ledger.secrets.spans(reading.text)
        ]
        return self._replaced(text, [*pieces, *outside(repeated, own)])

    def _search(self, text: str, reading: Reading) -> tuple[Piece, ...]:
        """What the rules find. A history is the same from turn to turn, so it is kept."""
        found = self._searched.get(text)
        if found is None:
            if len(self._searched) >= _REMEMBERED_TEXTS:
                self._searched.clear()
            lowered = reading.text.lower()
            found = tuple(
                Piece(*reading.original(span), rule.kind, rank)
                for rank, rule in enumerate(RULES)
                for span in rule.spans(reading.text, lowered)
                if span[0] < span[1]
            )
            self._searched[text] = found
        return found

    def _replaced(self, text: str, pieces: Sequence[Piece]) -> str:
        parts = []
        at = 0
        for piece in past_digits(united(pieces), text):
            original = text[piece.start : piece.end]
            parts += [text[at : piece.start], self._ledger.token_for(original, piece.kind)]
            at = piece.end
        return "".join([*parts, text[at:]])
