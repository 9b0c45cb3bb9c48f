"""How the proposal banner looks: words at the left, its buttons at the right edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.sessions.banner import BannerMode
from desktop.session.banner_view import BannerContent
from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.buttons import IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import ElidedLabel, TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import DockPanel, TintPanel

_MARGINS = (14, 11, 14, 12)
_STRIP_MARGINS = (14, 0, 8, 0)
_NUDGE_MARGINS = (14, 4, 8, 5)
_GAP = 8
_LEAST_TITLE = 60
_TONES = {
    BannerMode.PARTIAL: Tone.INFO,
    BannerMode.PENDING: Tone.INFO,
    BannerMode.AI_CONFIRMING: Tone.ACCENT,
}
_ICONS = {
    BannerMode.PROPOSED: "sparkle",
    BannerMode.COLLAPSED: "sparkle",
    BannerMode.VERIFYING: "clock",
    BannerMode.NUDGE: "question",
    BannerMode.PARTIAL: "circle-dashed",
    BannerMode.PENDING: "hourglass-medium",
    BannerMode.AI_CONFIRMING: "chat-circle-text",
}


class BannerFace(DockPanel):
    """Draws a `BannerContent` with the buttons it is given.

    The buttons stand beside the caption where there is room for both, else below the words.
    """

    fold_toggled = Signal()

    def __init__(self, icons: Icons, below: QWidget, parent: QWidget | None = None) -> None:
        """`below`: what is shown under everything else."""
        super().__init__(Tone.WARNING, parent)
        self._mode = BannerMode.NONE
        self._icon = IconLabel(icons, "sparkle", "warning", 16)
        self._tile = TintPanel(Tone.WARNING)
        self._tile_icon = IconLabel(icons, "sparkle", "warning", 16)
        self._tile.setLayout(row(self._tile_icon, margins=(5, 5, 5, 5)))
        self._tile.setFixedSize(28, 28)
        self._caption = TextLabel("", TextRole.LABEL)
        self._badge = Chip(icons, "", Tone.WARNING)
        self._strip_title = TextLabel("", TextRole.STRONG)
        self._strip_text = ElidedLabel("", TextRole.STRONG)
        self._title = WrapLabel("", TextRole.TITLE)
        self._body = WrapLabel("", TextRole.SECONDARY)
        self._note = WrapLabel("", TextRole.SECONDARY)
        self._note_mark = TextLabel("Note", TextRole.LABEL)
        self._note_box = TintPanel(Tone.INFO)
        self._hint = WrapLabel("", TextRole.SMALL)
        self._hint_line = QWidget()
        self._ready = IconLabel(icons, "check", "success", 14)
        self._fold = IconButton(icons, "caret-down", "Collapse the suggestion")
        self._fold.clicked.connect(self.fold_toggled)
        self._actions = FlowBox(to_the_right=True)
        self._build(below)

    def show_face(self, content: BannerContent, actions: Sequence[QWidget]) -> None:
        mode = self._mode = content.mode
        tone = _TONES.get(mode, Tone.WARNING)
        self._show_tone(tone, _ICONS[mode])
        self._badge.show_chip(content.badge, tone)
        self._badge.setVisible(bool(content.badge))
        strip = self._is_strip
        nudge = mode is BannerMode.NUDGE
        _set(self._caption, content.caption)
        _set(self._strip_title, content.title if nudge else "")
        _set(self._strip_text, (content.body if nudge else content.title) if strip else "")
        self._strip_text.set_role(TextRole.SECONDARY if nudge else TextRole.STRONG)
        _set(self._title, "" if strip else content.title)
        _set(self._body, "" if strip else content.body)
        _set(self._note, content.note)
        self._note_box.setVisible(bool(content.note))
        _set(self._hint, content.hint)
        self._hint_line.setVisible(bool(content.hint))
        is_offer = mode is BannerMode.PROPOSED
        self._ready.setVisible(is_offer)
        self._hint.set_tone(Tone.SUCCESS if is_offer else None)
        self._show_fold(mode)
        self._actions.show_widgets(actions)
        strip_margins = _NUDGE_MARGINS if nudge else _STRIP_MARGINS
        self._layout.setContentsMargins(*(strip_margins if strip else _MARGINS))
        self._place_actions()
        self.setAccessibleName(f"{content.caption or 'Suggested fix'}: {content.title}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # The whole strip is the way back, as people expect of something folded.
        if self._mode is BannerMode.COLLAPSED and event.button() is Qt.MouseButton.LeftButton:
            self.fold_toggled.emit()
        super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_actions()

    @property
    def _is_strip(self) -> bool:
        return self._mode in (BannerMode.COLLAPSED, BannerMode.NUDGE)

    def _show_tone(self, tone: Tone, icon: str) -> None:
        self.set_tone(tone)
        self._tile.set_tone(tone)
        self._note_box.set_tone(tone)
        for mark in (self._icon, self._tile_icon):
            mark.set_icon(icon, TONE_TOKEN[tone])
        for label in (self._caption, self._note_mark):
            label.set_tone(tone)
        self._tile.setVisible(not self._is_strip)
        self._icon.setVisible(self._is_strip)

    def _show_fold(self, mode: BannerMode) -> None:
        collapsed = mode is BannerMode.COLLAPSED
        self._fold.setVisible(mode in (BannerMode.PROPOSED, BannerMode.COLLAPSED))
        self._fold.set_icon_name("caret-up" if collapsed else "caret-down")
        self._fold.set_label("Expand the suggestion" if collapsed else "Collapse the suggestion")
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if collapsed else Qt.CursorShape.ArrowCursor)

    def _build(self, below: QWidget) -> None:
        note = row(self._note_mark, self._note, spacing=10, margins=(10, 6, 10, 6))
        note.setAlignment(self._note_mark, Qt.AlignmentFlag.AlignTop)
        note.setStretch(1, 1)
        self._note_box.setLayout(note)
        hint = row(self._ready, self._hint, spacing=5)
        hint.setStretch(1, 1)
        self._hint_line.setLayout(hint)
        self._head = row(
            self._icon,
            self._caption,
            self._strip_title,
            self._strip_text,
            self._badge,
            1,
            self._fold,
            self._actions,
            spacing=_GAP,
        )
        texts = column(
            self._head,
            self._title,
            self._body,
            self._note_box,
            self._hint_line,
            spacing=4,
        )
        self._texts = texts
        texts.addWidget(below)
        self._layout = row(column(self._tile, 1), texts, spacing=12)
        self._layout.setStretch(1, 1)
        self.setLayout(self._layout)

    def _place_actions(self) -> None:
        fits = self._fits_beside()
        self._actions.setMinimumWidth(self._actions.sizeHint().width() if fits else 0)
        beside = self._is_strip or fits
        if beside == (self._head.indexOf(self._actions) >= 0):
            return
        if beside:
            self._texts.removeWidget(self._actions)
            self._head.addWidget(self._actions)
        else:
            self._head.removeWidget(self._actions)
            self._texts.insertWidget(self._texts.count() - 1, self._actions)

    def _fits_beside(self) -> bool:
        parts = (self._tile, self._icon, self._caption, self._strip_title, self._badge, self._fold)
        shown = [part.sizeHint().width() for part in parts if not part.isHidden()]
        if self._mode is BannerMode.NUDGE:
            shown.append(_LEAST_TITLE)
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 3 * _GAP
        return sum(shown) + _GAP * len(shown) + self._actions.sizeHint().width() <= room


def _set(label: TextLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
