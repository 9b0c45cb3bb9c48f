"""Plays everything, once, in this process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from core.app import open_core
from core.bus import Bus
from core.paths import Profile, find_places
from core.secrets import FileSecretStore, PassingSecrets, SecretStore
from core.settings.store import SettingsStore
from core.version import program_version
from desktop.app import DesktopApp
from desktop.qt_application import make_qt
from desktop.theme.icons import Icons
from desktop.theme.theme import Theme
from tests.shots.around import Around
from tests.shots.beginnings import FirstRunPlay, LockedStart
from tests.shots.branches import BranchPlay
from tests.shots.clock import PlayClock
from tests.shots.copilot_settings import CopilotSettings
from tests.shots.eyes import Eye
from tests.shots.long_texts import LongTexts
from tests.shots.model_documents import ModelDocuments
from tests.shots.model_turns import ModelTurns
from tests.shots.script_session import ScriptSession
from tests.shots.scripts import ScriptsPlay
from tests.shots.session_list import SessionListPlay
from tests.shots.stage import Stage
from tests.shots.variants import Variant
from tests.shots.who_answers import WhoAnswers
from tests.shots.working_day import WorkingDay


def play(variant: Variant, eye: Eye) -> None:
    """Play every state in throw-away data while `eye` looks on.

    Qt reads the scale from the environment once: the process has to have QT_SCALE_FACTOR already.
    """
    qt = make_qt([])
    loop = qasync.QEventLoop(qt)
    theme = Theme(variant.theme, reduce_motion=True)
    theme.set_text_size(variant.text)
    theme.apply(qt)
    with tempfile.TemporaryDirectory() as folder, loop:
        players = Players(qt, theme, variant, eye, Path(folder))
        loop.run_until_complete(players.play_all())


class Players:
    """Opens an application for each play that needs data of its own."""

    def __init__(
        self, qt: QApplication, theme: Theme, variant: Variant, eye: Eye, folder: Path
    ) -> None:
        self._qt = qt
        self._theme = theme
        self._variant = variant
        self._eye = eye
        self._folder = folder
        self._clock = PlayClock()

    async def play_all(self) -> None:
        await LockedStart(Icons(self._theme), self._eye).play(self._folder)
        places = self._folder / "weak"
        with self._app(places, FileSecretStore(places / "key.json")) as app:
            await FirstRunPlay(Stage(app, self._eye)).play()
            await app.aclose()
        with self._app(self._folder / "usual", PassingSecrets()) as app:
            stage = Stage(app, self._eye)
            await WorkingDay(stage).play()
            await BranchPlay(stage).play()
            await LongTexts(stage).play()
            await Around(stage).play()
            await SessionListPlay(stage, self._clock).play()
            await app.aclose()
        with self._app(self._folder / "models", PassingSecrets()) as app:
            await CopilotSettings(Stage(app, self._eye)).play()
            await app.aclose()
        with self._app(self._folder / "documents", PassingSecrets()) as app:
            await ModelDocuments(Stage(app, self._eye)).play()
            await app.aclose()
        with self._app(self._folder / "turns", PassingSecrets()) as app:
            await ModelTurns(Stage(app, self._eye)).play()
            await app.aclose()
        with self._app(self._folder / "answers", PassingSecrets()) as app:
            await WhoAnswers(Stage(app, self._eye)).play()
            await app.aclose()
        with self._app(self._folder / "scripts", PassingSecrets()) as app:
            await ScriptsPlay(Stage(app, self._eye)).play()
            await app.aclose()
        with self._app(self._folder / "script-session", PassingSecrets()) as app:
            await ScriptSession(Stage(app, self._eye)).play()
            await app.aclose()

    @contextmanager
    def _app(self, folder: Path, secrets: SecretStore) -> Iterator[DesktopApp]:
        places = find_places(folder)
        profile = Profile(places.default_data_folder)
        profile.prepare()
        settings = SettingsStore(places.settings_file)
        core = open_core(profile, secrets, settings, Bus(), self._clock)
        app = DesktopApp(self._qt, core, self._theme, program_version())
        app.window.setMinimumSize(0, 0)
        app.window.resize(self._variant.width, self._variant.height)
        app.show()
        yield app
        app.window.deleteLater()
        app.deleteLater()
