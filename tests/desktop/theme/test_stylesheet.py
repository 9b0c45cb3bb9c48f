"""Templates know only existing tokens, and Qt understands what they become."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.theme.fonts import Fonts
from desktop.theme.metrics import METRICS, Density
from desktop.theme.palettes import DARK, LIGHT
from desktop.theme.sheet_images import SheetImages
from desktop.theme.stylesheet import (
    application_style,
    fill,
    placeholders,
    style_values,
    template_names,
    tone_values,
)
from desktop.theme.tokens import ThemeError, Tokens, Tone

IMAGES = SheetImages()
FONTS = Fonts(ui="Inter", mono="Consolas")
VALUES = style_values(DARK, METRICS[Density.COMFORTABLE], FONTS, IMAGES)


@pytest.mark.parametrize("name", template_names())
def test_every_placeholder_is_known(name: str) -> None:
    assert placeholders(name) <= tone_values(Tone.ACCENT, VALUES).keys()


def test_an_unknown_placeholder_names_its_file() -> None:
    with pytest.raises(ThemeError, match=r"10-base\.qss asks for 'colour_of_magic'"):
        fill("QLabel { color: ${colour_of_magic}; }", VALUES, origin="10-base.qss")


def test_a_broken_placeholder_is_refused() -> None:
    with pytest.raises(ThemeError, match="broken placeholder"):
        fill("QLabel { color: ${; }", VALUES, origin="10-base.qss")


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_qt_parses_the_style_sheet_without_a_word(
    tokens: Tokens, qtbot: QtBot, qt_messages: list[str]
) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    values = style_values(tokens, METRICS[Density.COMFORTABLE], FONTS, IMAGES)
    label.setStyleSheet(application_style(values))
    label.show()
    assert qt_messages == []


def test_qt_complaints_would_be_seen(qtbot: QtBot, qt_messages: list[str]) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    label.setStyleSheet("QLabel { color: }}}")
    label.show()
    assert any("parse stylesheet" in message for message in qt_messages)
