"""By which way a connection went, for people. Host and port only: never a name or password."""

from __future__ import annotations

from collections.abc import Mapping

from core.network.proxies import DIRECT, Origin, shown
from core.network.routes import Way

_DIRECT: Mapping[Origin, str] = {
    Origin.SETTINGS: "Without a proxy.",
    Origin.OFF: "Without a proxy, as the settings here say.",
    Origin.NEAR: "Directly: the address is on this laptop or its network.",
    Origin.EXCEPTION: "Without a proxy: the address is among the system's exceptions.",
    Origin.ENVIRONMENT: "Without a proxy.",
    Origin.SYSTEM: "Without a proxy: the system names none.",
    Origin.SCRIPT: "Without a proxy: the network's proxy script says so.",
}
_PROXY: Mapping[Origin, str] = {
    Origin.SETTINGS: "from the settings here",
    Origin.ENVIRONMENT: "named by an environment variable",
    Origin.SYSTEM: "from the system's settings",
    Origin.SCRIPT: "named by the network's proxy script",
}


def way_words(way: Way) -> str:
    """Which proxy, and who says so."""
    if way.proxy == DIRECT:
        return _DIRECT[way.origin]
    return f"Through the proxy {shown(way.proxy)}, {_PROXY[way.origin]}."
