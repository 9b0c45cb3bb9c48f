"""Thirty sessions of every state, from today to last year."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from core.artifacts.documents import DocumentKind
from core.sessions.session import IntakeKind
from core.sessions.session_service import Intake
from desktop.palette import CommandPalette
from tests.desktop.widgets.hands import inside
from tests.shots.clock import PlayClock
from tests.shots.stage import Stage

_TITLES = (
    "Printer in room 3 shows offline",
    "VPN connects but nothing is reachable",
    "No internet on one PC",
    "Backup of the file server failed",
    "Teams shows no camera",
    "Account locks every morning",
    "Slow PC at reception",
    "Mapped drive is gone after the update",
    "BitLocker asks for the recovery key",
    "OneDrive does not sync",
)
_CLIENTS = ("Northwind Dental", "Contoso Logistics", "Fabrikam Care Homes of the North", "")


class SessionListPlay:
    """Fills the list and looks at it; the clock is put back so that sessions are of other days."""

    def __init__(self, stage: Stage, clock: PlayClock) -> None:
        self._stage = stage
        self._clock = clock

    async def play(self) -> None:
        stage = self._stage
        made = [await self._make(number) for number in range(29, -1, -1)]
        self._clock.back = timedelta()
        stage.app.shell.open_session(made[-1])
        await stage.rest()
        await stage.see("thirty-sessions")
        await stage.click("Pause this session")
        await stage.see("paused")
        for number, name in ((-4, "escalated"), (-5, "abandoned")):
            stage.app.shell.open_session(made[number])
            await stage.rest()
            await stage.see(name)
        search = stage.app.shell.session_list.search
        await stage.search(search, "fabrikam")
        await stage.see("filtered")
        await stage.search(search, "nothing has these words")
        await stage.see("nothing-filtered")
        await stage.search(search, "")
        await stage.do("go.palette")
        await stage.search(inside(stage.app.window, CommandPalette)[-1].field, "printer")
        await stage.see_dialogs("palette-with-sessions")

    async def _make(self, number: int) -> UUID:
        stage, core = self._stage, self._stage.app.core
        self._clock.back = timedelta(hours=number * number * 11)
        ticket = f"482{number:02d}" if number % 3 else ""
        intake = Intake(
            text=f"{_TITLES[number % len(_TITLES)]}. Since this morning.",
            kind=IntakeKind.FREE_TEXT,
            client_name=_CLIENTS[number % len(_CLIENTS)],
            ticket_id=ticket,
        )
        opened = await core.database.run(lambda: core.sessions.create(intake))
        session_id = opened.session_id
        await core.database.run(lambda: core.conversation.send(session_id, intake.text))
        end = number % 5
        if number < 3 or end == 0:
            return session_id
        if end == 1:
            await core.database.run(lambda: core.sessions.pause(session_id))
        elif end == 4:
            await core.database.run(lambda: core.sessions.abandon(session_id, "The user left."))
        else:
            await self._close(session_id, resolve=end == 2)
        await stage.rest()
        return session_id

    async def _close(self, session_id: UUID, *, resolve: bool) -> None:
        core = self._stage.app.core
        kind = DocumentKind.RESOLUTION_NOTE if resolve else DocumentKind.ESCALATION_PACKAGE
        preview = await core.database.run(lambda: core.documents.preview(session_id, kind))
        text, version = preview.markdown, preview.state_version
        if resolve:
            await core.database.run(lambda: core.documents.resolve(session_id, text, version))
        else:
            await core.database.run(
                lambda: core.documents.escalate(
                    session_id, text, version, "Needs the network team.", "Second level"
                )
            )
