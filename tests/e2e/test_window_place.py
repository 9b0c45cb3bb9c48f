"""The real program on real (offscreen) monitors, which come and go between its runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

from tests.arch.rule import ROOT

LAPTOP = {"name": "laptop", "x": 0, "y": 0, "width": 1600, "height": 1000, "dpr": 1}
RIGHT = {"name": "right", "x": 1600, "y": 0, "width": 1920, "height": 1080, "dpr": 1}
SMALL = {"name": "laptop", "x": 0, "y": 0, "width": 1000, "height": 640, "dpr": 1}

# Waits for the window, moves it if it is told to, says where it is and how sharp, and quits.
PROGRAM = """
import json, sys, main
from PySide6.QtCore import Qt, QTimer
from desktop.app import DesktopApp
from desktop.widgets.icon_label import IconLabel

profile, move, maximise = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3] == "maximise"
show = DesktopApp.show

def say(app):
    window, inside = app.window, app.window.geometry()
    icons = app.icons._drawn
    ratio = window.devicePixelRatioF()
    icons.clear()
    window.grab()
    sharp = {key[2] for key in icons}
    print(json.dumps({
        "x": inside.x(), "y": inside.y(), "width": inside.width(), "height": inside.height(),
        "screen": window.screen().name(), "ratio": ratio, "drawn": sorted(sharp),
        "is_maximised": window.isMaximized(),
    }), flush=True)
    window.close()

def show_and_go_on(app, **how):
    show(app, **how)
    for _ in move[:2]:  # without a window system the first crosses to the screen, and no more
        app.window.setGeometry(*move)
    if maximise:
        app.window.showMaximized()
    QTimer.singleShot(100, lambda: say(app))

DesktopApp.show = show_and_go_on
main.main(["--profile", profile, "-platform", "offscreen:configfile=" + sys.argv[4]])
"""


class Seen(TypedDict):
    x: int
    y: int
    width: int
    height: int
    screen: str
    ratio: float
    drawn: list[int]
    is_maximised: bool


class Desk:
    """One profile and the monitors of the moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(
        self,
        *screens: dict[str, object],
        move: tuple[int, ...] = (),
        maximise: bool = False,
        scale: int = 1,
    ) -> Seen:
        """Start, look, and quit."""
        file = self._folder / "screens.json"
        lines = {"logicalDpi": 96, "logicalBaseDpi": 96}
        file.write_text(json.dumps({"screens": [one | lines for one in screens]}), "utf-8")
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                PROGRAM,
                str(self._folder / "profile"),
                json.dumps(move),
                "maximise" if maximise else "",
                str(file),
            ],
            cwd=ROOT,
            env={**os.environ, "QT_SCALE_FACTOR": str(scale)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stdout, done.stderr
        seen: Seen = json.loads(done.stdout)
        return seen


def where(seen: Seen) -> tuple[int, int, int, int]:
    return seen["x"], seen["y"], seen["width"], seen["height"]


def test_the_window_follows_its_monitor_and_survives_without_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    place = (1800, 100, 1100, 700)
    assert desk.run(LAPTOP, RIGHT, move=place)["screen"] == "right"
    again = desk.run(LAPTOP, RIGHT)
    assert where(again) == place
    assert again["screen"] == "right"
    alone = desk.run(LAPTOP)
    assert where(alone) == (250, 164, 1100, 700)
    small = desk.run(SMALL)
    assert where(small) == (8, 36, 984, 596)


def test_a_maximised_window_comes_back_maximised_on_its_monitor(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(LAPTOP, RIGHT, move=(1800, 100, 1100, 700), maximise=True)
    again = desk.run(LAPTOP, RIGHT)
    assert again["is_maximised"]
    assert again["screen"] == "right"


def test_the_first_window_is_no_larger_than_the_screen(tmp_path: Path) -> None:
    assert where(Desk(tmp_path).run(SMALL)) == (8, 36, 984, 596)


def test_at_another_scale_icons_are_sharp_and_the_window_fits(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    before = desk.run(LAPTOP, move=(400, 200, 1100, 700))
    after = desk.run(LAPTOP, scale=2)
    assert (before["ratio"], after["ratio"]) == (1, 2)
    assert after["drawn"] == [2 * size for size in before["drawn"]]
    assert where(after) == (8, 36, 784, 456)
