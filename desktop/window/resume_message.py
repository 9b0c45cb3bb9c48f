"""Hears from Windows that the computer woke up.

The tests give it messages as Windows lays them out; Windows itself is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

_KINDS = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
_POWER_BROADCAST = 0x0218
_RESUMED = frozenset({0x0007, 0x0012})
"""PBT_APMRESUMESUSPEND: somebody is there; PBT_APMRESUMEAUTOMATIC: in any case, and before it."""


def is_resume(message: int, parameter: int) -> bool:
    """Whether a window message tells of the end of a sleep."""
    return message == _POWER_BROADCAST and parameter in _RESUMED


class ResumeMessages(QAbstractNativeEventFilter):
    """Calls `woke` for every window that is told; install it on the application."""

    def __init__(self, woke: Callable[[], None]) -> None:
        super().__init__()
        self._woke = woke

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview[int], message: int
    ) -> tuple[bool, int]:
        name = kind.data() if isinstance(kind, QByteArray) else bytes(kind)
        if name in _KINDS:
            said = wintypes.MSG.from_address(int(message))
            if is_resume(said.message, said.wParam):
                self._woke()
        return False, 0
