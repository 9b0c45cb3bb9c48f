"""A scripted working day: sessions from the first words to the note, by the real services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar
from uuid import UUID

from core.artifacts.document_service import DocumentService
from core.artifacts.documents import DocumentKind
from core.checks.runs import RunEnd, RunOutput
from core.clock import Clock
from core.db.database import Database
from core.playbooks.library import PlaybookLibrary
from core.sessions.attachment_rules import NewFile
from core.sessions.conversation_service import ConversationService
from core.sessions.fact_service import FactService
from core.sessions.fix_service import FixService
from core.sessions.fixes import Fix, FixStatus, Outcome
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.lane_service import LaneService
from core.sessions.messages import AttachmentKind
from core.sessions.session import SessionStatus
from core.sessions.session_service import Intake, SessionService
from core.sessions.workspace import Workspace, WorkspaceQuery
from tests.unit.no_models import a_copilot, a_desk

PROBLEMS = (
    "Outlook keeps asking for a password since this morning",
    "No internet on one PC, the others are fine",
    "The printer shows offline for everybody on the second floor",
    "VPN connects but nothing is reachable",
    "Something is odd and nobody knows what",
)
WORDS = ("gateway", "Übertragung", "lease", "169.254.7.1", "“slow”", "日本", "disk", "reboot\n")
STEPS = 12
T = TypeVar("T")


class WorkingDay:
    """Never ends by itself. Calls `confirm` after each command, when its commit is through."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        library: Callable[[], PlaybookLibrary],
        random: Random,
        confirm: Callable[[], None],
    ) -> None:
        self._database = database
        self._random = random
        self._confirm = confirm
        self._sessions = SessionService(database, clock)
        self._conversation = ConversationService(database, clock)
        self._lane = LaneService(database, clock)
        self._facts = FactService(database, clock)
        self._fixes = FixService(database, clock)
        self._documents = DocumentService(database, clock)
        folder = database.path.parent
        self._workspace = WorkspaceQuery(database, a_desk(folder, clock))
        self._copilot = a_copilot(folder, database, clock, library)

    async def work(self) -> None:
        """Continue what an earlier day left open, then take one problem after the other."""
        for overview in self._sessions.overview():
            if overview.status.is_open:
                await self._solve(overview.id)
        while True:
            await self._solve(await self._open())

    async def _open(self) -> UUID:
        intake = Intake(text=self._random.choice(PROBLEMS), client_name="Contoso", ticket_id="4711")
        opened = await self._database.run(lambda: self._sessions.create(intake))
        self._confirm()
        files = [self._file(number) for number in range(self._random.randrange(3))]
        await self._do(lambda: self._conversation.send(opened.session_id, intake.text, files))
        await self._turn(opened.session_id)
        return opened.session_id

    async def _solve(self, session_id: UUID) -> None:
        for _ in range(STEPS):
            workspace = await self._database.run(lambda: self._workspace.load(session_id))
            await self._tidy(workspace)
            item = self._pick([one for one in workspace.lane if one.status is LaneStatus.OPEN])
            fix = workspace.fix
            if fix is not None and not fix.status.is_terminal:
                await self._try(fix)
            elif item is not None:
                await self._work_off(item)
            else:
                await self._say(session_id)
            await self._turn(session_id)
        await self._close(session_id)

    async def _tidy(self, workspace: Workspace) -> None:
        """What happens on the side: drafts, notes, another title, a pause."""
        session_id = workspace.session.id
        note = self._pick([fact for fact in workspace.facts if not fact.source_type.has_source])
        await self._do(lambda: self._conversation.keep_draft(session_id, self._text(20)))
        match self._random.randrange(6):
            case 0:
                await self._do(lambda: self._facts.add_note(session_id, self._text(30)))
            case 1 if note is not None:
                await self._do(lambda: self._facts.edit(note.id, self._text(25)))
            case 2 if note is not None:
                await self._do(lambda: self._facts.delete(note.id))
                await self._do(lambda: self._facts.restore(note.id))
                await self._do(lambda: self._facts.delete(note.id))
            case 3:
                await self._describe(session_id)
            case 4:
                if workspace.session.status is SessionStatus.ACTIVE:
                    await self._do(lambda: self._sessions.pause(session_id))
                await self._do(lambda: self._sessions.resume(session_id))
            case _:
                await self._preview(session_id)

    async def _describe(self, session_id: UUID) -> None:
        title, contact = self._text(5), self._text(2)
        await self._do(
            lambda: self._sessions.describe(
                session_id,
                title=f"Renamed {title}",
                ticket_id="4712",
                client_name="Fabrikam",
                contact_name=contact,
            )
        )

    async def _preview(self, session_id: UUID) -> None:
        kind = self._random.choice(tuple(DocumentKind))
        preview = await self._database.run(lambda: self._documents.preview(session_id, kind))
        self._confirm()
        edit = preview.markdown + self._text(40)
        await self._do(
            lambda: self._documents.keep_edit(session_id, kind, edit, preview.state_version)
        )

    async def _work_off(self, item: LaneItem) -> None:
        """Answer, run, paste, pick or skip."""
        choice = self._random.random()
        if choice < 0.1:
            await self._do(lambda: self._lane.skip(item.id))
            await self._do(lambda: self._lane.reopen(item.id))
        elif item.kind is LaneKind.QUESTION:
            answer = self._pick(item.options) or self._text(10)
            await self._do(lambda: self._lane.answer(item.id, answer))
        elif item.options and choice < 0.5:
            result = self._random.choice(item.options)
            await self._do(lambda: self._lane.report_result(item.id, result))
        elif item.command and choice < 0.7:
            check = await self._database.run(lambda: self._lane.check_to_run(item.id))
            output = RunOutput(end=RunEnd.EXITED, stdout=self._text(500), exit_code=0)
            await self._do(lambda: self._lane.record_run(check, output))
        else:
            length = self._random.choice((50, 2_000, 50_000))
            await self._do(lambda: self._lane.paste_result(item.id, self._text(length)))

    async def _try(self, fix: Fix) -> None:
        """Take one step with the fix, from its proposal to its outcome."""
        if fix.ai_outcome_proposal is not None:
            await self._do(lambda: self._fixes.clear_proposal(fix.id))
        if fix.status is FixStatus.APPLIED_PARTIAL:
            await self._do(lambda: self._fixes.resume_partial(fix.id))
        elif fix.applied_at is None and self._random.random() < 0.2:
            await self._do(lambda: self._fixes.set_collapsed(fix.session_id, True))
            await self._do(lambda: self._fixes.dismiss(fix.id))
            if self._random.random() < 0.5:
                await self._do(lambda: self._fixes.restore(fix.id))
        elif fix.applied_at is None:
            await self._do(lambda: self._fixes.apply(fix.id))
            await self._do(lambda: self._fixes.still_checking(fix.id))
        else:
            outcome = self._random.choice([one for one in Outcome if one is not Outcome.DISMISSED])
            await self._do(lambda: self._fixes.record_outcome(fix.id, outcome, self._text(10)))

    async def _say(self, session_id: UUID) -> None:
        files = [self._file(0)] if self._random.random() < 0.3 else []
        await self._do(lambda: self._conversation.send(session_id, self._text(200), files))

    async def _turn(self, session_id: UUID) -> None:
        await self._copilot.take_turn(session_id)
        self._confirm()

    async def _close(self, session_id: UUID) -> None:
        version = self._random.randrange(9)
        text = f"# Note\n\n{self._text(60)}"
        match self._random.randrange(4):
            case 0:
                await self._do(
                    lambda: self._documents.escalate(session_id, text, version, "Tier 2")
                )
            case 1:
                await self._do(lambda: self._sessions.abandon(session_id, "No answer"))
                await self._do(lambda: self._sessions.delete(session_id))
            case _:
                await self._do(lambda: self._documents.resolve(session_id, text, version))

    async def _do(self, command: Callable[[], object]) -> None:
        await self._database.run(command)
        self._confirm()

    def _pick(self, among: Sequence[T]) -> T | None:
        return self._random.choice(among) if among else None

    def _text(self, words: int) -> str:
        return " ".join(self._random.choices(WORDS, k=words))

    def _file(self, number: int) -> NewFile:
        content = self._text(self._random.choice((20, 5_000))).encode()
        return NewFile(AttachmentKind.TEXT, f"log-{number}.txt", "text/plain", content)
