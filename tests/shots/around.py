"""What is around the session: dialogs, search, toasts, the network, settings, narrow windows."""

from __future__ import annotations

import asyncio

from core.crashes.reports import CrashKind
from core.db.backup import find_backups
from core.version import program_version
from desktop.main_window import SESSIONS, SETTINGS
from desktop.problems import describe
from desktop.search import SearchSheet
from desktop.settings.wording import moment
from desktop.theme.tokens import Tone
from sync.connectivity import Connectivity, Reach
from tests.desktop.widgets.hands import inside
from tests.shots.stage import Stage
from tests.shots.updates import UpdateStates

_DIALOGS = (
    ("go.palette", "palette"),
    ("help.shortcuts", "shortcuts"),
    ("session.details", "details"),
    ("session.share", "share-update"),
)
_NARROW = (1000, 720)


def _reading() -> bool:
    return any(task.get_name().startswith("settings.") for task in asyncio.all_tasks())


class Around:
    """Everything that can lie above or beside a session."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        await self._dialogs()
        await self._search()
        await self._toasts()
        await self._network()
        await self._settings()
        await UpdateStates(self._stage).play()
        await self._narrow()

    async def _dialogs(self) -> None:
        stage = self._stage
        for action, name in _DIALOGS:
            await stage.do(action)
            await stage.see_dialogs(name)
        await stage.choose("Give up on this session…", stage.page.header)
        await stage.see_dialogs("give-up")
        stage.page.conversation.link_requested.emit("https://example.com/a/page?with=words")
        await stage.see_dialogs("link")
        version, now = program_version(), stage.app.core.clock.now()
        stage.app.shell.show_problem(describe(RuntimeError("example"), "a play", now, version))
        await stage.see_dialogs("problem")

    async def _search(self) -> None:
        stage = self._stage
        for query, name in (("credential", "search"), ("zebra crossing", "search-nothing")):
            stage.app.actions.trigger("go.search")
            sheet = inside(stage.app.window, SearchSheet)[-1]
            await stage.search(sheet.field, query)
            await stage.see_dialogs(name)

    async def _toasts(self) -> None:
        stage = self._stage
        shell = stage.app.shell
        shell.toast("Copied.", Tone.SUCCESS)
        shell.toast("Copied.", Tone.SUCCESS)
        shell.toast(
            "The note has 20,400 characters; the limit is 20,000. Shorten it and confirm again.",
            Tone.WARNING,
        )
        shell.window.toasts.show_toast("Session deleted.", action="Undo")
        await stage.see("toasts")
        for toast in shell.window.toasts.toasts():
            toast.leave()

    async def _network(self) -> None:
        stage = self._stage
        monitor = stage.app.settings.monitor
        now = stage.app.core.clock.now()
        states = (
            ("online", Connectivity(Reach.REACHABLE, checked_at=now)),
            ("offline", Connectivity(Reach.UNREACHABLE, Reach.UNREACHABLE, checked_at=now)),
            (
                "models",
                Connectivity(cloud=Reach.UNREACHABLE, local=Reach.REACHABLE, checked_at=now),
            ),
            ("captive-portal", Connectivity(Reach.PORTAL, checked_at=now)),
        )
        for name, found in states:
            monitor.found = found
            monitor.changed.emit(found)
            stage.app.settings.chip.click()
            await stage.see_dialogs(f"network-{name}")
        await self._show_section("Connection")
        await stage.see("settings-connection-portal")
        monitor.changed.emit(Connectivity())

    async def _settings(self) -> None:
        stage = self._stage
        page = stage.app.settings.page
        stage.app.shell.show_page(SETTINGS)
        for row in range(page.navigation.count()):
            page.navigation.setCurrentRow(row)
            await self._read()
            title = page.navigation.item(row).text()
            await stage.see(f"settings-{title.lower().replace(' ', '-')}")
        await self._show_section("Data and backup")
        await stage.hands.click("Back up now")
        await self._read()
        await stage.see("settings-backed-up")
        await stage.hands.click("Save recovery key…")
        await stage.hands.settle()
        await stage.hands.click("Show the recovery key")
        await self._read()
        await stage.see_dialogs("recovery-key")
        backup = find_backups(stage.app.core.storage.profile.backups)[0]
        await stage.hands.click(f"Restore the backup of {moment(backup.made_at)}")
        await stage.see_dialogs("restore-backup")
        await self._trouble()
        stage.app.shell.show_page(SESSIONS)

    async def _trouble(self) -> None:
        stage = self._stage
        reports = stage.app.core.crashes.reports
        reports.keep(CrashKind.END, "FlowPilot ended unexpectedly", "It left no trace.\n" * 30)
        await self._show_section("Diagnostics")
        for button, name in (
            ("View reports…", "crash-reports"),
            ("Save a diagnostics bundle…", "diagnostics-bundle"),
        ):
            await stage.hands.click(button)
            await self._read()
            await stage.see_dialogs(name)

    async def _show_section(self, title: str) -> None:
        self._stage.app.settings.open(title)
        await self._read()

    async def _read(self) -> None:
        """Wait until the section has read what it shows."""
        await self._stage.hands.wait("the settings to be read", lambda: not _reading())
        await self._stage.hands.settle()

    async def _narrow(self) -> None:
        stage = self._stage
        window = stage.app.window
        size = window.size()
        if size.width() <= _NARROW[0]:
            return
        window.resize(*_NARROW)
        await stage.see("narrow")
        window.resize(size)
