"""What the preview of a document shows, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.artifacts.document_service import Preview
from core.artifacts.documents import DocumentKind
from core.artifacts.generator import Opening
from core.artifacts.grounding import left_in
from core.sessions.messages import Rung
from desktop.theme.tokens import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """A preview with what the engineer has already changed in it.

    by_model    the model's text is shown, or was before the edit
    is_writing  a model is at work on its text
    edited      the engineer's text, None while the document is as it was written
    is_stale    the session has changed since the text was written
    """

    opening: Opening
    by_model: bool = False
    is_writing: bool = False
    edited: str | None = None
    is_stale: bool = False

    @property
    def preview(self) -> Preview:
        written = self.opening.written if self.by_model else None
        return self.opening.composed if written is None else written

    @property
    def markdown(self) -> str:
        return self.preview.markdown if self.edited is None else self.edited

    @property
    def flags(self) -> tuple[str, ...]:
        """What the text still says although the session does not."""
        written = self.opening.written
        if written is None or not (self.by_model or self.edited):
            return ()
        return left_in(self.markdown, written.flags)

    @property
    def has_model(self) -> bool:
        """Whether a model has, or might have, anything to do with the text."""
        opening = self.opening
        return bool(opening.written or opening.wanted or opening.problem)

    @property
    def is_other_ready(self) -> bool:
        """Whether the model's text came while the engineer was editing the composer's."""
        return self.edited is not None and not self.by_model and self.opening.written is not None


def edited_view(opening: Opening, text: str, version: int) -> PreviewView:
    """A kept edit of the text for a state; it stays one of that state, however often reopened."""
    is_stale = version != opening.composed.state_version
    written = opening.written and replace(opening.written, state_version=version)
    opening = replace(
        opening, composed=replace(opening.composed, state_version=version), written=written
    )
    return PreviewView(
        opening=opening,
        by_model=_stems_from_model(opening, text),
        edited=text,
        is_stale=is_stale,
    )


def _stems_from_model(opening: Opening, text: str) -> bool:
    """Whose text was edited is not stored, but an edit shares most lines with what it was."""
    if opening.written is None:
        return False
    lines = set(text.splitlines())
    of_model = lines.intersection(opening.written.markdown.splitlines())
    return len(of_model) > len(lines.intersection(opening.composed.markdown.splitlines()))


def freshness(view: PreviewView) -> tuple[str, Tone]:
    if view.is_stale:
        return "Out of date", Tone.WARNING
    if view.edited is not None:
        return "Edited by you", Tone.ACCENT
    return ("From cache", Tone.NEUTRAL) if view.preview.from_cache else ("Fresh", Tone.SUCCESS)


def author(view: PreviewView) -> str:
    """Who wrote the text."""
    if view.preview.rung is Rung.CLOUD:
        return "Written by the cloud model"
    if view.preview.rung is Rung.LOCAL:
        return "Written by the local model"
    return "Written on this laptop"


def other_text(view: PreviewView) -> str:
    """The switch to the other author's text; empty when there is no other."""
    if view.by_model or view.is_writing:
        return "Use the composer’s text"
    opening = view.opening
    return "Use the model’s text" if opening.written or opening.wanted else ""


def model_line(view: PreviewView) -> tuple[Tone, str, str] | None:
    """What is to be said about the model, and what can be done about it."""
    if view.is_writing or view.by_model:
        return None
    if view.is_other_ready:
        text = "The model’s text is ready. Yours stays until you replace it."
        return Tone.INFO, text, "Show the model’s version"
    if view.opening.problem:
        can_ask = view.opening.wanted is not None or view.edited is None
        text = f"{view.opening.problem} This text was written without the model."
        return Tone.NEUTRAL, text, "Try again" if can_ask else ""
    return None


def not_in_session(count: int) -> str:
    """How many pieces of a text the session does not bear out."""
    return (
        "1 piece is not in this session."
        if count == 1
        else (f"{count} pieces are not in this session." if count else "")
    )


def target_line(preview: Preview) -> str:
    change = {
        DocumentKind.RESOLUTION_NOTE: "The session becomes resolved.",
        DocumentKind.ESCALATION_PACKAGE: "The session becomes escalated.",
    }[preview.kind]
    if preview.ticket_id:
        where = (
            f"For ticket #{preview.ticket_id}. No ticket system is connected: the text is kept on "
            "this laptop and the ticket is not changed."
        )
    else:
        where = "No ticket is linked: the text is kept on this laptop."
    return f"{where} {change}"
