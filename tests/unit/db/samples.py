"""One sensible row of every kind, belonging together, to store, break or compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypedDict
from uuid import UUID

from core.artifacts.documents import (
    CachedDocument,
    Document,
    DocumentKind,
    DocumentOutcome,
    Visibility,
)
from core.checks.runs import CheckRun, RunEnd, RunSource
from core.copilot.model import FailureKind, ModelAction
from core.copilot.records import ModelCall, WaitingState, WaitingTurn
from core.db.work import Work
from core.ids import new_id
from core.redaction.placeholder import Kind, Placeholder
from core.scripts.model import (
    Builder,
    BuilderKind,
    BuilderMessage,
    BuilderRole,
    DraftTemplate,
    Language,
    Parameter,
    ScriptGeneration,
    ScriptRun,
    ScriptTemplate,
    ScriptTemplateVersion,
)
from core.sessions.facts import Fact, SourceType
from core.sessions.fixes import Fix, FixEvent, OutcomeProposal, ProposedResult
from core.sessions.lane import LaneItem, LaneKind
from core.sessions.messages import Attachment, AttachmentKind, Message, Role, Rung
from core.sessions.session import Session
from core.team.client_rules import ClientRules

AT = datetime(2026, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)
CONTENT = b"Event 4625"
HIDDEN = Placeholder("REDACTED_PASSWORD_1", "hunter2", Kind.PASSWORD)


class SteppingClock:
    """One second later each time it is asked."""

    def __init__(self) -> None:
        self._now = AT

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


class Mine(TypedDict):
    """What every row of a session has."""

    account_id: UUID
    session_id: UUID


@dataclass(frozen=True)
class Samples:
    """A stored session with one row of each kind."""

    session: Session
    message: Message
    attachment: Attachment
    item: LaneItem
    fact: Fact
    run: CheckRun
    fix: Fix
    event: FixEvent
    document: Document
    cached: CachedDocument
    template: ScriptTemplate
    template_version: ScriptTemplateVersion
    generation: ScriptGeneration
    script_run: ScriptRun
    builder: Builder
    builder_message: BuilderMessage
    draft: DraftTemplate
    call: ModelCall
    waiting: WaitingTurn
    rules: ClientRules


def build(account_id: UUID, user_id: UUID) -> Samples:
    session = Session(
        id=new_id(),
        account_id=account_id,
        user_id=user_id,
        title="Outlook asks for a password",
        ticket_context={"notes": ["since Monday"], "priority": 2},
        created_at=AT,
        updated_at=AT,
    )
    mine: Mine = {"account_id": account_id, "session_id": session.id}
    message = Message(
        id=new_id(),
        position=1,
        role=Role.ENGINEER,
        text="Outlook prompts again and again",
        rung=Rung.PLAYBOOK,
        created_at=AT,
        **mine,
    )
    attachment = Attachment(
        id=new_id(),
        message_id=message.id,
        kind=AttachmentKind.TEXT,
        name="events.log",
        media_type="text/plain",
        size=len(CONTENT),
        sha256="a" * 64,
        created_at=AT,
        **mine,
    )
    item = LaneItem(
        id=new_id(),
        position=1,
        kind=LaneKind.CHECK,
        text="Is the device joined?",
        options=("Yes", "No"),
        created_at=AT,
        **mine,
    )
    fact = Fact(
        id=new_id(),
        text="The device is not joined",
        source_type=SourceType.DIAGNOSTIC_CHECK,
        source_ref=item.id,
        ai_made=True,
        created_at=AT,
        **mine,
    )
    run = CheckRun(
        id=new_id(),
        lane_item_id=item.id,
        source=RunSource.LOCAL,
        command="dsregcmd /status",
        shell="powershell",
        end=RunEnd.EXITED,
        stdout="AzureAdJoined : NO",
        stderr="",
        exit_code=0,
        duration_ms=340,
        started_at=AT,
        **mine,
    )
    fix = Fix(
        id=new_id(),
        title="Join the device again",
        description="The registration is gone.",
        confidence=87,
        steps=("Open Settings", "Join"),
        drafted_script="dsregcmd /join",
        drafted_parameters={"tenant": "contoso"},
        ai_outcome_proposal=OutcomeProposal(ProposedResult.SUCCESS, "No prompt since"),
        created_at=AT,
        **mine,
    )
    event = FixEvent(
        id=new_id(), fix_id=fix.id, event="proposed", payload={"by": "playbook"}, at=AT, **mine
    )
    document = Document(
        id=new_id(),
        kind=DocumentKind.RESOLUTION_NOTE,
        markdown="## Problem",
        summary="Joined again",
        outcome=DocumentOutcome.RESOLVED_LOCAL,
        visibility=Visibility.CUSTOMER,
        state_version=3,
        confirmed_at=AT,
        **mine,
    )
    cached = CachedDocument(
        session_id=session.id,
        kind=DocumentKind.RESOLUTION_NOTE,
        state_version=3,
        template_hash="abc",
        markdown="## Problem",
        created_at=AT,
    )
    parameters = (Parameter(key="tenant", label="Tenant", options=("a", "b")),)
    template = ScriptTemplate(
        id=new_id(),
        account_id=account_id,
        name="Join a device",
        slug="join-a-device",
        category="Identity",
        language=Language.POWERSHELL,
        body="dsregcmd /join {{ tenant }}",
        parameters=parameters,
        source_session_id=session.id,
        source_user_id=user_id,
        created_at=AT,
        updated_at=AT,
    )
    template_version = ScriptTemplateVersion(
        id=new_id(),
        account_id=account_id,
        template_id=template.id,
        user_id=user_id,
        version=1,
        name=template.name,
        description="",
        body=template.body,
        parameters=parameters,
        created_at=AT,
    )
    generation = ScriptGeneration(
        id=new_id(),
        user_id=user_id,
        fix_id=fix.id,
        template_id=template.id,
        language=Language.POWERSHELL,
        script="dsregcmd /join contoso",
        values={"tenant": "contoso"},
        created_at=AT,
        **mine,
    )
    script_run = ScriptRun(
        id=new_id(),
        user_id=user_id,
        generation_id=generation.id,
        source=RunSource.LOCAL,
        end=RunEnd.EXITED,
        exit_code=0,
        transcript="Joined",
        duration_ms=900,
        started_at=AT,
        ended_at=AT,
        **mine,
    )
    builder = Builder(
        id=new_id(),
        user_id=user_id,
        kind=BuilderKind.PILOT_INLINE,
        title="Join again",
        script="dsregcmd /join",
        created_at=AT,
        updated_at=AT,
        **mine,
    )
    builder_message = BuilderMessage(
        id=new_id(),
        account_id=account_id,
        builder_id=builder.id,
        position=1,
        role=BuilderRole.ENGINEER,
        text="Write it",
        created_at=AT,
    )
    draft = DraftTemplate(
        id=new_id(),
        user_id=user_id,
        fix_id=fix.id,
        name="Join a device",
        language=Language.POWERSHELL,
        body="dsregcmd /join {{ tenant }}",
        parameters=parameters,
        created_at=AT,
        **mine,
    )
    call = ModelCall(
        id=new_id(),
        action=ModelAction.CHAT,
        rung=Rung.CLOUD,
        address="https://models.example.com",
        model="sonnet",
        body="{}",
        sent_at=AT,
        **mine,
    )
    waiting = WaitingTurn(
        session_id=session.id,
        state=WaitingState.QUEUED,
        rung=Rung.CLOUD,
        failure=FailureKind.OFFLINE,
        since=AT,
    )
    rules = ClientRules(
        id=new_id(),
        account_id=account_id,
        client_name="Contoso",
        terms=("contoso.example", "Contoso"),
        created_at=AT,
        updated_at=AT,
    )
    return Samples(
        session,
        message,
        attachment,
        item,
        fact,
        run,
        fix,
        event,
        document,
        cached,
        template,
        template_version,
        generation,
        script_run,
        builder,
        builder_message,
        draft,
        call,
        waiting,
        rules,
    )


def store(work: Work) -> Samples:
    """Add one row of every kind."""
    samples = build(work.account_id, work.user_id)
    work.sessions.add(samples.session)
    work.messages.add(samples.message)
    work.attachments.add_with_content(samples.attachment, CONTENT)
    work.lane_items.add(samples.item)
    work.facts.add(samples.fact)
    work.check_runs.add(samples.run)
    work.fixes.add(samples.fix)
    work.fix_events.add(samples.event)
    work.documents.add(samples.document)
    work.document_cache.store(samples.cached)
    work.script_templates.add(samples.template)
    work.template_versions.add(samples.template_version)
    work.template_favourites.put(samples.template.id, favourite=True)
    work.script_generations.add(samples.generation)
    work.script_runs.add(samples.script_run)
    work.builders.add(samples.builder)
    work.builder_messages.add(samples.builder_message)
    work.draft_templates.add(samples.draft)
    work.model_calls.add(samples.call)
    work.waiting_turns.put(samples.waiting)
    work.placeholders.add(samples.session.id, [HIDDEN])
    work.image_consents.put(samples.attachment.id, allowed=True)
    work.client_rules.add(samples.rules)
    return samples
