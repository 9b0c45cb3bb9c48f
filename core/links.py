"""What the operating system may ask of FlowPilot: a `flowpilot://` link, or a file to open.

Whoever writes a link is a stranger. It can only ask to look at something: a session, a page, a
form that is filled in, a template that may be imported. Nothing in it runs, sends or changes
anything, and what is not understood word for word is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit
from uuid import UUID

from core.errors import UserError

SCHEME = "flowpilot"
LINK_LIMIT = 8_000
"""Characters of a whole link, escapes included; a command line holds no more everywhere."""
TEXT_LIMIT = 4_000
TICKET_LIMIT = 50
TEMPLATE_ENDINGS = (".yaml", ".yml")

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_HINT = "Ask whoever gave you the link for a new one, or find what you need in FlowPilot."


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Show a session."""

    session_id: UUID


@dataclass(frozen=True, slots=True)
class NewSession:
    """Show the form of a new session with this in it; the engineer starts it, or not."""

    text: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class OpenScripts:
    """Show the library of scripts."""


@dataclass(frozen=True, slots=True)
class OpenTemplateFile:
    """Show what is in the file of a script template, and ask whether to import it."""

    path: str


Request = OpenSession | NewSession | OpenScripts | OpenTemplateFile


def is_link(argument: str) -> bool:
    """Whether an argument claims to be one of our links, well-formed or not."""
    return argument.lstrip().casefold().startswith(f"{SCHEME}:")


def read_request(argument: str) -> Request:
    """What a link or the path of a file asks for.

    Raises:
        UserError: it is neither, or not one that FlowPilot knows; the words say what is wrong.
    """
    if is_link(argument):
        return _read_link(argument)
    if argument.casefold().endswith(TEMPLATE_ENDINGS) and "\0" not in argument:
        return OpenTemplateFile(argument)
    raise UserError(
        "FlowPilot cannot open this.",
        f"“{_shown(argument)}” is no FlowPilot link and no script template.",
        hint="Script templates are files that end in .yaml or .yml.",
    )


def split_arguments(arguments: Sequence[str]) -> tuple[list[str], str]:
    """The options of a command line, and the link behind them, if there is one.

    A link and whatever follows it is one text, never an option: a quotation mark in a link that
    a web page made up must not reach the command line.
    """
    for index, argument in enumerate(arguments):
        if is_link(argument):
            return list(arguments[:index]), " ".join(arguments[index:])
    return list(arguments), ""


def split_leftovers(leftovers: Sequence[str]) -> tuple[list[str], str]:
    """What of the arguments that no option took is for Qt, and the file at their end, if any.

    Qt's options have one dash and often a value behind it, as in `-platform offscreen`.
    """
    if not leftovers or leftovers[-1].startswith("-"):
        return list(leftovers), ""
    if len(leftovers) > 1 and leftovers[-2].startswith("-"):
        return list(leftovers), ""
    return list(leftovers[:-1]), leftovers[-1]


def _read_link(link: str) -> Request:
    if len(link) > LINK_LIMIT:
        raise _refused(f"It is longer than {LINK_LIMIT:,} characters.")
    if not link.isprintable() or " " in link:
        raise _refused("It has spaces or control characters in it.")
    try:
        parts = urlsplit(link)
    except ValueError:
        raise _refused("It is no web-style address.") from None
    read = _READERS.get(parts.netloc.casefold())
    if read is None or not link.casefold().startswith(f"{SCHEME}://"):
        raise _refused("It does not name a session, a new session or the scripts.")
    if parts.fragment:
        raise _refused("It has a part behind # that means nothing.")
    return read(parts)


def _read_session(parts: SplitResult) -> Request:
    name = parts.path.removeprefix("/").removesuffix("/")
    if not _UUID.fullmatch(name):
        raise _refused("The id of the session is not one.")
    _no_query(parts)
    return OpenSession(UUID(name))


def _read_scripts(parts: SplitResult) -> Request:
    _no_path(parts)
    _no_query(parts)
    return OpenScripts()


def _read_new(parts: SplitResult) -> Request:
    _no_path(parts)
    fields = _fields(parts.query)
    text = fields.get("text", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    ticket = fields.get("ticket", "").strip()
    if len(text) > TEXT_LIMIT:
        raise _refused(f"Its text is longer than {TEXT_LIMIT:,} characters.")
    if len(ticket) > TICKET_LIMIT:
        raise _refused(f"Its ticket is longer than {TICKET_LIMIT} characters.")
    if not _is_plain(text, "\n\t") or not _is_plain(ticket):
        raise _refused("Its text has control characters or hidden signs in it.")
    return NewSession(text, ticket)


_READERS: Mapping[str, Callable[[SplitResult], Request]] = {
    "session": _read_session,
    "new": _read_new,
    "scripts": _read_scripts,
}


def _fields(query: str) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, strict_parsing=bool(query), errors="strict"
        )
    except ValueError:  # an escape that is no UTF-8, or a field without a value
        raise _refused("Its fields cannot be read.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _refused("It gives a field twice.")
    unknown = sorted(fields.keys() - {"text", "ticket"})
    if unknown:
        raise _refused(f"It has a field that FlowPilot does not know: “{_shown(unknown[0])}”.")
    return fields


def _is_plain(text: str, besides: str = "") -> bool:
    """Nothing that is not seen, such as signs that turn the direction of the text around."""
    return all(letter.isprintable() or letter in besides for letter in text)


def _no_path(parts: SplitResult) -> None:
    if parts.path not in ("", "/"):
        raise _refused("It goes on where it should end.")


def _no_query(parts: SplitResult) -> None:
    if parts.query:
        raise _refused("It has fields where none belong.")


def _refused(why: str) -> UserError:
    return UserError("This link cannot be opened.", why, hint=_HINT)


def _shown(text: str) -> str:
    """A stranger's text, short and without anything that would not be seen."""
    seen = "".join(letter if letter.isprintable() else "�" for letter in text[:80])
    return f"{seen}…" if len(text) > 80 else seen
