"""How the window is built: no nested event loops, one task runner, widgets that only draw."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.arch.rule import Rule, Source, Violation, calls, dotted, imports

TASK_RUNNER = "desktop/tasks.py"
# Pages wire services to widgets; only they may know both.
PAGES = ("desktop/*/page.py", "desktop/*_page.py", "desktop/main_window.py", "desktop/app.py")

_NESTED_LOOPS = {
    "QMessageBox": {"about", "critical", "information", "question", "warning"},
    "QFileDialog": {
        "getExistingDirectory",
        "getOpenFileName",
        "getOpenFileNames",
        "getSaveFileName",
    },
    "QInputDialog": {"getDouble", "getInt", "getItem", "getMultiLineText", "getText"},
    "QColorDialog": {"getColor"},
    "QFontDialog": {"getFont"},
}
_SLEEPS = frozenset({"time.sleep", "sleep", "QThread.sleep", "QThread.msleep"})
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_NAMED_COLOUR = re.compile(r"\bGlobalColor\.(?!transparent$)")
_COLOUR_IN_TEXT = re.compile(r"#[0-9a-fA-F]{6}\b|\b(?:rgba?|hsla?)\(\s*\d|\bcolor\s*:\s*[a-z#]")


def check_nested_loops(source: Source) -> Iterator[Violation]:
    for call, name in calls(source):
        owner, _, method = name.rpartition(".")
        if method in ("exec", "exec_") and owner:
            yield Violation(
                call.lineno, f"{name}() runs a nested event loop; use open() or popup()"
            )
        elif method in _NESTED_LOOPS.get(owner.rpartition(".")[2], ()):
            yield Violation(
                call.lineno, f"{name}() runs a nested event loop; await a dialog instead"
            )
        elif method == "processEvents":
            yield Violation(call.lineno, "processEvents() re-enters the program at any point")
        elif name in _SLEEPS or (owner and method.startswith("waitFor")):
            yield Violation(call.lineno, f"{name}() blocks the window")


def check_background_work(source: Source) -> Iterator[Violation]:
    groups = set(_task_groups(source))
    for call, name in calls(source):
        owner, _, method = name.rpartition(".")
        if method in ("create_task", "ensure_future") and owner not in groups:
            yield Violation(
                call.lineno, f"{name}() is a task that nobody owns; use the task runner"
            )
    for line, module in imports(source):
        last = module.rpartition(".")[2]
        if last in ("QThread", "QThreadPool", "QRunnable", "create_task", "ensure_future"):
            yield Violation(line, f"imports {last}; background work goes through the task runner")


def _task_groups(source: Source) -> Iterator[str]:
    """Names bound by `async with asyncio.TaskGroup() as name`: their tasks end with the block."""
    for node in source.nodes:
        if isinstance(node, ast.withitem) and isinstance(node.context_expr, ast.Call):
            made = dotted(node.context_expr.func).rpartition(".")[2]
            if made == "TaskGroup" and node.optional_vars is not None:
                yield dotted(node.optional_vars)


def check_threads(source: Source) -> Iterator[Violation]:
    for line, module in imports(source):
        if module.split(".")[0] in ("threading", "concurrent", "multiprocessing"):
            yield Violation(line, f"imports {module}; background work goes through the task runner")


def check_bus(source: Source) -> Iterator[Violation]:
    for call, name in calls(source):
        if name.endswith(".subscribe"):
            yield Violation(call.lineno, f"{name}(): only the bridge listens to the bus")


def check_widgets_only_draw(source: Source) -> Iterator[Violation]:
    if not any(_is_widget(node) for node in source.nodes if isinstance(node, ast.ClassDef)):
        return
    for line, module in imports(source):
        last = module.rpartition(".")[2]
        if last.endswith(("service", "Service", "Services")) or module in ("core.app", "core.bus"):
            yield Violation(line, f"a widget imports {module}; it gets values and emits intents")
    for node in source.nodes:
        if isinstance(node, ast.Await | ast.AsyncFunctionDef):
            yield Violation(node.lineno, "a widget awaits; leave that to the page or presenter")


def _is_widget(node: ast.ClassDef) -> bool:
    """Whether a class draws: it extends a Qt class other than the ones without a face."""
    faceless = {"QObject", "QRunnable", "QSortFilterProxyModel", "QSyntaxHighlighter"}
    bases = {dotted(base).rpartition(".")[2] for base in node.bases}
    return any(re.match(r"Q[A-Z]", base) and "Model" not in base for base in bases - faceless)


def check_colours(source: Source) -> Iterator[Violation]:
    for call, name in calls(source):
        literal = call.args and all(isinstance(arg, ast.Constant) for arg in call.args)
        if name.rpartition(".")[2] in ("QColor", "fromRgb", "fromRgbF", "fromHsl") and literal:
            yield Violation(call.lineno, "a colour literal; take a token of the theme")
        if name.endswith(".setStyleSheet"):
            yield Violation(call.lineno, "an inline style; put it into the theme's templates")
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _HEX.fullmatch(node.value) or _COLOUR_IN_TEXT.search(node.value):
                yield Violation(node.lineno, "a colour literal; take a token of the theme")
        elif isinstance(node, ast.Attribute) and _NAMED_COLOUR.search(dotted(node)):
            yield Violation(node.lineno, f"{dotted(node)} is not a token of the theme")


RULES = (
    Rule(
        name="nothing blocks the window or runs an event loop inside the event loop",
        covers=("desktop/*", "main.py"),
        check=check_nested_loops,
        caught=(
            Source("desktop/a.py", "dialog.exec()"),
            Source("desktop/a.py", "QMenu(self).exec_()"),
            Source("desktop/a.py", "QMessageBox.question(self, 'a', 'b')"),
            Source("desktop/a.py", "QtWidgets.QFileDialog.getSaveFileName(self)"),
            Source("desktop/a.py", "QApplication.processEvents()"),
            Source("desktop/a.py", "self._child.waitForFinished()"),
            Source("desktop/a.py", "import time\ntime.sleep(1)"),
        ),
        allowed=(
            Source("desktop/a.py", "dialog.open()\nmenu.popup(where)\nexec_path = 1"),
            Source("desktop/a.py", "self.question.emit(1)\nQMessageBox(self).open()"),
        ),
    ),
    Rule(
        name="background work has an owner",
        covers=("core/*", "sync/*", "desktop/*"),
        check=check_background_work,
        caught=(
            Source("core/a.py", "import asyncio\nasyncio.create_task(f())"),
            Source("sync/a.py", "asyncio.get_running_loop().create_task(f())"),
            Source("desktop/a.py", "asyncio.ensure_future(f())"),
            Source("desktop/a.py", "from PySide6.QtCore import QThread, Signal"),
            Source("core/a.py", "from asyncio import create_task"),
        ),
        allowed=(
            Source("desktop/tasks.py", "loop.create_task(f())"),
            Source(
                "sync/a.py",
                "async def f() -> None:\n"
                "    async with asyncio.TaskGroup() as group:\n        group.create_task(g())",
            ),
        ),
        spares=(TASK_RUNNER,),
    ),
    Rule(
        name="the window starts no threads of its own",
        covers=("desktop/*",),
        check=check_threads,
        caught=(
            Source("desktop/a.py", "import threading"),
            Source("desktop/a.py", "from concurrent.futures import ThreadPoolExecutor"),
        ),
        allowed=(Source("desktop/a.py", "import asyncio"), Source("core/a.py", "import threading")),
        spares=(TASK_RUNNER,),
    ),
    Rule(
        name="only the bridge listens to the bus",
        covers=("desktop/*",),
        check=check_bus,
        caught=(Source("desktop/session/page.py", "self._bus.subscribe(Changes, f)"),),
        allowed=(
            Source("desktop/bridge.py", "self._bus.subscribe(Changes, f)"),
            Source("desktop/session/page.py", "self._bridge.changed.connect(f)"),
        ),
        spares=("desktop/bridge.py",),
    ),
    Rule(
        name="widgets only draw",
        covers=("desktop/*",),
        check=check_widgets_only_draw,
        caught=(
            Source("desktop/a.py", "import core.app\nclass A(QWidget): ..."),
            Source("desktop/a.py", "from core.sessions.fix_service import X\nclass A(QFrame): ..."),
            Source("desktop/a.py", "from core.team import TeamService\nclass A(QFrame): ..."),
            Source("desktop/a.py", "class A(QLabel):\n    async def f(self) -> None: ..."),
        ),
        allowed=(
            Source("desktop/a.py", "from core.sessions.fixes import Fix\nclass A(QWidget): ..."),
            Source("desktop/a.py", "import core.app\nclass Presenter(QObject): ..."),
            Source("desktop/a.py", "import core.app\nclass A(QAbstractListModel): ..."),
            Source("desktop/session/page.py", "import core.app\nclass Page(QWidget): ..."),
        ),
        spares=PAGES,
    ),
    Rule(
        name="colours and styles come from the theme",
        covers=("desktop/*",),
        check=check_colours,
        caught=(
            Source("desktop/a.py", "colour = '#ff0000'"),
            Source("desktop/a.py", "colour = '#fff'"),
            Source("desktop/a.py", "text = '<b style=\"color: red\">no</b>'"),
            Source("desktop/a.py", "style = 'background: rgba(0, 0, 0, 20)'"),
            Source("desktop/a.py", "QColor('red')"),
            Source("desktop/a.py", "QColor(255, 0, 0)"),
            Source("desktop/a.py", "pen = Qt.GlobalColor.red"),
            Source("desktop/a.py", "self.setStyleSheet(text)"),
        ),
        allowed=(
            Source("desktop/a.py", "QColor(theme.accent)\npen = Qt.GlobalColor.transparent"),
            Source("desktop/a.py", "title = 'Ticket #4711'\nname = 'colour: accent'"),
            Source("desktop/theme/a.py", "ACCENT = '#2f6feb'"),
        ),
        spares=("desktop/theme/*",),
    ),
)
