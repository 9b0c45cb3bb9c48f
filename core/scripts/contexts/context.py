"""What a place in a script takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Context(StrEnum):
    VALUE = "value"
    """A complete expression, or a word that must be quoted to be one."""
    ARGUMENT = "argument"
    """A complete word, which may be bare when it is plainly safe."""
    IN_DOUBLE_QUOTES = "in_double_quotes"
    """Inside a double-quoted string of PowerShell or Bash."""
    IN_SINGLE_QUOTES = "in_single_quotes"
    """Inside a single-quoted string of Bash."""
    REFUSED = "refused"
    """No value may stand here."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a placeholder stands.

    takes_list   several words or an array may stand here, not only one text
    reason       why it is refused: a sentence that says what to do instead
    """

    context: Context
    takes_list: bool = False
    reason: str = ""


def refused(reason: str) -> Place:
    return Place(Context.REFUSED, reason=reason)


IN_COMMENT = refused("It stands in a comment, where no value can be put.")
IN_HERE_TEXT = refused(
    "It stands in a here-string or here-document. Put it in a variable first and use that."
)
IN_COMMAND_PLACE = refused("It stands where a command is expected; a value can not be a command.")
IN_WORD = refused("It touches the text next to it. Put it in a variable first and use that.")
IN_CODE = refused("What stands here is run as code. Give the value to a command directly instead.")
IS_TARGET = refused("It stands where a name is expected; only values can be filled in.")
UNREADABLE = refused("The script can not be read around it. Give it a place of its own.")
