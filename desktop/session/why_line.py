"""Why the assistant asks this now; on request also what the answers rule out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row


class WhyLine(QWidget):
    """One sentence, and a chevron that unfolds the rest."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why = WrapLabel("", TextRole.SMALL)
        self._more = WrapLabel("", TextRole.SMALL)
        self._more.hide()
        self._chevron = IconButton(
            icons, "caret-down", "What this rules out", size=12, checkable=True
        )
        self._chevron.toggled.connect(self._unfold)
        line = row(self._why, self._chevron, spacing=4)
        line.setStretch(0, 1)
        self.setLayout(column(line, self._more, spacing=2))

    def show_reasons(self, why: str, rules_out: str) -> None:
        """Say why, and keep what it rules out for whoever asks."""
        self._why.setText(why)
        self._more.setText(rules_out)
        self._chevron.setVisible(bool(rules_out))
        self._more.setVisible(self._chevron.isChecked() and bool(rules_out))

    def _unfold(self, on: bool) -> None:
        self._more.setVisible(on)
        self._chevron.set_icon_name("caret-up" if on else "caret-down")
