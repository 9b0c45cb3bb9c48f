"""FlowPilot Desktop. Parses the command line; everything heavy is imported when it is needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    options, for_qt = _parser().parse_known_args(arguments)
    if options.self_test:
        from desktop.self_test import self_test

        return self_test(for_qt)
    if options.demo is not None:
        from desktop.demo.run import play_demo

        return play_demo(options.demo, for_qt)
    from core.opening import begin_opening
    from core.paths import find_places
    from core.settings.store import SettingsStore

    places = find_places(options.profile)
    settings = SettingsStore(places.settings_file)
    # The data folder opens on a thread of its own while Qt is still being loaded.
    opening = begin_opening(places, settings)
    from desktop.start import run_window

    return run_window(opening, places, settings, for_qt)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="FlowPilot", description="FlowPilot Desktop")
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help="keep settings and data in this folder"
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--self-test", action="store_true", help="check this installation and print a JSON report"
    )
    only.add_argument(
        "--demo", type=Path, metavar="DIR", help="play the guided demo and write pictures to DIR"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
