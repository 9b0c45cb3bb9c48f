"""What is shown of a model's reply once its marker blocks are cut out, tidied as it comes.

Shown text is never taken back. Held until more is known: white space, a line that may become a
code fence, and an opening fence with nothing in it yet (a fence around a block goes with it).
"""

from __future__ import annotations

import re

_PIECES_OF_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"[ \t]*`{3,}([^`\n]*)\s*")
_MAY_BECOME_FENCE = re.compile(r"[ \t]*(?:`{1,2}|`{3,}[^`\n]*)")
_BACKTICKS = re.compile(r"`+")

_LONGEST_FENCE = 60
_LINE_TAIL = 400
"""How far back on its line inline code is looked for; keeps the work per marker constant."""


class ShownProse:
    """Collects prose; `add` what may be seen and `cut` where something was left out."""

    def __init__(self) -> None:
        self._shown: list[str] = []
        self._held: list[str] = []
        self._line = ""
        self._line_start = 0  # in _held, as is the next
        self._opening_fence: int | None = None
        self._in_fence = False
        self._is_unwrapped = False  # an opening fence was cut: the closing one goes too
        self._is_joint = False  # the white space held is on both sides of a cut

    def __str__(self) -> str:
        return "".join(self._shown)

    @property
    def pieces(self) -> int:
        """How many pieces are shown; see `since`."""
        return len(self._shown)

    def since(self, pieces: int) -> str:
        """What was shown after the first so many pieces."""
        return "".join(self._shown[pieces:])

    @property
    def in_code(self) -> bool:
        """Whether the next character is in a code fence or after an odd backtick of its line."""
        return self._in_fence or len(_BACKTICKS.findall(self._line)) % 2 == 1

    def add(self, text: str) -> None:
        for piece in _PIECES_OF_LINES.findall(text):
            self._line = (self._line + piece)[-_LINE_TAIL:]
            self._held.append(piece)
            if piece.endswith("\n"):
                self._end_line()
            elif not piece.isspace() and not self._may_become_fence():
                self._show()

    def cut(self) -> None:
        """Something is left out here; a fence opened just before it is left out as well."""
        if self._is_fence(self._line):
            self._end_line()
        if self._opening_fence is None:
            self._show()
        else:
            del self._held[self._opening_fence :]
            self._opening_fence = None
            self._in_fence = False
            self._is_unwrapped = True
        self._line = ""
        self._line_start = len(self._held)
        self._is_joint = True

    def finish(self) -> None:
        """Nothing more comes: what was held is shown, but no white space and no empty fence."""
        if self._line:
            self._end_line()
        if self._opening_fence is not None:
            del self._held[self._opening_fence :]
        self._show()

    def _end_line(self) -> None:
        line, self._line = self._line, ""
        start, self._line_start = self._line_start, len(self._held)
        if not self._is_fence(line):
            if not line.isspace():
                self._show()
            return
        is_bare = not line.strip("` \t\r\n")
        if self._is_unwrapped and is_bare:
            del self._held[start:]
            self._line_start = start
            self._is_unwrapped = False
        elif self._in_fence:
            self._in_fence = not is_bare
            self._show()
        else:
            self._in_fence = True
            self._opening_fence = start

    def _show(self) -> None:
        """Show what is held, but for the white space at its end."""
        text = "".join(self._held)
        visible = text.rstrip()
        if not visible:
            return
        body = visible.lstrip()
        space = visible[: len(visible) - len(body)]
        if not self._shown:
            space = ""
        elif self._is_joint:
            space = _closed_up(space)
        self._shown.append(space + body)
        self._held = [text[len(visible) :]]
        self._line_start = len(self._held)
        self._opening_fence = None
        self._is_joint = self._is_unwrapped = False

    def _may_become_fence(self) -> bool:
        return len(self._line) <= _LONGEST_FENCE and bool(_MAY_BECOME_FENCE.fullmatch(self._line))

    @staticmethod
    def _is_fence(line: str) -> bool:
        return len(line) <= _LONGEST_FENCE and bool(_FENCE.fullmatch(line))


def _closed_up(space: str) -> str:
    """The white space around a cut as one gap: at most one blank line, indentation kept."""
    breaks, indentation = space.count("\n"), space.rpartition("\n")[2]
    return "\n" * min(breaks, 2) + indentation if breaks else space[:1]
