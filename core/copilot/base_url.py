"""The address of a model's server, however people write it down."""

from __future__ import annotations

import re

from core.settings.places import Place, place_of

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# The longest first. What comes after the base is the client's business.
_TAILS = ("/v1/messages", "/v1/chat/completions", "/v1/models", "/v1", "/")


def normalised(written: str) -> str:
    """The base address without what a client adds itself; a missing scheme is filled in.

    Without a scheme a near server is taken to speak http and any other https.
    """
    address = written.strip()
    if not address:
        return ""
    if not _SCHEME.match(address):
        near = place_of(f"http://{address}") is not Place.INTERNET
        address = f"{'http' if near else 'https'}://{address}"
    shortened = True
    while shortened:
        shortened = False
        for tail in _TAILS:
            if address.lower().endswith(tail) and not address[: -len(tail)].endswith((":", "/")):
                address = address[: -len(tail)]
                shortened = True
    return address
