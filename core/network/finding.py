"""Which system is asked for its proxies."""

from __future__ import annotations

import sys

from core.network.proxies import ProxyFinder


def system_proxies() -> ProxyFinder:
    """What this computer has set up. Made off the window's thread: it loads a part of Windows."""
    # Both load HTTP and TLS on their way, which the start has no use for.
    if sys.platform == "win32":
        from core.network.windows import WindowsProxies
        from core.network.winhttp import WinHttp

        return WindowsProxies(WinHttp())
    from core.network.environment import EnvironmentProxies

    return EnvironmentProxies()
