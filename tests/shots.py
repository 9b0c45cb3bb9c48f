"""Pictures of all main states: `python -m tests.shots OUT`, or `python dev.py shots`.

The real application plays a working day in throw-away data; each state is drawn dark and light, at
1280 x 800 and 1920 x 1080, and at a scale of 200 %. Every variant is a process of its own, because
Qt reads its scale once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtWidgets import QDialog, QMenu

from core.opening import open_apart
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.workspace import Workspace
from core.version import program_version
from core.walkthrough import load_walkthrough
from desktop.app import DesktopApp
from desktop.demo.hands import Hands
from desktop.main_window import SESSIONS, SETTINGS
from desktop.problems import describe
from desktop.search import SearchSheet
from desktop.session.task_lane import TaskLane
from desktop.start import make_qt
from desktop.theme.theme import Theme, ThemeChoice


@dataclass(frozen=True)
class Variant:
    theme: ThemeChoice
    width: int
    height: int
    scale: int = 1

    @property
    def folder(self) -> str:
        scale = f"-{self.scale * 100}" if self.scale > 1 else ""
        return f"{self.theme.value}-{self.width}x{self.height}{scale}"


VARIANTS = (
    Variant(ThemeChoice.DARK, 1280, 800),
    Variant(ThemeChoice.LIGHT, 1280, 800),
    Variant(ThemeChoice.DARK, 1920, 1080),
    Variant(ThemeChoice.LIGHT, 1920, 1080),
    Variant(ThemeChoice.DARK, 1280, 800, scale=2),
    Variant(ThemeChoice.LIGHT, 1280, 800, scale=2),
)


class Photographer:
    """Brings the application into one state after the other and takes the pictures."""

    def __init__(self, app: DesktopApp, out: Path) -> None:
        self._app = app
        self._out = out
        self._hands = Hands()
        self._taken = 0
        self._walkthrough = load_walkthrough()

    async def take_all(self) -> None:
        await self._start_page()
        await self._questions()
        await self._checks()
        await self._fix()
        await self._outcomes()
        await self._escalation()
        await self._resolution()
        await self._everywhere()
        await self._settings()
        await self._narrow()

    def picture(self, name: str) -> None:
        self._taken += 1
        window = self._app.window
        picture = window.grab()
        for dialog in self._dialogs():
            dialog.grab().save(str(self._out / f"{self._taken:02d}-{name}-dialog.png"))
        picture.save(str(self._out / f"{self._taken:02d}-{name}.png"))

    async def _start_page(self) -> None:
        await self._rest()
        self.picture("start")

    async def _questions(self) -> None:
        await self._hands.write("Problem", self._walkthrough.text)
        await self._hands.click("Start")
        await self._until(lambda: bool(self._open_items()))
        self.picture("first-questions")
        question = self._item(LaneKind.QUESTION)
        await self._hands.click("Other answer", self._lane.questions.card(question.id))
        await self._rest()
        self.picture("own-words")
        await self._hands.click("What this rules out", self._lane.questions.card(question.id))
        await self._rest()
        self.picture("why")
        await self._answer(question)
        self.picture("first-fact")

    async def _checks(self) -> None:
        while not any(item.kind is LaneKind.CHECK for item in self._open_items()):
            await self._answer(self._open_items()[0])
        check = self._item(LaneKind.CHECK)
        card = self._lane.checks.card(check.id)
        await self._hands.click("Paste a result", card)
        await self._hands.write("Pasted output", "Zugriff verweigert\n", card)
        self.picture("paste-a-result")
        await self._hands.click("Use this output", card)
        await self._rest()
        self.picture("unreadable-result")

    async def _fix(self) -> None:
        while self._workspace.fix is None:
            await self._answer(self._open_items()[0])
        self.picture("suggested-fix")
        await self._hands.click("Collapse the suggestion")
        await self._rest()
        self.picture("collapsed")
        await self._hands.click("Expand the suggestion")
        await self._hands.click("Dismiss")
        await self._rest()
        self.picture("dismissed")
        title = self._workspace.parked[0].title
        await self._hands.click(f"Restore: {title}")
        await self._rest()
        await self._hands.click("Apply fix")
        self.picture("fix-steps")
        await self._hands.click("Undo steps")
        await self._rest()
        self.picture("undo-steps")
        await self._hands.click("I did this")
        await self._rest()
        self.picture("verifying")

    async def _outcomes(self) -> None:
        for text in ("Rebooting", "It is back up", "Signing in now"):
            await self._hands.write("Message", text)
            await self._hands.click("Send")
            await self._rest()
        self.picture("nudge")
        await self._hands.click("No")
        await self._rest()
        self.picture("asking-why")
        await self._hands.click("Cancel")
        await self._outcome_through_menu("Partly done…", "Cleared the entries; profile is left.")
        self.picture("partial")
        await self._hands.click("Finish it")
        await self._rest()
        await self._outcome_through_menu("Waiting to verify…", "The user is back at 15:30.")
        self.picture("pending")
        await self._hands.write("Message", "yep that fixed it, thanks")
        await self._hands.click("Send")
        await self._until(lambda: self._workspace.banner.value == "ai_confirming")
        self.picture("outcome-from-conversation")
        await self._hands.click("Not yet")
        await self._rest()

    async def _escalation(self) -> None:
        await self._hands.click("Escalate", self._lane)
        await self._hands.settle()
        self.picture("escalation-question")
        await self._hands.click("Cancel")

    async def _resolution(self) -> None:
        await self._hands.click("It worked")
        await self._rest()
        await self._hands.click("Escalate", self._lane)
        await self._rest()
        self.picture("escalation-package")
        await self._hands.click("Back to the conversation")
        await self._hands.click("Resolve", self._lane)
        await self._rest()
        self.picture("resolution-note")
        await self._hands.click("Edit")
        await self._rest()
        self.picture("edit-note")
        await self._hands.click("Done editing")
        await self._hands.click("Confirm and resolve")
        await self._rest()
        self.picture("resolved")

    async def _everywhere(self) -> None:
        for action, name in (
            ("go.palette", "palette"),
            ("help.shortcuts", "shortcuts"),
            ("session.details", "details"),
            ("session.share", "share-update"),
        ):
            await self._dialog(partial(self._app.actions.trigger, action), name)
        await self._dialog(self._search, "search")
        problem = describe(
            RuntimeError("example"), "a picture", self._app.core.clock.now(), program_version()
        )
        await self._dialog(lambda: self._app.shell.show_problem(problem), "problem")

    async def _settings(self) -> None:
        self._app.shell.show_page(SETTINGS)
        await self._rest()
        self.picture("settings")
        self._app.shell.show_page(SESSIONS)

    async def _narrow(self) -> None:
        window = self._app.window
        size = window.size()
        window.resize(1000, 720)
        await self._hands.settle()
        self.picture("narrow")
        open_items = len(self._open_items())
        await self._hands.click(f"Tasks {open_items}" if open_items else "Tasks")
        await self._hands.settle()
        self.picture("drawer")
        window.resize(size)

    def _dialogs(self) -> list[QDialog]:
        inside: Iterable[QDialog] = self._app.window.findChildren(QDialog)
        return [dialog for dialog in inside if dialog.isVisible()]

    def _search(self) -> None:
        self._app.actions.trigger("go.search")
        for dialog in self._dialogs():
            if isinstance(dialog, SearchSheet):
                dialog.field.setText("credential")

    async def _dialog(self, show: Callable[[], None], name: str) -> None:
        show()
        await self._hands.settle()
        self.picture(name)
        for dialog in self._dialogs():
            dialog.reject()
        await self._hands.settle()

    async def _outcome_through_menu(self, words: str, notes: str) -> None:
        banner = self._app.shell.session.page.banner
        menus: Iterable[QMenu] = banner.findChildren(QMenu)
        for menu in menus:
            for action in menu.actions():
                if action.text() == words:
                    action.trigger()
                    break
        partly = "Partly" in words
        await self._hands.write(
            "Which part was done, and what is left?" if partly else "What are you waiting on?",
            notes,
            banner,
        )
        confirm = "Save as partly done" if partly else "Save and wait"
        await self._hands.click(confirm)
        await self._rest()

    async def _answer(self, item: LaneItem) -> None:
        playbook = self._app.core.playbooks().get(self._walkthrough.playbook_id)
        assert playbook is not None
        label = self._walkthrough.answer(playbook, item)
        if item.kind is LaneKind.QUESTION:
            await self._hands.click(label, self._lane.questions.card(item.id))
        else:
            card = self._lane.checks.card(item.id)
            await self._hands.click("Pick a result", card)
            await self._hands.click(label, card)
        await self._until(lambda: all(one.id != item.id for one in self._open_items()))

    def _item(self, kind: LaneKind) -> LaneItem:
        return next(item for item in self._open_items() if item.kind is kind)

    def _open_items(self) -> list[LaneItem]:
        workspace = self._app.shell.session.flow.workspace
        lane = workspace.lane if workspace else ()
        return [item for item in lane if item.status is LaneStatus.OPEN]

    @property
    def _lane(self) -> TaskLane:
        return self._app.shell.session.page.lane

    @property
    def _workspace(self) -> Workspace:
        workspace = self._app.shell.session.flow.workspace
        assert workspace is not None
        return workspace

    async def _until(self, condition: Callable[[], bool]) -> None:
        await self._hands.wait("the next state", condition)
        await self._rest()

    async def _rest(self) -> None:
        flow = self._app.shell.session.flow
        await self._hands.wait("the app to come to rest", lambda: not flow.scope.pending())
        await self._hands.settle()


async def _photograph(app: DesktopApp, variant: Variant, out: Path) -> None:
    app.window.resize(variant.width, variant.height)
    app.show()
    try:
        await Photographer(app, out).take_all()
    finally:
        await app.aclose()


def draw(variant: Variant, out: Path) -> None:
    """Draw all states of one variant in this process."""
    out.mkdir(parents=True, exist_ok=True)
    qt = make_qt([])
    loop = qasync.QEventLoop(qt)
    with tempfile.TemporaryDirectory() as data, loop:
        theme = Theme(variant.theme, reduce_motion=True)
        app = DesktopApp(qt, open_apart(Path(data)), theme, program_version())
        loop.run_until_complete(_photograph(app, variant, out))


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.shots", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--variant", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.variant is not None:
        variant = VARIANTS[options.variant]
        draw(variant, options.out / variant.folder)
        return 0
    failed = 0
    for index, variant in enumerate(VARIANTS):
        env = dict(os.environ, QT_SCALE_FACTOR=str(variant.scale))
        command = [sys.executable, "-m", "tests.shots", str(options.out), "--variant", str(index)]
        code = subprocess.call(command, env=env)
        failed += code != 0
        print(f"{variant.folder}: {'failed' if code else 'done'}", flush=True)
    print(f"Pictures are in {options.out}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
