"""A session as a file: everything it claims to hold, and nothing that runs, loads or leaks."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.artifacts.bundle import SessionRecord
from core.artifacts.export import file_name, to_html, to_markdown
from core.artifacts.export_sections import OUTPUT_LIMIT, SessionExport
from core.artifacts.image_size import image_size
from core.sessions.messages import Role
from tests.unit.artifacts.exports import (
    EXPORT,
    EXPORTED_AT,
    NOTE,
    WITH_CONTENT,
    a_message,
    a_png,
)
from tests.unit.artifacts.records import ADDRESS, SESSION_ROW, WORKED, an_empty_record
from tests.unit.rows import a_fact, a_question, a_run, a_session

SECTIONS = [
    "Overview",
    "What we know",
    "Suggested fixes",
    "Questions",
    "Diagnostic checks",
    "Documents",
    "Conversation",
    "Attachments",
]
EMPTY = SessionExport(record=an_empty_record(), messages=(), exported_at=EXPORTED_AT)


class Page(HTMLParser):
    """Tags with attributes, and the text a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(export: SessionExport) -> dict[str, str]:
    """The text of the export in each format, on one line."""
    html = " ".join(Page(to_html(export)).text.split())
    return {"markdown": " ".join(to_markdown(export).replace("\\", "").split()), "html": html}


def test_has_its_sections_in_order() -> None:
    assert re.findall(r"^## (.*)$", to_markdown(EXPORT), re.MULTILINE) == SECTIONS
    assert re.findall(r"<h2>(.*?)</h2>", to_html(EXPORT)) == SECTIONS


def test_an_empty_session_is_an_overview() -> None:
    assert re.findall(r"^## (.*)$", to_markdown(EMPTY), re.MULTILINE) == ["Overview"]
    assert "nothing but this overview" in to_html(EMPTY)


@pytest.mark.parametrize(
    "text",
    [
        "PC in reception has no internet",
        "48211",
        "Contoso Ltd",
        "2025-03-03 13:00 CET",
        "Other devices on the same network are online. (rules out the internet line)",
        "shown by: address=10.20.0.44",
        "marked as not working",
        "The address came back after a restart.",
        "marked as worked",
        "Choose Automatic (DHCP) and save.",
        "Enter the noted address, mask and gateway again.",
        "Set-Dhcp `x`",
        "What changed since it last worked?",
        "skipped",
        "Run on the laptop, stopped at its time limit, 0.4 s, 2025-03-03 13:02 CET.",
        "dhcp=False address=10.20.0.44",
        "Run on the laptop, exit code 1",
        "Test-Connection $gateway -Count 2",
        "Testing connection failed",
        "Done by hand, 2025-03-03 13:05 CET.",
        "Resolution note, customer, 2025-03-03 13:20 CET",
        "Root cause",
        "Let us look at the",
        "Previous proposal: Replace the cable (not tried).",
        "Assistant, 2025-03-03 13:04 CET (stopped)",
        "icon.png (image/png, 2 KB)",
        "setup.log (text/plain, 700 bytes)",
        "3 facts, 2 fixes, 2 questions, 4 check runs (outputs cut at 20,000 characters), 1 doc",
        "1 document, 4 messages, 2 attachments (names only)",
    ],
)
@pytest.mark.parametrize("form", ["markdown", "html"])
def test_holds_everything_of_the_session(form: str, text: str) -> None:
    assert text in shown(EXPORT)[form]


def test_images_are_part_of_the_page_only_when_their_content_is_given() -> None:
    picture = base64.b64encode(a_png(900, 300)).decode()

    assert f'<img src="data:image/png;base64,{picture}" width="640"' in to_html(WITH_CONTENT)
    assert "attachments (content of 2)" in to_html(WITH_CONTENT)
    assert "<img" not in to_html(EXPORT)
    assert "attachments (content of 1)" in to_markdown(WITH_CONTENT)
    assert "line 1\nline 2 �" in to_markdown(WITH_CONTENT)


def test_a_long_output_is_cut_in_its_middle() -> None:
    text = "".join(f"{n}\n" for n in range(20_000))
    run = a_run(ADDRESS, stdout=text)
    export = replace(EMPTY, record=replace(an_empty_record(), lane=(ADDRESS,), runs=(run,)))

    written = to_markdown(export)

    assert f"… {len(text) - OUTPUT_LIMIT:,} characters left out …" in written
    assert "\n0\n1\n2\n" in written
    assert "\n19998\n19999\n" in written
    assert len(written) < OUTPUT_LIMIT + 2000


