"""Proxies as systems write them: lists, tags and exceptions, read into addresses.

An address is `http://host:port`, with a name and password before the host where somebody wrote
them there; `DIRECT` is no proxy at all. Pure, so that Windows' ways are tested everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

DIRECT = ""
NO_PROXY = "none"
"""What the setting says in place of an address; empty there means: as the system has it."""
_USABLE = ("http", "https")
_SEPARATORS = re.compile(r"[;\s]+")


class Origin(StrEnum):
    """Who says which proxy it is."""

    SETTINGS = "settings"
    OFF = "off"
    """The settings say: none."""
    NEAR = "near"
    """The address is on this laptop or its network, where no proxy belongs in between."""
    EXCEPTION = "exception"
    """The system's list of addresses without a proxy has this one."""
    ENVIRONMENT = "environment"
    SYSTEM = "system"
    SCRIPT = "script"
    """A script (PAC), named in the system's settings or found on the network (WPAD)."""


@dataclass(frozen=True, slots=True)
class Found:
    """Which proxies lead to an address, the best first, and who says so. Never empty."""

    proxies: tuple[str, ...]
    origin: Origin


class ProxyFinder(Protocol):
    """Asks the system. Both questions may take seconds: never on the window's thread."""

    def proxies_for(self, url: str) -> Found:
        """The proxies for an address; `DIRECT` among them where the way without one is open."""
        ...

    def is_excepted(self, url: str) -> bool:
        """Whether the system wants no proxy for this address, whichever it would be."""
        ...

    def forget(self) -> None:
        """The network is another one: what is known of it counts no more."""
        ...


def read_list(text: str, scheme: str) -> tuple[str, ...]:
    """Read Windows' list of proxies for one scheme of address.

    Entries are `[tag=][scheme://]host[:port]`, apart by semicolons or blanks (WINHTTP_PROXY_INFO).
    A tag is the scheme of the addresses that it is for; `socks` is for those without another.
    """
    entries: dict[str, list[str]] = {}
    for entry in filter(None, _SEPARATORS.split(text)):
        tag, tagged, server = entry.rpartition("=")
        kind = "socks5" if tag.casefold() == "socks" else "http"
        if entry.casefold() in ("direct", "direct://"):
            server = DIRECT
        elif "://" not in server:
            server = f"{kind}://{server}"
        entries.setdefault(tag.casefold() if tagged else "", []).append(server)
    return tuple(entries.get(scheme) or entries.get("") or entries.get("socks") or ())


def is_in_exceptions(host: str, exceptions: str) -> bool:
    """Whether Windows' list of exceptions has this host: `*.corp;10.*;<local>`."""
    host = host.casefold()
    for entry in filter(None, _SEPARATORS.split(exceptions.casefold())):
        if entry == "<local>":
            if "." not in host and ":" not in host:
                return True
            continue
        pattern = entry.rpartition("://")[2]
        if fnmatchcase(host, pattern) or fnmatchcase(host, _without_port(pattern)):
            return True
    return False


def with_scheme(proxy: str) -> str:
    """`host:port`, as some write it, as the address of an HTTP proxy."""
    return proxy if "://" in proxy else f"http://{proxy}"


def shown(proxy: str) -> str:
    """A proxy for people: host and port, never the name and password."""
    parts = urlsplit(proxy)
    place = parts.netloc.rpartition("@")[2]
    return place if parts.scheme == "http" else urlunsplit((parts.scheme, place, "", "", ""))


def is_usable(proxy: str) -> bool:
    """Whether we can speak to it. SOCKS proxies are told of and never gone around."""
    return proxy == DIRECT or urlsplit(proxy).scheme in _USABLE


def scripts_answer(text: str | None, scheme: str) -> Sequence[str]:
    """What a script said, as Windows hands it on: no list means that no proxy is needed."""
    return read_list(text or "", scheme) or (DIRECT,)


def _without_port(pattern: str) -> str:
    host, colon, port = pattern.rpartition(":")
    return host if colon and port.isdigit() and not host.endswith(":") else pattern
