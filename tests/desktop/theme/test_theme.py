"""The theme dresses the application, follows the system and changes live."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.theme.fonts import choose_ui, first_installed
from desktop.theme.metrics import Density
from desktop.theme.palettes import DARK, LIGHT
from desktop.theme.properties import set_property
from desktop.theme.theme import Theme, ThemeChoice
from desktop.theme.tokens import ThemeError


def test_a_chosen_theme_reaches_palette_and_style_sheet(qapp: QApplication, theme: Theme) -> None:
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.page
    assert DARK.card in qapp.styleSheet()

    theme.set_choice(ThemeChoice.LIGHT)

    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.page
    assert DARK.card not in qapp.styleSheet()


def test_changing_the_choice_tells_once(qtbot: QtBot, theme: Theme) -> None:
    seen: list[bool] = []
    theme.changed.connect(lambda: seen.append(theme.is_dark))
    theme.set_choice(ThemeChoice.LIGHT)
    theme.set_choice(ThemeChoice.LIGHT)
    assert seen == [False]


def test_the_system_is_followed_only_when_asked(qapp: QApplication, theme: Theme) -> None:
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.tokens is DARK

    theme.set_choice(ThemeChoice.SYSTEM)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.tokens is LIGHT

    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens is DARK


def test_a_system_without_preference_gets_the_dark_theme() -> None:
    assert Theme(ThemeChoice.SYSTEM).is_dark


def test_reduced_motion_takes_no_time(theme: Theme) -> None:
    assert theme.duration(320) == 320
    theme.set_reduce_motion(True)
    assert theme.duration(320) == 0


def test_density_changes_the_air_not_the_text(qapp: QApplication, theme: Theme) -> None:
    comfortable = theme.metrics
    theme.set_density(Density.COMPACT)
    assert theme.metrics.control_pad_y < comfortable.control_pad_y
    assert theme.metrics.font_body == comfortable.font_body


def test_an_unknown_token_is_refused(theme: Theme) -> None:
    with pytest.raises(ThemeError, match="no token named 'blurple'"):
        theme.colour("blurple")


def test_a_role_set_later_changes_the_look(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("Outlook")
    qtbot.addWidget(label)
    label.ensurePolished()
    before = label.font().pixelSize()
    set_property(label, "role", "heading")
    assert before == theme.metrics.font_body
    assert label.font().pixelSize() == theme.metrics.font_heading


def test_a_bare_linux_prefers_inter_to_its_fallback() -> None:
    assert choose_ui("DejaVu Sans", {"Inter", "Noto Sans", "DejaVu Sans"}) == "Inter"
    assert choose_ui("DejaVu Sans", {"Noto Sans"}) == "Noto Sans"
    assert choose_ui("DejaVu Sans", {"DejaVu Sans"}) == "DejaVu Sans"
    assert choose_ui("Segoe UI", {"Inter", "Segoe UI"}) == "Segoe UI"


def test_the_first_installed_wish_wins() -> None:
    assert first_installed(("JetBrains Mono", "Consolas"), {"Consolas"}) == "Consolas"
    assert first_installed(("JetBrains Mono",), {"Consolas"}) is None
