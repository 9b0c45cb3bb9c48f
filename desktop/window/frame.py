"""What Windows draws for us: the title bar, and the button in the task bar.

Nothing here was run on Windows by the tests, which hold what is decided: when a title bar is
asked for, in which way, and that a system that refuses does no harm.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

APP_ID = "FlowPilot.Desktop"
"""Shortcuts carry it too: windows, shortcuts and jump list are one button in the task bar."""

_DARK_MODE = (20, 19)
"""DWMWA_USE_IMMERSIVE_DARK_MODE; 19 before Windows 10 20H1, where it was not documented yet."""


def darken(set_attribute: Callable[[int, int], int], is_dark: bool) -> bool:
    """Ask for a dark or light title bar by the first attribute the system knows.

    `set_attribute` returns an HRESULT: zero and above is success. False: there is no way.
    """
    return any(set_attribute(attribute, int(is_dark)) >= 0 for attribute in _DARK_MODE)


def paint_title_bar(window: int, is_dark: bool) -> None:
    """Make the title bar of a native window dark or light; nothing happens elsewhere."""
    if sys.platform == "win32":
        try:
            set_window_attribute = ctypes.WinDLL("dwmapi").DwmSetWindowAttribute
        except (OSError, AttributeError):  # no desktop composition
            return

        def set_attribute(attribute: int, value: int) -> int:
            holder = ctypes.c_int(value)
            size = ctypes.sizeof(holder)
            return int(
                set_window_attribute(ctypes.c_void_p(window), attribute, ctypes.byref(holder), size)
            )

        darken(set_attribute, is_dark)


def claim_task_bar() -> None:
    """Give the process its own button in the task bar. Call it before the first window."""
    if sys.platform == "win32":
        try:
            ctypes.WinDLL("shell32").SetCurrentProcessExplicitAppUserModelID(
                ctypes.c_wchar_p(APP_ID)
            )
        except (OSError, AttributeError):  # a stripped-down system without a task bar
            return
