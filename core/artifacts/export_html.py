"""An outline as one page of HTML: nothing to load, nothing to run.

Kept to what Qt's rich text lays out as well (the PDF is made from it): simple tables, no flex.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from html import escape
from string import Template

from core.artifacts.image_size import image_size
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

_WIDEST_IMAGE = 640
_STYLE = """
body { font-family: "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 11pt;
       color: #1a1d23; background: #ffffff; margin: 0; }
h1 { font-size: 18pt; } h2 { font-size: 14pt; margin-top: 1.6em; }
h3 { font-size: 11pt; margin: 1.2em 0 0.3em 0; } h4, h5, h6 { font-size: 11pt; }
table { border-collapse: collapse; } td, th { padding: 3px 12px 3px 0; vertical-align: top;
       text-align: left; } td.name { color: #5b6270; }
pre, code { font-family: "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace;
       font-size: 9pt; }
pre { white-space: pre-wrap; background: #f4f5f7; padding: 8px; }
summary { color: #5b6270; }
@media screen and (min-width: 1px) { body { max-width: 52em; margin: 2em auto; padding: 0 1em; } }
@media print { details::details-content { content-visibility: visible; } }
"""
_PAGE = Template(
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>$title</title>
<style>$style</style>
</head>
<body>
<h1>$title</h1>
$body
</body>
</html>
"""
)


def page(title: str, sections: Sequence[Section]) -> str:
    """One HTML page."""
    render = _renderer()
    body = [
        f"<h2>{escape(section.title)}</h2>\n"
        + "\n".join(_written(block, render) for block in section.blocks)
        for section in sections
    ]
    return _PAGE.substitute(title=escape(title), style=_STYLE, body="\n".join(body))


def _renderer() -> Callable[[str], str]:
    """Markdown to HTML: no HTML of its own, no images, headings below the page's own."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable("image")

    def render(text: str) -> str:
        tokens = parser.parse(text)
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        rendered: str = parser.renderer.render(tokens, parser.options, {})
        return rendered

    return render


def _written(block: Block, render: Callable[[str], str]) -> str:
    match block:
        case Fields():
            rows = "\n".join(
                f'<tr><td class="name">{escape(name)}</td><td>{_lines(value)}</td></tr>'
                for name, value in block.rows
            )
            return f"<table>\n{rows}\n</table>"
        case Line():
            return f"<p>{_lines(block.text)}</p>"
        case Items():
            title = f"<p>{escape(block.title)}:</p>\n" if block.title else ""
            lines = "\n".join(f"<li>{_lines(line)}</li>" for line in block.lines)
            return f"{title}<ul>\n{lines}\n</ul>"
        case Entry():
            return f"<h3>{escape(block.title)}</h3>"
        case Quote():
            return render(block.text) if block.is_markdown else f"<p>{_lines(block.text)}</p>"
        case Output():
            return (
                f"<details><summary>{escape(block.title)}</summary>\n"
                f"<pre>{escape(block.text)}</pre></details>"
            )
        case Picture():
            return _picture(block)


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.strip().splitlines()))


def _picture(picture: Picture) -> str:
    encoded = base64.b64encode(picture.content).decode("ascii")
    size = image_size(picture.content) or (_WIDEST_IMAGE, 0)
    width = min(size[0], _WIDEST_IMAGE)
    source = f"data:{escape(picture.media_type)};base64,{encoded}"
    name = escape(picture.name)
    return f'<p>{name}</p>\n<p><img src="{source}" width="{width}" alt="{name}"></p>'
