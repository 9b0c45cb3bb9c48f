"""What a check sees of the app's own environment."""

from __future__ import annotations

import sys
from collections.abc import Mapping

MARKER = "FLOWPILOT_CHECK"
"""Set in every process of a run, so that those that left its process group can be found."""

# Shell start-up files, our own interpreter's settings, and PowerShell's module path: inherited
# from PowerShell 7 it keeps Windows PowerShell from finding its own modules.
_DROPPED = ("BASH_ENV", "ENV", "LANGUAGE", "PYTHONHOME", "PYTHONPATH", "PSMODULEPATH")
_PLAIN_OUTPUT = {"NO_COLOR": "1", "TERM": "dumb", "PAGER": "cat", "SYSTEMD_PAGER": "cat"}


def check_environment(
    inherited: Mapping[str, str], run_id: str, platform: str = sys.platform
) -> dict[str, str]:
    """The environment of one run: output without colours and pagers, tools that speak English.

    POSIX tools are told LC_ALL=C.UTF-8, so that what the parsers read does not depend on the
    laptop's language. Windows has no such switch; the parsers cope with its display languages.
    """
    kept = {key: value for key, value in inherited.items() if key.upper() not in _DROPPED}
    if platform != "win32":
        kept = _without_bundled_libraries(kept)
    return kept | own_settings(run_id, platform)


def own_settings(run_id: str, platform: str = sys.platform) -> dict[str, str]:
    """What a run is told besides, also where nothing else is inherited."""
    if platform == "win32":
        return {MARKER: run_id}
    return {MARKER: run_id, **_PLAIN_OUTPUT, "LC_ALL": "C.UTF-8"}


def _without_bundled_libraries(environment: dict[str, str]) -> dict[str, str]:
    """A packaged app points the loader at its own libraries; the system's tools need theirs."""
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        original = environment.pop(f"{name}_ORIG", None)
        if original is not None:
            environment[name] = original
        elif getattr(sys, "frozen", False):
            environment.pop(name, None)
    return environment
