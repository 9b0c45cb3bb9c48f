"""What does not fit: the longest texts, many cards, long output, files."""

from __future__ import annotations

import base64
from uuid import UUID

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from core.copilot.turn import ProposedCheck, ProposedFix, ProposedQuestion, Turn
from core.sessions.attachment_rules import NewFile, read_file
from core.sessions.lane import LaneKind
from core.sessions.session_service import Intake
from tests.shots.stage import Stage

_PATH = (
    "C:\\Users\\j.vandenberg\\AppData\\Local\\Microsoft\\Outlook\\RoamCache\\"
    "Stream_ConversationPrefs_2_7C8E3BD0F5A14E2B9D6C1A0F.dat"
)
_TITLE = (
    "Outlook on the reception PC keeps asking for the password since the tenant migration last "
    "weekend, and at the same time the shared mailbox of the practice shows no new mail on two "
    "other PCs"
)
_FACT = ("Sign-ins from this device are refused with the code 0x8004de40 at every start. " * 26)[
    :1995
]
_OUTPUT = "\n".join(
    f"2026-03-12 09:{line // 60:02d}:{line % 60:02d} AADSTS50196 loop detected, request {line}, "
    f"client 10.20.30.{line % 250}, file {_PATH}"
    for line in range(300)
)
_PROSE = f"""Three things stand out:

1. The **saved sign-ins** name the old tenant.
2. The log at `{_PATH}` repeats the same error.
3. Nothing else on this PC asks for a password.

```powershell
Get-ChildItem "$env:LOCALAPPDATA\\Microsoft\\Outlook" -Recurse | Sort-Object LastWriteTime
```

| Entry | Tenant | Last used |
| --- | --- | --- |
| MicrosoftOffice16_Data:SSPI | oldco.example | 12 March |
| MicrosoftAccount:user=j.vandenberg@newco.example | newco.example | today |

> The account itself signs in, see https://example.com/a/very/long/address/{"x" * 60}
"""


