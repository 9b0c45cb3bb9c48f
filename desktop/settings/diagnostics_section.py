"""Settings, Diagnostics: what runs here and how it is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.settings.detail_list import DetailList
from desktop.settings.form import FormCard, Section
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice

_BUNDLE = "Save a diagnostics bundle…"


class DiagnosticsSection(Section):
    """Draws versions, the state of the database and how well facts hold."""

    TITLE = "Diagnostics"
    check_requested = Signal()
    copy_requested = Signal()
    open_logs_requested = Signal()
    bundle_requested = Signal()
    reports_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(
            "For a question to the developers. The report names versions and states, never a "
            "client, a text of yours or a secret.",
            parent,
        )
        self.details = DetailList()
        self.copy = Button(icons, "Copy report", icon="copy")
        self.open_logs = Button(icons, "Open log folder", icon="folder-open")
        self.bundle = Button(icons, _BUNDLE, icon="archive")
        self.reports = Button(icons, "View reports…", icon="file-text")
        self.report_count = WrapLabel("")
        self.check = Button(icons, "Check the database now", icon="database")
        self.check_result = InlineNotice(icons, Tone.NEUTRAL, "")
        self.check_result.hide()
        self.disputed = WrapLabel("")
        self.recommendation = WrapLabel("", TextRole.SMALL)
        self.copy.clicked.connect(self.copy_requested)
        self.open_logs.clicked.connect(self.open_logs_requested)
        self.bundle.clicked.connect(self.bundle_requested)
        self.reports.clicked.connect(self.reports_requested)
        self.check.clicked.connect(self.check_requested)
        self._add("This computer", self.details, row(self.copy, self.open_logs, 1))
        self._add("Crash reports", self.report_count, row(self.reports, 1))
        self._add(
            "Diagnostics bundle",
            WrapLabel(
                "Versions, settings, logs and crash reports in one file. You see all that goes in "
                "before you save it.",
                TextRole.SMALL,
            ),
            row(self.bundle, 1),
        )
        self._add("Database", row(self.check, 1), self.check_result)
        self._add("Facts", self.disputed, self.recommendation)

    def show_details(self, details: Mapping[str, str]) -> None:
        self.details.show_details(details)

    def show_report_count(self, text: str, *, any_kept: bool) -> None:
        self.report_count.setText(text)
        self.reports.setEnabled(any_kept)

    def show_gathering(self, gathers: bool) -> None:
        """While the bundle is gathered it cannot be asked for again."""
        self.bundle.setEnabled(not gathers)
        self.bundle.setText("Gathering what goes in…" if gathers else _BUNDLE)

    def show_checking(self) -> None:
        self.check.setEnabled(False)
        self.check_result.show_notice(Tone.NEUTRAL, "Reading every page. You can go on working.")
        self.check_result.show()

    def show_check_result(self, tone: Tone, text: str) -> None:
        self.check.setEnabled(True)
        self.check_result.show_notice(tone, text)
        self.check_result.show()

    def show_disputed(self, rate: str, recommendation: str) -> None:
        self.disputed.setText(rate)
        self.recommendation.setText(recommendation)
        self.recommendation.setVisible(bool(recommendation))

    def _add(self, title: str, *parts: QWidget | QHBoxLayout) -> None:
        body = QWidget()
        body.setLayout(column(*parts, spacing=10))
        card = FormCard(title)
        card.add_row(body)
        self.add_card(card)
