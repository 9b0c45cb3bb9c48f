"""A server's certificate that nobody knows, made when a test needs it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

NAME = "model.example.test"
_MAKE = (
    "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=a-model "
    f"-addext subjectAltName=IP:127.0.0.1,DNS:{NAME} -addext basicConstraints=critical,CA:TRUE"
)


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """For 127.0.0.1 and `NAME`: what a client has to trust, and what a server shows."""

    file: Path
    server: ssl.SSLContext


def own_certificate(folder: Path) -> OwnCertificate:
    """Make one; skips the test where that is not possible."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("the openssl command makes the certificate, and it is not installed")
    file, key = folder / "server.pem", folder / "server.key"
    command = [openssl, *_MAKE.split(), "-keyout", str(key), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return OwnCertificate(file, context)
