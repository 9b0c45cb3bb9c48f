"""Where an address is: on this laptop, on a private network, or somewhere on the internet."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from urllib.parse import urlsplit

# Names that only a private network gives (RFC 6761, 6762, 8375, and what offices made of them).
_PRIVATE_ENDINGS = (".local", ".lan", ".internal", ".intranet", ".home", ".corp", ".home.arpa")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)


class Place(StrEnum):
    """How far away the other end of an address is."""

    LAPTOP = "laptop"
    NETWORK = "network"
    INTERNET = "internet"


def place_of(address: str) -> Place:
    """Tell the place of a web address by what is written there; nobody is asked.

    A full domain name counts as the internet, even if it should lead to a private address: that
    can change without anybody noticing here.
    """
    try:
        host = (urlsplit(address).hostname or "").rstrip(".").casefold()
    except ValueError:
        return Place.INTERNET
    try:
        return _place_of_number(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return _place_of_name(host)


def _place_of_number(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Place:
    mapped = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    number = mapped or number
    if number.is_loopback or number.is_unspecified:
        return Place.LAPTOP
    near = not number.is_global and not number.is_multicast
    return Place.NETWORK if near else Place.INTERNET


def _place_of_name(host: str) -> Place:
    if host == "localhost" or host.endswith(".localhost"):
        return Place.LAPTOP
    # `134744072` is 8.8.8.8 to most systems.
    is_short = bool(host) and "." not in host and not _NUMBER.fullmatch(host)
    return Place.NETWORK if is_short or host.endswith(_PRIVATE_ENDINGS) else Place.INTERNET
