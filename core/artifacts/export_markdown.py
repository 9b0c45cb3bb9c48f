"""An outline as Markdown. Quoted text is indented by `>`, so that it cannot open a section."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.artifacts.markdown import bullets, inline
from core.artifacts.outline import (
    Block,
    Entry,
    Fields,
    Items,
    Line,
    Output,
    Picture,
    Quote,
    Section,
)

# A tag or an image, unless a backslash before it already makes it text.
_ACTING = re.compile(r"(?<!\\)((?:\\\\)*)(<(?=[a-zA-Z/!?])|!(?=\[))")


def document(title: str, sections: Sequence[Section]) -> str:
    """One Markdown document."""
    parts = [f"# {inline(title)}"]
    for section in sections:
        parts.append(f"## {inline(section.title)}")
        parts.extend(filter(None, map(_written, section.blocks)))
    return "\n\n".join(parts) + "\n"


def _written(block: Block) -> str:
    match block:
        case Fields():
            return bullets(f"**{_label(name)}** {inline(value)}" for name, value in block.rows)
        case Line():
            return inline(block.text)
        case Items():
            listed = bullets(map(inline, block.lines))
            return f"{inline(block.title)}:\n\n{listed}" if block.title else listed
        case Entry():
            return f"### {inline(block.title)}"
        case Quote():
            return _quoted(block)
        case Output():
            return f"{inline(block.title)}:\n\n{_fenced(block.text)}"
        case Picture():
            return inline(block.name)


def _label(name: str) -> str:
    return inline(name) if name.endswith("?") else f"{inline(name)}:"


def _quoted(quote: Quote) -> str:
    text = quote.text.strip().replace("\r\n", "\n").replace("\r", "\n")
    if quote.is_markdown:
        lines = _harmless(text)
    else:
        lines = [f"{inline(line)}  " if line.strip() else "" for line in text.split("\n")]
    return "\n".join(f"> {line}" if line.strip() else ">" for line in lines)


def _harmless(markdown: str) -> list[str]:
    """The lines, without HTML and without images: a viewer would run the one and load the other."""
    from markdown_it import MarkdownIt

    blocks = MarkdownIt("commonmark", {"html": False}).parse(markdown)
    spans = [block.map for block in blocks if block.type in ("fence", "code_block") and block.map]
    code = {number for span in spans for number in range(*span)}
    return [
        line if number in code else _ACTING.sub(r"\1\\\2", line)
        for number, line in enumerate(markdown.split("\n"))
    ]


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.strip(chr(10))}\n{fence}"
