"""Lists of proxies and exceptions as Windows writes them."""

from __future__ import annotations

import pytest

from core.network.proxies import DIRECT, is_in_exceptions, is_usable, read_list, shown


@pytest.mark.parametrize(
    ("text", "scheme", "expected"),
    [
        ("", "https", ()),
        ("proxy:8080", "https", ("http://proxy:8080",)),
        ("one:81;two:82", "http", ("http://one:81", "http://two:82")),
        ("one:81 two:82", "http", ("http://one:81", "http://two:82")),
        ("one:81; DIRECT", "http", ("http://one:81", DIRECT)),
        ("http=h:1;https=s:2", "https", ("http://s:2",)),
        ("http=h:1;https=s:2", "http", ("http://h:1",)),
        ("https=https://s:2", "https", ("https://s:2",)),
        ("http=h:1", "https", ()),
        ("socks=s:1080", "https", ("socks5://s:1080",)),
        ("http=h:1;socks=s:1080", "https", ("socks5://s:1080",)),
        ("http=h:1;socks=s:1080", "http", ("http://h:1",)),
        ("HTTPS=S:2", "https", ("http://S:2",)),
    ],
)
def test_a_list_is_read_for_one_scheme(text: str, scheme: str, expected: tuple[str, ...]) -> None:
    assert read_list(text, scheme) == expected


@pytest.mark.parametrize(
    ("host", "exceptions", "is_in"),
    [
        ("api.example.com", "", False),
        ("api.example.com", "*.example.com", True),
        ("api.example.com", "*.Example.com", True),
        ("api.example.com.evil.test", "*.example.com", False),
        ("10.1.2.3", "10.*;192.168.*", True),
        ("intranet", "<local>", True),
        ("api.example.com", "<local>", False),
        ("::1", "<local>", False),
        ("api.example.com", "https://api.example.com", True),
        ("api.example.com", "api.example.com:443", True),
        ("api.example.com", "a.test; api.example.com", True),
        ("anything.test", "*", True),
    ],
)
def test_an_exception_is_a_pattern(host: str, exceptions: str, is_in: bool) -> None:
    assert is_in_exceptions(host, exceptions) is is_in


def test_a_proxy_is_shown_without_its_password() -> None:
    assert shown("http://me:secret@proxy:8080") == "proxy:8080"
    assert shown("socks5://me:secret@proxy:1080") == "socks5://proxy:1080"


def test_socks_is_not_spoken() -> None:
    assert is_usable("http://p:1")
    assert is_usable(DIRECT)
    assert not is_usable("socks5://p:1")
