"""The panel in which a script is filled in, checked and run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.scripts.model import Parameter, Value
from core.scripts.prefill import Prefilled
from desktop.scripts.preflight_face import WAITING, PreflightFace
from desktop.scripts.result_face import ResultFace
from desktop.scripts.run_live import RunLive
from desktop.scripts.run_preview import PreviewFace, RunPreview
from desktop.scripts.run_result import RunResultView
from desktop.scripts.script_page import ScriptPage
from desktop.theme.icons import Icons
from desktop.widgets.empty_state import EmptyState


class Stage(Enum):
    EMPTY = auto()
    FILL = auto()
    PREVIEW = auto()
    LIVE = auto()
    RESULT = auto()


class ScriptPanel(QWidget):
    """Values in, intents out. It decides nothing about scripts."""

    stage_changed = Signal()
    edited = Signal()
    copy_requested = Signal()
    save_requested = Signal()
    preview_requested = Signal()
    run_requested = Signal(object)  # RunOrder
    cancel_requested = Signal()
    elsewhere_requested = Signal()
    back_requested = Signal()
    transcript_copied = Signal(str)
    transcript_save_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icons = icons
        self.fill = ScriptPage(icons)
        self.preview = RunPreview(icons)
        self.live = RunLive(icons)
        self.result = RunResultView(icons)
        nothing = EmptyState(icons, "code", "No script", "Choose a script to use it here.")
        self._stages: dict[Stage, QWidget] = {
            Stage.EMPTY: nothing,
            Stage.FILL: self.fill,
            Stage.PREVIEW: self.preview,
            Stage.LIVE: self.live,
            Stage.RESULT: self.result,
        }
        self._stack = QStackedWidget()
        for widget in self._stages.values():
            self._stack.addWidget(widget)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._stack)
        self._connect()

    @property
    def stage(self) -> Stage:
        shown = self._stack.currentWidget()
        return next(stage for stage, widget in self._stages.items() if widget is shown)

    def show_nothing(self) -> None:
        self._show(Stage.EMPTY)

    def show_script(
        self,
        body: str,
        language: str,
        parameters: Sequence[Parameter],
        prefilled: Mapping[str, Prefilled],
    ) -> None:
        """Begin with another script."""
        self.fill.form.show_parameters(parameters, prefilled)
        self.fill.show_has_values(bool(parameters))
        self.fill.show_refusal("")
        self.show_text(body, language)
        self.show_face(WAITING)
        self._show(Stage.FILL)

    def show_text(self, text: str, language: str) -> None:
        self.fill.script.show_script(text, language)

    def show_face(self, face: PreflightFace) -> None:
        """Show what the check says, wherever the script is looked at."""
        self.fill.show_face(face)
        self.preview.show_face(face)

    def show_fill(self) -> None:
        """Back to the values."""
        self._show(Stage.FILL)

    def show_preview(self, face: PreviewFace) -> None:
        self.preview.show_preview(face)
        self._show(Stage.PREVIEW)

    def show_live(self, title: str, since: float, lines: Sequence[str]) -> None:
        self.live.show_run(title, since, lines)
        self._show(Stage.LIVE)

    def show_result(self, face: ResultFace) -> None:
        self.result.show_result(face)
        self._show(Stage.RESULT)

    def set_room_below(self, pixels: int) -> None:
        """Keep the panel clear of what floats over its lower edge."""
        self._layout.setContentsMargins(0, 0, 0, pixels)

    def values(self) -> Mapping[str, Value]:
        return self.fill.form.values()

    def _show(self, stage: Stage) -> None:
        if stage is not Stage.LIVE:
            self.live.stop()
        self._stack.setCurrentWidget(self._stages[stage])
        self.stage_changed.emit()

    def _connect(self) -> None:
        self.fill.form.edited.connect(self.edited)
        self.fill.copy_requested.connect(self.copy_requested)
        self.fill.save_requested.connect(self.save_requested)
        self.fill.preview_requested.connect(self.preview_requested)
        self.fill.elsewhere_requested.connect(self.elsewhere_requested)
        self.preview.run_requested.connect(self.run_requested)
        self.preview.back_requested.connect(self.back_requested)
        self.live.cancel_requested.connect(self.cancel_requested)
        self.result.back_requested.connect(self.back_requested)
        self.result.copied.connect(self.transcript_copied)
        self.result.save_requested.connect(self.transcript_save_requested)
