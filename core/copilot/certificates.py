"""Whether a file holds certificates that can be trusted in addition to the system's."""

from __future__ import annotations

import ssl
from pathlib import Path

from core.errors import UserError

_FIELD = "ca_file"


def count_certificates(path: Path) -> int:
    """How many certificates a PEM file holds. Reads it: not on the window's thread.

    Raises:
        UserError: it cannot be read, or holds none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=path)
    except ssl.SSLError as error:
        raise UserError(
            "This file holds no certificates in PEM.",
            f"{path.name} was not taken.",
            hint="A PEM file has “BEGIN CERTIFICATE” in it. Export the certificate again as "
            "“Base-64 encoded X.509”.",
            field=_FIELD,
        ) from error
    except OSError as error:
        raise UserError(
            "This file cannot be read.", f"{path}: {error.strerror}.", field=_FIELD
        ) from error
    return context.cert_store_stats()["x509"]
