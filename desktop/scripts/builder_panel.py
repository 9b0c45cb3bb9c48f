"""A script in the making: with the copilot, or in the editor. Both sides keep what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QStackedWidget, QWidget

from core.scripts.builder_service import BuilderState
from core.scripts.library import LibraryEntry
from core.scripts.model import BuilderView, Language
from core.scripts.snippets import snippets
from desktop.scripts.builder_chat import BuilderChat
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.code.editor import CodeEditor
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind
from desktop.widgets.tab_strip import TabStrip


class BuilderPanel(Panel):
    """Draws a builder; emits what is typed and wanted. `for_fix` says what its end is for."""

    message_sent = Signal(str)
    message_typed = Signal(str)
    script_typed = Signal(str)
    title_typed = Signal(str)
    language_chosen = Signal(object)  # Language
    view_chosen = Signal(object)  # BuilderView
    stop_requested = Signal()
    template_wanted = Signal(object)  # UUID of a template that is near
    by_hand_requested = Signal()
    use_requested = Signal()
    """The script is done: use it for the fix, or fill it in and run it."""
    save_requested = Signal()
    close_requested = Signal()

    def __init__(
        self, icons: Icons, *, for_fix: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self.title = QLineEdit()
        self.title.setPlaceholderText("What the script does")
        self.title.setAccessibleName("Title")
        self.language = QComboBox()
        self.language.setAccessibleName("Language")
        for language in Language:
            self.language.addItem(language.label, language)
        self.close_button = IconButton(icons, "x", "Close this builder")
        self.views = TabStrip("How to write it")
        self.views.add_tab(BuilderView.CHAT, "With the copilot")
        self.views.add_tab(BuilderView.EDITOR, "Write it yourself")
        self.chat = BuilderChat(icons)
        self.editor = CodeEditor(icons, name="Script")
        self.snippets = Button(icons, "Insert", ButtonVariant.GHOST, icon="plus")
        self._snippet_menu = QMenu(self.snippets)
        self.snippets.setMenu(self._snippet_menu)
        self.near = Button(icons, "Nearest templates", ButtonVariant.GHOST, icon="scroll")
        self._near_menu = QMenu(self.near)
        self.near.setMenu(self._near_menu)
        self._refusal = InlineNotice(icons, Tone.WARNING, "")
        self.save = Button(
            icons, "Save as a template…", ButtonVariant.SECONDARY, icon="floppy-disk"
        )
        use = "Use for this fix" if for_fix else "Check and run…"
        self.use = Button(icons, use, ButtonVariant.PRIMARY, icon="arrow-right")
        self.by_hand = Button(icons, "By hand", ButtonVariant.GHOST, icon="list-checks")
        self._sides = QStackedWidget()
        self._build(for_fix)
        self._connect()

    def show_state(self, state: BuilderState, *, fresh: bool) -> None:
        """Show a builder; what is being typed is replaced only when it is shown `fresh`."""
        builder = state.builder
        self.chat.show_messages(state.messages)
        if not fresh:
            if not self.title.text() and not self.title.hasFocus():
                self.title.setText(builder.title)  # the first message named it
            return
        self.title.setText(builder.title)
        self.language.blockSignals(True)
        self.language.setCurrentIndex(self.language.findData(builder.language))
        self.language.blockSignals(False)
        self.chat.composer.set_text(builder.message)
        self.editor.set_language(builder.language.value)
        self.editor.set_text(builder.script)
        self._fill_snippets()
        self.show_refusal("")
        self.views.set_current(builder.view)
        self._show_side(builder.view)
        self._fit_buttons()

    def show_near(self, entries: Sequence[LibraryEntry]) -> None:
        """Offer the templates that come nearest to the title."""
        self._near_menu.clear()
        for entry in entries:
            template_id = entry.template.id
            self._near_menu.addAction(
                entry.template.name, lambda chosen=template_id: self.template_wanted.emit(chosen)
            )
        self.near.setVisible(bool(entries))

    def take_script(self, script: str, language: Language | None) -> None:
        """Put a script of the conversation into the editor; Ctrl+Z there takes it back."""
        if language is not None and language is not self._language():
            self.language.setCurrentIndex(self.language.findData(language))
        self.editor.replace_text(script)
        self.script_typed.emit(script)
        self.views.set_current(BuilderView.EDITOR)
        self._fit_buttons()

    def show_refusal(self, text: str) -> None:
        self._refusal.show_notice(Tone.WARNING, text)
        self._refusal.setVisible(bool(text))

    def script(self) -> str:
        return self.editor.text()

    def chosen_language(self) -> Language:
        return self._language()

    def _language(self) -> Language:
        return Language(self.language.currentData())

    def _build(self, for_fix: bool) -> None:
        head = row(self.title, self.language, self.close_button, spacing=8)
        head.setStretch(0, 1)
        if for_fix:
            self.close_button.hide()
        else:
            self.by_hand.hide()
        tools = row(self.snippets, self.near, 1, spacing=6)
        writing = QWidget()
        layout = column(tools, self.editor, spacing=6, margins=(18, 8, 18, 10))
        layout.setStretch(1, 1)
        writing.setLayout(layout)
        self._sides.addWidget(self.chat)
        self._sides.addWidget(writing)
        top = QWidget()
        top.setLayout(column(head, self.views, spacing=8, margins=(18, 12, 18, 0)))
        foot = QWidget()
        foot.setLayout(
            column(
                self._refusal,
                row(self.by_hand, self.save, 1, self.use),
                spacing=8,
                margins=(18, 10, 18, 10),
            )
        )
        whole = column(top, Divider(), self._sides, Divider(), foot, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._refusal.hide()
        self.near.hide()

    def _connect(self) -> None:
        self.chat.sent.connect(self.message_sent)
        self.chat.typed.connect(self.message_typed)
        self.chat.stop_requested.connect(self.stop_requested)
        self.chat.script_taken.connect(lambda script: self.take_script(script, None))
        self.editor.text_edited.connect(self._script_edited)
        self.title.textEdited.connect(self.title_typed)
        self.language.currentIndexChanged.connect(self._language_changed)
        self.views.current_key_changed.connect(self._view_changed)
        self.by_hand.clicked.connect(self.by_hand_requested)
        self.save.clicked.connect(self.save_requested)
        self.use.clicked.connect(self.use_requested)
        self.close_button.clicked.connect(self.close_requested)

    def _script_edited(self, *_: object) -> None:
        self.show_refusal("")
        self._fit_buttons()
        self.script_typed.emit(self.editor.text())

    def _language_changed(self) -> None:
        self.editor.set_language(self._language().value)
        self._fill_snippets()
        self.language_chosen.emit(self._language())

    def _view_changed(self, key: str) -> None:
        self._show_side(BuilderView(key))
        self.view_chosen.emit(BuilderView(key))

    def _show_side(self, view: BuilderView) -> None:
        self._sides.setCurrentIndex(list(BuilderView).index(view))

    def _fill_snippets(self) -> None:
        self._snippet_menu.clear()
        for snippet in snippets(self._language()):
            self._snippet_menu.addAction(
                snippet.title, lambda text=snippet.text: self.editor.insert_snippet(text)
            )

    def _fit_buttons(self) -> None:
        has_script = bool(self.editor.text().strip())
        self.use.setEnabled(has_script)
        self.save.setEnabled(has_script)