class LongTexts:
    """A session in which everything is as long as the rules allow."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        stage = self._stage
        session_id = await stage.begin(
            Intake(
                title=_TITLE,
                client_name="Northwind Dental Practices of the Greater Lake District Ltd",
                contact_name="Johanna van den Berg-Oosterhout",
                priority="Priority 1, whole site down",
                ticket_id="SR-2026-0048213-A",
            )
        )
        await stage.see("empty-session")
        await self._crowd_the_lane(session_id)
        await stage.see("long-texts")
        await self._run(session_id)
        await self._files(session_id)
        await self._replaced_fix(session_id)

    async def _crowd_the_lane(self, session_id: UUID) -> None:
        stage = self._stage
        core = stage.app.core
        await stage.keep(lambda: core.conversation.send(session_id, f"{_TITLE}. See {_PATH}"))
        await stage.keep(lambda: core.facts.add_note(session_id, f"The file is {_PATH}"))
        await stage.keep(lambda: core.facts.add_note(session_id, _FACT))
        await stage.assistant(session_id, Turn(prose=_PROSE, questions=_questions()))
        await stage.assistant(session_id, Turn(checks=_checks()))

    async def _run(self, session_id: UUID) -> None:
        stage = self._stage
        slow = stage.item(LaneKind.CHECK)
        card = stage.lane.checks.card(slow.id)
        await stage.press("Run", card)
        await stage.hands.wait(
            "the check to run", lambda: slow.id in stage.app.shell.session.flow.running
        )
        await stage.show(card)
        await stage.see("running-check")
        await stage.press("Cancel", card)
        await stage.rest()
        await stage.see("cancelled-check")
        long = next(item for item in stage.open_items() if item.text.startswith("Read"))
        core = stage.app.core
        await stage.keep(lambda: core.lane.paste_result(long.id, _OUTPUT))
        card = stage.lane.checks.card(long.id)
        await stage.click("Show output", card)
        await stage.show(card)
        await stage.see("long-output")

    async def _files(self, session_id: UUID) -> None:
        stage = self._stage
        composer = stage.page.composer
        files = (
            _picture("screenshot of the password prompt on the reception PC.png"),
            read_file("outlook-sign-in.log", b"AADSTS50196\n" * 40),
            read_file(f"{'very-long-name-' * 8}.log", b"x\n"),
        )
        for file in files:
            composer.take_file(file)
        await stage.write("Message", "\n".join(f"Line {line} of a log" for line in range(12)))
        await stage.see("files-in-composer")
        composer.take_file(read_file("dump.bin", b"\x00\x01"))
        await stage.see("refused-file")
        kept = [file for file in files if isinstance(file, NewFile)]
        core = stage.app.core
        await stage.keep(lambda: core.conversation.send(session_id, "The prompt.", kept))
        composer.message_kept(composer.editor.text(), kept)
        stage.page.conversation.jump_to_latest()
        await stage.see("files-in-conversation")
        await stage.click(f"Open {kept[1].name}")
        await stage.see_dialogs("text-file")
        await stage.click(f"Open {kept[0].name}")
        await stage.see_dialogs("picture")

    async def _replaced_fix(self, session_id: UUID) -> None:
        stage = self._stage
        first = ProposedFix(
            title="Rebuild the Outlook profile", description="A new profile.", confidence=78
        )
        await stage.assistant(session_id, Turn(prose="This could be it.", fix=first))
        second = ProposedFix(
            title=_TITLE[:198],
            description=_FACT,
            confidence=94,
            steps=("Close Outlook.", f"Delete {_PATH}", _FACT[:600]),
            verify=("The prompt stays away.", "The status bar says that it is connected."),
            undo=("Put the file back.",),
            drafted_script=f'Remove-Item "{_PATH}"\n' * 30,
            script_language="powershell",
        )
        await stage.assistant(session_id, Turn(prose="The newer evidence says this.", fix=second))
        await stage.see("replaced-fix")
        await stage.click("Apply fix")
        await stage.see("long-steps")
        await stage.click("Back to the conversation")
        depth = Turn(
            prose="I am out of my depth here. There is nothing left to ask that would decide "
            "between the causes.\n\nEscalate hands everything you confirmed to the next engineer.",
            out_of_depth=True,
        )
        await stage.click("Dismiss")
        await stage.assistant(session_id, depth)
        await stage.see("out-of-depth")


def _questions() -> tuple[ProposedQuestion, ...]:
    return (
        ProposedQuestion(
            text="Which of these does the window that asks for the password show at its top, and "
            f"does it name the file {_PATH}?",
            context="Look at it on the PC itself; a picture by phone often cuts the top off.",
            options=(
                "The company's logo and colours",
                "Only the Microsoft logo",
                "A small grey box that names an old server or a domain and an account",
                f"A path such as {_PATH}",
            ),
            why="The window says which part of Windows asks.",
            rules_out=_FACT[:300],
        ),
        ProposedQuestion(text="Since when?", why="Recent changes are the usual suspects."),
        ProposedQuestion(text="Does webmail work?", options=("Yes", "No", "Not tried")),
    )


def _checks() -> tuple[ProposedCheck, ...]:
    return (
        ProposedCheck(
            label="Watch the connections of Outlook for a minute",
            command="sleep 600",
            shell="posix",
            description="Leave Outlook open meanwhile.",
            why="A loop shows as one connection after the other.",
        ),
        ProposedCheck(
            label="Read the sign-in log of Office",
            command=f'Get-Content "{_PATH}" -Tail 300 | Select-String -Pattern "AADSTS\\d+"',
            shell="powershell",
            options=("It loops", "It is calm"),
            why="The code names the reason.",
        ),
        ProposedCheck(label="Look behind the PC for a second network cable"),
    )


def _picture(name: str) -> NewFile:
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(0x2563EB)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt a str
    file = read_file(name, base64.b64decode(buffer.data().toBase64().data()))
    assert isinstance(file, NewFile)
    return file
