"""What concerns every model: the way there, and what it may cost."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.settings.definitions import MONTHLY_LIMIT
from desktop.settings.detail_list import DetailList
from desktop.settings.fields import NumberRow
from desktop.settings.form import FormCard, words
from desktop.settings.proxy_rows import ProxyRows
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row


class NetworkCard(FormCard):
    """Proxy and certificates."""

    ca_file_chosen = Signal(str)  # a path, empty for none

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("Network", parent)
        self.proxy = ProxyRows(icons)
        self.ca_file = WrapLabel("", TextRole.MONO)
        self.refusal = WrapLabel("", TextRole.SMALL, tone=Tone.DANGER)
        self.refusal.hide()
        self.choose = Button(icons, "Choose a file…", icon="folder-open")
        self.remove = Button(icons, "Remove", ButtonVariant.GHOST)
        self.remove.setAccessibleName("Remove the file of certificates")
        self.choose.clicked.connect(self._choose_file)
        self.remove.clicked.connect(lambda: self.ca_file_chosen.emit(""))
        body = QWidget()
        body.setLayout(
            column(
                words(
                    "Further certificates",
                    "For a company's proxy that looks into connections: its certificate as a PEM "
                    "file. What the system trusts is trusted anyway; checking is never left out.",
                ),
                self.ca_file,
                row(self.choose, self.remove, 1),
                self.refusal,
                spacing=6,
            )
        )
        self.add_row(self.proxy)
        self.add_row(body)
        self.show_ca_file("")

    def show_ca_file(self, path: str) -> None:
        self.ca_file.setText(path)
        self.ca_file.setVisible(bool(path))
        self.remove.setVisible(bool(path))
        self.show_ca_refusal("")

    def show_ca_refusal(self, text: str) -> None:
        """Say why the file was not taken."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Choose a file of certificates")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Certificates (*.pem *.crt *.cer)", "All files (*)"])
        dialog.fileSelected.connect(self.ca_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class SpendingCard(FormCard):
    """A limit, and what this month has cost so far."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spending", parent)
        self.limit = NumberRow(
            "Limit per month",
            "Once it is reached, the cloud model is no longer asked; a local model or playbooks "
            "answer. 0 is no limit.",
            MONTHLY_LIMIT.limits or (0, 0),
            step=5,
            unit=" US$",
        )
        self.month = DetailList()
        self.note = WrapLabel("", TextRole.SMALL)
        body = QWidget()
        body.setLayout(
            column(WrapLabel("This month", TextRole.STRONG), self.month, self.note, spacing=8)
        )
        self.add_row(self.limit)
        self.add_row(body)

    def show_month(self, details: dict[str, str], note: str) -> None:
        """What models used since the first of the month."""
        self.month.show_details(details)
        self.note.setText(note)
        self.note.setVisible(bool(note))
