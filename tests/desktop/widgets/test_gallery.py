"""Everything together: nothing is cut off at any scale, and every control can be named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.widgets.labels import TextLabel
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.gallery_sheet import sheet

ROOT = Path(__file__).parents[3]


def test_every_control_has_a_name(qtbot: QtBot, icons: Icons) -> None:
    page = sheet(icons)
    qtbot.addWidget(page)
    page.show()
    assert nameless_controls(page) == []


def test_a_cut_text_would_be_found(qtbot: QtBot, icons: Icons) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label = TextLabel("Words that need room", parent=page)
    label.setFixedWidth(20)
    page.show()
    assert clipped_texts(page) == [f"TextLabel 'Words that need room' at 20 x {label.height()}"]


@pytest.mark.parametrize("scale", ["1", "2"])
def test_nothing_is_cut_off(scale: str, tmp_path: Path) -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.desktop.widgets.gallery_sheet", str(tmp_path), scale]
    run = subprocess.run(
        command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    pictures = {path.name: QImage(str(path)) for path in tmp_path.glob("*.png")}
    assert set(pictures) == {f"gallery-{theme}-{scale}00.png" for theme in ("dark", "light")}
    assert all(picture.width() == 1440 * int(scale) for picture in pictures.values())
