"""A model's part in scripts: what it is asked, and what is read out of its answers. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.copilot.model import (
    FailureKind,
    ModelAction,
    ModelError,
    ModelMessage,
    ModelRequest,
    Speaker,
    SystemBlock,
    TextPart,
)
from core.copilot.prompts import Prompt
from core.copilot.request.fences import data, one_line
from core.copilot.request.limits import Budget, max_tokens
from core.copilot.request.tokens import MESSAGE_TOKENS, estimate
from core.scripts.extraction import ProposedParameter
from core.scripts.model import BODY_LIMIT, BuilderMessage, BuilderRole, Language
from core.sessions.messages import Rung

_FACT = 300
_BLOCK = re.compile(
    r"^[ ]{0,3}(`{3,}|~{3,})([^\n`]*)\n(.*?)(?:^[ ]{0,3}\1[`~]*[ \t]*$(?P<closed>)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_NAMES = {
    "powershell": Language.POWERSHELL,
    "pwsh": Language.POWERSHELL,
    "ps1": Language.POWERSHELL,
    "bash": Language.BASH,
    "sh": Language.BASH,
    "shell": Language.BASH,
    "python": Language.PYTHON,
    "py": Language.PYTHON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderCase:
    """What a model is told about a script in the making.

    messages  the conversation, the engineer's newest message last
    purpose   what the fix is for;  facts  what is known in the session; both empty without one
    """

    language: Language
    script: str
    messages: tuple[BuilderMessage, ...]
    purpose: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """An answer: its prose, and the script in it if there is one."""

    prose: str
    script: str = ""
    language: Language | None = None


def build_script_request(
    case: BuilderCase, *, model: str, budget: Budget, rung: Rung
) -> ModelRequest:
    """Ask for the next answer, within the budget; older messages are left out first.

    Raises:
        ModelError: the editor's script does not fit. A part of it is never sent: the answer would
            be a part as well, and would take the place of the whole.
    """
    if estimate(case.script) > budget.total // 2:
        raise ModelError(FailureKind.TOO_LONG)
    static = Prompt.SCRIPT_BUILD.fill(language=case.language.label)
    newest = _newest(case, budget)
    room = budget.total - estimate(static) - estimate(newest) - 2 * MESSAGE_TOKENS
    return ModelRequest(
        model=model,
        system=(SystemBlock(static, cached=True),),
        messages=(*_history(case.messages[:-1], room), _message(Speaker.USER, newest)),
        max_tokens=max_tokens(ModelAction.SCRIPT_BUILD, rung),
    )


def build_extraction_request(
    script: str, *, model: str, budget: Budget, rung: Rung
) -> ModelRequest:
    """Ask which values of a script are parameters."""
    static = Prompt.TEMPLATE_EXTRACTION.fill()
    room = budget.total - estimate(static) - 2 * MESSAGE_TOKENS
    return ModelRequest(
        model=model,
        system=(SystemBlock(static, cached=True),),
        messages=(_message(Speaker.USER, data("script", script, room)),),
        max_tokens=max_tokens(ModelAction.TEMPLATE_EXTRACTION, rung),
    )


def split_script(text: str, *, is_whole: bool = True) -> Written:
    """The prose of an answer and its script: the longest code block, of a known language first.

    is_whole  the answer came to its end; of one that did not, a block without an end is no script
    """
    text = text.replace("\r\n", "\n")
    blocks = [one for one in _BLOCK.finditer(text) if is_whole or one["closed"] is not None]
    if not blocks:
        return Written(text.strip())
    block = max(blocks, key=lambda one: (_language(one) is not None, len(one[3])))
    prose = "\n\n".join(
        part for part in (text[: block.start()].strip(), text[block.end() :].strip()) if part
    )
    script = block[3].rstrip()
    if len(script) > BODY_LIMIT:
        return Written(text.strip())
    return Written(prose, script, _language(block))


def _language(block: re.Match[str]) -> Language | None:
    return _NAMES.get(block[2].strip().split(" ")[0].casefold())


def read_proposals(text: str) -> tuple[ProposedParameter, ...]:
    """The parameters of a model's answer; what is not understood is left out."""
    start, end = text.find("["), text.rfind("]")
    try:
        told = json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        return ()
    return tuple(_proposals(told)) if isinstance(told, list) else ()


def _proposals(told: Sequence[object]) -> Iterator[ProposedParameter]:
    for each in told:
        if not isinstance(each, dict):
            continue
        key, text = each.get("key"), each.get("text")
        if isinstance(key, str) and isinstance(text, str):
            label, words = each.get("label"), each.get("help")
            yield ProposedParameter(
                key=key,
                text=text,
                label=one_line(label, 100) if isinstance(label, str) else "",
                help=one_line(words, 300) if isinstance(words, str) else "",
            )


def _newest(case: BuilderCase, budget: Budget) -> str:
    parts: list[str] = []
    if case.purpose:
        parts.append("What the script is for:\n" + data("fix", case.purpose, budget.total // 10))
    if case.facts:
        facts = "\n".join(f"- {one_line(fact, _FACT)}" for fact in case.facts)
        parts.append("What is known:\n" + data("facts", facts, budget.total // 10))
    if case.script.strip():
        parts.append("In the editor now:\n" + data("editor", case.script, budget.total))
    parts.append(case.messages[-1].text if case.messages else "")
    return "\n\n".join(parts)


def _history(messages: Sequence[BuilderMessage], room: int) -> tuple[ModelMessage, ...]:
    """The newest messages that fit, speakers in turn, beginning with the engineer."""
    kept: list[ModelMessage] = []
    for message in reversed(messages):
        text = "\n\n".join(filter(None, (message.text, _fence(message.script)))) or "(nothing)"
        room -= estimate(text) + MESSAGE_TOKENS
        if room < 0:
            break
        speaker = Speaker.USER if message.role is BuilderRole.ENGINEER else Speaker.ASSISTANT
        kept.append(_message(speaker, text))
    kept.reverse()
    while kept and kept[0].speaker is not Speaker.USER:
        kept.pop(0)
    return _in_turn(kept)


def _in_turn(messages: Sequence[ModelMessage]) -> tuple[ModelMessage, ...]:
    """Two messages in a row of one speaker become one; the last one is an answer."""
    told: list[ModelMessage] = []
    for message in messages:
        if told and told[-1].speaker is message.speaker:
            told[-1] = ModelMessage(message.speaker, (*told[-1].parts, *message.parts))
        else:
            told.append(message)
    if told and told[-1].speaker is Speaker.USER:
        told.append(_message(Speaker.ASSISTANT, "(no answer)"))
    return tuple(told)


def _fence(script: str) -> str:
    return f"```\n{script}\n```" if script else ""


def _message(speaker: Speaker, text: str) -> ModelMessage:
    return ModelMessage(speaker, (TextPart(text),))
