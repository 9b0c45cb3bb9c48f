"""Runs the guided demo in a folder of its own and says what it did."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import qasync

from core.console import say
from core.opening import open_apart
from core.secrets import PassingSecrets
from core.version import program_version
from core.walkthrough import load_walkthrough
from desktop.app import DesktopApp
from desktop.demo.player import DemoPlayer
from desktop.qt_application import make_qt
from desktop.theme.theme import Theme, ThemeChoice

NOTE = "resolution-note.md"
_PICTURE_SIZE = (1280, 800)


def play_demo(folder: Path, arguments: Sequence[str]) -> int:
    """Play the demo with throw-away data; pictures and the note go to `folder`.

    Returns 0 when the session ended resolved with a note, else 1.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    qt = make_qt(arguments)
    loop = qasync.QEventLoop(qt)
    with tempfile.TemporaryDirectory(prefix="flowpilot-demo-") as data, loop:
        app = DesktopApp(
            qt,
            open_apart(Path(data), PassingSecrets()),
            Theme(ThemeChoice.DARK, reduce_motion=True),
            program_version(),
        )
        exit_code: int = loop.run_until_complete(_play(app, folder))
        return exit_code


async def _play(app: DesktopApp, folder: Path) -> int:
    pictures: list[str] = []

    def picture(name: str) -> None:
        file = f"{len(pictures) + 1:02d}-{name}.png"
        app.window.grab().save(str(folder / file))
        pictures.append(file)

    # The screen of an offscreen platform is smaller than a laptop's.
    app.window.resize(*_PICTURE_SIZE)
    app.show()
    try:
        note = await DemoPlayer(app, load_walkthrough(), picture).play()
        workspace = app.shell.session.flow.workspace
    finally:
        await app.aclose()
    await asyncio.to_thread((folder / NOTE).write_text, note + "\n", encoding="utf-8")
    facts = len(workspace.facts) if workspace else 0
    say(
        f"The demo ended with a resolved session: {facts} facts, a fix applied and verified.\n"
        f"Note: {folder / NOTE}\nPictures: {len(pictures)} in {folder}\n"
    )
    return 0
