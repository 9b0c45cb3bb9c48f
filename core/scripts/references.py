"""Expressions that fetch a value when the script runs: from the environment, or by asking.

They are the same whatever the value is. What travels in the environment is a text: `true` or
`false` for yes or no, a number as typed, several texts one a line.
"""

from __future__ import annotations

from core.scripts.contexts.context import Context
from core.scripts.model import FieldType, Language, Parameter, Value
from core.scripts.quoting import bash_literal, powershell_literal, python_literal


def variable_of(key: str) -> str:
    """The environment variable a value travels in."""
    return f"FLOWPILOT_{key.upper()}"


def carried(value: Value) -> str:
    """A value as the text that travels."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "\n".join(value) if isinstance(value, tuple) else value


def reference(parameter: Parameter, language: Language, context: Context) -> str:
    """The expression that reads the value of a parameter from the environment."""
    variable = variable_of(parameter.key)
    match language:
        case Language.POWERSHELL:
            return _powershell(variable, parameter.field_type, context)
        case Language.BASH:
            return _bash(variable, parameter.field_type, context)
        case Language.PYTHON:
            return _python(variable, parameter.field_type)


def preparation(parameter: Parameter, language: Language) -> str:
    """What must run before the reference works: Bash makes an array of the lines of a list."""
    if language is not Language.BASH or parameter.field_type is not FieldType.MULTI_TEXT:
        return ""
    variable = variable_of(parameter.key)
    return (
        f"{variable}_LIST=(); while IFS= read -r FLOWPILOT_LINE; do "
        f'[ -z "$FLOWPILOT_LINE" ] || {variable}_LIST+=("$FLOWPILOT_LINE"); '
        f'done <<< "${{{variable}-}}"; '
    )


def question(parameter: Parameter, language: Language, context: Context) -> str:
    """The expression that asks for a password on the console when the script runs."""
    prompt = parameter.label or parameter.key
    match language:
        case Language.POWERSHELL:
            asked = (
                "[System.Net.NetworkCredential]::new('', "
                f"(Read-Host -Prompt {powershell_literal(prompt)} -AsSecureString)).Password"
            )
            return f"$({asked})" if context is Context.IN_DOUBLE_QUOTES else f"({asked})"
        case Language.BASH:
            return _bash_in_context(
                f"$(IFS= read -rs -p {bash_literal(prompt + ': ')} FLOWPILOT_ANSWER </dev/tty"
                ' && echo >/dev/tty && printf %s "$FLOWPILOT_ANSWER")',
                context,
            )
        case Language.PYTHON:
            return f'__import__("getpass").getpass({python_literal(prompt + ": ")})'


def _powershell(variable: str, field_type: FieldType, context: Context) -> str:
    text = f'"${{env:{variable}}}"'  # in quotes: a variable that is not there is an empty text
    inside = context is Context.IN_DOUBLE_QUOTES
    match field_type:
        case FieldType.BOOLEAN:
            return f"$({text} -eq 'true')" if inside else f"({text} -eq 'true')"
        case FieldType.MULTI_TEXT:
            return f"@({text} -split '\\n' -ne '')"
        case FieldType.NUMBER if not inside:
            return f"$(if ({text}) {{ [decimal] {text} }})"
        case _:
            return text.strip('"') if inside else text


def _bash(variable: str, field_type: FieldType, context: Context) -> str:
    if field_type is FieldType.MULTI_TEXT:
        # Bash before 4.4 takes an empty array for an unset one.
        return f'${{{variable}_LIST[@]+"${{{variable}_LIST[@]}}"}}'
    return _bash_in_context(f"${{{variable}-}}", context)


def _bash_in_context(expansion: str, context: Context) -> str:
    match context:
        case Context.IN_DOUBLE_QUOTES:
            return expansion
        case Context.IN_SINGLE_QUOTES:
            return f"'\"{expansion}\"'"
        case _:
            return f'"{expansion}"'


def _python(variable: str, field_type: FieldType) -> str:
    text = f'__import__("os").environ.get("{variable}", "")'
    match field_type:
        case FieldType.BOOLEAN:
            return f'({text} == "true")'
        case FieldType.MULTI_TEXT:
            return f'[line for line in {text}.split("\\n") if line]'
        case FieldType.NUMBER:
            return f'(lambda n: (float if "." in n else int)(n) if n else None)({text})'
        case _:
            return text
