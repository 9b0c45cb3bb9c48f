"""The prompts that are shipped, with the slots each of them has.

A prompt is a text in `resources/prompts` with `$name` slots. tests/arch/test_prompts.py holds what
may stand in one: models repeat literal examples on unrelated tickets, so there are none.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from string import Template

import resources

FOLDER = "prompts"


class Prompt(StrEnum):
    """A shipped prompt; the value is its file's name without `.md`."""

    CHAT = "chat"
    CHAT_REMINDER = "chat_reminder"
    RESOLUTION_NOTE = "resolution_note"
    ESCALATION_PACKAGE = "escalation_package"
    FACT_SYNTHESIS = "fact_synthesis"
    SCRIPT_BUILD = "script_build"
    TEMPLATE_EXTRACTION = "template_extraction"

    @property
    def slots(self) -> frozenset[str]:
        """The slots its text has, no more and no fewer."""
        return _SLOTS.get(self, frozenset())

    @property
    def wording(self) -> str:
        """Its text with the slots empty: what was asked with other words was asked otherwise."""
        return _text(self).template

    def fill(self, **values: str) -> str:
        """The text with its slots filled.

        Raises:
            KeyError: the values are not those of the slots.
        """
        if values.keys() != self.slots:
            raise KeyError(f"{self.value} has the slots {sorted(self.slots)}")
        return _text(self).substitute(values)


_DOCUMENT_SLOTS = frozenset({"confident", "headings", "not_applied", "not_isolated"})
_SLOTS = {
    Prompt.CHAT: frozenset({"laptop", "shell"}),
    Prompt.SCRIPT_BUILD: frozenset({"language"}),
    Prompt.RESOLUTION_NOTE: _DOCUMENT_SLOTS,
    Prompt.ESCALATION_PACKAGE: _DOCUMENT_SLOTS,
}


@cache
def _text(prompt: Prompt) -> Template:
    return Template(resources.read_text(FOLDER, f"{prompt.value}.md").strip())
