"""Takes a model's reply apart while it streams: prose to show, and blocks of proposals.

A block is `[QUESTIONS]…[/QUESTIONS]` and the like (domain.md section 2). The parser is in one of
two states, prose or block, and every marker is one step:

- In prose an opening marker opens a block and a stray closing one is left out. Inside code, fenced
  or inline, a marker counts only when a payload follows it; otherwise the reply talks about it.
- In a block its own closing marker ends it. So does any other marker at the start of a line or
  right behind a payload: the closing one was forgotten, and that costs no other block.
- A closing marker inside a JSON string is in doubt. A second one settles that the first was
  quoted; an opening marker or the end settle that the string was broken and the block over.

A block is never shown, whether or not it can be read. One still open at the end of a finished
reply counts if its payload is complete. What may become a marker is held back, and everything
held back is bounded, so that the work grows with the length of the reply and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.copilot.marker_payloads import Block, Proposals
from core.copilot.marker_prose import ShownProse
from core.copilot.turn import Turn

_NAMES = "|".join(Block)
_MARKER = re.compile(
    rf"\[\s{{0,8}}(?P<closing>/\s{{0,8}})?(?P<name>{_NAMES})\s{{0,8}}\]", re.IGNORECASE | re.ASCII
)
_LONGEST_MARKER = len("[/]") + 3 * 8 + max(map(len, Block))
_FORMS = tuple(f"{opening}{name}]" for opening in ("[", "[/") for name in Block)

_AFTER_PAYLOAD = re.compile(r"(?:^|\n)[ \t]*$|[\]}`]\s*$")
_PAYLOAD = re.compile(r"\s*[\[{]")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_LOOK_BACK = 40
_LOOK_AHEAD = 40 + _LONGEST_MARKER


class MarkerParser:
    """Reads one reply, in pieces of any size; the result does not depend on where they break.

    shell   `powershell` or `posix`: what a check's command is for when its payload names no shell
    """

    def __init__(self, *, shell: str = "powershell") -> None:
        self._shown = ShownProse()
        self._proposals = Proposals(shell)
        self._block: _OpenBlock | None = None
        self._undecided = ""
        self._turn: Turn | None = None

    @property
    def prose(self) -> str:
        """The prose so far, as shown; all there is to keep of an interrupted reply."""
        return str(self._shown)

    def feed(self, text: str) -> str:
        """Take a piece of the reply; return the prose that became visible, which may be none."""
        before = self._shown.pieces
        self._read(text, is_end=False)
        return self._shown.since(before)

    def finish(self) -> Turn:
        """The reply ended properly: all of its prose and every proposal that could be read.

        `Turn.prose` begins with what was visible before. Nothing may be fed afterwards.
        """
        if self._turn is None:
            self._read("", is_end=True)
            if self._block is not None:
                self._end(self._block)
            self._shown.finish()
            self._turn = self._proposals.turn(self.prose)
        return self._turn

    def _read(self, text: str, *, is_end: bool) -> None:
        text, at = self._undecided + text, 0
        while (marker := _MARKER.search(text, at)) is not None:
            self._add(text[at : marker.start()])
            at = marker.start()
            following = text[marker.end() : marker.end() + _LOOK_AHEAD]
            if self._is_in_code and len(following) < _LOOK_AHEAD and not is_end:
                self._undecided = text[at:]
                return
            if self._step(marker, following):
                at = marker.end()
        decided = len(text) if is_end else _start_of_marker(text, at)
        self._add(text[at:decided])
        self._undecided = text[decided:]

    @property
    def _is_in_code(self) -> bool:
        return self._block is None and self._shown.in_code

    def _add(self, text: str) -> None:
        if self._block is None:
            self._shown.add(text)
        else:
            self._block.add(text)

    def _step(self, marker: re.Match[str], following: str) -> bool:
        """Go on past a marker; False if it only ended a block and is to be looked at again."""
        if self._block is not None:
            return self._step_in_block(self._block, marker)
        if self._is_in_code and not _opens_payload(marker, following):
            self._shown.add(marker.group())
            return True
        self._shown.cut()
        if not marker["closing"]:
            self._block = _OpenBlock(_kind(marker))
        return True

    def _step_in_block(self, block: _OpenBlock, marker: re.Match[str]) -> bool:
        is_closing = bool(marker["closing"])
        is_own_end = is_closing and _kind(marker) is block.kind
        if block.is_in_doubt and is_own_end:
            block.settle()
            self._end(block)
        elif block.is_in_doubt and not is_closing:
            self._end(block)
            return False
        elif not block.is_in_doubt and block.is_behind_payload:
            self._end(block)
            return is_closing
        elif is_own_end and not block.is_in_string:
            self._end(block)
        elif is_own_end:
            block.doubt(marker.group())
        else:
            block.add(marker.group())
        return True

    def _end(self, block: _OpenBlock) -> None:
        self._block = None
        self._proposals.add(block.kind, block.payload)
        # No opening marker is in it, or it had ended the block before.
        self._shown.add(_MARKER.sub("", block.behind_doubt))


@dataclass(slots=True)
class _OpenBlock:
    """A block whose end has not come. Its payload is kept in pieces and joined once or twice."""

    kind: Block
    _pieces: list[str] = field(default_factory=list)
    _tail: str = ""
    _doubted: int | None = None

    def add(self, text: str) -> None:
        self._pieces.append(text)
        self._tail = (self._tail + text)[-_LOOK_BACK:]

    def doubt(self, closing: str) -> None:
        """Note that this closing marker may be the end, or only quoted."""
        self._doubted = len(self._pieces)
        self.add(closing)

    def settle(self) -> None:
        """The closing marker in doubt was quoted."""
        self._doubted = None

    @property
    def is_in_doubt(self) -> bool:
        return self._doubted is not None

    @property
    def payload(self) -> str:
        """What came so far, up to a closing marker in doubt."""
        return "".join(self._pieces[: self._doubted])

    @property
    def behind_doubt(self) -> str:
        """What came after a closing marker in doubt: prose, if that was the end."""
        return "" if self._doubted is None else "".join(self._pieces[self._doubted + 1 :])

    @property
    def is_behind_payload(self) -> bool:
        """Whether a marker here cannot be part of a JSON string."""
        return _AFTER_PAYLOAD.search(self._tail) is not None

    @property
    def is_in_string(self) -> bool:
        """Whether a JSON string is open; asked once per block, as it reads all of it."""
        return _ESCAPED.sub("", self.payload).count('"') % 2 == 1


def parse_reply(text: str, *, shell: str = "powershell") -> Turn:
    """A whole reply at once; see `MarkerParser`."""
    parser = MarkerParser(shell=shell)
    parser.feed(text)
    return parser.finish()


def _kind(marker: re.Match[str]) -> Block:
    return Block(marker["name"].upper())


def _opens_payload(marker: re.Match[str], following: str) -> bool:
    """Whether a marker inside code is really one: it opens, and JSON follows."""
    if marker["closing"] or not _PAYLOAD.match(following):
        return False
    return not _MARKER.match(following.lstrip())


def _start_of_marker(text: str, at: int) -> int:
    """Where a marker may be beginning at the end of `text`; its length if nowhere."""
    start = text.rfind("[", max(at, len(text) - _LONGEST_MARKER))
    if start < 0:
        return len(text)
    so_far = "".join(text[start:].split()).upper()
    return start if any(form.startswith(so_far) for form in _FORMS) else len(text)
