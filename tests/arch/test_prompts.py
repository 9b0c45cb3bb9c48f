"""What a model is told holds no literal example: models repeat them on unrelated tickets.

Walked are the shipped prompts and every long or block-bearing string of the copilot's code, except
docstrings, which nobody sends.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

import pytest

from core.copilot.prompts import FOLDER, Prompt
from tests.arch.rule import ROOT, Source, project_sources

BLOCKS = ("QUESTIONS", "ACTIONS", "PROMOTE", "SUGGEST_FIX", "FIX_OUTCOME")
# Names, hosts and addresses that came back from models on tickets they had nothing to do with.
LEAKED = (
    "jsmith", "jdoe", "john doe", "jane doe", "john smith", "acme", "contoso", "fabrikam",
    "northwind", "dc01", "dc1", "srv01", "fs01", "adsync", "dnscache", "spooler", "google.com",
    "microsoft.com", "example.com", "8.8.8.8", "1.1.1.1", "192.168.", "10.0.0.", "169.254.",
    "kb50", "0x8007",
)  # fmt: skip
PROMPT_LIKE = 200  # characters; shorter strings are labels

_BLOCK = re.compile(rf"\[({'|'.join(BLOCKS)})\](.*?)\[/\1\]", re.DOTALL)
_BARE = re.compile(r'(?<!")<[^<>"]+>(?!")')
_PLACEHOLDER = re.compile(r"<[^<>]+>")


def literals(text: str) -> Iterator[str]:
    """What stands in marker blocks beside `<placeholder>` values."""
    for block, payload in _BLOCK.findall(text):
        try:
            told = json.loads(_BARE.sub('"<value>"', payload))
        except ValueError:
            yield f"[{block}] is not JSON with placeholders: {payload.strip()[:60]}"
            continue
        for value in _leaves(told):
            if not (isinstance(value, str) and _PLACEHOLDER.fullmatch(value)):
                yield f"[{block}] holds the literal {value!r}"


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def leaks(text: str) -> list[str]:
    """Which of the names that leaked before stand in a text."""
    folded = text.casefold()
    return [token for token in LEAKED if re.search(rf"(?<!\w){re.escape(token)}", folded)]


def slots(text: str) -> set[str]:
    """Every slot of a prompt; a dollar sign that begins none of them is "$"."""
    found = [match.groupdict() for match in Template.pattern.finditer(text)]
    return {one["named"] or one["braced"] or "$" for one in found if one["escaped"] is None}


def problems(text: str) -> list[str]:
    return [*literals(text), *(f"names {token}, which leaked before" for token in leaks(text))]


def prompt_like(source: Source) -> Iterator[tuple[int, str]]:
    """Strings of a module that may be told to a model, with their lines."""
    docstrings = {id(node.value) for node in source.nodes if isinstance(node, ast.Expr)}
    for node in source.nodes:
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            text = node.value if isinstance(node.value, str) else ""
            if len(text) >= PROMPT_LIKE or any(f"[{block}]" in text for block in BLOCKS):
                yield node.lineno, text


FILES = sorted((ROOT / "resources" / FOLDER).glob("*.md"))
COPILOT = [source for source in project_sources() if source.path.startswith("core/copilot/")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_shipped_prompt_has_placeholders_only(file: Path) -> None:
    assert problems(file.read_text("utf-8")) == []


@pytest.mark.parametrize("source", COPILOT, ids=lambda source: source.path)
def test_the_copilots_code_has_placeholders_only(source: Source) -> None:
    found = [f"{line}: {one}" for line, text in prompt_like(source) for one in problems(text)]
    assert found == []


def test_every_file_is_a_prompt_and_every_prompt_a_file() -> None:
    assert [file.stem for file in FILES] == sorted(prompt.value for prompt in Prompt)


@pytest.mark.parametrize("prompt", Prompt)
def test_a_prompt_has_the_slots_it_declares(prompt: Prompt) -> None:
    text = (ROOT / "resources" / FOLDER / f"{prompt.value}.md").read_text("utf-8")
    assert slots(text) == prompt.slots
    filled = prompt.fill(**dict.fromkeys(prompt.slots, "<value>"))
    assert "$" not in filled


def test_the_chat_prompt_shows_every_block() -> None:
    text = Prompt.CHAT.fill(laptop="", shell="")
    assert {block for block, _ in _BLOCK.findall(text)} == set(BLOCKS)


@pytest.mark.parametrize(
    "text",
    [
        '[QUESTIONS][{"text": "Is the cable in?"}][/QUESTIONS]',
        '[QUESTIONS]\n[{"text": "<question>", "options": ["Yes", "<other>"]}]\n[/QUESTIONS]',
        '[SUGGEST_FIX]{"title": "<title>", "confidence": 85}[/SUGGEST_FIX]',
        '[SUGGEST_FIX]{"title": "<title>", "is_sure": true}[/SUGGEST_FIX]',
        '[PROMOTE]{"text": "<one> and more"}[/PROMOTE]',
        "[ACTIONS]look at the cable[/ACTIONS]",
        "For example JSmith cannot sign in.",
        "ping 8.8.8.8",
        "the ADSync service on DC01",
    ],
)
def test_the_guard_refuses(text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize(
    "text",
    [
        '[QUESTIONS][{"text": "<question>", "options": ["<answer>"]}][/QUESTIONS]',
        '[SUGGEST_FIX]{"title": "<title>", "confidence": <0 to 100>}[/SUGGEST_FIX]',
        "[QUESTIONS] and [ACTIONS] hold an array.",
    ],
)
def test_the_guard_allows(text: str) -> None:
    assert problems(text) == []


def test_the_guard_looks_into_code_but_not_into_docstrings() -> None:
    block = "[PROMOTE]{'x': 1}[/PROMOTE]"
    code = f'"""{block}"""\nLONG = "{"a" * PROMPT_LIKE}"\nBLOCK = f"{block}"\nSHORT = "jsmith"\n'
    assert [line for line, _ in prompt_like(Source("core/copilot/a.py", code))] == [2, 3]


@pytest.mark.parametrize("text", ["$unknown", "${braced}", "costs 5 $ today"])
def test_a_stray_slot_is_seen(text: str) -> None:
    assert slots(text) - {"laptop", "shell"}


def test_a_prompt_cannot_be_filled_halfway() -> None:
    with pytest.raises(KeyError):
        Prompt.CHAT.fill(laptop="Windows")
    with pytest.raises(KeyError):
        Prompt.CHAT.fill(laptop="Windows", shell="", more="")
