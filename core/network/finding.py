"""Which system is asked for its proxies."""

from __future__ import annotations

import sys

from core.network.environment import EnvironmentProxies
from core.network.proxies import ProxyFinder


def system_proxies() -> ProxyFinder:
    """What this computer has set up. Made off the window's thread: it loads a part of Windows."""
    if sys.platform == "win32":
        from core.network.windows import WindowsProxies
        from core.network.winhttp import WinHttp

        return WindowsProxies(WinHttp())
    return EnvironmentProxies()
