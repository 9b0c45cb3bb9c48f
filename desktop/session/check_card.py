"""One diagnostic check of the task lane."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.session.lane_intents import LaneIntents
from desktop.session.lane_view import CheckView
from desktop.session.why_line import WhyLine
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.escape import on_escape
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.option_button import OptionButton
from desktop.widgets.progress import ProgressStrip
from desktop.widgets.surfaces import Card


class CheckCard(Card):
    """Draws a check: the exact command, the ways to get a result, and the newest run."""

    def __init__(self, icons: Icons, intents: LaneIntents, view: CheckView) -> None:
        super().__init__()
        self._icons = icons
        self._intents = intents
        self._view = view
        self._label = WrapLabel(view.label, TextRole.STRONG)
        self._description = WrapLabel("", TextRole.SECONDARY)
        self._why = WhyLine(icons)
        self._command = MonoBlock(icons, name="Command that will run", max_lines=8, wraps=True)
        self._run = Button(icons, "Run", ButtonVariant.SECONDARY, icon="play")
        self._paste = Button(icons, "Paste a result", ButtonVariant.GHOST)
        self._report = Button(icons, "Pick a result", ButtonVariant.GHOST)
        self._skip = Button(icons, "Skip", ButtonVariant.GHOST)
        self._reopen = Button(icons, "Run after all", ButtonVariant.GHOST)
        self._make_fact = Button(icons, "Make it a fact", ButtonVariant.GHOST)
        self._show_output = Button(icons, "Show output", ButtonVariant.GHOST)
        self._show_output.setCheckable(True)
        self._progress = ProgressStrip(icons, "Running…")
        self._pasting = self._paste_area(icons)
        self._options = FlowBox()
        self._result = WrapLabel("", TextRole.SMALL)
        self._note = WrapLabel("", TextRole.SMALL, tone=Tone.WARNING)
        self._output = MonoBlock(icons, name="Output", max_lines=10)
        self._closing = WrapLabel("", TextRole.SMALL)
        self._buttons = FlowBox(
            (
                self._run,
                self._paste,
                self._report,
                self._skip,
                self._reopen,
                self._make_fact,
                self._show_output,
            ),
            spacing=2,
        )
        self.setLayout(
            column(
                self._label,
                self._description,
                self._why,
                self._command,
                self._progress,
                self._closing,
                self._result,
                self._note,
                self._buttons,
                self._output,
                self._pasting,
                self._options,
                spacing=6,
                margins=(12, 10, 10, 10),
            )
        )
        self._connect()
        self.show_view(view)

    def show_view(self, view: CheckView) -> None:
        before, self._view = self._view, view
        live = view.is_open or view.is_running
        self._label.setText(view.label)
        self._label.set_role(TextRole.STRONG if live else TextRole.MUTED)
        self._show(self._description, view.description, live)
        self._why.show_reasons(view.why, view.rules_out)
        self._why.setVisible(live and bool(view.why))
        self._command.set_text(view.command)
        self._command.setVisible(live and bool(view.command))
        if view.is_running and self._progress.isHidden():
            self._progress.start("Running…")
        self._progress.setVisible(view.is_running)
        self._show_buttons(view)
        self._show_result(view)
        if _run_id(before) != _run_id(view) or (before.is_open and not view.is_open):
            self._result_kept()
        self.set_tone(Tone.ACCENT if live else None)
        self.setAccessibleName(f"Diagnostic check: {view.label}. {view.closing_line}")

    def focus_first(self) -> None:
        """Go to the way to a result that is offered first."""
        (self._run if self._run.isVisible() else self._paste).setFocus()

    def _result_kept(self) -> None:
        """A result is stored: empty what it came from and close it."""
        self._pasted.set_text("")
        self._stop_pasting()
        self._options.hide()

    def _stop_pasting(self) -> None:
        if self._pasted.hasFocus():
            self._paste.setFocus()  # or the focus would wander off and scroll the lane away
        self._pasting.hide()

    def _show_buttons(self, view: CheckView) -> None:
        idle = not view.is_running
        self._run.setText("Run" if view.is_open else "Run again")
        self._run.setVisible(idle and view.takes_result and bool(view.command))
        self._paste.setVisible(idle and view.takes_result)
        self._report.setVisible(idle and view.is_open and bool(view.options))
        self._skip.setVisible(idle and view.is_open)
        self._reopen.setVisible(view.can_reopen)
        self._make_fact.setVisible(view.can_become_fact)

    def _show_result(self, view: CheckView) -> None:
        run = view.run
        self._show(self._closing, view.closing_line, not view.is_open)
        self._show(self._result, run.summary if run else "", run is not None)
        self._result.set_tone(Tone.DANGER if run and run.went_wrong else None)
        self._show(self._note, run.note if run else "", bool(run and run.note))
        self._output.set_text(run.output if run else "")
        self._show_output.setVisible(bool(run and run.output) and not view.is_running)
        self._toggle_output(self._show_output.isChecked())

    def _toggle_output(self, on: bool) -> None:
        self._output.setVisible(on and bool(self._output.text()))
        self._show_output.setText("Hide output" if on else "Show output")

    @staticmethod
    def _show(label: WrapLabel, text: str, wanted: bool) -> None:
        label.setText(text)
        label.setVisible(wanted and bool(text))

    def _connect(self) -> None:
        intents = self._intents
        self._run.clicked.connect(lambda: intents.check_run_requested.emit(self._view.id))
        self._skip.clicked.connect(lambda: intents.item_skipped.emit(self._view.id))
        self._reopen.clicked.connect(lambda: intents.item_reopened.emit(self._view.id))
        self._make_fact.clicked.connect(lambda: intents.fact_wanted.emit(self._view.id))
        self._progress.cancel_requested.connect(lambda: intents.check_cancelled.emit(self._view.id))
        self._paste.clicked.connect(self._start_pasting)
        self._report.clicked.connect(self._toggle_options)
        self._show_output.toggled.connect(self._toggle_output)

    def _paste_area(self, icons: Icons) -> QWidget:
        self._pasted = AutoGrowEdit("Pasted output", placeholder="Paste the output…", max_lines=8)
        keep = Button(icons, "Use this output", ButtonVariant.PRIMARY)
        cancel = Button(icons, "Cancel", ButtonVariant.GHOST)
        area = QWidget()
        area.setLayout(column(self._pasted, row(1, cancel, keep, spacing=6), spacing=6))
        for given in (keep.clicked, self._pasted.submitted):
            given.connect(self._give_output)
        cancel.clicked.connect(self._stop_pasting)
        on_escape(area, self._stop_pasting)
        area.hide()
        return area

    def _give_output(self) -> None:
        self._intents.result_pasted.emit(self._view.id, self._pasted.text())

    def _start_pasting(self) -> None:
        self._pasting.show()
        self._pasted.setFocus()

    def _toggle_options(self) -> None:
        wanted = self._view.options if self._options.isHidden() else ()
        self._options.show_widgets(self._option(option) for option in wanted)

    def _option(self, text: str) -> OptionButton:
        button = OptionButton(self._icons, text)
        button.clicked.connect(lambda: self._intents.result_reported.emit(self._view.id, text))
        return button


def _run_id(view: CheckView) -> UUID | None:
    return view.run.id if view.run is not None else None
