"""Reads from the database what a model's turn is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.copilot.model import ImagePart
from core.copilot.request.attached import Attached, AttachedText, picture_messages
from core.copilot.turn import TurnContext
from core.db.work import Work
from core.scripts.library_view import nearest_templates
from core.scripts.model import ScriptTemplate
from core.sessions.messages import AttachmentKind, Message, Rung
from core.team.client_rules import ModelPolicy

MOST_MESSAGES = 2_000
"""A window of the newest: more is compacted away in any case."""
_TEXT_LIMIT = 200_000
MOST_TEMPLATES = 6


@dataclass(frozen=True, slots=True)
class SessionCase:
    context: TurnContext
    attached: Attached


def read_context(work: Work, session_id: UUID, platform: str) -> TurnContext:
    """A consistent snapshot of the session for an assistant."""
    return TurnContext(
        session=work.sessions.get(session_id),
        messages=tuple(work.messages.page(session_id, None, MOST_MESSAGES)),
        lane=tuple(work.lane_items.of_session(session_id)),
        facts=tuple(work.facts.of_session(session_id)),
        fixes=tuple(work.fixes.history(session_id)),
        runs=tuple(work.check_runs.of_session(session_id)),
        platform=platform,
    )


def read_case(
    work: Work, session_id: UUID, platform: str, *, stays_here: bool = False
) -> SessionCase:
    """The snapshot with the files of its messages.

    stays_here  it is for a model on this laptop: only pictures with a no are kept from it
    """
    context = read_context(work, session_id, platform)
    context = replace(context, templates=_templates(work, context))
    return SessionCase(context, read_attached(work, context.messages, unasked=stays_here))


def _templates(work: Work, context: TurnContext) -> tuple[ScriptTemplate, ...]:
    """The templates whose words come up in the session's title, facts and active fix."""
    fix = context.active_fix
    words = [context.session.title, *(fact.text for fact in context.facts)]
    if fix is not None:
        words += [fix.title, fix.description]
    return nearest_templates(work.script_templates.all(), " ".join(words), MOST_TEMPLATES)


def read_attached(work: Work, messages: Sequence[Message], *, unasked: bool = False) -> Attached:
    """Texts, and the newest pictures the engineer let go; other pictures are only named.

    unasked  whether pictures that nobody was asked about may go
    """
    files = work.attachments.of_messages([message.id for message in messages])
    pictures = [one for one in files if one.kind is AttachmentKind.IMAGE]
    consents = work.image_consents.of([one.id for one in pictures])
    shown = set(picture_messages(messages))
    images: dict[UUID, tuple[ImagePart, ...]] = {}
    texts: dict[UUID, tuple[AttachedText, ...]] = {}
    for one in pictures:
        may_go = one.message_id in shown and consents.get(one.id, unasked)
        content = work.attachments.content(one.id) if may_go else b""
        part = ImagePart(one.media_type, content, one.name)
        images[one.message_id] = (*images.get(one.message_id, ()), part)
    for one in files:
        if one.kind is AttachmentKind.TEXT:
            text = work.attachments.content(one.id)[:_TEXT_LIMIT].decode("utf-8", "replace")
            known = texts.get(one.message_id, ())
            texts[one.message_id] = (*known, AttachedText(one.name, text))
    return Attached(images=images, texts=texts)


def raw_texts(case: SessionCase) -> Iterator[str]:
    """The long texts before they are cut to fit: a secret's label may stand in what is left out."""
    context = case.context
    yield context.session.intake_text
    yield from _strings(context.session.ticket_context)
    for message in context.messages:
        yield message.text
    for files in case.attached.texts.values():
        yield from (file.text for file in files)
    for run in context.runs:
        yield from (run.command, run.stdout, run.stderr)
    for item in context.lane:
        yield item.answer


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def may_show(work: Work, rung: Rung) -> Callable[[str], bool]:
    """Whether the model asked now may see something of another client's sessions."""
    allowed = {ModelPolicy.CLOUD_ALLOWED}
    if rung is Rung.LOCAL:
        allowed.add(ModelPolicy.LOCAL_ONLY)
    forbidden = {
        rules.client_name.casefold()
        for rules in work.client_rules.all()
        if rules.policy not in allowed
    }
    return lambda client: client.strip().casefold() not in forbidden
