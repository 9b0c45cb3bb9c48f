"""No hidden state: nothing to look up globally, one clock, blind `except` only at boundaries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.arch.rule import PRODUCT, Rule, Source, Violation, calls, dotted

# Where an unknown exception stops, and why there.
BOUNDARIES = {
    "core/bus.py": "a failing subscriber must not starve the next one",
    "core/checks/processes.py": "what fails in a thread is raised where its result is awaited",
    "desktop/self_test.py": "every failure of a check belongs in the report",
    "desktop/startup.py": "whatever stops the start, a person has to be told",
    "desktop/tasks.py": "a failed background task is shown, it does not end the window",
}

_CONTAINERS = frozenset(
    {"dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict", "WeakSet"}
    | {"WeakKeyDictionary", "WeakValueDictionary"}
)
# Handles of system libraries; the tables beside it fill MetaData at import, then it is only read.
_HARMLESS = frozenset({"CDLL", "MetaData", "WinDLL"})


def check_module_state(source: Source) -> Iterator[Violation]:
    for node in source.nodes:
        if isinstance(node, ast.Global):
            yield Violation(node.lineno, f"rebinds module state: {', '.join(node.names)}")
    for statement in source.tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            yield from _accumulators(statement, statement.value)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _locators(statement)


def _accumulators(statement: ast.Assign | ast.AnnAssign, value: ast.expr) -> Iterator[Violation]:
    """Containers that start empty wait to be filled; instances with a variable's name live on."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    name = dotted(targets[0])
    made = dotted(value.func).rpartition(".")[2] if isinstance(value, ast.Call) else ""
    starts_empty = (
        (isinstance(value, ast.Dict) and not value.keys)
        or (isinstance(value, ast.List) and not value.elts)
        or (isinstance(value, ast.Call) and made in _CONTAINERS and not value.args)
    )
    if starts_empty and name != "__all__":
        yield Violation(statement.lineno, f"{name} is module-level state waiting to be filled")
    elif made[:1].isupper() and made not in _HARMLESS and name == name.lower():
        yield Violation(statement.lineno, f"{name} is a module-level instance of {made}")


def _locators(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Violation]:
    given = function.args
    takes_nothing = not (given.args or given.posonlyargs or given.kwonlyargs)
    if takes_nothing and function.name.lstrip("_").startswith(("get_", "current_", "shared_")):
        yield Violation(function.lineno, f"{function.name}() is a service locator; inject instead")


def check_clock(source: Source) -> Iterator[Violation]:
    for call, name in calls(source):
        owner, _, method = name.rpartition(".")
        reads_date = owner.rpartition(".")[2] in ("datetime", "date")
        if (reads_date and method in ("now", "utcnow", "today")) or name == "time.time":
            yield Violation(call.lineno, f"{name}() bypasses the injected clock")


def check_blind_except(source: Source) -> Iterator[Violation]:
    for node in source.nodes:
        if not isinstance(node, ast.ExceptHandler) or _ends_by_raising(node):
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        names = {dotted(each) if each is not None else "everything" for each in caught}
        if names & {"Exception", "BaseException", "everything"}:
            yield Violation(node.lineno, "catches every exception outside the listed boundaries")


def _ends_by_raising(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise)


RULES = (
    Rule(
        name="no module-level state and no service locators",
        covers=PRODUCT,
        check=check_module_state,
        caught=(
            Source("core/a.py", "_cache = {}"),
            Source("core/a.py", "_cache: dict[str, int] = {}"),
            Source("core/a.py", "seen = set()"),
            Source("core/a.py", "import weakref\nalive = weakref.WeakSet()"),
            Source("desktop/a.py", "bus = Bus()"),
            Source("core/a.py", "_x = None\ndef f() -> None:\n    global _x\n    _x = 1"),
            Source("core/a.py", "def get_settings() -> Settings:\n    return Settings()"),
            Source("core/a.py", "async def current_session() -> Session:\n    return Session()"),
        ),
        allowed=(
            Source("core/a.py", "LABELS = {'a': 1}\nWORDS = frozenset({'a'})\n__all__ = []"),
            Source("core/a.py", "import logging\n_log = logging.getLogger(__name__)"),
            Source("core/db/schema.py", "metadata = MetaData(naming_convention=NAMES)"),
            Source("core/a.py", "_kernel32 = ctypes.WinDLL('kernel32')"),
            Source("core/a.py", "LIGHT = Theme(name='light')\nId = NewType('Id', str)"),
            Source("core/a.py", "def get_row(key: str) -> str:\n    return key"),
            Source("core/a.py", "class A:\n    def get_state(self) -> int:\n        return 1"),
            Source("core/a.py", "def f() -> None:\n    seen = set()\n    bus = Bus()"),
        ),
        spares=("core/db/migrations/*",),  # Alembic asks for module variables and functions
    ),
    Rule(
        name="time comes from the injected clock",
        covers=("core/*", "sync/*", "desktop/*"),
        check=check_clock,
        caught=(
            Source("core/a.py", "now = datetime.now(UTC)"),
            Source("core/a.py", "now = datetime.datetime.utcnow()"),
            Source("desktop/a.py", "today = date.today()"),
            Source("sync/a.py", "stamp = time.time()"),
        ),
        allowed=(
            Source("core/a.py", "now = self._clock.now()\nbegan = time.monotonic()"),
            Source("core/clock.py", "now = datetime.now(UTC)"),
        ),
        spares=("core/clock.py",),
    ),
    Rule(
        name="every exception is caught only at the boundaries",
        covers=PRODUCT,
        check=check_blind_except,
        caught=(
            Source("core/a.py", "try:\n    f()\nexcept Exception:\n    g()"),
            Source("core/a.py", "try:\n    f()\nexcept (ValueError, Exception) as e:\n    g()"),
            Source("core/a.py", "try:\n    f()\nexcept:\n    g()"),
            Source("core/a.py", "try:\n    f()\nexcept BaseException:\n    pass"),
        ),
        allowed=(
            Source("core/a.py", "try:\n    f()\nexcept ValueError:\n    g()"),
            Source("core/a.py", "try:\n    f()\nexcept Exception:\n    undo()\n    raise"),
            Source("core/bus.py", "try:\n    f()\nexcept Exception:\n    g()"),
        ),
        spares=tuple(BOUNDARIES),
    ),
)
