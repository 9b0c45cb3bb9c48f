"""Which placeholder stands for what in one session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from core.redaction.known_secrets import KnownSecrets
from core.redaction.placeholder import Kind, Placeholder, canonical, token_of


class Ledger:
    """Gives every original one placeholder, and never the same placeholder to two.

    A word of the dictionary that is also somebody's password has two: one that documents may name,
    one that they may not.
    """

    def __init__(self, known: Iterable[Placeholder]) -> None:
        self._by_token: dict[str, Placeholder] = {}
        self._tokens: dict[tuple[str, bool], str] = {}
        self._numbers: Counter[Kind] = Counter()
        self._reserved: set[str] = set()
        self.secrets = KnownSecrets()
        self.made: list[Placeholder] = []
        for placeholder in known:
            self._keep(placeholder)

    def __contains__(self, token: str) -> bool:
        return token in self._by_token

    def __getitem__(self, token: str) -> Placeholder:
        return self._by_token[token]

    def get(self, written: str) -> Placeholder | None:
        """What a token stands for, also in lower case or with escaped underscores."""
        return self._by_token.get(canonical(written))

    def reserve(self, literals: Iterable[str]) -> None:
        """Texts that look like placeholders: no new one may be written like them."""
        self._reserved.update(map(canonical, literals))

    def token_for(self, original: str, kind: Kind) -> str:
        token = self._tokens.get((original, kind.is_secret))
        if token is None:
            token = self._unused(kind)
            placeholder = Placeholder(token, original, kind)
            self._keep(placeholder)
            self.made.append(placeholder)
        return token

    def _unused(self, kind: Kind) -> str:
        while True:
            self._numbers[kind] += 1
            token = token_of(kind, self._numbers[kind])
            if token not in self._by_token and token not in self._reserved:
                return token

    def _keep(self, placeholder: Placeholder) -> None:
        self._by_token[placeholder.token] = placeholder
        self._tokens.setdefault((placeholder.original, placeholder.is_secret), placeholder.token)
        if placeholder.is_secret:
            self.secrets.add(placeholder.original)
        elif placeholder.kind is Kind.LITERAL:
            self._reserved.add(canonical(placeholder.original))
