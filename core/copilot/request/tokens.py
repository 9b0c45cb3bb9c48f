"""How many tokens a text takes, guessed without a tokenizer and rather too high.

English prose has about four characters a token, outputs full of digits and paths about three. A
letter of another script takes up to one token, a Chinese character up to one and a half, an emoji
two: half of their bytes in UTF-8.
"""

from __future__ import annotations

from core.copilot.model import ImagePart, ModelRequest
from core.copilot.request.limits import PICTURE_TOKENS

CHARS_PER_TOKEN = 3
MESSAGE_TOKENS = 6
"""What frames a message."""


def estimate(text: str) -> int:
    """Tokens of a text."""
    if text.isascii():
        return -(-len(text) // CHARS_PER_TOKEN)
    plain = len(text.encode("ascii", "ignore"))
    other = len(text.encode("utf-8", "surrogatepass")) - plain
    return -(-plain // CHARS_PER_TOKEN) + -(-other // 2)


def request_tokens(request: ModelRequest) -> int:
    """Tokens of everything a request sends."""
    system = sum(estimate(block.text) for block in request.system)
    parts = (part for message in request.messages for part in message.parts)
    content = sum(
        PICTURE_TOKENS if isinstance(part, ImagePart) else estimate(part.text) for part in parts
    )
    return system + content + MESSAGE_TOKENS * len(request.messages)
