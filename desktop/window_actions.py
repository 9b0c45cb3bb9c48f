"""Every action of the main window."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from core.sessions.messages import Role
from desktop.actions import Action, ActionGroup, ActionRegistry
from desktop.main_window import SCRIPTS, SESSIONS, SETTINGS
from desktop.palette import CommandPalette
from desktop.search import SearchSheet
from desktop.shell import Shell
from desktop.shortcut_overlay import ShortcutOverlay
from desktop.theme.icons import Icons
from desktop.theme.theme import ThemeChoice


class WindowActions:
    """What can be done from anywhere. No shortcut resolves or escalates a ticket."""

    def __init__(self, icons: Icons, shell: Shell, registry: ActionRegistry) -> None:
        self._icons = icons
        self._shell = shell
        self._registry = registry
        for actions in (self._session(), self._fix(), self._go(), self._view(), self._help()):
            registry.add(actions)

    def _session(self) -> list[Action]:
        shell, session = self._shell, self._shell.session
        branches = session.branches

        def act(name: str, title: str, handler: Callable[[], None], shortcut: str = "") -> Action:
            return Action(
                id=f"session.{name}",
                title=title,
                group=ActionGroup.SESSION,
                handler=handler,
                shortcut=shortcut,
                enabled_when=self._in_session,
            )

        def export(suffix: str) -> Callable[[], None]:
            return lambda: session.export.export(suffix)

        return [
            _always(
                "session.new", "New session", ActionGroup.SESSION, shell.leave_session, "Ctrl+N"
            ),
            _always(
                "session.sample", "Open the sample session", ActionGroup.SESSION, shell.open_sample
            ),
            act("note", "Add a note", session.page.start_note, "Ctrl+Shift+N"),
            act("find", "Search in this session", self._search_here, "Ctrl+F"),
            Action(
                id="session.stop",
                title="Stop the answer",
                group=ActionGroup.SESSION,
                handler=session.turns.stop,
                shortcut="Ctrl+.",
                enabled_when=lambda: session.turns.can_stop,
            ),
            Action(
                id="session.rung",
                title="Choose who answers",
                group=ActionGroup.SESSION,
                handler=session.sent.choose_rung,
                enabled_when=lambda: self._in_session() and session.sent.can_choose,
            ),
            act("sent_next", "Show what is sent", session.sent.show_next),
            act("sent_log", "What was sent", session.sent.show_log),
            act("runs", "Script runs", session.scripts.show_runs),
            act("details", "Edit title and ticket", session.sheets.edit_details),
            act("share", "Share update", session.sheets.share_update),
            self._ending("resolve", "Resolve", session.documents.resolve),
            self._ending("escalate", "Escalate", session.documents.escalate),
            act("export_md", "Export as Markdown", export("md")),
            act("export_html", "Export as a web page", export("html")),
            act("export_pdf", "Export as PDF", export("pdf")),
            self._branching("edit_last", "Edit last message", Role.ENGINEER, branches.edit_last),
            self._branching(
                "regenerate", "Regenerate answer", Role.ASSISTANT, branches.regenerate_last
            ),
            Action(
                id="session.branches",
                title="Switch branch",
                group=ActionGroup.SESSION,
                handler=branches.choose,
                enabled_when=lambda: self._in_session() and branches.can_choose,
            ),
            act("give_up", "Give up on this session", session.sheets.give_up),
            Action(
                id="edit.undo",
                title="Undo delete or dismiss",
                group=ActionGroup.SESSION,
                handler=shell.take_back,
                shortcut="Ctrl+Z",
                enabled_when=lambda: not shell.undo.is_empty(),
            ),
        ]

    def _ending(self, name: str, title: str, handler: Callable[[], None]) -> Action:
        """Resolve or Escalate, which only one branch of a session may do."""
        return Action(
            id=f"session.{name}",
            title=title,
            group=ActionGroup.SESSION,
            handler=handler,
            enabled_when=self._may_end,
        )

    def _branching(self, name: str, title: str, role: Role, handler: Callable[[], None]) -> Action:
        branches = self._shell.session.branches
        return Action(
            id=f"session.{name}",
            title=title,
            group=ActionGroup.SESSION,
            handler=handler,
            enabled_when=lambda: self._in_session() and branches.can_fork(role),
        )

    def _fix(self) -> list[Action]:
        return [
            Action(
                id="fix.steps",
                title="Show the fix’s steps",
                group=ActionGroup.FIX,
                handler=self._shell.session.fix.show_steps,
                enabled_when=self._with_fix,
            ),
            Action(
                id="fix.script",
                title="Show the fix’s script",
                group=ActionGroup.FIX,
                handler=lambda: self._shell.session.scripts.apply(prefer_script=True),
                shortcut="Ctrl+G",
                enabled_when=self._with_fix,
            ),
        ]

    def _go(self) -> list[Action]:
        go, shell = ActionGroup.GO, self._shell
        return [
            Action(
                id="go.palette",
                title="Command palette",
                group=go,
                handler=self._open_palette,
                shortcut="Ctrl+K",
                in_palette=False,
            ),
            _always("go.search", "Search everywhere", go, self._search, "Ctrl+Shift+F"),
            _always("go.sessions", "Sessions", go, lambda: shell.show_page(SESSIONS), "Ctrl+1"),
            _always("go.scripts", "Scripts", go, lambda: shell.show_page(SCRIPTS), "Ctrl+2"),
            _always("go.settings", "Settings", go, lambda: shell.show_page(SETTINGS), "Ctrl+,"),
        ]

    def _view(self) -> list[Action]:
        return [
            Action(
                id="view.panes",
                title="Next pane",
                group=ActionGroup.VIEW,
                handler=self._shell.cycle_panes,
                shortcut="F6",
                in_palette=False,
            ),
            _always(
                "view.theme",
                "Switch between dark and light",
                ActionGroup.VIEW,
                self._toggle_theme,
            ),
        ]

    def _help(self) -> list[Action]:
        keys = self._show_keys
        return [_always("help.shortcuts", "Keyboard shortcuts", ActionGroup.HELP, keys, "?")]

    def _in_session(self) -> bool:
        return self._shell.session.flow.session_id is not None

    def _may_end(self) -> bool:
        workspace = self._shell.session.flow.workspace
        return self._in_session() and not (workspace and workspace.is_ended_elsewhere)

    def _with_fix(self) -> bool:
        workspace = self._shell.session.flow.workspace
        return self._in_session() and workspace is not None and workspace.fix is not None

    def _open_palette(self) -> None:
        shell = self._shell
        sheet = CommandPalette(self._icons, self._registry.all(), shell.overviews, shell.window)
        sheet.picked.connect(self._pick)
        _show(sheet)

    def _pick(self, value: object) -> None:
        if isinstance(value, Action):
            self._registry.trigger(value.id)
        else:
            self._shell.open_picked(value)

    def _search_here(self) -> None:
        self._search(self._shell.session.flow.session_id)

    def _search(self, session_id: UUID | None = None) -> None:
        shell = self._shell
        sheet = SearchSheet(self._icons, shell.core, shell.scope, shell.window, session_id)
        sheet.picked.connect(shell.open_hit)
        _show(sheet)

    def _toggle_theme(self) -> None:
        theme = self._icons.theme
        theme.set_choice(ThemeChoice.LIGHT if theme.is_dark else ThemeChoice.DARK)

    def _show_keys(self) -> None:
        _show(ShortcutOverlay(self._icons, self._registry.all(), self._shell.window))


def _always(
    action_id: str,
    title: str,
    group: ActionGroup,
    handler: Callable[[], None],
    shortcut: str = "",
) -> Action:
    return Action(id=action_id, title=title, group=group, handler=handler, shortcut=shortcut)


def _show(sheet: QDialog) -> None:
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open()
