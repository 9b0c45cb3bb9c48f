"""The running application, and what every play does with it again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QScrollArea, QWidget

from core.copilot.turn import Turn
from core.copilot.turn_service import TurnService
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.messages import Rung
from core.sessions.session_service import Intake
from core.sessions.workspace import Workspace
from core.walkthrough import load_walkthrough
from desktop.app import DesktopApp
from desktop.demo.hands import Hands
from desktop.session.page import SessionPage
from desktop.session.task_lane import TaskLane
from desktop.widgets.drawer import Drawer
from desktop.widgets.search_field import SearchField
from tests.desktop.widgets.hands import inside
from tests.shots.eyes import Eye

Result = TypeVar("Result")


class Stage:
    """Brings the application into a state and shows it to whoever looks."""

    def __init__(self, app: DesktopApp, eye: Eye) -> None:
        self.app = app
        self.hands = Hands()
        self.walkthrough = load_walkthrough()
        self._eye = eye
        self._turns = TurnService(app.core.database, app.core.clock)

    # Looking -----------------------------------------------------------------------------------

    async def see(self, name: str) -> None:
        """Show the state, once everything is laid out."""
        await self.hands.settle()
        self._eye.look(name, [self.app.window, *self._above()])

    async def see_dialogs(self, name: str) -> None:
        """Show the state with its dialogs, then close them."""
        await self.see(name)
        for window in self._above():
            if isinstance(window, QDialog):
                window.reject()
            else:
                window.close()
        await self.hands.settle()

    def _above(self) -> list[QWidget]:
        """Dialogs, menus and popovers above the window."""
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        above = (Qt.WindowType.Dialog, Qt.WindowType.Popup)
        return [one for one in shown if one.windowType() in above]

    # Waiting -----------------------------------------------------------------------------------

    async def rest(self) -> None:
        """Wait until commands, turns and reloads are through."""
        shell = self.app.shell
        scopes = (shell.session.flow.scope, shell.scope, self.app.scripts.scope)
        await self.hands.wait(
            "the app to come to rest", lambda: not any(scope.pending() for scope in scopes)
        )
        await self.hands.settle()

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.hands.wait("the next state", condition)
        await self.rest()

    # Acting ------------------------------------------------------------------------------------

    async def press(self, words: str, within: QWidget | None = None) -> None:
        """Press a button. In a narrow window the drawer of the lane is opened or closed first."""
        await self._reach(within)
        await self.hands.click(words, within)

    async def click(self, words: str, within: QWidget | None = None) -> None:
        """Press a button and wait for what comes of it."""
        await self.press(words, within)
        await self.rest()

    async def write(self, name: str, text: str, within: QWidget | None = None) -> None:
        """Replace the text of an editor."""
        await self._reach(within)
        await self.hands.write(name, text, within)

    async def search(self, field: SearchField, text: str) -> None:
        """Type into a search field and wait for what it finds."""
        heard: list[str] = []
        field.query_changed.connect(heard.append)
        field.setText(text)
        await self.hands.wait("the search to be told", lambda: bool(heard))
        await self.rest()

    async def say(self, text: str) -> None:
        await self.write("Message", text)
        await self.click("Send")

    async def show(self, widget: QWidget) -> None:
        """Scroll a widget of the lane into view, its top first."""
        await self._reach(widget)
        await self.hands.settle()
        area = widget.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            body = area.widget()
            area.verticalScrollBar().setValue(widget.mapTo(body, QPoint(0, 0)).y() - 8)

    async def do(self, action_id: str) -> None:
        """Run an action of the palette."""
        self.app.actions.trigger(action_id)
        await self.rest()

    async def choose(self, words: str, within: QWidget) -> None:
        """Choose from a menu of some widget."""
        actions = [action for menu in inside(within, QMenu) for action in menu.actions()]
        next(action for action in actions if action.text() == words).trigger()
        await self.rest()

    async def answer(self, item: LaneItem) -> None:
        """Answer an open item as the walkthrough's cause would have it."""
        playbook = self.app.core.playbooks().get(self.walkthrough.playbook_id)
        assert playbook is not None
        label, output = self.walkthrough.answer(playbook, item), self.walkthrough.output(item)
        if item.kind is LaneKind.QUESTION:
            await self.press(label, self.lane.questions.card(item.id))
        elif output is not None:
            card = self.lane.checks.card(item.id)
            await self.press("Paste a result", card)
            await self.write("Pasted output", output, card)
            await self.press("Use this output", card)
        else:
            card = self.lane.checks.card(item.id)
            await self.press("Pick a result", card)
            await self.press(label, card)
        await self.until(lambda: all(one.id != item.id for one in self.open_items()))

    async def keep(self, job: Callable[[], Result]) -> Result:
        """Run a command of the domain on the database thread."""
        result = await self.app.core.database.run(job)
        await self.rest()
        return result

    async def begin(self, intake: Intake) -> UUID:
        """Create a session without saying anything in it, and open it."""
        opened = await self.keep(lambda: self.app.core.sessions.create(intake))
        self.app.shell.open_session(opened.session_id)
        await self.rest()
        return opened.session_id

    async def assistant(self, session_id: UUID, turn: Turn, rung: Rung = Rung.CLOUD) -> None:
        """Let the assistant say and propose something in particular."""
        await self.keep(lambda: self._turns.apply(session_id, turn, rung))

    async def _reach(self, within: QWidget | None) -> None:
        drawer = inside(self.page, Drawer)[0]
        in_lane = within is not None and (within is self.lane or self.lane.isAncestorOf(within))
        if drawer.isAncestorOf(self.lane) and drawer.is_open() is not in_lane:
            drawer.set_open(in_lane)
            await self.hands.settle()

    # What is there -----------------------------------------------------------------------------

    def open_items(self) -> list[LaneItem]:
        workspace = self.app.shell.session.flow.workspace
        lane = workspace.lane if workspace else ()
        return [item for item in lane if item.status is LaneStatus.OPEN]

    def item(self, kind: LaneKind) -> LaneItem:
        """The first open item of a kind."""
        return next(item for item in self.open_items() if item.kind is kind)

    @property
    def page(self) -> SessionPage:
        return self.app.shell.session.page

    @property
    def lane(self) -> TaskLane:
        return self.page.lane

    @property
    def workspace(self) -> Workspace:
        workspace = self.app.shell.session.flow.workspace
        assert workspace is not None
        return workspace
