"""Clicks and types like a person: only what is visible and enabled can be used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from time import monotonic
from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget

from core.errors import Bug
from desktop.widgets.option_button import OptionButton

Found = TypeVar("Found", bound=QWidget)

PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.02
LAYOUT_TURNS = 4


class Hands:
    """Waits for a control to appear, then uses it."""

    async def click(self, words: str, within: QWidget | None = None) -> None:
        """Press the button with these words or this accessible name."""
        button = await self._find(lambda: _button(words, within), f"the button “{words}”")
        button.click()

    async def write(self, name: str, text: str, within: QWidget | None = None) -> None:
        """Replace the text of the editor with this accessible name."""
        editor = await self._find(lambda: _editor(name, within), f"the editor “{name}”")
        editor.setFocus()
        editor.selectAll()
        editor.insertPlainText(text)

    async def wait(self, what: str, condition: Callable[[], bool]) -> None:
        """Wait until something is so.

        Raises:
            Bug: it did not come about in time; `what` says what was waited for.
        """
        until = monotonic() + PATIENCE_SECONDS
        while not condition():
            if monotonic() > until:
                raise Bug(f"The demo waited in vain for {what}.")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def settle(self) -> None:
        """Give Qt the turns of its loop that laying out and painting take."""
        for _ in range(LAYOUT_TURNS):
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _find(self, look: Callable[[], Found | None], what: str) -> Found:
        await self.wait(what, lambda: look() is not None)
        found = look()
        if found is None:
            raise Bug(f"The demo lost {what}.")
        return found


def _button(words: str, within: QWidget | None) -> QAbstractButton | None:
    return next(
        (
            button
            for button in _visible(QAbstractButton, within)
            if button.isEnabled() and words in (_words(button), button.accessibleName())
        ),
        None,
    )


def _words(button: QAbstractButton) -> str:
    return button.words() if isinstance(button, OptionButton) else button.text()


def _editor(name: str, within: QWidget | None) -> QPlainTextEdit | None:
    editors = _visible(QPlainTextEdit, within)
    return next((editor for editor in editors if editor.accessibleName() == name), None)


def _visible(kind: type[Found], within: QWidget | None) -> Iterator[Found]:
    for window in [within] if within else _windows():
        inside: list[Found] = window.findChildren(kind)  # type: ignore[assignment]  # stub: object
        yield from (widget for widget in inside if widget.isVisible())


def _windows() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]
