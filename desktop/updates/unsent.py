"""What an engineer has begun on screen that an end of the program would take away or hide."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.main_window import MainWindow
from desktop.scripts.wiring import ScriptsWiring
from desktop.session.feature import SessionFeature
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.focus import in_layout_order


def unsent_places(
    window: MainWindow, session: SessionFeature, scripts: ScriptsWiring
) -> tuple[str, ...]:
    """Each thing by the words that stand at it. Drafts of other sessions are stored: not these."""
    places = [f"the text in “{name}”" for name in _written_in(window.work_page)]
    if window.work_page is session.page and session.page.composer.unsent()[1]:
        places.append("the files of a message")
    if session.has_begun_elsewhere:
        places.append("files or a note in another session")
    return tuple(dict.fromkeys([*places, *scripts.unsent_places()]))


def _written_in(page: QWidget) -> list[str]:
    """The names of the editors on a page with something in them."""
    edits = [one for one in in_layout_order(page) if isinstance(one, AutoGrowEdit)]
    return [
        edit.accessibleName()
        for edit in edits
        if edit.text().strip() and edit.isVisibleTo(page) and not edit.isReadOnly()
    ]