def test_the_page_loads_and_runs_nothing() -> None:
    page = Page(to_html(WITH_CONTENT))

    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("p", "br", "ul", "ol", "li", "table", "tbody", "tr", "td", "details", "summary", "pre"),
        *("code", "strong", "em", "s", "blockquote", "img"),
    }
    policy = [meta for tag, meta in page.tags if tag == "meta" and "content" in meta]
    assert policy[0]["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_a_document_keeps_its_place_below_the_headings_of_the_page() -> None:
    assert "<h4>Root cause</h4>" in to_html(EXPORT)
    assert "\n> ## Root cause\n" in to_markdown(EXPORT)


PIECES = """<script>alert(1)</script>|"><img src=x onerror=alert(1)>|</pre>|</style>|<!--|&lt;
```|~~~|# x|## Attachments|---|> |    |$title|[a](javascript:alert(1))|![](https://x.test/x.png)"""
hostile = st.one_of(
    st.text(max_size=60),
    st.text("<>!/[]()`~#\\ab \n\r", max_size=30),
    st.lists(st.sampled_from([*re.split(r"[|\n]", PIECES), "\n", "\n\n"])).map("".join),
)


def hostile_export(text: str) -> SessionExport:
    """The text in every place a session has."""
    item = replace(ADDRESS, text=text, answer=text, command=text)
    fix = replace(
        WORKED, title=text, description=text, steps=(text,), drafted_script=text, partial_notes=text
    )
    return SessionExport(
        record=SessionRecord(
            session=replace(SESSION_ROW, title=text, intake_text=text, client_name=text),
            facts=(a_fact(text, summary=text, source_line=text),),
            fixes=(fix,),
            lane=(item, a_question(text)),
            runs=(a_run(item, stdout=text, stderr=text, note=text),),
        ),
        messages=(a_message(Role.ENGINEER, text, 1), a_message(Role.ASSISTANT, text, 2)),
        documents=(replace(NOTE, markdown=text),),
        exported_at=EXPORTED_AT,
    )


@given(hostile)
def test_no_text_can_add_a_tag_that_acts(text: str) -> None:
    page = Page(to_html(hostile_export(text)))

    acting = {"script", "img", "iframe", "object", "embed", "form", "input", "link", "svg", "base"}
    assert not acting & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert [tag for tag, _ in page.tags].count("style") == 1
    links = [attrs["href"] or "" for tag, attrs in page.tags if tag == "a"]
    assert not [link for link in links if link.lower().startswith(("javascript:", "data:"))]


@given(hostile)
def test_no_text_can_forge_a_section_of_the_markdown(text: str) -> None:
    tokens = MarkdownIt().parse(to_markdown(hostile_export(text)))

    own = [at for at, token in enumerate(tokens) if token.tag == "h2" and token.level == 0]
    assert [tokens[at + 1].content for at in own if tokens[at].nesting == 1] == SECTIONS[:7]


@given(hostile)
def test_no_text_can_act_in_a_viewer_of_the_markdown(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).parse(to_markdown(hostile_export(text)))

    kinds = {token.type for token in tokens}
    kinds |= {piece.type for token in tokens for piece in token.children or ()}
    assert not {"html_block", "html_inline", "image"} & kinds


@pytest.mark.parametrize("write", [to_markdown, to_html])
def test_every_text_goes_through_the_redaction(write: Callable[..., str]) -> None:
    written = write(hostile_export("hunter2"), lambda text: text.replace("hunter2", "(hidden)"))

    assert "hunter2" not in written
    assert "(hidden)" in written.replace("\\", "")


@pytest.mark.parametrize(
    ("ticket", "title", "name"),
    [
        ("48211", "No internet", "48211 No internet.html"),
        ("", "No internet", "No internet.html"),
        ("", r'a<b>c:d"e/f\g|h?i*j', "a b c d e f g h i j.html"),
        ("", "line\none\ttwo\x00\x1f", "line one two.html"),
        ("", "ends with dots... ", "ends with dots.html"),
        ("", "../../etc/passwd", "etc passwd.html"),
        ("", "CON", "Session CON.html"),
        ("", "nul.txt", "Session nul.txt.html"),
        ("", "com1", "Session com1.html"),
        ("", "Console broken", "Console broken.html"),
        ("", "???", "Session.html"),
        ("", "Drucker für Bücher 日本", "Drucker für Bücher 日本.html"),
    ],
)
def test_the_file_name_is_safe_everywhere(ticket: str, title: str, name: str) -> None:
    session = a_session(title=title, psa_ticket_id=ticket)
    export = replace(EMPTY, record=replace(an_empty_record(), session=session))

    assert file_name(export, "html") == name


@given(st.text(max_size=300))
def test_any_title_gives_a_file_name(title: str) -> None:
    export = replace(EMPTY, record=replace(an_empty_record(), session=a_session(title=title)))

    name = file_name(export, "md")

    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name.endswith(".md")
    assert 4 <= len(name) <= 100
    assert name[0] not in " ."


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (a_png(900, 300), (900, 300)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x01\x2c\x03\x84\x03", (0x384, 0x12C)),
        (b"\xff\xd8\xff\xe0\x00\x04ab", None),
        (b"\xff\xd8", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_reads_the_size_of_an_image(content: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(content) == size


@given(st.binary(max_size=60))
def test_any_bytes_have_a_size_or_none(content: bytes) -> None:
    image_size(b"\xff\xd8\xff" + content)
