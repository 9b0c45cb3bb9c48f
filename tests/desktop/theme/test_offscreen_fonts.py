"""On Windows the offscreen platform is given the few faces that the theme may choose."""

from __future__ import annotations

from pathlib import Path

from desktop.theme.offscreen_fonts import font_files


def test_only_what_the_theme_may_choose_is_loaded(tmp_path: Path) -> None:
    for name in ("SEGOEUI.TTF", "segoeuib.ttf", "consola.ttf", "arial.ttf", "Inter-Regular.otf"):
        (tmp_path / name).touch()
    found = [file.name for file in font_files(tmp_path)]
    assert found == ["Inter-Regular.otf", "SEGOEUI.TTF", "consola.ttf", "segoeuib.ttf"]


def test_a_missing_folder_has_none(tmp_path: Path) -> None:
    assert list(font_files(tmp_path / "gone")) == []
