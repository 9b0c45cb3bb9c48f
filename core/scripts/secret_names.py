"""Names that stand for a secret, for values that no schema describes."""

from __future__ import annotations

import re

_SECRET_NAME = re.compile(
    r"(?i)pass(?:word|wd|phrase|code)|pwd|secret|token|credential|api_?key|(?:^|_)pin$"
)


def sounds_secret(name: str) -> bool:
    """Whether a parameter of this name holds a password or the like."""
    return _SECRET_NAME.search(name) is not None
