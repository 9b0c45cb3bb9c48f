"""Exports the open session to a file the engineer chooses."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from core.artifacts.export import file_name
from core.artifacts.export_sections import SessionExport
from core.artifacts.export_service import export_text, write_export
from desktop.session.flow import SessionFlow
from desktop.session.page import SessionPage
from desktop.session.pdf import pdf_from_html

_KINDS = {"md": "Markdown (*.md)", "html": "Web page (*.html)", "pdf": "PDF (*.pdf)"}


class ExportActions(QObject):
    """Gathers, asks where to, writes; long sessions do not hold up the window."""

    exported = Signal(str)

    def __init__(self, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._page = page
        self._flow = flow
        page.header.export_requested.connect(self.export)

    def export(self, suffix: str) -> None:
        """Ask for a place for `md`, `html` or `pdf`, then write there."""
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.scope.latest(
                "gather export",
                self._flow.call(lambda: self._flow.core.exports.gather(session_id)),
                done=lambda export: self._ask(export, suffix),
            )

    def write(self, export: SessionExport, path: Path, suffix: str) -> None:
        self._flow.scope.run(
            "export",
            asyncio.to_thread(_write, export, path, suffix),
            done=lambda _: self.exported.emit(f"Exported to {path}."),
        )

    def _ask(self, export: SessionExport, suffix: str) -> None:
        dialog = QFileDialog(self._page.window(), "Export this session")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_KINDS[suffix])
        dialog.setDefaultSuffix(suffix)
        dialog.setDirectory(str(self._flow.core.storage.profile.exports))
        dialog.selectFile(file_name(export, suffix))
        dialog.fileSelected.connect(lambda name: self.write(export, Path(name), suffix))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _write(export: SessionExport, path: Path, suffix: str) -> None:
    text = export_text(export, suffix)
    content = pdf_from_html(text, export.title) if suffix == "pdf" else text.encode()
    write_export(path, content)
