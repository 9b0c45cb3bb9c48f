"""One question of the task lane."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.session.lane_intents import LaneIntents
from desktop.session.lane_view import QuestionView
from desktop.session.why_line import WhyLine
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.escape import on_escape
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.option_button import OptionButton
from desktop.widgets.surfaces import Card


class QuestionCard(Card):
    """Draws a question with its options; a closed one dims and says what became of it."""

    def __init__(self, icons: Icons, intents: LaneIntents, view: QuestionView) -> None:
        super().__init__()
        self._icons = icons
        self._intents = intents
        self._view = view
        self._text = WrapLabel(view.text, TextRole.STRONG)
        self._context = WrapLabel("", TextRole.SECONDARY)
        self._why = WhyLine(icons)
        self._closing = WrapLabel("", TextRole.SMALL)
        self._reopen = Button(icons, "Answer after all", ButtonVariant.GHOST)
        self._make_fact = Button(icons, "Make it a fact", ButtonVariant.GHOST)
        self._options = FlowBox()
        self._editor = AutoGrowEdit(
            "Your answer", placeholder="Your answer…", max_lines=6, enter_submits=True
        )
        self._other = Button(icons, "Other answer", ButtonVariant.GHOST)
        self._answer = Button(icons, "Answer", ButtonVariant.SECONDARY)
        self._skip = Button(icons, "Skip", ButtonVariant.GHOST)
        self._asking = QWidget()
        buttons = row(self._other, 1, self._skip, self._answer, spacing=6)
        self._asking.setLayout(column(self._options, self._editor, buttons, spacing=6))
        self.setLayout(
            column(
                self._text,
                self._context,
                self._why,
                self._asking,
                self._closing,
                row(self._reopen, self._make_fact, 1),
                spacing=5,
                margins=(12, 10, 10, 10),
            )
        )
        self._connect()
        self._show_options(view.options)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        if view.options != self._view.options:
            self._show_options(view.options)
        self._view = view
        self._text.setText(view.text)
        self._text.set_role(TextRole.STRONG if view.is_open else TextRole.MUTED)
        self._context.setText(view.context)
        self._context.setVisible(view.is_open and bool(view.context))
        self._why.show_reasons(view.why, view.rules_out)
        self._why.setVisible(view.is_open and bool(view.why))
        self._asking.setVisible(view.is_open)
        self._closing.setText(view.closing_line)
        self._closing.setVisible(not view.is_open)
        self._reopen.setVisible(view.can_reopen)
        self._make_fact.setVisible(view.can_become_fact)
        self.set_tone(Tone.ACCENT if view.is_open else None)
        self.setAccessibleName(f"Question: {view.text}. {view.closing_line}")

    def focus_first(self) -> None:
        """Go to the first answer, or to the field for one."""
        options = self._options.widgets()
        (options[0] if options else self._editor).setFocus()

    def _connect(self) -> None:
        self._other.clicked.connect(self._answer_otherwise)
        self._answer.clicked.connect(self._give_text)
        self._editor.submitted.connect(self._give_text)
        on_escape(self._editor, self._answer_by_option)
        self._skip.clicked.connect(lambda: self._intents.item_skipped.emit(self._view.id))
        self._reopen.clicked.connect(lambda: self._intents.item_reopened.emit(self._view.id))
        self._make_fact.clicked.connect(lambda: self._intents.fact_wanted.emit(self._view.id))

    def _show_options(self, options: tuple[str, ...]) -> None:
        self._options.show_widgets(self._option(option) for option in options)
        self._show_editor(not options)

    def _show_editor(self, on: bool) -> None:
        """Options come first; own words are one click away."""
        self._other.setVisible(not on)
        self._editor.setVisible(on)
        self._answer.setVisible(on)

    def _answer_otherwise(self) -> None:
        self._show_editor(True)
        self._editor.setFocus()

    def _answer_by_option(self) -> None:
        options = self._options.widgets()
        if options:
            self._show_editor(False)
            options[0].setFocus()

    def _option(self, text: str) -> OptionButton:
        button = OptionButton(self._icons, text)
        button.clicked.connect(lambda: self._intents.question_answered.emit(self._view.id, text))
        return button

    def _give_text(self) -> None:
        self._intents.question_answered.emit(self._view.id, self._editor.text())
