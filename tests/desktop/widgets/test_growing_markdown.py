"""A text that is shown while it is written ends up as if it had come at once."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from desktop.widgets.markdown.growing import FORMATTED_UP_TO
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.scroll_column import ScrollColumn
from tests.bench.stream_server import text_of

PIECES = (
    "word ", "**strong** ", "`code` ", "*", "#", "# ", "- ", "1. ", "> ", "    ", "\t", "\n",
    "\n\n", "```", "```sh\n", "~~~\n", "===\n", "---\n", "|a|b|\n", "|-|-|\n", "\r\n", "[x]",
    "[x]: https://example.com/a\n", "[y](https://example.com)", "<b>", "\\", "  \n",
)  # fmt: skip
PARTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(text=PARTS, cuts=st.lists(st.integers(1, 12), min_size=1, max_size=8))
@example(text="a\n#b\n", cuts=[3])
@example(text="a\nb|c\n-|-x\n", cuts=[1])
@example(text="- a\n\n-b\n\n  c\n", cuts=[1])
@example(text="see [x]\n\nmore\n\n[x]: https://example.com/a\n", cuts=[5])
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_it_does_not_matter_how_it_came(
    text: str, cuts: list[int], qtbot: QtBot, icons: Icons
) -> None:
    grown, whole = MarkdownView(icons), MarkdownView(icons, text)
    at = 0
    while at < len(text):
        for cut in cuts:
            at += cut
            grown.grow(text[:at])
    grown.set_markdown(text)
    assert grown.toHtml() == whole.toHtml()
    assert grown._drawing == whole._drawing
    for view in (grown, whole):
        view.deleteLater()


def test_what_is_complete_is_not_written_again(qtbot: QtBot, icons: Icons) -> None:
    view = MarkdownView(icons)
    qtbot.addWidget(view)
    text = text_of(2_000)
    changed: list[int] = []
    view.document().contentsChange.connect(lambda at, *_: changed.append(at))
    for at in range(0, len(text), 40):
        changed.clear()
        view.grow(text[:at])
        length = view.document().characterCount()
        assert not changed or min(changed) > length - 900
    changed.clear()
    view.set_markdown(text)
    assert min(changed) > view.document().characterCount() - 900


@pytest.mark.parametrize(
    "text",
    [
        text_of(40_000),
        "word " * 40_000,
        "```\n" + "Get-Service -Name Spooler\n" * 8_000,
        "x" * 200_000,
        "- a\n" * 30_000,
    ],
    ids=["mixed", "paragraph", "code", "line", "list"],
)
def test_a_huge_text_comes_in_pieces_and_whole(text: str, qtbot: QtBot, icons: Icons) -> None:
    view = MarkdownView(icons, text)
    qtbot.addWidget(view)
    assert len(view.toPlainText()) < FORMATTED_UP_TO / 2
    qtbot.waitUntil(lambda: view.is_settled, timeout=20_000)
    shown = "".join(view.toPlainText().split())
    assert shown.endswith("".join(text[-500:].split()))
    assert len(shown) > 0.8 * len("".join(text.split()))
    assert view.plain_text() == view.toPlainText()


def test_the_height_is_right_at_the_end(qtbot: QtBot, icons: Icons) -> None:
    ground = ScrollColumn()
    qtbot.addWidget(ground)
    view, whole = MarkdownView(icons), MarkdownView(icons, text_of(900))
    ground.add(view)
    ground.add(whole)
    ground.resize(500, 300)
    ground.show()
    text = text_of(900)
    for at in range(0, len(text), 300):
        view.grow(text[:at])
        if at == 1_200:
            ground.resize(420, 300)
    view.set_markdown(text)
    for width in (300, view.width(), 700):
        assert view.heightForWidth(width) == whole.heightForWidth(width)
    qtbot.waitUntil(lambda: view.height() == view.heightForWidth(view.width()))


def test_the_theme_may_change_while_it_grows(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    view = MarkdownView(icons)
    qtbot.addWidget(view)
    view.grow("First.\n\nSec")
    theme.set_choice(ThemeChoice.LIGHT)
    view.grow("First.\n\nSecond.\n\nThird")
    view.set_markdown("First.\n\nSecond.\n\nThird.")
    assert view.plain_text() == "First.\nSecond.\nThird."


def test_another_text_begins_anew(qtbot: QtBot, icons: Icons) -> None:
    view = MarkdownView(icons)
    qtbot.addWidget(view)
    view.grow("First.\n\nSecond")
    view.grow("Something else")
    assert view.plain_text() == "Something else"
    view.set_markdown("Something quite else")
    assert view.plain_text() == "Something quite else"
    view.grow("Something quite else, and more")
    assert view.plain_text() == "Something quite else, and more"
