"""Shows what a link or a file asks for. Nothing is created, sent, run or changed by that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from core.errors import AppError, NotFound, UserError
from core.links import NewSession, OpenScripts, OpenSession, OpenTemplateFile, read_request
from desktop.main_window import SCRIPTS
from desktop.scripts.wiring import ScriptsWiring
from desktop.session.flow import words
from desktop.shell import Shell
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone

if TYPE_CHECKING:
    from core.scripts.exchange import SeenTemplate

_HOLDS_TEXT = (
    "The start page holds a text that you have not sent. Start it as a session or clear it, then "
    "open the link again."
)


class LinkActions(QObject):
    """Turns what was asked for into what is on screen."""

    def __init__(self, icons: Icons, shell: Shell, scripts: ScriptsWiring, scope: Scope) -> None:
        super().__init__(shell)
        self._icons = icons
        self._shell = shell
        self._scripts = scripts
        self._scope = scope

    def open(self, argument: str) -> None:
        """Show what a link or the path of a file asks for, or say why not."""
        try:
            request = read_request(argument)
        except UserError as refused:
            self._say(words(refused))
            return
        match request:
            case OpenSession(session_id):
                self.open_session(session_id)
            case NewSession(text, ticket):
                self._fill_in(text, ticket)
            case OpenScripts():
                self._shell.show_page(SCRIPTS)
            case OpenTemplateFile(path):
                self._look_into(Path(path))

    def open_session(self, session_id: UUID) -> None:
        """Open a session if it is still there."""
        database = self._shell.core.database

        def find() -> bool:
            with database.work() as work:
                return work.sessions.get(session_id).deleted_at is None

        def found(is_there: bool) -> None:
            if is_there:
                self._shell.open_session(session_id)
            else:
                self._say("That session was deleted.")

        def failed(error: Exception) -> bool:
            if isinstance(error, NotFound):
                self._say("That session is not on this computer.")
                return True
            return False

        self._scope.latest("open link", database.run(find), done=found, failed=failed)

    def _fill_in(self, text: str, ticket: str) -> None:
        self._shell.leave_session()
        if (text or ticket) and not self._shell.welcome.fill_in(text, ticket):
            self._say(_HOLDS_TEXT)

    def _look_into(self, path: Path) -> None:
        core = self._shell.core

        def failed(error: Exception) -> bool:
            if isinstance(error, AppError):
                told = " ".join(part for part in (error.title, error.message) if part)
                self._say(f"“{path.name}” cannot be imported. {told}")
                return True
            return False

        work = core.database.run(lambda: core.scripts().exchange.look_into(path))
        self._scope.latest("look into file", work, done=self._ask, failed=failed)

    def _ask(self, seen: SeenTemplate) -> None:
        from desktop.links.template_sheet import TemplateSheet

        sheet = TemplateSheet(self._icons, seen, self._shell.window)
        sheet.accepted.connect(lambda: self._import(seen))
        sheet.copied.connect(self._shell.copy)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _import(self, seen: SeenTemplate) -> None:
        self._shell.show_page(SCRIPTS)
        self._scripts.feature.library.import_seen(seen)

    def _say(self, text: str) -> None:
        self._shell.toast(text, Tone.WARNING)
