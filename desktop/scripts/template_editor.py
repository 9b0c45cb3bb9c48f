"""A template to write: what it is, its script, its parameters, and what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLayout, QLineEdit, QWidget

from core.scripts.model import Language
from core.scripts.template_content import CATEGORIES, TemplateContent
from desktop.scripts.parameter_editor import ParameterEditor
from desktop.scripts.problem_words import EditorFindings
from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.code.editor import CodeEditor
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind

_CHECK_AFTER_MS = 300
_SHOWN_PROBLEMS = 4


class TemplateEditor(Panel):
    """Takes a template's content and gives it back as it was written.

    edited  something changed: its problems are to be looked for
    """

    saved = Signal(object)  # TemplateContent
    cancelled = Signal()
    rejected = Signal()
    edited = Signal(object)  # TemplateContent

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._before: TemplateContent | None = None
        self._title = TextLabel("", TextRole.HEADING)
        self.name = QLineEdit()
        self.category = QComboBox()
        self.language = QComboBox()
        self.description = AutoGrowEdit("Description", min_lines=2, max_lines=4)
        self.tags = QLineEdit()
        self.runs_on = QLineEdit()
        self.needs_admin = QCheckBox("Needs administrator rights")
        self.changes = QCheckBox("Changes something")
        self.dry_run = QCheckBox("Can be tried without changing anything")
        self.verify = AutoGrowEdit("How to check that it worked", min_lines=2, max_lines=6)
        self.undo = AutoGrowEdit("How to undo it", min_lines=2, max_lines=6)
        self.body = CodeEditor(icons, name="Script")
        self.parameters = ParameterEditor(icons)
        self.declare = Button(icons, "Declare what is missing", ButtonVariant.GHOST, icon="sparkle")
        self._problems = InlineNotice(icons, Tone.WARNING, "")
        self.cancel = Button(icons, "Cancel", ButtonVariant.SECONDARY)
        self.reject = Button(icons, "Reject", ButtonVariant.DANGER, icon="x")
        self.save = Button(icons, "Save", ButtonVariant.PRIMARY, icon="floppy-disk")
        self._missing: tuple[str, ...] = ()
        self._is_refused = False
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(_CHECK_AFTER_MS)
        self._fill_choices()
        self._name_controls()
        self._build(icons)
        self._connect()

    def edit(
        self,
        title: str,
        content: TemplateContent,
        *,
        confirm: str,
        may_reject: bool = False,
        begun: TemplateContent | None = None,
    ) -> None:
        """Begin to write; `confirm` is what saving means here.

        begun  what was written before and not saved, to go on with
        """
        self.reject.setVisible(may_reject)
        self._title.setText(title)
        self.save.setText(confirm)
        self._fill(content)
        self._before = self.content()  # as the fields give it back
        if begun is not None:
            self._fill(begun)
        self.show_refusal("", "")
        self.reading.verticalScrollBar().setValue(0)
        self._tell()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """What was written is saved, or was given up."""
        self._before = None

    def _fill(self, content: TemplateContent) -> None:
        self.name.setText(content.name)
        self.category.setCurrentIndex(max(0, self.category.findData(content.category)))
        self.language.setCurrentIndex(self.language.findData(content.language.value))
        self.description.set_text(content.description)
        self.tags.setText(", ".join(content.tags))
        self.runs_on.setText(content.runs_on)
        self.needs_admin.setChecked(content.needs_admin)
        self.changes.setChecked(content.changes)
        self.dry_run.setChecked(content.dry_run)
        self.verify.set_text("\n".join(content.verify))
        self.undo.set_text("\n".join(content.undo))
        self.body.set_language(content.language.value)
        self.body.set_text(content.body)
        self.parameters.show_parameters(content.parameters)

    def content(self) -> TemplateContent:
        """The template as it is written now."""
        return TemplateContent(
            name=self.name.text(),
            category=str(self.category.currentData()),
            language=Language(self.language.currentData()),
            description=self.description.text(),
            body=self.body.text(),
            parameters=self.parameters.parameters(),
            tags=tuple(self.tags.text().split(",")),
            runs_on=self.runs_on.text(),
            needs_admin=self.needs_admin.isChecked(),
            changes=self.changes.isChecked(),
            dry_run=self.dry_run.isChecked(),
            verify=tuple(self.verify.text().splitlines()),
            undo=tuple(self.undo.text().splitlines()),
        )

    @property
    def is_changed(self) -> bool:
        """Whether something was written that is not saved."""
        return self._before is not None and self.content() != self._before

    def show_findings(self, found: EditorFindings) -> None:
        """Say what is wrong with the template, and what its script does."""
        self._missing = found.missing
        self.declare.setVisible(bool(found.missing))
        self.body.show_marks(found.marks)
        shown = list(found.messages[:_SHOWN_PROBLEMS])
        if len(found.messages) > len(shown):
            shown.append(f"And {len(found.messages) - len(shown)} more, marked in the script.")
        self._problems.show_notice(Tone.WARNING, "\n".join(shown))
        self._problems.setVisible(bool(shown))

    def show_refusal(self, field: str, text: str) -> None:
        """Say why it was not saved, and put the cursor where it can be mended."""
        self._is_refused = bool(text)
        for name, widget in self._fields().items():
            set_property(widget, "invalid", self._is_refused and name == field)
        if text:
            self._problems.show_notice(Tone.DANGER, text)
            target = self._fields().get(field)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
        self._problems.setVisible(bool(text))

    def _fields(self) -> dict[str, QWidget]:
        return {
            "name": self.name,
            "category": self.category,
            "description": self.description,
            "runs_on": self.runs_on,
            "body": self.body,
        }

    def _fill_choices(self) -> None:
        for key, label in CATEGORIES.items():
            self.category.addItem(label, key)
        for language in Language:
            self.language.addItem(language.label, language.value)

    def _name_controls(self) -> None:
        for control, name in (
            (self.name, "Name"),
            (self.category, "Category"),
            (self.language, "Language"),
            (self.tags, "Tags, separated by commas"),
            (self.runs_on, "Runs on"),
        ):
            control.setAccessibleName(name)
        self.runs_on.setPlaceholderText("affected PC, domain controller, server …")
        self.tags.setPlaceholderText("dns, outlook …")

    def _build(self, icons: Icons) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        kinds = FlowBox((self.category, self.language), spacing=8)
        for label, field in (
            ("Name", self.name),
            ("Category and language", kinds),
            ("Description", self.description),
            ("Tags", self.tags),
            ("Runs on", self.runs_on),
        ):
            form.addRow(label, field)
        self.body.setMinimumHeight(260)
        self.reading = ScrollColumn(spacing=12, margins=(18, 12, 18, 14))
        for part in (
            _box(form),
            FlowBox((self.needs_admin, self.changes, self.dry_run), spacing=16),
            SectionHeader(icons, "Script"),
            self.body,
            SectionHeader(icons, "Parameters"),
            _box(row(self.declare, 1)),
            self.parameters,
            SectionHeader(icons, "How to check that it worked, one per line"),
            self.verify,
            SectionHeader(icons, "How to undo it, one per line"),
            self.undo,
        ):
            self.reading.add(part)
        head = _box(row(self._title, 1, margins=(18, 12, 18, 10)))
        foot = _box(row(self.reject, 1, self.cancel, self.save, margins=(18, 10, 18, 10)))
        notice = _box(column(self._problems, margins=(18, 0, 18, 8)))
        layout = column(head, Divider(), self.reading, notice, Divider(), foot, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._problems.hide()
        self.declare.hide()

    def _connect(self) -> None:
        self.save.clicked.connect(lambda: self.saved.emit(self.content()))
        self.cancel.clicked.connect(self.cancelled)
        self.reject.clicked.connect(self.rejected)
        self.declare.clicked.connect(self._declare)
        self.name.textEdited.connect(self._change)
        self.runs_on.textEdited.connect(self._change)
        self.description.text_edited.connect(self._change)
        self.category.activated.connect(self._change)
        self.body.text_edited.connect(self._change)
        self.parameters.edited.connect(self._change)
        self.language.currentIndexChanged.connect(self._language_changed)
        self._check.timeout.connect(self._tell)

    def _language_changed(self) -> None:
        self.body.set_language(str(self.language.currentData()))
        self._change()

    def _change(self, *_: object) -> None:
        """What was refused is being mended: it is not held against the engineer any more."""
        if self._is_refused:
            self.show_refusal("", "")
        self._check.start()

    def _declare(self) -> None:
        self.parameters.declare(self._missing)
        self._tell()

    def _tell(self) -> None:
        content = self.content()
        self.body.set_parameters([parameter.key for parameter in content.parameters])
        self.edited.emit(content)


def _box(layout: QLayout) -> QWidget:
    box = QWidget()
    box.setLayout(layout)
    return box
