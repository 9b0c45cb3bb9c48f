"""The first steps run on a real data folder, as the settings' tests do."""

from tests.desktop.loop import qt_loop
from tests.desktop.settings.conftest import core, room, secrets

__all__ = ["core", "qt_loop", "room", "secrets"]
