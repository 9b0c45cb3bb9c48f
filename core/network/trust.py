"""The one place that says which servers are trusted: those the system trusts, and one file more."""

from __future__ import annotations

import ssl


def trusting(ca_file: str = "") -> ssl.SSLContext:
    """Check certificates as the system does, and also against a PEM file. Slow: off the window's
    thread.

    Raises:
        OSError: the file cannot be read or holds no certificates (`ssl.SSLError`).
    """
    # Slow to load, so not on the start path.
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
