"""Settings, Updates: what is offered, where it comes from, and whom it is trusted from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.settings.fields import SwitchRow, TextRow
from desktop.settings.form import FormCard, Section, words
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.updates.words import UpdateView
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice
from desktop.widgets.progress import ProgressStrip

_EXPLANATION = (
    "FlowPilot asks nobody for updates unless you name an address here. An update is taken only "
    "when it is signed by whom you trust, and installed only when you say so."
)


class UpdatesSection(Section):
    """Draws an `UpdateView` and the settings; emits what is asked for."""

    TITLE = "Updates"
    check_requested = Signal()
    download_requested = Signal()
    cancel_requested = Signal()
    install_requested = Signal()
    root_chosen = Signal(str)
    root_removed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(_EXPLANATION, parent)
        self._icons = icons
        self._total = 0
        self.add_card(self._state_card())
        self.add_card(self._source_card())
        self.add_card(self._habits_card())

    def show_version(self, version: str) -> None:
        self.version.setText(f"This is FlowPilot {version}.")

    def show_view(self, view: UpdateView, total: int) -> None:
        """`total`: the bytes of what is offered."""
        said = self.state.accessibleName()
        self._total = total
        self.state.show_notice(view.tone, view.text)
        self.state.setVisible(not view.is_downloading)
        self.progress.setVisible(view.is_downloading)
        if view.is_downloading:
            self.progress.start(view.text)
        self.notes.setText(view.notes)
        self.what_is_new.setVisible(bool(view.notes))
        self.check.setEnabled(view.can_check)
        self.download.setVisible(view.can_download)
        self.install.setVisible(view.can_install)
        self.stop_waiting.setVisible(view.can_stop_waiting)
        if view.text != said:
            announce(self.state, view.text)

    def show_progress(self, received: int) -> None:
        self.progress.show_progress(self.progress.accessibleName(), received, self._total)

    def show_root(self, fingerprint: str, *, is_own: bool) -> None:
        """Whom updates are trusted from; an empty fingerprint: nobody."""
        self.fingerprint.setText(fingerprint or "None")
        origin = "the file you chose" if is_own else "the one that came with this version"
        self.origin.setText(f"Fingerprint of {origin}:" if fingerprint else "In force:")
        self.remove_root.setVisible(is_own)
        self.show_root_refusal("")

    def show_root_refusal(self, text: str) -> None:
        """Say why a file was not taken; the one before it stays in force."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))

    def _state_card(self) -> FormCard:
        icons = self._icons
        self.version = WrapLabel("", TextRole.STRONG)
        self.state = InlineNotice(icons, Tone.NEUTRAL, "")
        self.progress = ProgressStrip(icons, "")
        self.progress.hide()
        self.notes = WrapLabel("")
        self.what_is_new = QWidget()
        self.what_is_new.setLayout(
            column(WrapLabel("What is new", TextRole.SMALL), self.notes, spacing=3)
        )
        self.check = Button(icons, "Check now", icon="arrows-clockwise")
        self.download = Button(icons, "Download", ButtonVariant.PRIMARY, icon="download-simple")
        self.install = Button(icons, "Install and restart", ButtonVariant.PRIMARY)
        self.stop_waiting = Button(icons, "Not now", ButtonVariant.GHOST)
        self.check.clicked.connect(self.check_requested)
        self.download.clicked.connect(self.download_requested)
        self.install.clicked.connect(self.install_requested)
        for stop in (self.progress.cancel_requested, self.stop_waiting.clicked):
            stop.connect(lambda *_: self.cancel_requested.emit())
        buttons = row(self.install, self.download, self.check, self.stop_waiting, 1)
        body = QWidget()
        body.setLayout(
            column(self.version, self.state, self.progress, self.what_is_new, buttons, spacing=10)
        )
        card = FormCard()
        card.add_row(body)
        return card

    def _source_card(self) -> FormCard:
        icons = self._icons
        self.address = TextRow(
            icons,
            "Address",
            "Where updates are published, over https. Nothing about you or your work is sent.",
            placeholder="Empty: FlowPilot asks nobody",
        )
        self.channel = TextRow(
            icons, "Channel", "“stable”, “preview”, or the name of a channel of your own."
        )
        self.origin = WrapLabel("", TextRole.SMALL)
        self.fingerprint = WrapLabel("", TextRole.MONO)
        self.choose = Button(icons, "Choose a root file…", icon="folder-open")
        self.remove_root = Button(icons, "Remove", ButtonVariant.GHOST)
        self.remove_root.setAccessibleName("Remove the root file")
        self.refusal = WrapLabel("", TextRole.SMALL, tone=Tone.DANGER)
        self.refusal.hide()
        self.choose.clicked.connect(self._choose_root)
        self.remove_root.clicked.connect(self.root_removed)
        root = QWidget()
        root.setLayout(
            column(
                words(
                    "Root of trust",
                    "Says whose signatures count. Compare the fingerprint with the one you were "
                    "given on another way, such as by telephone.",
                ),
                self.origin,
                self.fingerprint,
                row(self.choose, self.remove_root, 1),
                self.refusal,
                spacing=6,
            )
        )
        card = FormCard("Where updates come from")
        for line in (self.address, self.channel, root):
            card.add_row(line)
        return card

    def _habits_card(self) -> FormCard:
        self.daily = SwitchRow(
            "Look once a day", "Once an address is there, FlowPilot looks for updates by itself."
        )
        self.at_once = SwitchRow(
            "Download by itself", "What is found is downloaded and checked, but never installed."
        )
        card = FormCard()
        card.add_row(self.daily)
        card.add_row(self.at_once)
        return card

    def _choose_root(self) -> None:
        dialog = QFileDialog(self, "Choose a root file")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Root metadata (*.json)", "All files (*)"])
        dialog.fileSelected.connect(self.root_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
