"""An exception as frames and types: where it happened, without what was being worked on.

Messages of exceptions quote what they failed at: an answer, a path, a name. Only those that the
interpreter and Qt write about code are kept; the rest is left out, as are the values of variables.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_MOST_FRAMES = 60
_MOST_LINKS = 8
# What these say names types, attributes and modules.
_ABOUT_CODE = (
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    RecursionError,
    TypeError,
    ZeroDivisionError,
)
_ABOUT_QT = ("Internal C++ object", "libshiboken:")


def trace(error: BaseException) -> str:
    """The frames of an exception and of those that led to it, innermost last."""
    parts = [_one(each, how) for each, how in _chain(error)]
    return "\n\n".join(reversed(parts))


def signature(error: BaseException) -> tuple[str, ...]:
    """What two exceptions from the same place have in common."""
    frames = traceback.extract_tb(error.__traceback__)
    return (type(error).__qualname__, *(f"{frame.filename}:{frame.lineno}" for frame in frames))


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    seen: set[int] = set()
    current: BaseException | None = error
    how = ""
    while current is not None and id(current) not in seen and len(seen) < _MOST_LINKS:
        seen.add(id(current))
        yield current, how
        if current.__cause__ is not None:
            current, how = current.__cause__, "which led to:"
        else:
            hidden = current.__suppress_context__
            current, how = (None if hidden else current.__context__), "while that was handled:"


def _one(error: BaseException, how: str) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    lines = [f"  {short_file(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    members = error.exceptions[:_MOST_LINKS] if isinstance(error, BaseExceptionGroup) else ()
    inner = [f"  | {line}" for member in members for line in trace(member).splitlines()]
    head = "Traceback, innermost last:" if frames else "Traceback: none"
    return "\n".join((head, *lines, _name(error), *inner, *filter(None, (how,))))


def _name(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ != "builtins":
        name = f"{kind.__module__}.{name}"
    said = _message(error)
    return f"{name}: {said}" if said else name


def _message(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"error {error.errno}" if error.errno is not None else ""
    text = str(error)
    if isinstance(error, _ABOUT_CODE) or text.startswith(_ABOUT_QT):
        return text
    return f"(a message of {len(text)} characters is left out)" if text else ""


def short_file(name: str) -> str:
    """A source file without the folders it is installed in."""
    path = Path(name)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return "/".join(parts[-2:])
