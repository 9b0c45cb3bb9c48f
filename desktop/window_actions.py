"""Every action of the main window."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desktop.actions import Action, ActionGroup, ActionRegistry
from desktop.main_window import SESSIONS, SETTINGS
from desktop.palette import CommandPalette
from desktop.search import SearchSheet
from desktop.shell import Shell
from desktop.shortcut_overlay import ShortcutOverlay
from desktop.theme.icons import Icons
from desktop.theme.theme import ThemeChoice


def window_actions(icons: Icons, shell: Shell, registry: ActionRegistry) -> list[Action]:
    """What can be done from anywhere. No shortcut resolves a ticket."""
    theme = icons.theme
    page = shell.session.page

    def in_session() -> bool:
        return shell.session.flow.session_id is not None

    def with_fix() -> bool:
        workspace = shell.session.flow.workspace
        return in_session() and workspace is not None and workspace.fix is not None

    def palette() -> None:
        sheet = CommandPalette(icons, registry.all(), shell.overviews, shell.window)
        sheet.picked.connect(pick)
        _show(sheet)

    def pick(value: object) -> None:
        if isinstance(value, Action):
            registry.trigger(value.id)
        else:
            shell.open_picked(value)

    def search(session_id: UUID | None = None) -> None:
        sheet = SearchSheet(icons, shell.core, shell.scope, shell.window, session_id)
        sheet.picked.connect(shell.open_hit)
        _show(sheet)

    def toggle_theme() -> None:
        theme.set_choice(ThemeChoice.LIGHT if theme.is_dark else ThemeChoice.DARK)

    session, go, view, help_ = (
        ActionGroup.SESSION,
        ActionGroup.GO,
        ActionGroup.VIEW,
        ActionGroup.HELP,
    )
    return [
        Action(
            id="session.new",
            title="New session",
            group=session,
            shortcut="Ctrl+N",
            handler=shell.leave_session,
        ),
        Action(
            id="session.note",
            title="Add a note",
            group=session,
            shortcut="Ctrl+Shift+N",
            handler=page.lane.note.start,
            enabled_when=in_session,
        ),
        Action(
            id="session.details",
            title="Edit title and ticket",
            group=session,
            handler=shell.session.sheets.edit_details,
            enabled_when=in_session,
        ),
        Action(
            id="session.share",
            title="Share update",
            group=session,
            handler=shell.session.sheets.share_update,
            enabled_when=in_session,
        ),
        Action(
            id="session.resolve",
            title="Resolve",
            group=session,
            handler=shell.session.documents.resolve,
            enabled_when=in_session,
        ),
        Action(
            id="session.escalate",
            title="Escalate",
            group=session,
            handler=shell.session.documents.escalate,
            enabled_when=in_session,
        ),
        Action(
            id="fix.steps",
            title="Show the fix’s steps and script",
            group=ActionGroup.FIX,
            shortcut="Ctrl+G",
            handler=shell.session.fix.show_steps,
            enabled_when=with_fix,
        ),
        Action(
            id="edit.undo",
            title="Undo delete or dismiss",
            group=session,
            shortcut="Ctrl+Z",
            handler=shell.take_back,
            enabled_when=lambda: not shell.undo.is_empty(),
        ),
        Action(
            id="go.palette",
            title="Command palette",
            group=go,
            shortcut="Ctrl+K",
            handler=palette,
            in_palette=False,
        ),
        Action(
            id="go.search",
            title="Search everywhere",
            group=go,
            shortcut="Ctrl+Shift+F",
            handler=search,
        ),
        Action(
            id="session.find",
            title="Search in this session",
            group=session,
            shortcut="Ctrl+F",
            handler=lambda: search(shell.session.flow.session_id),
            enabled_when=in_session,
        ),
        Action(
            id="session.sample",
            title="Open the sample session",
            group=session,
            handler=shell.open_sample,
        ),
        Action(
            id="go.sessions",
            title="Sessions",
            group=go,
            shortcut="Ctrl+1",
            handler=lambda: shell.show_page(SESSIONS),
        ),
        Action(
            id="go.settings",
            title="Settings",
            group=go,
            shortcut="Ctrl+,",
            handler=lambda: shell.show_page(SETTINGS),
        ),
        Action(
            id="view.panes",
            title="Next pane",
            group=view,
            shortcut="F6",
            handler=shell.cycle_panes,
            in_palette=False,
        ),
        Action(
            id="view.theme",
            title="Switch between dark and light",
            group=view,
            handler=toggle_theme,
        ),
        Action(
            id="help.shortcuts",
            title="Keyboard shortcuts",
            group=help_,
            shortcut="?",
            handler=lambda: _show(ShortcutOverlay(icons, registry.all(), shell.window)),
        ),
    ]


def _show(sheet: QDialog) -> None:
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open()
