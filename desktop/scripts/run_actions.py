"""What happens in the panel of a script: filling in, checking, copying, running."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from core.db.database import Database
from core.db.storage import Storage
from core.errors import UserError
from core.scripts.model import ScriptRun
from core.scripts.prefill import Prefilled
from core.scripts.run.result import RunCancelled, RunResult
from core.scripts.script_service import Prepared, Script, ScriptService
from core.sessions.fixes import Decision
from desktop.scripts.elsewhere_sheet import ElsewhereSheet
from desktop.scripts.live_runs import LiveRun, Place, place_of
from desktop.scripts.preflight_face import CHECKING, NOT_CHECKED, WAITING, preflight_face
from desktop.scripts.result_face import result_face
from desktop.scripts.run_panel import ScriptPanel, Stage
from desktop.scripts.run_preview import PreviewFace, RunOrder
from desktop.scripts.script_files import (
    ask_where,
    script_name,
    transcript_name,
    write_script,
    write_text,
)
from desktop.session.flow import words
from desktop.tasks import Scope

_CHECK_AFTER_S = 0.3

ChosenDecision = Callable[[], Decision | None]


class UsedScripts(Protocol):
    @property
    def use(self) -> ScriptService: ...


class RunCore(Protocol):
    """The part of the domain that runs scripts; `scripts` loads it when it is first called."""

    @property
    def database(self) -> Database: ...
    @property
    def storage(self) -> Storage: ...
    @property
    def scripts(self) -> Callable[[], UsedScripts]: ...


def _undecided() -> Decision | None:
    return None


class RunActions(QObject):
    """Connects a panel to the script service. Runs go on while another script is shown."""

    copied = Signal(str)
    noticed = Signal(str)
    finished = Signal(object)  # ScriptRun

    def __init__(self, panel: ScriptPanel, core: RunCore, scope: Scope) -> None:
        super().__init__(panel)
        self._panel = panel
        self._core = core
        self._scope = scope
        self._script: Script | None = None
        self._decision: ChosenDecision = _undecided
        self._prepared: Prepared | None = None
        self._runs: dict[Place, LiveRun] = {}
        self._connect()

    def open(
        self,
        script: Script,
        prefilled: Mapping[str, Prefilled] | None = None,
        decision: ChosenDecision = _undecided,
    ) -> None:
        """Show a script to be used; a run of it that is under way is shown instead.

        The same script again, as after a change elsewhere, keeps what was typed and shown.

        prefilled  the values it begins with and where they are from; none: script.values
        decision   asked at the run: what is decided about a drafted script
        """
        self._decision = decision
        if self._script is not None and _same(script, self._script):
            return
        edited = self._is_open(place_of(script))
        if edited and not self.is_running:
            self._runs.pop(place_of(script), None)  # another text than the one that ended
        self._script = script
        self._panel.show_script(
            script.body, script.language.value, script.parameters, prefilled or {}
        )
        if not prefilled:
            self._panel.fill.form.set_values(script.values)
        self._prepared = None
        self._check(after=_CHECK_AFTER_S if edited else 0.0)
        live = self._runs.get(place_of(script))
        if live is not None:
            self._show_run(live)

    def leave(self) -> None:
        """Show nothing. What runs goes on."""
        self._script = None
        self._prepared = None
        self._scope.cancel_named(self._name("check"))
        self._panel.show_nothing()

    @property
    def is_running(self) -> bool:
        """Whether the script that is open runs."""
        live = self._live()
        return live is not None and live.result is None

    def _connect(self) -> None:
        panel = self._panel
        panel.edited.connect(self._edited)
        panel.copy_requested.connect(lambda: self._with_prepared(self._copy))
        panel.save_requested.connect(lambda: self._with_prepared(self._ask_save))
        panel.preview_requested.connect(lambda: self._with_prepared(self._preview))
        panel.elsewhere_requested.connect(lambda: self._with_prepared(self._ask_elsewhere))
        panel.run_requested.connect(self._run)
        panel.cancel_requested.connect(self._cancel)
        panel.back_requested.connect(self._back)
        panel.transcript_copied.connect(self.copied)
        panel.transcript_save_requested.connect(self._ask_save_transcript)

    # --- filling in and checking

    def _filled(self) -> Script | None:
        return self._script and replace(self._script, values=dict(self._panel.values()))

    def _edited(self) -> None:
        """What was looked at before is not what would run now."""
        self._prepared = None
        self._panel.fill.show_refusal("")
        if self._panel.stage is Stage.PREVIEW:
            self._panel.show_fill()
        self._check(after=_CHECK_AFTER_S)

    def _check(self, *, after: float) -> None:
        script = self._filled()
        if script is not None:
            self._scope.latest(
                self._name("check"), self._look(script, after), failed=self._check_failed
            )

    async def _look(self, script: Script, after: float) -> None:
        await asyncio.sleep(after)
        use = (await asyncio.to_thread(self._core.scripts)).use
        prepared = await asyncio.to_thread(use.prepare, script)
        self._prepared = prepared
        self._panel.show_text(prepared.text or script.body, script.language.value)
        self._panel.fill.show_interpreter(
            script.language.label, is_there=prepared.interpreter is not None
        )
        if not prepared.text:
            self._panel.show_face(WAITING)
            return
        self._panel.show_face(CHECKING)
        self._panel.show_face(preflight_face(await use.preflight(script)))

    def _check_failed(self, error: Exception) -> bool:
        if isinstance(error, UserError):
            self._panel.fill.show_refusal(words(error))
            return True
        self._panel.show_face(NOT_CHECKED)
        return False

    def _with_prepared(self, step: Callable[[Script, Prepared], None]) -> None:
        """Do something with the values as they are now; wrong ones are named at their fields."""
        script = self._filled()
        if script is None:
            return

        async def prepare() -> Prepared:
            use = (await asyncio.to_thread(self._core.scripts)).use
            return await asyncio.to_thread(use.prepare, script)

        def ready(prepared: Prepared) -> None:
            if self._filled() != script:
                return
            self._panel.fill.form.show_problems(prepared.problems, go_there=True)
            if not prepared.problems:
                self._prepared = prepared
                step(script, prepared)

        self._scope.latest(self._name("prepare"), prepare(), done=ready, failed=self._refuse)

    def _refuse(self, error: Exception) -> bool:
        """Say what a rule refused, at the field it is about."""
        if not isinstance(error, UserError):
            return False
        self._panel.show_fill()
        self._panel.fill.show_refusal(words(error))
        return True

    # --- for elsewhere

    def _copy(self, script: Script, prepared: Prepared) -> None:
        QGuiApplication.clipboard().setText(prepared.copy_text)
        self._command("copied", lambda: self._core.scripts().use.copied(script))
        self.copied.emit(prepared.copy_text)

    def _ask_save(self, script: Script, prepared: Prepared) -> None:
        name = script_name(script.title, script.language)
        ask_where(
            self._panel,
            "Save the script",
            self._core.storage.profile.exports,
            name,
            lambda path: self.save(path, script, prepared),
        )

    def save(self, path: Path, script: Script, prepared: Prepared) -> None:
        """Write the script for elsewhere, and record it."""

        async def write() -> None:
            await asyncio.to_thread(write_script, path, prepared.copy_text, script.language)
            await self._core.database.run(lambda: self._core.scripts().use.copied(script))

        self._scope.run(
            "save script", write(), done=lambda _: self.noticed.emit(f"Saved as {path}.")
        )

    def _ask_elsewhere(self, script: Script, _: Prepared) -> None:
        sheet = ElsewhereSheet(self._panel.icons, script.title, self._panel.window())

        def refused(error: Exception) -> bool:
            if isinstance(error, UserError):
                sheet.show_refusal(words(error))
                return True
            return False

        def recorded(_: object) -> None:
            sheet.settled()
            self.noticed.emit("The run is recorded.")

        def record() -> None:
            account, decision = sheet.account(), self._decision()
            use = self._core.scripts().use
            self._scope.latest(
                "ran elsewhere",
                self._core.database.run(lambda: use.ran_elsewhere(script, account, decision)),
                done=recorded,
                failed=refused,
            )

        sheet.confirmed.connect(record)
        sheet.open()

    # --- here

    def _preview(self, script: Script, prepared: Prepared) -> None:
        interpreter = prepared.interpreter
        if interpreter is None:
            self._panel.fill.show_interpreter(script.language.label, is_there=False)
            return
        labels = {each.key: each.label or each.key for each in script.parameters}
        self._panel.show_preview(
            PreviewFace(
                title=script.title,
                text=prepared.text,
                sha256=prepared.sha256,
                values={labels[key]: _told(value) for key, value in prepared.values.items()},
                interpreter=interpreter.label,
                executable=interpreter.executable,
                needs_admin=script.needs_admin,
                language=script.language.value,
            )
        )

    def _run(self, order: RunOrder) -> None:
        script = self._filled()
        if script is None or self.is_running:
            return
        place, live = place_of(script), LiveRun(script.title)
        self._runs[place] = live
        self._scope.run(
            _run_name(place),
            self._carry_out(script, order, live, self._decision()),
            done=partial(self._ended, place, live),
            failed=partial(self._run_failed, place),
        )
        self._show_run(live)

    async def _carry_out(
        self, script: Script, order: RunOrder, live: LiveRun, decision: Decision | None
    ) -> ScriptRun | RunResult | None:
        try:
            return await self._core.scripts().use.run(
                script,
                confirmed=order.sha256,
                timeout=order.timeout,
                elevated=order.elevated,
                decision=decision,
                on_line=partial(self._print, place_of(script), live),
            )
        except RunCancelled as cancelled:
            if not live.is_cancelled:
                raise
            return cancelled.result
        except asyncio.CancelledError:
            if not live.is_cancelled:
                raise
            return None

    def _cancel(self) -> None:
        live = self._live()
        if self._script is not None and live is not None:
            live.is_cancelled = True
            self._scope.cancel_named(_run_name(place_of(self._script)))

    def _ended(self, place: Place, live: LiveRun, run: ScriptRun | RunResult | None) -> None:
        if run is None:
            del self._runs[place]
        else:
            live.result = result_face(run)
        if self._is_open(place):
            if live.result is None:
                self._panel.show_fill()
            else:
                self._show_run(live)
        elif live.result is not None:
            self.noticed.emit(f"“{live.title}”: {live.result.words}")
        if isinstance(run, ScriptRun):
            self.finished.emit(run)

    def _run_failed(self, place: Place, error: Exception) -> bool:
        del self._runs[place]
        if self._is_open(place):
            self._panel.show_fill()
            return self._refuse(error)
        return False

    def _back(self) -> None:
        """Back to the values; an ended run has been seen."""
        live = self._live()
        if self._script is not None and live is not None and live.result is not None:
            del self._runs[place_of(self._script)]
        self._panel.show_fill()

    def _show_run(self, live: LiveRun) -> None:
        if live.result is not None:
            self._panel.show_result(live.result)
        else:
            self._panel.show_live(live.title, live.since, tuple(live.lines))

    def _print(self, place: Place, live: LiveRun, line: str) -> None:
        live.add(line)
        if self._is_open(place):
            self._panel.live.output.add_line(line)

    def _ask_save_transcript(self) -> None:
        live = self._live()
        if live is None or live.result is None:
            return
        text = live.result.transcript
        ask_where(
            self._panel,
            "Save the transcript",
            self._core.storage.profile.exports,
            transcript_name(live.title),
            lambda path: self.save_transcript(path, text),
        )

    def save_transcript(self, path: Path, text: str) -> None:
        """Write a transcript to a file."""
        self._scope.run(
            "save transcript",
            asyncio.to_thread(write_text, path, text),
            done=lambda _: self.noticed.emit(f"Saved as {path}."),
        )

    def _live(self) -> LiveRun | None:
        return None if self._script is None else self._runs.get(place_of(self._script))

    def _is_open(self, place: Place) -> bool:
        return self._script is not None and place_of(self._script) == place

    def _name(self, step: str) -> str:
        # Two panels may share a scope: one must not cancel what the other began.
        return f"{step} script {id(self)}"

    def _command(self, name: str, job: Callable[[], object]) -> None:
        self._scope.run(name, self._core.database.run(job), failed=self._refuse)


def _run_name(place: Place) -> str:
    return f"run {place}"


def _same(script: Script, shown: Script) -> bool:
    return replace(script, values={}) == replace(shown, values={})


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
