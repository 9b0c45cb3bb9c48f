"""Values of every type as source text for the place they stand in."""

from __future__ import annotations

from collections.abc import Callable

from core.scripts.contexts.context import Context
from core.scripts.model import Language
from core.scripts.quoting import (
    bash_argument,
    bash_in_double_quotes,
    bash_in_single_quotes,
    bash_literal,
    powershell_argument,
    powershell_in_double_quotes,
    powershell_literal,
    python_literal,
)

_TEXTS: dict[Language, dict[Context, Callable[[str], str]]] = {
    Language.POWERSHELL: {
        Context.VALUE: powershell_literal,
        Context.ARGUMENT: powershell_argument,
        Context.IN_DOUBLE_QUOTES: powershell_in_double_quotes,
    },
    Language.BASH: {
        Context.VALUE: bash_literal,
        Context.ARGUMENT: bash_argument,
        Context.IN_DOUBLE_QUOTES: bash_in_double_quotes,
        Context.IN_SINGLE_QUOTES: bash_in_single_quotes,
    },
    Language.PYTHON: {Context.VALUE: python_literal},
}
_IN_QUOTES = {Context.IN_DOUBLE_QUOTES, Context.IN_SINGLE_QUOTES}


def text_literal(text: str, language: Language, context: Context) -> str:
    return _TEXTS[language][context](text)


def boolean_literal(value: bool, language: Language, context: Context) -> str:
    match language:
        case Language.BASH:
            return text_literal("true" if value else "false", language, context)
        case Language.POWERSHELL if context not in _IN_QUOTES:
            return "$true" if value else "$false"
        case _:
            return str(value)


def number_literal(text: str, language: Language, context: Context) -> str:
    """A number as it was typed; negative ones in parentheses, so that no operator splits them.

    An empty text, where no number was needed, is nothing: `$null`, `None`, or an empty word.
    """
    if language is Language.BASH or context in _IN_QUOTES:
        return text_literal(text, language, context)
    if not text:
        return "$null" if language is Language.POWERSHELL else "None"
    return f"({text})" if text.startswith("-") else text


def list_literal(texts: tuple[str, ...], language: Language) -> str:
    match language:
        case Language.BASH:
            return " ".join(bash_literal(text) for text in texts)
        case Language.POWERSHELL:
            return "@(" + ", ".join(powershell_literal(text) for text in texts) + ")"
        case Language.PYTHON:
            return "[" + ", ".join(python_literal(text) for text in texts) + "]"
