"""What happens in a builder: everything typed is kept, the copilot answers, the script is used."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from core.app import Core
from core.copilot.ladder import MODELS
from core.copilot.standing import Standing
from core.errors import UserError
from core.scripts.builder_service import BuilderState
from core.scripts.library import LibraryEntry
from core.scripts.library_view import nearest
from core.scripts.model import BuilderView, Language
from desktop.scripts.builder_panel import BuilderPanel
from desktop.session.flow import words
from desktop.tasks import Scope

_KEEP_AFTER_MS = 400


class BuilderActions(QObject):
    """Connects one builder panel to the services. `opened` is the builder it shows."""

    changed = Signal()

    def __init__(
        self,
        panel: BuilderPanel,
        core: Core,
        scope: Scope,
        library: Callable[[], tuple[LibraryEntry, ...]],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._core = core
        self._scope = scope
        self._library = library
        self.opened: BuilderState | None = None
        self._working: set[UUID] = set()
        self._begun: dict[str, object] = {}
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.keep)
        panel.message_typed.connect(lambda text: self._note("message", text))
        panel.script_typed.connect(lambda text: self._note("script", text))
        panel.title_typed.connect(lambda text: self._note("title", text))
        panel.language_chosen.connect(self._note_language)
        panel.view_chosen.connect(self._note_view)
        panel.message_sent.connect(self._say)
        panel.stop_requested.connect(self._stop)

    @property
    def is_unsent(self) -> bool:
        """Whether something was begun that nothing came of yet: the dot on the tab."""
        return bool(self._panel.chat.composer.text().strip() or self._panel.script().strip())

    def show(self, state: BuilderState) -> None:
        """Show a builder, or what is new in the one that is shown."""
        fresh = self.opened is None or self.opened.builder.id != state.builder.id
        if fresh:
            self.keep()
        self.opened = state
        self._panel.show_state(state, fresh=fresh)
        self._panel.chat.show_working(state.builder.id in self._working)
        self._panel.show_near(nearest(self._library(), state.builder.title))
        self._ask_standing()
        self.changed.emit()

    def reload(self) -> None:
        if self.opened is not None:
            builder_id = self.opened.builder.id
            self._scope.latest(
                f"builder {self._panel.objectName()}",
                self._core.database.run(lambda: self._core.scripts().builders.state(builder_id)),
                done=self.show,
            )

    def leave(self) -> None:
        """Keep what was typed; nothing is shown any more."""
        self.keep()
        self.opened = None

    def keep(self) -> None:
        """Store what was typed and is not stored yet."""
        self._keeping.stop()
        if self.opened is None or not self._begun:
            return
        builder_id, begun = self.opened.builder.id, dict(self._begun)
        self._begun.clear()
        self._scope.run(
            "keep builder",
            self._core.database.run(
                lambda: self._core.scripts().builders.keep(builder_id, **begun)  # type: ignore[arg-type]
            ),
            failed=self._refused,
        )

    async def keep_now(self) -> None:
        """Store what was typed before the application ends."""
        self._keeping.stop()
        if self.opened is not None and self._begun:
            builder_id, begun = self.opened.builder.id, dict(self._begun)
            self._begun.clear()
            await self._core.database.run(
                lambda: self._core.scripts().builders.keep(builder_id, **begun)  # type: ignore[arg-type]
            )

    def _note(self, name: str, value: object) -> None:
        self._begun[name] = value
        self._keeping.start()
        self.changed.emit()

    def _note_language(self, language: Language) -> None:
        self._note("language", language)

    def _note_view(self, view: BuilderView) -> None:
        self._note("view", view)

    def _say(self, text: str) -> None:
        if self.opened is None or self.opened.builder.id in self._working:
            return
        builder_id = self.opened.builder.id
        self.keep()
        self._begun.pop("message", None)

        def said(_: object) -> None:
            self._panel.chat.message_kept()
            self._answer(builder_id)

        self._scope.run(
            "say to builder",
            self._core.database.run(lambda: self._core.scripts().builders.say(builder_id, text)),
            done=said,
            failed=self._refused,
        )

    def _answer(self, builder_id: UUID) -> None:
        self._working.add(builder_id)
        self._show_working()
        self._scope.run(_task(builder_id), self._write(builder_id), done=lambda _: self.reload())

    async def _write(self, builder_id: UUID) -> None:
        def grow(text: str) -> None:
            if self.opened is not None and self.opened.builder.id == builder_id:
                self._panel.chat.show_growing(text)

        try:
            await self._core.scripts().writing.answer(builder_id, grow)
        finally:
            self._working.discard(builder_id)
            self._show_working()

    def _stop(self) -> None:
        if self.opened is not None:
            self._scope.cancel_named(_task(self.opened.builder.id))
            self.reload()

    def _show_working(self) -> None:
        opened = self.opened
        working = opened is not None and opened.builder.id in self._working
        self._panel.chat.show_working(working)
        if not working:
            self._panel.chat.show_growing("")

    def _ask_standing(self) -> None:
        if self.opened is None:
            return
        builder_id = self.opened.builder.id
        self._scope.latest(
            f"builder standing {self._panel.objectName()}",
            self._core.database.run(lambda: self._core.scripts().writing.standing(builder_id)),
            done=self._show_standing,
        )

    def _show_standing(self, standing: Standing) -> None:
        answered = standing.rung in MODELS
        line = standing.leaves if answered else standing.why
        self._panel.chat.show_standing(line, is_answered=answered)

    def _refused(self, error: Exception) -> bool:
        if isinstance(error, UserError):
            self._panel.show_refusal(words(error))
            return True
        return False


def _task(builder_id: UUID) -> str:
    return f"answer in builder {builder_id}"
