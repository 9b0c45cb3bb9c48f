"""What may be confirmed, and who will see it (domain.md section 5)."""

from __future__ import annotations

import pytest

from core.artifacts.documents import DocumentKind, Visibility, check_markdown
from core.outcome import Refused


def test_a_resolution_is_for_the_customer_and_a_package_is_internal() -> None:
    assert DocumentKind.RESOLUTION_NOTE.visibility is Visibility.CUSTOMER
    assert DocumentKind.ESCALATION_PACKAGE.visibility is Visibility.INTERNAL


def test_every_kind_has_its_name() -> None:
    assert [kind.label for kind in DocumentKind] == ["Resolution note", "Escalation package"]


@pytest.mark.parametrize("markdown", ["", " \n\t "])
def test_an_empty_document_is_refused(markdown: str) -> None:
    assert check_markdown(markdown) == Refused("The document is empty.", "markdown")


def test_a_document_has_at_most_20000_characters() -> None:
    assert check_markdown("x" * 20_000) == "x" * 20_000
    assert check_markdown("x" * 20_001) == Refused(
        "The document has 20,001 characters; the limit is 20,000.", "markdown"
    )


def test_a_document_is_kept_trimmed() -> None:
    assert check_markdown("\n## Problem\n\nIt is off.\n\n") == "## Problem\n\nIt is off."
