"""FlowPilot Desktop. Parses the command line; everything heavy is imported when it is needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.crashes.process import ProcessCrashes
    from core.paths import Places
    from core.settings.store import SettingsStore
    from desktop.handover.messages import Asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    from core.links import split_arguments, split_leftovers

    own, link = split_arguments(sys.argv[1:] if arguments is None else arguments)
    options, leftovers = _parser().parse_known_args(own)
    for_qt, file = split_leftovers(leftovers)
    if options.self_test:
        from desktop.self_test import self_test

        return self_test(for_qt, options.report)
    if options.demo is not None:
        from desktop.demo.run import play_demo

        return play_demo(options.demo, for_qt)
    if options.update_now:
        from sync.updates.command import update_now

        return update_now(options.profile, report_file=options.report)
    from core.opening import begin_opening
    from core.paths import find_places
    from desktop.handover.messages import Asked
    from desktop.picture_scaling import shrink

    places = find_places(options.profile)
    settings = _settings(places, for_qt)
    if settings is None:
        return 1
    # A link stays as it came; a file is found from wherever it is opened.
    argument = link or (file and str(Path(file).absolute()))
    asked = Asked(argument, raises=not options.background)
    end = _hand_over(places, settings, asked, for_qt)
    if end is not None:
        return end
    # The data folder opens on a thread of its own while Qt is still being loaded.
    opening = begin_opening(places, settings, shrink)
    crashes = _watch_for_crashes(places, settings)
    from desktop.start import run_window

    return run_window(opening, places, settings, crashes, asked, for_qt)


def _hand_over(
    places: Places, settings: SettingsStore, asked: Asked, for_qt: Sequence[str]
) -> int | None:
    """The exit code, when a FlowPilot that is open took over; None when this one is to open."""
    from core.opening import open_elsewhere

    profile = open_elsewhere(places, settings)
    if profile is None:
        return None
    from desktop.handover.address import address_of
    from desktop.handover.client import HandoverEnd
    from desktop.handover.start import does_not_answer, hand_over

    while True:
        end = hand_over(address_of(places, profile), asked, for_qt)
        if end is not HandoverEnd.SILENT:
            return 0 if end is HandoverEnd.TAKEN else None
        from desktop.start import ask_to_try_again

        if not ask_to_try_again(does_not_answer(), for_qt):
            return 1


def _watch_for_crashes(places: Places, settings: SettingsStore) -> ProcessCrashes:
    """From here on nothing that goes wrong is lost, whether or not there is a console."""
    from core.crashes.process import ProcessCrashes
    from core.errors import EnvironmentProblem
    from core.opening import chosen
    from core.paths import Profile

    try:
        crashes = ProcessCrashes(chosen(places, settings))
    except EnvironmentProblem:  # the start window says so; meanwhile the usual folder serves
        crashes = ProcessCrashes(Profile(places.default_data_folder))
    crashes.begin()
    return crashes


def _settings(places: Places, for_qt: Sequence[str]) -> SettingsStore | None:
    """The settings; None when they cannot be read and the engineer gives up."""
    from core.errors import EnvironmentProblem
    from core.settings.store import SettingsStore

    while True:
        try:
            return SettingsStore(places.settings_file)
        except EnvironmentProblem as problem:
            from desktop.start import ask_to_try_again

            if not ask_to_try_again(problem, for_qt):
                return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="FlowPilot", description="FlowPilot Desktop")
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help="keep settings and data in this folder"
    )
    parser.add_argument(
        "--background", action="store_true", help="start in the notification area, or minimised"
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--self-test", action="store_true", help="check this installation and print a JSON report"
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="where --self-test and --update-now write their report as well",
    )
    only.add_argument(
        "--demo", type=Path, metavar="DIR", help="play the guided demo and write pictures to DIR"
    )
    only.add_argument(
        "--update-now",
        action="store_true",
        help="for administrators: install an update without a window and print JSON",
    )
    parser.epilog = "A flowpilot:// link or the file of a script template may follow."
    return parser


if __name__ == "__main__":
    sys.exit(main())
