"""What each marker block proposes (the table of domain.md section 2).

Fields that are not known are ignored and values of a wrong type count as missing. A block that
cannot be read is left out and noted, without its content; the turn stands.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from itertools import islice
from typing import TypeGuard

from core.copilot.marker_values import (
    line_of,
    number_of,
    objects,
    read_json,
    scalar_of,
    text_of,
    uuid_of,
    word_of,
)
from core.copilot.turn import (
    PromotedFact,
    ProposedCheck,
    ProposedFix,
    ProposedOutcome,
    ProposedQuestion,
    Turn,
)
from core.scripts.model import SLUG_LIMIT, Language
from core.sessions import facts, fixes
from core.sessions.facts import SourceType
from core.sessions.fixes import ProposedResult

_log = logging.getLogger(__name__)

# A model that lost its thread must not flood the lane; nobody reads more than this.
ITEMS_LIMIT = 50
OPTIONS_LIMIT = 20
PARAMETERS_LIMIT = 50
LABEL_LIMIT = 500
OPTION_LIMIT = 200
TEXT_LIMIT = 20_000
COMMAND_LIMIT = 16_000
"""What surely fits on a command line; a longer one is dropped, as half a command is another one."""


class Block(StrEnum):
    """A marker's name; the value is what stands in the brackets."""

    QUESTIONS = "QUESTIONS"
    ACTIONS = "ACTIONS"
    PROMOTE = "PROMOTE"
    SUGGEST_FIX = "SUGGEST_FIX"
    FIX_OUTCOME = "FIX_OUTCOME"


class Proposals:
    """Collects what the blocks of one reply propose.

    Of several fixes, and of several outcomes, the last valid one stands: a malformed block loses
    itself and not the one before it. `shell` is for commands that name none.
    """

    def __init__(self, shell: str) -> None:
        self._shell = shell
        self._turn = Turn()

    def turn(self, prose: str) -> Turn:
        return replace(self._turn, prose=prose)

    def add(self, block: Block, payload: str) -> None:
        """Read one block. `payload` is everything between its markers."""
        items = objects(read_json(payload))
        if not items:
            _log.info("marker.left_out block=%s characters=%d", block.value, len(payload))
        if block is Block.QUESTIONS:
            self._add_questions(items)
        elif block is Block.ACTIONS:
            self._add_checks(items)
        elif block is Block.PROMOTE:
            self._add_facts(items)
        elif block is Block.SUGGEST_FIX:
            self._add_fix(items)
        else:
            self._add_outcome(items)

    def _add_questions(self, items: list[Mapping[str, object]]) -> None:
        read = (question for item in items if (question := _question(item)))
        known = self._turn.questions
        self._turn = replace(self._turn, questions=tuple(islice((*known, *read), ITEMS_LIMIT)))

    def _add_checks(self, items: list[Mapping[str, object]]) -> None:
        read = (check for item in items if (check := _check(item, self._shell)))
        known = self._turn.checks
        self._turn = replace(self._turn, checks=tuple(islice((*known, *read), ITEMS_LIMIT)))

    def _add_facts(self, items: list[Mapping[str, object]]) -> None:
        read = (fact for item in items if (fact := _fact(item)))
        known = self._turn.facts
        self._turn = replace(self._turn, facts=tuple(islice((*known, *read), ITEMS_LIMIT)))

    def _add_fix(self, items: list[Mapping[str, object]]) -> None:
        for item in items:
            self._turn = replace(self._turn, fix=_fix(item) or self._turn.fix)

    def _add_outcome(self, items: list[Mapping[str, object]]) -> None:
        for item in items:
            self._turn = replace(self._turn, outcome=_outcome(item) or self._turn.outcome)


def _question(item: Mapping[str, object]) -> ProposedQuestion | None:
    text = line_of(item.get("text"), LABEL_LIMIT)
    if not text:
        return None
    options = item.get("options")
    read = (line_of(option, OPTION_LIMIT) for option in options) if _is_list(options) else ()
    return ProposedQuestion(
        text=text,
        context=text_of(item.get("context"), facts.TEXT_LIMIT),
        options=tuple(islice(dict.fromkeys(filter(None, read)), OPTIONS_LIMIT)),
    )


