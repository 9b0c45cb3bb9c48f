"""The script services on a real database, and the steps that tests of them begin with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from core.bus import Bus
from core.db.opening import open_database
from core.events import Changes
from core.ids import new_id
from core.scripts.builder_service import BuilderService
from core.scripts.draft_service import DraftService, propose_draft
from core.scripts.model import DraftTemplate, FieldType, Language, Parameter, ScriptTemplate
from core.scripts.template_content import TemplateContent
from core.scripts.template_service import TemplateService
from core.sessions.fix_service import FixService
from core.sessions.fixes import Fix
from core.sessions.session_service import Intake, SessionService
from tests.unit.db.samples import SteppingClock

ACCOUNT = Parameter(key="account", label="Account name")
WORD = Parameter(key="word", label="New password", field_type=FieldType.PASSWORD)
UNLOCK = TemplateContent(
    name="Unlock an account",
    category="identity",
    language=Language.POWERSHELL,
    body="param([string] $Account = {{ account }})\nUnlock-ADAccount -Identity $Account\n",
    parameters=(ACCOUNT,),
    tags=("lockout",),
)
RESET = replace(
    UNLOCK,
    name="Reset a password",
    body="$account = {{ account }}\n$word = {{ word }}\nwrite-output $account\n",
    parameters=(ACCOUNT, WORD),
)


class ScriptBench:
    """Services that share one database; `heard` is what they published."""

    def __init__(self, folder: Path) -> None:
        self.bus = Bus()
        self.heard: list[Changes] = []
        self.bus.subscribe(Changes, self.heard.append)
        self.clock = SteppingClock()
        self.database = open_database(folder / "a.db", b"k" * 32, bus=self.bus, clock=self.clock)
        self.templates = TemplateService(self.database, self.clock)
        self.drafts = DraftService(self.database, self.clock)
        self.builders = BuilderService(self.database, self.clock)
        self.sessions = SessionService(self.database, self.clock)
        self.fixes = FixService(self.database, self.clock)

    def close(self) -> None:
        self.database.close()

    def given_template(self, content: TemplateContent = UNLOCK) -> ScriptTemplate:
        template_id = new_id()
        self.templates.create(content, template_id=template_id)
        return self.template(template_id)

    def template(self, template_id: UUID) -> ScriptTemplate:
        return self.templates.details(template_id).entry.template

    def given_session(self, ticket: str = "") -> UUID:
        return self.sessions.create(Intake(text="No mail", ticket_id=ticket)).session_id

    def given_fix(self, session_id: UUID, **fields: object) -> Fix:
        with self.database.work() as work:
            fix = Fix(
                id=new_id(),
                account_id=work.account_id,
                session_id=session_id,
                title="Unlock the account",
                description="It is locked.",
                confidence=90,
                created_at=self.clock.now(),
            )
            return work.fixes.add(replace(fix, **fields))  # type: ignore[arg-type]

    def fix(self, fix_id: UUID) -> Fix:
        with self.database.work() as work:
            return work.fixes.get(fix_id)

    def given_draft(self, fix: Fix, body: str = UNLOCK.body) -> DraftTemplate:
        with self.database.work() as work:
            return propose_draft(work, fix, body, (ACCOUNT,), self.clock.now())

    def version_of(self, session_id: UUID) -> int:
        with self.database.work() as work:
            return work.sessions.get(session_id).state_version
