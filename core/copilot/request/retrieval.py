"""Knowledge from beside the session as the second system block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.copilot.knowledge import Knowledge, ObservationNotes, PlaybookNotes, SimilarSession
from core.copilot.request.fences import data, one_line
from core.copilot.request.tokens import estimate

_INTRODUCTION = (
    "Beside the session the app found this. It helps to choose what to ask and check; it proves "
    "nothing about this case. Do not mention earlier sessions as if they were this one."
)
_PROBLEM, _CAUSE, _RESOLUTION = 240, 240, 240
_WHOLE = 10_000
_FENCE = 60


def knowledge_text(knowledge: Knowledge, tokens: int) -> str:
    """Earlier sessions, then playbooks, as far as they fit; empty when nothing does."""
    left = tokens - estimate(_INTRODUCTION)
    similar = _fitting(_similar(knowledge.similar), left)
    left -= sum(map(_size, similar))
    blocks = [*similar, *_fitting(_playbooks(knowledge.playbooks, left), left)]
    return "\n\n".join([_INTRODUCTION, *blocks]) if blocks else ""


def _fitting(blocks: Iterable[str], tokens: int) -> list[str]:
    kept: list[str] = []
    for block in blocks:
        if sum(map(_size, kept)) + _size(block) <= tokens:
            kept.append(block)
    return kept


def _size(block: str) -> int:
    return estimate(block) + 2


def _similar(sessions: Sequence[SimilarSession]) -> Iterator[str]:
    for one in sessions:
        lines = (
            f"Problem: {one_line(one.problem, _PROBLEM)}",
            f"Root cause: {one_line(one.cause, _CAUSE)}",
            f"Resolution: {one_line(one.resolution, _RESOLUTION)}",
        )
        yield data("earlier session, resolved", "\n".join(lines), _WHOLE)


def _playbooks(playbooks: Sequence[PlaybookNotes], tokens: int) -> Iterator[str]:
    """Each within its part of what there is, the first the larger one."""
    shares = [tokens] if len(playbooks) == 1 else [tokens * 3 // 5, tokens * 2 // 5]
    for playbook, share in zip(playbooks, shares, strict=False):
        lines = list(_lines(playbook))
        while len(lines) > 1 and estimate("\n".join(lines)) > share - _FENCE:
            lines.pop()
        yield data(f"playbook {playbook.title}", "\n".join(lines), _WHOLE)


def _lines(playbook: PlaybookNotes) -> Iterator[str]:
    """What may be left out comes last."""
    yield one_line(playbook.summary, 400)
    yield "Causes, how often in percent, and their fixes:"
    for number, cause in enumerate(playbook.causes, start=1):
        yield f"{number}. {cause.title} ({cause.percent}): {cause.fix}"
    yield "What tells them apart, best first, and the causes each result points at:"
    for observation in playbook.observations:
        yield _observation(observation)


def _observation(observation: ObservationNotes) -> str:
    tells = "; ".join(
        f"“{label}” → {', '.join(map(str, numbers))}" for label, numbers in observation.tells
    )
    shown = f" — {tells}" if tells else ""
    return f"- {observation.kind}: {observation.text}{shown}"
