"""Profiles as an engineer has them after some weeks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from core.app import Core
from core.copilot.turn import PromotedFact, ProposedCheck, ProposedFix, ProposedQuestion, Turn
from core.copilot.turn_service import TurnService
from core.ids import new_id
from core.opening import open_apart
from core.sessions.facts import SourceType
from core.sessions.messages import Message, Role, Rung
from core.sessions.session_service import Intake
from core.settings.definitions import ONBOARDING_DONE

_WORDS = (
    "outlook", "profile", "password", "prompt", "exchange", "online", "modern",
    "authentication", "gateway", "lease", "scope", "reservation", "switch", "port", "vlan",
    "spooler", "driver", "queue", "tunnel", "route", "metric", "resolver", "forwarder",
    "certificate", "expired", "broker", "token", "laptop", "dock", "firmware", "controller",
    "replication", "domain", "trust", "kerberos", "clock", "skew", "quota", "sync", "client",
    "upload", "conflict", "backup", "job", "snapshot", "agent", "repository",
)  # fmt: skip
_ASSISTANT = (
    "That rules out the **{}**. Two things are left:\n\n1. the {} of this machine\n"
    "2. a {} that was left over\n\n```powershell\nGet-NetIPConfiguration -Detailed\n```\n\n"
    "If the answer is `{}`, we know more."
)


def sentence(random: Random, words: int = 12) -> str:
    return " ".join(random.choices(_WORDS, k=words)).capitalize() + "."


def add_session(core: Core, random: Random, messages: int) -> UUID:
    """A session in the middle of its work: a conversation, open steps, facts and a fix."""
    intake = Intake(text=sentence(random), client_name="Contoso", ticket_id="4711")
    session_id = core.sessions.create(intake).session_id
    turn = Turn(
        prose="Let us find out.",
        facts=tuple(
            PromotedFact(source_type=SourceType.AI_SYNTHESIS, text=sentence(random), summary="seen")
            for _ in range(6)
        ),
        questions=(ProposedQuestion(text=sentence(random, 7), options=("Yes", "No", "Both")),),
        checks=(
            ProposedCheck(label=sentence(random, 4), command="ipconfig /all", shell="powershell"),
            ProposedCheck(label=sentence(random, 4), description=sentence(random)),
        ),
        fix=ProposedFix(title=sentence(random, 6), description=sentence(random, 20), confidence=82),
    )
    TurnService(core.database, core.clock).apply(session_id, turn, Rung.PLAYBOOK)
    add_messages(core, random, session_id, messages - 1)
    return session_id


def add_messages(core: Core, random: Random, session_id: UUID, count: int) -> None:
    """Both sides in turn; written as rows, because a thousand commands would take minutes."""
    with core.database.work() as work:
        first, now = work.messages.next_position(session_id), core.clock.now()
        for number in range(count):
            role = (Role.ENGINEER, Role.ASSISTANT)[number % 2]
            words = random.choices(_WORDS, k=4)
            text = sentence(random, 18) if number % 2 == 0 else _ASSISTANT.format(*words)
            work.messages.add(
                Message(
                    id=new_id(),
                    account_id=work.account_id,
                    session_id=session_id,
                    position=first + number,
                    role=role,
                    text=text,
                    rung=Rung.PLAYBOOK if role is Role.ASSISTANT else None,
                    created_at=now + timedelta(seconds=number - count),
                )
            )


def open_profile(folder: Path) -> Core:
    """A profile whose owner has seen the first run; the key is in a file in the folder."""
    core = open_apart(folder)
    core.settings.write(ONBOARDING_DONE, True)
    return core