def _check(item: Mapping[str, object], shell: str) -> ProposedCheck | None:
    """A check; its command is text and nothing else until the engineer decides to run it."""
    label = line_of(item.get("label"), LABEL_LIMIT)
    if not label:
        return None
    command, _ = _unfenced(text_of(item.get("command")))
    if len(command) > COMMAND_LIMIT:
        command = ""
    return ProposedCheck(
        label=label,
        command=command,
        shell=_SHELLS.get(word_of(item.get("shell")), shell) if command else "",
        description=text_of(item.get("description"), facts.TEXT_LIMIT),
    )


def _fact(item: Mapping[str, object]) -> PromotedFact | None:
    """A fact. Too long a text is left out, as half a statement is another statement."""
    source_type = _SOURCE_TYPES.get(word_of(item.get("source_type")))
    text = text_of(item.get("text"))
    if source_type is None or not text or len(text) > facts.TEXT_LIMIT:
        return None
    return PromotedFact(
        source_type=source_type,
        text=text,
        summary=line_of(item.get("summary"), facts.SUMMARY_LIMIT),
        source_ref=uuid_of(item.get("source_ref")) if source_type.has_source else None,
    )


def _fix(item: Mapping[str, object]) -> ProposedFix | None:
    title = line_of(item.get("title"), fixes.TITLE_LIMIT)
    description = text_of(item.get("description"), TEXT_LIMIT)
    confidence = number_of(item.get("confidence"))
    if not title or not description or confidence is None:
        return None
    proposed = ProposedFix(
        title=title,
        description=description,
        confidence=round(max(0.0, min(100.0, confidence))),
    )
    parameters = _parameters(item.get("ai_drafted_parameters"))
    slug = line_of(item.get("script_template_slug"))
    if slug and len(slug) <= SLUG_LIMIT:
        proposed = replace(proposed, script_template_slug=slug, drafted_parameters=parameters)
    script, fence_word = _unfenced(text_of(item.get("ai_drafted_script")))
    if not script or len(script) > fixes.SCRIPT_LIMIT:
        return proposed
    return replace(
        proposed,
        drafted_script=script,
        drafted_parameters=parameters,
        script_language=_language(word_of(item.get("ai_drafted_language")), fence_word, script),
    )


def _outcome(item: Mapping[str, object]) -> ProposedOutcome | None:
    fix_id = uuid_of(item.get("fix_id"))
    result = _RESULTS.get(word_of(item.get("outcome")))
    if fix_id is None or result is None:
        return None
    reason = text_of(item.get("reason"), fixes.NOTES_LIMIT)
    return ProposedOutcome(fix_id=fix_id, result=result, reason=reason)


def _parameters(value: object) -> dict[str, object]:
    """Names and plain values; anything deeper is left out."""
    if not isinstance(value, dict):
        return {}
    read = ((line_of(name, OPTION_LIMIT), scalar_of(plain)) for name, plain in value.items())
    kept = ((name, plain) for name, plain in read if name and plain is not None)
    return dict(islice(kept, PARAMETERS_LIMIT))


def _language(named: str, fence_word: str, script: str) -> str:
    """The script's language: as named, as its fence says, as its first line says, or PowerShell."""
    for word in (named, fence_word):
        if language := _LANGUAGES.get(word):
            return language.value
    first_line = script.partition("\n")[0]
    if first_line.startswith("#!"):
        if "python" in first_line:
            return Language.PYTHON.value
        if first_line.split("/")[-1].split()[-1:] != ["pwsh"]:
            return Language.BASH.value
    return Language.POWERSHELL.value


def _unfenced(text: str) -> tuple[str, str]:
    """A text without the code fence around it, and the word behind the fence in lower case."""
    first_line, _, rest = text.partition("\n")
    if not first_line.startswith("```") or not rest.endswith("```"):
        return text, ""
    return rest.rstrip("`").strip(), first_line.strip("` ").lower()


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


_SOURCE_TYPES = {one.value: one for one in SourceType if one is not SourceType.USER_NOTE}
_RESULTS = {one.value: one for one in ProposedResult}
_LANGUAGES = {one.value: one for one in Language} | {
    "pwsh": Language.POWERSHELL,
    "ps1": Language.POWERSHELL,
    "sh": Language.BASH,
    "shell": Language.BASH,
    "py": Language.PYTHON,
}
_SHELLS = {
    "powershell": "powershell",
    "pwsh": "powershell",
    "cmd": "powershell",
    "posix": "posix",
    "bash": "posix",
    "sh": "posix",
    "zsh": "posix",
}
