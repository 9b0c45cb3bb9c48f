"""Tests talk to this machine only.

A refused attempt looks to the code under test like an unreachable network, and is also written
down: code that copes with a dead network would otherwise hide that a test tried to leave.
A test about a name that does not resolve uses one under ".invalid" (RFC 6761): those are refused
without a complaint.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import Any, cast

_LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost"})


class NetworkGuard:
    """Remembers who was called; installed once for the whole run by `install()`."""

    def __init__(self) -> None:
        self._attempts: list[str] = []

    def drain(self) -> list[str]:
        """The attempts since the last call, as problems."""
        attempts, self._attempts = self._attempts, []
        return [f"network use outside this machine: {attempt}" for attempt in attempts]

    def install(self) -> None:
        """Put plain functions in front of `socket`; never undone, the process ends with the run."""
        connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
        sendto, getaddrinfo = socket.socket.sendto, socket.getaddrinfo

        def guarded_connect(sock: socket.socket, address: object) -> None:
            self._check(sock.family, address)
            connect(sock, cast("Any", address))

        def guarded_connect_ex(sock: socket.socket, address: object) -> int:
            try:
                self._check(sock.family, address)
            except OSError:
                return errno.ENETUNREACH
            return connect_ex(sock, cast("Any", address))

        def guarded_sendto(sock: socket.socket, *args: Any) -> int:
            self._check(sock.family, args[-1])
            return sendto(sock, *args)

        def guarded_getaddrinfo(host: str | bytes | None, *args: Any, **kwargs: Any) -> list[Any]:
            if not is_local(host):
                if not never_exists(host):
                    self._attempts.append(f"name look-up of {host!r}")
                raise socket.gaierror(socket.EAI_NONAME, "name look-ups are refused in tests")
            return getaddrinfo(host, *args, **kwargs)

        for name, guarded in (
            ("connect", guarded_connect),
            ("connect_ex", guarded_connect_ex),
            ("sendto", guarded_sendto),
        ):
            setattr(socket.socket, name, guarded)
        socket.getaddrinfo = guarded_getaddrinfo

    def _check(self, family: int, address: object) -> None:
        internet = family in (socket.AF_INET, socket.AF_INET6)
        if internet and isinstance(address, tuple) and not is_local(address[0]):
            self._attempts.append(f"connection to {address!r}")
            raise OSError(errno.ENETUNREACH, "only this machine can be reached in tests")


def is_local(host: str | bytes | None) -> bool:
    """Whether a host stays on this machine; None and "" mean "here" to the socket functions."""
    name = _text(host)
    if name in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def never_exists(host: str | bytes | None) -> bool:
    """Whether a name is reserved for never being found."""
    return _text(host).rstrip(".").endswith(".invalid")


def _text(host: str | bytes | None) -> str:
    return (host.decode("ascii", "replace") if isinstance(host, bytes) else host or "").lower()
