"""From what a model answered to a text that can be shown as a document."""

from __future__ import annotations

import re

from core.artifacts.documents import HEADINGS, DocumentKind
from core.artifacts.markdown import plain

_WRAPPED = re.compile(r"\A\s*```[\w-]*[ \t]*\n(.*?)\n?[ \t]*```\s*\Z", re.DOTALL)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_MARKS = "*_: \t"


def tidied(kind: DocumentKind, answer: str) -> str:
    """The document in an answer, its headings written as the composer writes them.

    Models wrap a document in a fence, announce it in a sentence, or set its headings in bold. What
    is not a heading of this document stays as it is: whether it may is not for here to say.
    """
    wrapped = _WRAPPED.match(answer)
    text = answer if wrapped is None else wrapped[1]
    first = _HEADING.search(text)
    text = text if first is None else text[first.start() :]
    titles = {title.casefold(): title for title in HEADINGS[kind]}

    def heading(match: re.Match[str]) -> str:
        said = plain(match[1]).strip(_MARKS).replace("’", "'").casefold()
        return f"## {titles[said]}" if said in titles else match[0]

    return _HEADING.sub(heading, text).strip()
