"""Values of the current user's registry. Only for Windows; not run by the tests."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import winreg

    class UserRegistry:
        """Below HKEY_CURRENT_USER. Raises OSError when access is refused."""

        def read(self, key: str, name: str) -> str | bytes | None:
            """A text or bytes; None when there is no such value."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value, _ = winreg.QueryValueEx(opened, name)
            except FileNotFoundError:
                return None
            return value if isinstance(value, str | bytes) else None

        def write(self, key: str, name: str, text: str) -> None:
            """Set a text; the key is made when it is not there."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

        def remove(self, key: str, name: str) -> None:
            """Remove a value, if it is there."""
            try:
                with winreg.OpenKey(
                    winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE
                ) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return
