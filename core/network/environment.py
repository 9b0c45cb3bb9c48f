"""Proxies from variables such as HTTPS_PROXY, and on a Mac from the system's fixed settings."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit
from urllib.request import getproxies, getproxies_environment, proxy_bypass

from core.network.proxies import DIRECT, Found, Origin, with_scheme


class EnvironmentProxies:
    """What programs without a window agree on. A Mac's proxy scripts are not read."""

    def proxies_for(self, url: str) -> Found:
        """One proxy or none."""
        named = getproxies_environment()
        origin = Origin.ENVIRONMENT
        if sys.platform == "darwin" and not named:
            named, origin = getproxies(), Origin.SYSTEM
        scheme = urlsplit(url).scheme
        proxy = named.get(scheme) or named.get("all") or ""
        if proxy and self.is_excepted(url):
            return Found((DIRECT,), Origin.EXCEPTION)
        return Found((with_scheme(proxy) if proxy else DIRECT,), origin if proxy else Origin.SYSTEM)

    def is_excepted(self, url: str) -> bool:
        """Whether NO_PROXY, or a Mac's list, has the host."""
        # Without variables it would read Windows' list, and look names up to do so.
        if sys.platform == "win32" and not getproxies_environment():
            return False
        return bool(proxy_bypass(urlsplit(url).hostname or ""))

    def forget(self) -> None:
        """Nothing is kept."""

    def is_silent(self) -> bool:
        """Whether no variable names a proxy."""
        return not any(name != "no" for name in getproxies_environment())
