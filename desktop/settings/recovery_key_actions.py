"""Shows and saves the recovery key, and remembers that it was saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.clock import Clock
from core.db.storage import Storage
from core.errors import EnvironmentProblem
from core.files import write_atomically
from core.settings.definitions import RECOVERY_KEY_SAVED
from desktop.settings.failures import explained
from desktop.settings.keeping import Keeping
from desktop.settings.recovery_key_panel import RecoveryKeyPanel
from desktop.tasks import Scope
from desktop.theme.tokens import Tone


def recovery_file(key: str) -> str:
    """What the saved file says: enough to know years later what it is for."""
    return (
        "FlowPilot recovery key\n\n"
        f"{key}\n\n"
        "It opens the data of FlowPilot and its backups when the computer has lost its key.\n"
        "FlowPilot asks for it when it is needed. Whoever has this key and the data can read it:\n"
        "keep this file away from the computer the data is on.\n"
    )


class RecoveryKeyActions(QObject):
    """Serves any number of panels, one at a time: the settings' and the one of the first run."""

    saved_changed = Signal()

    def __init__(
        self,
        storage: Storage,
        keeping: Keeping,
        clock: Clock,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._keeping = keeping
        self._clock = clock
        self._scope = scope
        self.saved_at = keeping.read(RECOVERY_KEY_SAVED)

    def serve(self, panel: RecoveryKeyPanel) -> None:
        """Answer what a panel asks for, as long as it lives."""
        panel.show_confirmed(bool(self.saved_at))
        panel.reveal_requested.connect(lambda: panel.show_key(self._storage.recovery_key()))
        panel.save_requested.connect(lambda path: self._save(panel, Path(path)))
        panel.saved_confirmed.connect(self._remember)

    def _save(self, panel: RecoveryKeyPanel, path: Path) -> None:
        content = recovery_file(self._storage.recovery_key()).encode()

        def done(_: None) -> None:
            self._remember(True)
            panel.show_confirmed(True)
            panel.show_notice(Tone.SUCCESS, f"Saved as {path}. Move it to a safe place.")

        def failed(error: Exception) -> bool:
            reason = explained(error)
            if reason:
                panel.show_notice(Tone.DANGER, reason)
            return bool(reason)

        work = asyncio.to_thread(_write, path, content)
        self._scope.latest("save recovery key", work, done=done, failed=failed)

    def _remember(self, saved: bool) -> None:
        self.saved_at = self._clock.now().isoformat(timespec="seconds") if saved else ""
        self._keeping.keep(RECOVERY_KEY_SAVED, self.saved_at)
        self.saved_changed.emit()


def _write(path: Path, content: bytes) -> None:
    try:
        write_atomically(path, content)
    except OSError as error:
        raise EnvironmentProblem(
            "The recovery key was not saved.",
            f"{path}: {error.strerror}.",
            hint="Choose another folder, or copy the key.",
        ) from error
