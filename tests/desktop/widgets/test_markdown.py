"""Markdown from outside is drawn, and does nothing else."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QTextCharFormat, QTextDocument
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.palettes import DARK, LIGHT
from desktop.theme.theme import Theme, ThemeChoice
from desktop.widgets.markdown.growing import FORMATTED_UP_TO
from desktop.widgets.markdown.view import MarkdownView
from tests.desktop.widgets.hands import click, press, show_active


class WatchedView(MarkdownView):
    """Notes what the document asks for."""

    asked: list[str]

    def loadResource(self, kind: int, name: QUrl | str) -> None:
        self.asked.append(str(name))


def shown(qtbot: QtBot, icons: Icons, text: str) -> WatchedView:
    WatchedView.asked = []
    view = WatchedView(icons, text)
    qtbot.addWidget(view)
    view.resize(480, view.heightForWidth(480))
    view.show()
    return view


def links(view: MarkdownView) -> list[str]:
    return [form.anchorHref() for form in formats(view) if form.isAnchor()]


def formats(view: MarkdownView) -> list[QTextCharFormat]:
    return [form.toCharFormat() for form in view.document().allFormats() if form.isCharFormat()]


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="file:///etc/passwd">',
        "<script>fetch('http://evil.test')</script>",
        '<a href="file:///c:/windows/system32/calc.exe">click</a>',
        '<iframe src="http://evil.test"></iframe>',
        "<style>* { background: url(http://evil.test/a.png) }</style>",
        "<object data=file:///etc/passwd></object>",
    ],
)
def test_html_is_shown_as_the_text_it_is(hostile: str, qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, f"before {hostile} after\n\n{hostile}\n")
    assert view.plain_text().count(hostile) == 2
    assert view.asked == []
    assert all("evil.test" in link for link in links(view))  # a bare address may be a link
    assert not [form for form in view.document().allFormats() if form.isImageFormat()]


@pytest.mark.parametrize(
    "picture", ["![net](http://evil.test/p.png)", "![disk](file:///etc/passwd)", "![d](data:a,b)"]
)
def test_a_picture_is_named_and_never_loaded(picture: str, qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, picture)
    assert view.asked == []
    assert "\ufffc" not in view.toPlainText()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ms-settings:network",
        "data:text/html,x",
        "smb://server/share",
        r"\\server\share",
        "vbscript:x",
        "//evil.test/x",
        "http:///nohost",
    ],
)
def test_other_addresses_are_no_links(address: str, qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, f"[harmless](<{address}>) <{address}>")
    assert links(view) == []
    assert "harmless" in view.plain_text()


def test_a_refused_link_shows_where_it_would_have_gone(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "[settings](ms-settings:network)")
    assert view.plain_text() == "settings (ms-settings:network)"


def test_a_link_is_asked_for_and_not_opened(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "[the page](https://example.test/a)")
    show_active(view)
    view.setFocus()
    with qtbot.waitSignal(view.link_requested) as asked:
        press(view, Qt.Key.Key_Tab)
        press(view, Qt.Key.Key_Return)
    assert asked.args == ["https://example.test/a"]
    assert view.plain_text() == "the page"


def test_look_alike_letters_show_in_the_target(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "[bank](https://\u0430pple.com/)")  # a Cyrillic letter
    assert links(view) == ["https://xn--pple-43d.com/"]


def test_bare_addresses_become_links(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "See https://example.test/a_(b) and http://x.test, then.")
    assert sorted(links(view)) == ["http://x.test", "https://example.test/a_(b)"]


def test_the_words_are_all_there(qtbot: QtBot, icons: Icons) -> None:
    view = shown(
        qtbot,
        icons,
        "# Title\n\nSome **bold** and *slanted* and ~~gone~~ `code`.\n\n"
        "- one\n- two\n  1. inner\n\n> quoted\n\n| a | b |\n|---|---|\n| c | d |\n\nend",
    )
    text = view.plain_text()
    for word in ("Title", "bold", "slanted", "gone", "code", "one", "two", "inner", "quoted", "d"):
        assert word in text
    assert text.endswith("end")
    fonts = [form.font() for form in formats(view)]
    assert any(font.weight() == QFont.Weight.DemiBold for font in fonts)
    assert any(font.italic() for font in fonts)
    assert any(font.strikeOut() for font in fonts)


def test_line_ends_typed_are_line_ends_shown(qtbot: QtBot, icons: Icons) -> None:
    assert shown(qtbot, icons, "one\ntwo").plain_text() == "one\ntwo"


def test_lists_count_from_where_they_start(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "3. three\n4. four\n\nafter")
    block = view.document().firstBlock()
    assert block.textList().itemText(block) == "3."
    assert view.document().findBlockByNumber(2).textList() is None


def test_code_is_copied_exactly(qtbot: QtBot, icons: Icons) -> None:
    code = "if ($a) {\n\tGet-Item <x>\n}"
    view = shown(qtbot, icons, f"Run:\n\n```powershell\n{code}\n```\n\nand\n\n```\nsecond\n```")
    first, second = view.copy_buttons()
    with qtbot.waitSignal(view.copied) as copied:
        click(first)
    assert copied.args == [code]
    with qtbot.waitSignal(view.copied) as copied:
        click(second)
    assert copied.args == ["second"]


def test_copy_buttons_stay_beside_their_code(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "text\n\n```\na\nb\nc\n```\n\n```\nd\n```")
    first, second = view.copy_buttons()
    assert 0 < first.y() < second.y() < view.height()
    assert first.x() + first.width() <= view.viewport().width()
    view.set_markdown("no code any more")
    assert view.copy_buttons() == []


def test_the_height_follows_the_text(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "short")
    short = view.heightForWidth(480)
    view.set_markdown("long " * 400)
    assert view.heightForWidth(480) > 5 * short
    assert view.heightForWidth(240) > view.heightForWidth(480)


def test_the_same_text_is_not_written_again(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "words")
    revision = view.document().revision()
    view.set_markdown("words")
    assert view.document().revision() == revision


def test_a_selection_is_copied_without_our_colours(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "**words**\n\nmore")
    view.selectAll()
    copied = view.createMimeDataFromSelection()
    assert copied.text() == "words\nmore"
    assert not copied.hasHtml()


def test_colours_follow_the_theme(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    view = shown(qtbot, icons, "words")

    def colour() -> str:
        first = view.document().firstBlock().begin().fragment()
        return first.charFormat().foreground().color().name()

    assert colour() == DARK.text
    theme.set_choice(ThemeChoice.LIGHT)
    assert colour() == LIGHT.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "```",
        "> " * 400 + "x",
        "- " * 200,
        "*" * 3000,
        "[" * 3000,
        "|a|\n|-|\n",
        "\x00\ufffe\u202e",
        "1. \n2. \n",
        "***\n***",
        "    code only",
        "# ",
    ],
)
def test_odd_input_is_drawn_somehow(text: str, qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, text)
    assert not view.grab().isNull()


def test_a_huge_text_is_shown_without_formatting(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "**x** " * (FORMATTED_UP_TO // 6 + 1))
    assert view.plain_text().startswith("**x** **x**")
    assert isinstance(view.document(), QTextDocument)


def test_half_a_code_block_already_looks_like_code(qtbot: QtBot, icons: Icons) -> None:
    view = shown(qtbot, icons, "Run\n\n```powershell\nGet-Pro")
    assert len(view.copy_buttons()) == 1
