"""Icons are sharp, coloured by tokens, follow the theme, and exist wherever they are used."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

from desktop.theme.icons import Icons, icon_names
from desktop.theme.palettes import DARK, LIGHT
from desktop.theme.theme import Theme, ThemeChoice
from desktop.theme.tokens import ThemeError

DESKTOP = Path(__file__).parents[3] / "desktop"


def inks(picture: QPixmap) -> set[str]:
    """The colours of all opaque pixels."""
    image = picture.toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_an_icon_is_drawn_in_the_token_colour(icons: Icons) -> None:
    assert inks(icons.pixmap("circle-fill", "danger", 16)) == {DARK.danger}


def test_a_dense_screen_gets_more_pixels_not_a_larger_icon(icons: Icons) -> None:
    picture = icons.pixmap("gear", "text", 16, 2.0)
    assert picture.width() == 32
    assert picture.deviceIndependentSize().toSize() == QSize(16, 16)


def test_an_icon_handed_out_follows_the_theme(theme: Theme, icons: Icons) -> None:
    icon = icons.icon("circle-fill", "accent")
    assert inks(icon.pixmap(16, 16)) == {DARK.accent}
    theme.set_choice(ThemeChoice.LIGHT)
    assert inks(icon.pixmap(16, 16)) == {LIGHT.accent}


def test_a_copied_icon_still_draws(icons: Icons) -> None:
    copied = QIcon(icons.icon("circle-fill", "accent"))
    assert inks(copied.pixmap(QSize(20, 20))) == {DARK.accent}


def test_a_disabled_icon_looks_disabled(icons: Icons) -> None:
    picture = icons.icon("circle-fill", "accent").pixmap(QSize(16, 16), QIcon.Mode.Disabled)
    assert inks(picture) == {QColor(DARK.text_disabled).name()}


def test_an_icon_is_drawn_once(icons: Icons) -> None:
    first = icons.drawn("gear", "text", QSize(16, 16))
    assert icons.drawn("gear", "text", QSize(16, 16)) is first


def test_unknown_names_are_refused_at_once(icons: Icons) -> None:
    with pytest.raises(ThemeError, match="no icon named 'unicorn'"):
        icons.icon("unicorn")
    with pytest.raises(ThemeError, match="no token named 'octarine'"):
        icons.icon("gear", "octarine")


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_every_shipped_icon_shows_something(name: str, icons: Icons) -> None:
    assert inks(icons.pixmap(name, "text", 32))


def test_every_icon_named_in_the_code_is_shipped() -> None:
    pattern = re.compile(
        r"""icons?\.(?:icon|pixmap)\(\s*"([\w-]+)"|\bicon(?:_name)?(?::\s*str)?\s*=\s*"([\w-]+)\""""
        r"""|\b(?:IconButton|IconLabel|EmptyState)\(\s*[\w.]*icons,\s*"([\w-]+)\""""
        r"""|set_icon(?:_name)?\(\s*"([\w-]+)\""""
    )
    used = {
        next(group for group in match.groups() if group)
        for path in DESKTOP.rglob("*.py")
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    }
    assert used - icon_names() == set()
