"""From a concrete script to a template: which of its texts become parameters.

Conservative, and proven each time: filled in with the extracted values the body is the script
again, byte for byte. What cannot be proven stays as it is. So does a text that can be asked for at
only some of its places: with another value the template would do half of its work to one thing and
half to another. A secret is never a parameter here; it has no business in a template's values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.errors import UserError
from core.scripts.drafted import proposed_texts
from core.scripts.known_literals import literals
from core.scripts.model import Language, Parameter, Value
from core.scripts.placeholders import ProblemKind, check_template
from core.scripts.rendering import render
from core.scripts.secret_names import sounds_secret
from core.scripts.syntax import Span, parse

PARAMETERS_LIMIT = 8
_PLACES_LIMIT = 60
_LEAST = 2
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A template's body and parameters, and the values that make the script of it again."""

    body: str
    parameters: tuple[Parameter, ...] = ()
    values: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class ProposedParameter:
    """Somebody says that a text of the script should be asked for."""

    key: str
    text: str
    label: str = ""
    help: str = ""


def extract(
    script: str, language: Language, proposed: Mapping[str, object] | Sequence[ProposedParameter]
) -> Extracted:
    """The script as a template; what is proposed goes before what is found.

    Nothing fits, or the script already holds two braces: it stays as it is, without parameters.
    """
    if "{{" in script:
        return Extracted(script)
    wanted = _named(proposed) if isinstance(proposed, Mapping) else tuple(proposed)
    wanted = wanted or tuple(_found(script))
    taken = _Taking(script, language)
    for one in wanted:
        if len(taken.parameters) < PARAMETERS_LIMIT:
            taken.take(one)
    return taken.result()


def _named(proposed: Mapping[str, object]) -> tuple[ProposedParameter, ...]:
    return tuple(
        ProposedParameter(_key_for(key), text) for key, text in proposed_texts(proposed).items()
    )


def _found(script: str) -> Iterator[ProposedParameter]:
    """What looks like a parameter; the same text everywhere is the same one."""
    keys: dict[str, int] = {}
    seen: set[str] = set()
    for literal in literals(script):
        if literal.text in seen:
            continue
        seen.add(literal.text)
        keys[literal.key] = number = keys.get(literal.key, 0) + 1
        suffix = "" if number == 1 else f"_{number}"
        label = literal.label if number == 1 else f"{literal.label} {number}"
        yield ProposedParameter(f"{literal.key}{suffix}", literal.text, label)


def _key_for(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    plain = re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")
    return plain if _KEY.fullmatch(plain) else f"value_{plain}"[:40].rstrip("_")


class _Taking:
    """The replacements so far; each is kept only if the script comes back whole."""

    def __init__(self, script: str, language: Language) -> None:
        self._script = script
        self._language = language
        self._tree = parse(script, language)
        self._replaced: dict[Span, str] = {}
        self.parameters: list[Parameter] = []
        self._values: dict[str, Value] = {}

    def take(self, proposed: ProposedParameter) -> None:
        if len(proposed.text) < _LEAST or not _KEY.fullmatch(proposed.key):
            return
        if sounds_secret(proposed.key):
            return
        if proposed.key in self._values or "\n" in proposed.text:
            return
        label = proposed.label or proposed.key.replace("_", " ").capitalize()
        self.parameters.append(Parameter(key=proposed.key, label=label, help=proposed.help))
        self._values[proposed.key] = proposed.text
        before = dict(self._replaced)
        if not self._place_everywhere(proposed):
            self._replaced = before
            self.parameters.pop()
            del self._values[proposed.key]

    def result(self) -> Extracted:
        body, parameters = self._body(), tuple(self.parameters)
        problems = check_template(body, self._language, parameters)
        if any(problem.kind is not ProblemKind.SYNTAX for problem in problems):
            return Extracted(self._script)
        return Extracted(body, parameters, dict(self._values))

    def _place_everywhere(self, proposed: ProposedParameter) -> bool:
        """Whether it stands somewhere, and every place that counts could be replaced."""
        spans = [
            span for span in self._places(proposed.text) if self._is_free(span) and self._runs(span)
        ]
        if not spans or len(spans) > _PLACES_LIMIT:
            return False
        return all(self._place(span, proposed.key) for span in spans)

    def _places(self, text: str) -> Iterator[Span]:
        """Where the text stands as a whole word."""
        pattern = rf"(?<![\w]){re.escape(text)}(?![\w])"
        return (Span(*match.span()) for match in re.finditer(pattern, self._script))

    def _runs(self, span: Span) -> bool:
        """Whether it is part of what runs: comments may go on naming the old value."""
        node = self._tree.node_at(span)
        return node is None or node.type != "comment"

    def _place(self, span: Span, key: str) -> bool:
        """Put the placeholder there, or around the quotes there; whatever gives the script back."""
        for tried in (span, Span(span.start - 1, span.end + 1)):
            if self._is_free(tried) and self._comes_back(tried, key):
                self._replaced[tried] = key
                return True
        return False

    def _is_free(self, span: Span) -> bool:
        inside = span.start >= 0 and span.end <= len(self._script)
        return inside and not any(
            span.start < taken.end and taken.start < span.end for taken in self._replaced
        )

    def _comes_back(self, span: Span, key: str) -> bool:
        body = self._body({span: key})
        try:
            return render(body, self._language, self.parameters, self._values) == self._script
        except UserError:
            return False

    def _body(self, more: Mapping[Span, str] | None = None) -> str:
        parts, at = [], 0
        for span, key in sorted({**self._replaced, **(more or {})}.items()):
            parts += [self._script[at : span.start], f"{{{{ {key} }}}}"]
            at = span.end
        return "".join([*parts, self._script[at:]])
