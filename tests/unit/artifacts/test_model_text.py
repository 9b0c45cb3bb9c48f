"""Models wrap, announce and decorate; the document in it is what counts."""

from __future__ import annotations

import pytest

from core.artifacts.documents import HEADINGS, DocumentKind
from core.artifacts.grounding import left_in
from core.artifacts.model_text import tidied

PACKAGE = DocumentKind.ESCALATION_PACKAGE
PLAIN = "\n\n".join(f"## {title}\n\nText." for title in HEADINGS[PACKAGE])


@pytest.mark.parametrize(
    "answer",
    [
        PLAIN,
        f"\n\n{PLAIN}\n",
        f"Here is the package:\n\n{PLAIN}",
        f"```\n{PLAIN}\n```",
        f"```markdown\n{PLAIN}\n```\n",
        PLAIN.replace("## ", "# "),
        PLAIN.replace("## ", "### "),
        PLAIN.replace("'", "’"),
        PLAIN.replace("## Problem", "## **Problem**").replace("## Current", "##  CURRENT"),
    ],
)
def test_the_headings_are_the_composers(answer: str) -> None:
    assert tidied(PACKAGE, answer) == PLAIN


def test_what_is_no_heading_of_the_document_stays() -> None:
    text = f"{PLAIN}\n\n## Cost\n\n`# not a heading`"

    assert tidied(PACKAGE, text) == text


def test_an_answer_without_headings_stays_as_it_is() -> None:
    assert tidied(PACKAGE, "I cannot do that.") == "I cannot do that."


def test_a_flag_goes_when_its_piece_goes() -> None:
    flags = ("Cisco", "10.9.8.7")

    assert left_in("A Cisco switch at `10.9.8.7`.", flags) == flags
    assert left_in("A switch at 10.9.8.7, by Contoso.", flags) == ("10.9.8.7",)
    assert left_in("A switch at 10.9.8.70.", flags) == ()
