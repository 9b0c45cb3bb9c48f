"""Writes the rules about clients, from the settings and from a session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.app import Core
from core.errors import AppError, Bug, UserError
from core.team.client_rules import ClientRules
from desktop.session.flow import Undo
from desktop.settings.client_section import ClientSection
from desktop.settings.client_sheet import ClientSheet
from desktop.settings.failures import explained
from desktop.tasks import Scope
from desktop.theme.icons import Icons

_TRY = "try redaction"


class ClientActions(QObject):
    """Serves the section, and opens the rules of one client over whatever is shown."""

    undo_offered = Signal(object)  # Undo

    def __init__(
        self,
        icons: Icons,
        core: Core,
        scope: Scope,
        window: Callable[[], QWidget],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._core = core
        self._scope = scope
        self._window = window
        self._section: ClientSection | None = None

    def serve(self, section: ClientSection) -> None:
        """Fill a section each time it is looked at."""
        self._section = section
        section.shown.connect(self.reload)
        section.add_requested.connect(lambda: self.open_rules(""))
        section.edit_requested.connect(lambda rules: self.open_rules(rules.client_name))
        section.delete_requested.connect(self._delete)

    def reload(self) -> None:
        """Show what is stored now."""
        if self._section is not None:
            load = self._core.database.run(self._core.client_rules.all)
            self._scope.latest("clients", load, done=self._section.show_clients)

    def open_rules(self, client_name: str) -> None:
        """Open the rules of a client, new ones if it has none; an empty name asks for it."""
        service = self._core.client_rules

        def job() -> tuple[ClientRules | None, list[str]]:
            return (service.of(client_name) if client_name else None), service.known_clients()

        def done(found: tuple[ClientRules | None, list[str]]) -> None:
            rules, names = found
            sheet = ClientSheet(self._icons, rules, names, self._window(), client_name=client_name)
            sheet.confirmed.connect(lambda: self._save(sheet, rules))
            sheet.try_requested.connect(lambda text, terms: self._try(sheet, text, terms))
            sheet.open()

        self._scope.latest("open client", self._core.database.run(job), done=done)

    def _save(self, sheet: ClientSheet, rules: ClientRules | None) -> None:
        name, policy, terms = sheet.client.text(), sheet.policy, sheet.term_lines()
        rules_id = rules.id if rules else None

        def job() -> object:
            return self._core.client_rules.save(name, policy, terms, rules_id)

        def done(_: object) -> None:
            sheet.settled()
            self.reload()

        def failed(error: Exception) -> bool:
            if not isinstance(error, AppError) or isinstance(error, Bug):
                return False
            field = error.field if isinstance(error, UserError) else ""
            sheet.show_refused_field(field, explained(error))
            return True

        self._scope.run("save client", self._core.database.run(job), done=done, failed=failed)

    def _try(self, sheet: ClientSheet, text: str, terms: Sequence[str]) -> None:
        self._scope.latest(_TRY, asyncio.to_thread(_redacted, text, terms), done=sheet.show_result)

    def _delete(self, rules: ClientRules) -> None:
        service = self._core.client_rules

        def done(_: object) -> None:
            said = f"Rules of {rules.client_name} deleted."
            self.undo_offered.emit(Undo(said, lambda: service.restore(rules.id)))
            self.reload()

        work = self._core.database.run(lambda: service.delete(rules.id))
        self._scope.run("delete client", work, done=done)


def _redacted(text: str, terms: Sequence[str]) -> str:
    # Imported here: its rules are slow to compile, and few people come this way.
    from core.redaction.redactor import Redactor

    return Redactor(terms=terms).redact(text)
