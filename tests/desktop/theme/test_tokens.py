"""Both colour sets are readable, complete, and nothing in them is left over."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.theme.colour import contrast, mix, translucent
from desktop.theme.contrast import PAIRS, WCAG_AA_TEXT, Pair
from desktop.theme.palettes import DARK, LIGHT
from desktop.theme.stylesheet import placeholders, template_names
from desktop.theme.tokens import TOKEN_NAMES, TONE_FILL, TONE_TOKEN, ThemeError, Tokens

DESKTOP = Path(__file__).parents[3] / "desktop"


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_text_is_readable(pair: Pair, tokens: Tokens) -> None:
    assert pair.ratio(tokens) >= WCAG_AA_TEXT


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_a_tint_counts_in_the_contrast() -> None:
    assert mix("#ffffff", "#000000", 0.1) == "#1a1a1a"
    assert translucent("#60a5fa", 0.1) == "rgba(96, 165, 250, 26)"


@pytest.mark.parametrize("wrong", ["#FFF", "blue", "#12345", "", "rgba(0,0,0,1)"])
def test_a_token_must_be_a_colour(wrong: str) -> None:
    with pytest.raises(ThemeError, match="Token page"):
        replace(DARK, page=wrong)


def test_every_text_colour_of_a_style_sheet_is_a_tested_one() -> None:
    tested = {pair.text for pair in PAIRS} | {"text_disabled", "tone_text"}
    used: set[str] = set()
    for name in template_names():
        text = (DESKTOP.parent / "resources" / "qss" / name).read_text(encoding="utf-8")
        used |= set(re.findall(r"[{;\s]color: \$\{(\w+)\}", text))
    assert used
    assert used <= tested


def test_no_token_is_left_over() -> None:
    in_sheets = set().union(*(placeholders(name) for name in template_names()))
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in DESKTOP.rglob("*.py")
        if path.name not in {"tokens.py", "palettes.py", "contrast.py"}
    )
    in_code = {name for name in TOKEN_NAMES if re.search(rf'"{name}"|tokens\.{name}\b', code)}
    assert (
        TOKEN_NAMES - in_sheets - in_code - set(TONE_TOKEN.values()) - set(TONE_FILL.values())
        == set()
    )


def test_no_widget_writes_a_colour() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|QColor\(\s*[\"'\d]")
    found = [
        f"{path.name}: {line.strip()}"
        for path in DESKTOP.rglob("*.py")
        if path.parent.name != "theme"
        for line in path.read_text(encoding="utf-8").splitlines()
        if literal.search(line)
    ]
    assert found == []
