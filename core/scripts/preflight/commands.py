"""What a script calls, in one form for all languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.scripts.syntax import Span


@dataclass(frozen=True, slots=True)
class Word:
    """An argument. `value` is what it is when it runs; None when only the run tells."""

    text: str
    value: str | None
    span: Span

    @property
    def shown(self) -> str:
        return self.text if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Command:
    """A call of a command, a program or a function.

    name      lower case, aliases resolved, without folder and `.exe`; "" when only the run tells
    written   the name as it stands in the script
    upstream  what is piped into it, first to last
    around    the commands whose output it is repeated for
    """

    name: str
    written: str
    name_span: Span
    span: Span
    words: tuple[Word, ...] = ()
    upstream: tuple[Command, ...] = field(default=(), repr=False)
    around: tuple[Command, ...] = field(default=(), repr=False)

    @property
    def line(self) -> str:
        """Name and arguments in lower case, parted by single spaces: what rules are matched to."""
        return " ".join([self.name, *(" ".join(word.shown.split()) for word in self.words)]).lower()

    def given(self, *names: str) -> bool:
        """Whether one of the switches is set (`-Force`, but not `-Force:$false`)."""
        for at, word in enumerate(self.words):
            if word.text.lower().lstrip("-") in names and word.text.startswith("-"):
                following = self.words[at + 1].shown.lower() if at + 1 < len(self.words) else ""
                return following != "$false"
        return False

    def value_of(self, *names: str) -> Word | None:
        """What follows one of the parameters."""
        for word, following in zip(self.words, self.words[1:], strict=False):
            if word.text.startswith("-") and word.text.lower().lstrip("-") in names:
                return following
        return None

    def positional(self) -> Iterator[Word]:
        """The arguments that are no switches; what follows a parameter is among them."""
        return (word for word in self.words if not word.text.startswith("-"))


def base_name(written: str) -> str:
    """`C:\\Windows\\System32\\vssadmin.exe`, `Module\\Verb-Noun` or `/bin/rm`: the last part."""
    last = written.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].lower()
    for ending in (".exe", ".com"):
        last = last.removesuffix(ending)
    return last
