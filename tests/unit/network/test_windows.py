"""The order in which Windows' settings count.

The calls themselves (`core/network/winhttp.py`) need Windows. A stand-in answers here as WinHTTP
was seen to answer.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.network.proxies import DIRECT, Found, Origin
from core.network.windows import IN_VAIN, UserProxies, WindowsProxies

URL = "https://api.example.com/"


class SomeWindows:
    """Windows with these settings; scripts by their address, "" being the network's own."""

    def __init__(self, settings: UserProxies = UserProxies()) -> None:  # noqa: B008 - frozen
        self.settings = settings
        self.scripts: dict[str, str] = {}
        self.asked: list[str] = []

    def read(self) -> UserProxies:
        return self.settings

    def ask_script(self, url: str, script: str) -> str | None:
        self.asked.append(script)
        return self.scripts.get(script)


class Now:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


FIXED = UserProxies(servers="fixed:8080", exceptions="*.corp;<local>")


def test_without_settings_there_is_no_proxy() -> None:
    found = WindowsProxies(SomeWindows()).proxies_for(URL)
    assert found == Found((DIRECT,), Origin.SYSTEM)


def test_a_fixed_proxy_and_its_exceptions() -> None:
    proxies = WindowsProxies(SomeWindows(FIXED))
    assert proxies.proxies_for(URL) == Found(("http://fixed:8080",), Origin.SYSTEM)
    assert proxies.proxies_for("https://a.corp/") == Found((DIRECT,), Origin.EXCEPTION)
    assert proxies.is_excepted("https://a.corp/")
    assert not proxies.is_excepted(URL)


def test_a_script_comes_before_the_fixed_proxy_and_names_several() -> None:
    windows = SomeWindows(replace(FIXED, script="http://pac/"))
    windows.scripts["http://pac/"] = "one:81;two:82"
    found = WindowsProxies(windows).proxies_for(URL)
    assert found == Found(("http://one:81", "http://two:82"), Origin.SCRIPT)


def test_a_script_that_says_direct_is_obeyed() -> None:
    windows = SomeWindows(replace(FIXED, script="http://pac/"))
    windows.scripts["http://pac/"] = ""
    assert WindowsProxies(windows).proxies_for(URL) == Found((DIRECT,), Origin.SCRIPT)


def test_a_script_that_cannot_be_had_leaves_the_fixed_proxy() -> None:
    windows = SomeWindows(replace(FIXED, script="http://pac/"))
    assert WindowsProxies(windows).proxies_for(URL).proxies == ("http://fixed:8080",)


def test_the_network_is_searched_first_and_not_again_at_once_in_vain() -> None:
    windows, now = SomeWindows(replace(FIXED, detects=True, script="http://pac/")), Now()
    windows.scripts["http://pac/"] = "named:1"
    proxies = WindowsProxies(windows, now)
    proxies.proxies_for(URL)
    proxies.proxies_for(URL)
    assert windows.asked == ["", "http://pac/", "http://pac/"]
    now.seconds += IN_VAIN.total_seconds()
    proxies.proxies_for(URL)
    assert windows.asked[3:] == ["", "http://pac/"]
    proxies.forget()
    windows.scripts[""] = "found:1"
    assert proxies.proxies_for(URL) == Found(("http://found:1",), Origin.SCRIPT)


def test_variables_come_before_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "variable:3128")
    found = WindowsProxies(SomeWindows(FIXED)).proxies_for(URL)
    assert found == Found(("http://variable:3128",), Origin.ENVIRONMENT)
