"""Every state of an update, in the settings and in the line above the page."""

from __future__ import annotations

from pathlib import Path

from desktop.main_window import SESSIONS
from desktop.settings.updates_section import UpdatesSection
from desktop.updates.bar import UpdateBar
from sync.updates.offer import Offer
from sync.updates.outcome import Ended, Outcome
from sync.updates.refusal import Refusal, UpdateError
from sync.updates.state import Stage as At
from sync.updates.state import Update
from sync.updates.version import Version
from tests.desktop.widgets.hands import inside
from tests.shots.stage import Stage

_OFFER = Offer(
    target="stable/windows-x64/FlowPilot-Setup-1.2.0.exe",
    length=78_500_000,
    sha256="",
    version=Version((1, 2, 0), text="1.2.0"),
    channel="stable",
    platform="windows-x64",
    notes="Faster search in long sessions.\nThe check of scripts follows loops and <i>COM</i>.",
)
_FILE = Path("FlowPilot-Setup-1.2.0.exe")
_WAITS = ("A script is running.", "Not sent yet: the text in “Message”.")
_STATES = {
    "newest": Update(stage=At.UP_TO_DATE),
    "available": Update(stage=At.AVAILABLE, offer=_OFFER),
    "downloading": Update(stage=At.DOWNLOADING, offer=_OFFER),
    "ready": Update(stage=At.READY, offer=_OFFER, file=_FILE),
    "waiting": Update(stage=At.WAITING, offer=_OFFER, file=_FILE, waits_for=_WAITS),
    "refused": Update(stage=At.FAILED, failure=str(UpdateError(Refusal.NOT_SIGNED))),
}
_FINGERPRINT = " ".join(["44136fa3"] * 8)
_ROLLED_BACK = Outcome("1.2.0", Ended.ROLLED_BACK, "The self-test ended with 1.")


class UpdateStates:
    """Tells the window of states, as the desk would: nobody is asked."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        stage = self._stage
        stage.app.settings.open(UpdatesSection.TITLE)
        await stage.hands.settle()
        section = stage.app.settings.page.section()
        assert isinstance(section, UpdatesSection)
        section.show_root(_FINGERPRINT, is_own=True)
        for name, state in _STATES.items():
            stage.app.updates.changed.emit(state)
            if state.stage is At.DOWNLOADING:
                stage.app.updates.progressed.emit(_OFFER.length // 3)
            await stage.see(f"updates-{name}")
        section.show_root_refusal(str(UpdateError(Refusal.BAD_ROOT)))
        section.address.show_refusal("Updates are asked for over https:// only.")
        section.ensureWidgetVisible(section.at_once)
        await stage.see("updates-refused-settings")
        stage.app.shell.show_page(SESSIONS)
        bar = inside(stage.app.window, UpdateBar)[0]
        bar.show_outcome(_ROLLED_BACK)
        await stage.see("updates-rolled-back")
        bar.hide()
        stage.app.updates.changed.emit(Update())
