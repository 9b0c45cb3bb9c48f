"""The window in place of the window: FlowPilot cannot open its data, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.onboarding.key_entry import KeyEntry
from desktop.onboarding.start_words import StartAction, StartProblem
from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.progress import ProgressStrip
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.surfaces import Panel, SurfaceKind

_WIDTH, _WITH_KEY, _WITHOUT_KEY = 680, 560, 360
_TITLE_BAR = 40
_TEXTS = {
    StartAction.TRY_AGAIN: ("Try again", "arrow-clockwise"),
    StartAction.RESTORE: ("Restore the newest backup", "clock-counter-clockwise"),
    StartAction.USUAL_FOLDER: ("Use the usual folder", "folder-open"),
    StartAction.CHOOSE_FOLDER: ("Choose another data folder…", "folder-open"),
}


class StartProblemWindow(Panel):
    """Draws one `StartProblem`; emits what the engineer decides."""

    recovery_key_entered = Signal(str)
    retry_requested = Signal()
    restore_requested = Signal()
    usual_folder_requested = Signal()
    folder_chosen = Signal(str)
    quit_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._details = ""
        self._may_close = False
        self.setWindowTitle("FlowPilot")
        self.setMinimumSize(520, 320)
        self.title = WrapLabel("", TextRole.HEADING)
        self.meaning = WrapLabel("")
        self.advice = WrapLabel("", TextRole.SECONDARY)
        self.key = KeyEntry(icons)
        self.backup = WrapLabel("", TextRole.SMALL)
        self.offers = FlowBox()
        self.progress = ProgressStrip(icons, "", cancellable=False)
        self.progress.hide()
        self.copy = Button(icons, "Copy details", ButtonVariant.GHOST, icon="copy")
        self.quit = Button(icons, "Quit")
        self._build()
        self.key.entered.connect(self.recovery_key_entered)
        self.copy.clicked.connect(self._copy)
        self.quit.clicked.connect(self.quit_requested)

    def show_problem(self, problem: StartProblem) -> None:
        """Say what happened, what it means and what can be done."""
        self._details = problem.details
        for label, text in (
            (self.title, problem.title),
            (self.meaning, problem.meaning),
            (self.advice, problem.advice),
            (self.backup, _backup_words(problem)),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        asks_key = StartAction.ENTER_KEY in problem.actions
        self.key.setVisible(asks_key)
        if not self.isVisible():
            room = self.screen().availableGeometry().height() - _TITLE_BAR
            self.resize(_WIDTH, min(_WITH_KEY if asks_key else _WITHOUT_KEY, room))
        self.copy.setVisible(bool(problem.details))
        offered = [action for action in problem.actions if action in _TEXTS]
        first = None if asks_key else offered[0]
        buttons = [self._button(action, action is first) for action in offered]
        self.offers.show_widgets(buttons)
        (self.key.editor if first is None else buttons[0]).setFocus()
        self.setAccessibleName(problem.title)
        announce(self, f"{problem.title} {problem.meaning} {problem.advice}")
        self.show_work("")

    def show_key_refusal(self, text: str) -> None:
        """Say beside the field why the key was not taken; what was typed stays."""
        self.show_work("")
        self.key.show_refusal(text)

    def show_work(self, text: str) -> None:
        """Say what is being tried; nothing else can be begun meanwhile. Empty: it has ended."""
        if text:
            self.progress.show_progress(text)
        self.progress.setVisible(bool(text))
        for widget in (self.offers, self.key):
            widget.setEnabled(not text)

    def leave(self) -> None:
        """Close without quitting: the data is open."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.quit_requested.emit()

    def _build(self) -> None:
        mark = IconLabel(self._icons, "warning-circle", "danger", 28)
        words = ScrollColumn(spacing=10, margins=(0, 0, 12, 0))
        for part in (
            self.title,
            self.meaning,
            self.advice,
            self.key,
            self.backup,
            self.offers,
        ):
            words.add(part)
        body = row(spacing=16)
        body.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(words, 1)
        foot = row(self.copy, 1, self.quit)
        layout = column(body, self.progress, foot, spacing=16, margins=(32, 32, 20, 20))
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _button(self, action: StartAction, is_first: bool) -> Button:
        text, icon = _TEXTS[action]
        variant = ButtonVariant.PRIMARY if is_first else ButtonVariant.SECONDARY
        button = Button(self._icons, text, variant, icon=icon)
        button.clicked.connect(lambda: self._act(action))
        return button

    def _act(self, action: StartAction) -> None:
        match action:
            case StartAction.TRY_AGAIN:
                self.retry_requested.emit()
            case StartAction.RESTORE:
                self.restore_requested.emit()
            case StartAction.USUAL_FOLDER:
                self.usual_folder_requested.emit()
            case StartAction.CHOOSE_FOLDER:
                self._choose_folder()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Choose the data folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


def _backup_words(problem: StartProblem) -> str:
    if StartAction.RESTORE not in problem.actions:
        return ""
    return (
        f"The newest backup is of {problem.newest_backup}. Restoring it keeps the present data "
        "aside; nothing is deleted."
    )
