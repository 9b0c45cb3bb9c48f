"""The calls to Windows that say which proxy to use. Loaded on Windows only.

`ctypes` gives Python's lock away during a call, so a slow script stops nobody else.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from core.network.windows import UserProxies

assert sys.platform == "win32"  # noqa: S101 - for the type checker

_DETECT, _CONFIG_URL = 0x1, 0x2
_BY_DHCP_AND_DNS = 0x1 | 0x2
_NO_PROXY, _NAMED_PROXY = 1, 3
_LOGIN_FAILURE = 12015


class _UserConfig(ctypes.Structure):
    """WINHTTP_CURRENT_USER_IE_PROXY_CONFIG; the texts are ours to free."""

    _fields_ = (
        ("detects", wintypes.BOOL),
        ("script", ctypes.c_void_p),
        ("servers", ctypes.c_void_p),
        ("exceptions", ctypes.c_void_p),
    )


class _Options(ctypes.Structure):
    """WINHTTP_AUTOPROXY_OPTIONS."""

    _fields_ = (
        ("flags", wintypes.DWORD),
        ("detect_flags", wintypes.DWORD),
        ("script", wintypes.LPCWSTR),
        ("reserved", wintypes.LPVOID),
        ("reserved_number", wintypes.DWORD),
        ("signs_in", wintypes.BOOL),
    )


class _ProxyInfo(ctypes.Structure):
    """WINHTTP_PROXY_INFO; the texts are ours to free."""

    _fields_ = (
        ("access", wintypes.DWORD),
        ("servers", ctypes.c_void_p),
        ("exceptions", ctypes.c_void_p),
    )


_winhttp = ctypes.WinDLL("winhttp", use_last_error=True)
_winhttp.WinHttpGetIEProxyConfigForCurrentUser.argtypes = (ctypes.POINTER(_UserConfig),)
_winhttp.WinHttpGetIEProxyConfigForCurrentUser.restype = wintypes.BOOL
_winhttp.WinHttpOpen.argtypes = (
    wintypes.LPCWSTR,
    wintypes.DWORD,
    wintypes.LPCWSTR,
    wintypes.LPCWSTR,
    wintypes.DWORD,
)
_winhttp.WinHttpOpen.restype = wintypes.LPVOID
_winhttp.WinHttpCloseHandle.argtypes = (wintypes.LPVOID,)
_winhttp.WinHttpGetProxyForUrl.argtypes = (
    wintypes.LPVOID,
    wintypes.LPCWSTR,
    ctypes.POINTER(_Options),
    ctypes.POINTER(_ProxyInfo),
)
_winhttp.WinHttpGetProxyForUrl.restype = wintypes.BOOL
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.GlobalFree.argtypes = (ctypes.c_void_p,)
_kernel32.GlobalFree.restype = ctypes.c_void_p


class WinHttp:
    """Asks WinHTTP; nothing is kept open between two questions."""

    def read(self) -> UserProxies:
        """The signed-in person's settings; none where Windows has none to give."""
        found = _UserConfig()
        if not _winhttp.WinHttpGetIEProxyConfigForCurrentUser(ctypes.byref(found)):
            return UserProxies()
        script, servers, exceptions = (
            _taken(text) for text in (found.script, found.servers, found.exceptions)
        )
        return UserProxies(bool(found.detects), script, servers, exceptions)

    def ask_script(self, url: str, script: str) -> str | None:
        """See `WindowsProxySettings`. Signs in at the script's server only where it must."""
        session = _winhttp.WinHttpOpen("FlowPilot", _NO_PROXY, None, None, 0)
        if not session:
            return None
        try:
            for signs_in in (False, True):
                said = _ProxyInfo()
                options = _options(script, signs_in=signs_in)
                if _winhttp.WinHttpGetProxyForUrl(
                    session, url, ctypes.byref(options), ctypes.byref(said)
                ):
                    servers, _ = _taken(said.servers), _taken(said.exceptions)
                    return servers if said.access == _NAMED_PROXY else ""
                if ctypes.get_last_error() != _LOGIN_FAILURE:
                    return None
            return None
        finally:
            _winhttp.WinHttpCloseHandle(session)


def _options(script: str, *, signs_in: bool) -> _Options:
    if script:
        return _Options(_CONFIG_URL, 0, script, None, 0, signs_in)
    return _Options(_DETECT, _BY_DHCP_AND_DNS, None, None, 0, signs_in)


def _taken(text: int | None) -> str:
    """Copy one of Windows' texts and free it."""
    if not text:
        return ""
    try:
        return ctypes.wstring_at(text)
    finally:
        _kernel32.GlobalFree(text)
