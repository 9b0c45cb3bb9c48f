"""Text from outside stays text: Qt must never read markup into it."""

from html import escape


def plain_tooltip(text: str) -> str:
    """Return a tool tip that shows the text literally and wraps when it is long.

    Qt guesses whether a tool tip is HTML, so text that is not ours has to be escaped.
    """
    if not text:
        return ""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"
