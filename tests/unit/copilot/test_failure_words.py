"""Every failure of a model has words of its own and a next step."""

from __future__ import annotations

import pytest

from core.copilot.failure_words import WORDS
from core.copilot.model import FailureKind


@pytest.mark.parametrize("kind", FailureKind)
def test_every_failure_says_what_happened_what_it_means_and_what_to_do(kind: FailureKind) -> None:
    words = WORDS[kind]
    for sentence in (words.title, words.meaning, words.next_step):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert "kept" in words.meaning


def test_no_two_failures_are_told_alike() -> None:
    assert len({words.title for words in WORDS.values()}) == len(FailureKind)


@pytest.mark.parametrize("kind", [kind for kind in FailureKind if WORDS[kind].needs_settings])
def test_what_the_settings_cure_sends_people_there(kind: FailureKind) -> None:
    words = WORDS[kind]
    assert any(word in words.next_step for word in ("settings", "limit", "larger context"))


@pytest.mark.parametrize(
    "kind", [FailureKind.REFUSED, FailureKind.NOT_FOUND, FailureKind.TOO_LONG, FailureKind.REJECTED]
)
def test_what_will_fail_again_is_not_queued(kind: FailureKind) -> None:
    assert not WORDS[kind].may_queue
