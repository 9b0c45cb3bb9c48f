"""Proxies as Windows has them: its settings, a script (PAC), or what the network offers (WPAD).

The rules are here and tested everywhere; the calls to Windows are in `winhttp.py`. Qt would ask
the same WinHTTP, but PySide holds Python's lock meanwhile: a script that takes two seconds to come
would stop the window for two seconds, whichever thread asks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from core.network.environment import EnvironmentProxies
from core.network.proxies import (
    DIRECT,
    Found,
    Origin,
    is_in_exceptions,
    read_list,
    scripts_answer,
)

IN_VAIN = timedelta(minutes=10)
"""How long a network without WPAD is not searched again: Windows takes seconds to be sure."""


@dataclass(frozen=True, slots=True)
class UserProxies:
    """What is set up under “Proxy” in Windows' settings.

    detects     look on the network for a script
    script      the address of a script
    servers     the list of fixed proxies
    exceptions  addresses without one
    """

    detects: bool = False
    script: str = ""
    servers: str = ""
    exceptions: str = ""


class WindowsProxySettings(Protocol):
    """The calls to Windows."""

    def read(self) -> UserProxies: ...

    def ask_script(self, url: str, script: str) -> str | None:
        """What a script says; an empty address: the one the network offers.

        Returns:
            A list as `read_list` takes it, empty for no proxy; None when there is no script.
        """
        ...


class WindowsProxies:
    """The order is Windows' own: what is found, then the named script, then fixed proxies.

    Variables come first: whoever sets them on Windows means programs that know no better.
    """

    def __init__(
        self, windows: WindowsProxySettings, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._windows = windows
        self._now = now
        self._variables = EnvironmentProxies()
        self._search_again_at = 0.0

    def proxies_for(self, url: str) -> Found:
        if not self._variables.is_silent():
            return self._variables.proxies_for(url)
        settings = self._windows.read()
        scheme = urlsplit(url).scheme
        for script in self._scripts(settings):
            said = self._windows.ask_script(url, script)
            if said is not None:
                return Found(tuple(scripts_answer(said, scheme)), Origin.SCRIPT)
            if not script:
                self._search_again_at = self._now() + IN_VAIN.total_seconds()
        proxies = read_list(settings.servers, scheme)
        if proxies and is_in_exceptions(urlsplit(url).hostname or "", settings.exceptions):
            return Found((DIRECT,), Origin.EXCEPTION)
        return Found(proxies or (DIRECT,), Origin.SYSTEM)

    def is_excepted(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return self._variables.is_excepted(url) or is_in_exceptions(
            host, self._windows.read().exceptions
        )

    def forget(self) -> None:
        self._search_again_at = 0.0

    def _scripts(self, settings: UserProxies) -> list[str]:
        searches = settings.detects and self._now() >= self._search_again_at
        return [*([""] if searches else []), *([settings.script] if settings.script else [])]
