"""Who may import what: `desktop → sync → core`, and one home for each foreign package."""

from __future__ import annotations

from collections.abc import Iterator

from tests.arch.rule import PRODUCT, Rule, Source, Violation, imports, is_within

QT_SHELL = ("desktop/*",)
PERSISTENCE = ("core/db/*", "*/repository.py", "sync/outbox.py", "sync/server/*")

# Package or module: the files that may import it. Everything else in the product may not.
HOMES: dict[str, tuple[str, ...]] = {
    # the layers
    "desktop": ("desktop/*", "main.py"),
    "sync": ("sync/*", "desktop/*", "main.py"),
    "tests": (),
    # the window
    "PySide6": QT_SHELL,
    "shiboken6": QT_SHELL,
    "qasync": QT_SHELL,
    # persistence
    "sqlalchemy": PERSISTENCE,
    "alembic": ("core/db/*",),
    "sqlcipher3": ("core/db/*",),
    "sqlite3": (),  # the stdlib driver would see ciphertext and drop the locks of the real one
    # the outside world, each behind one adapter
    "anthropic": ("core/copilot/providers/anthropic*.py",),
    # clients are made by the first; the others read their answers
    "httpx2": ("core/network/*.py", "core/copilot/providers/anthropic*.py", "sync/*"),
    "keyring": ("core/secrets.py",),
    "httpx": (),  # httpx2 is what everything speaks
    "truststore": ("core/network/trust.py",),
    # signed updates: the framework is asked here, and its keys only when publishing (build/)
    "tuf": ("sync/updates/fetcher.py", "sync/updates/source.py", "sync/updates/trust.py"),
    "securesystemslib": (),
    # one way to make an id, one place that knows the folders
    "uuid_utils": ("core/ids.py",),
    "platformdirs": ("core/paths.py",),
}

# The rules of the domain, as functions of their arguments alone.
PURE = (
    "core/links.py",
    "core/outcome.py",
    "core/artifacts/documents.py",
    "core/playbooks/belief.py",
    "core/sessions/banner.py",
    "core/sessions/facts.py",
    "core/sessions/fixes.py",
    "core/sessions/lane.py",
    "core/sessions/messages.py",
    "core/sessions/session.py",
    "sync/updates/offer.py",
    "sync/updates/quiet.py",
    "sync/updates/version.py",
)
IMPURE = (
    "asyncio", "core.app", "core.bus", "core.clock", "core.db", "core.paths", "core.secrets",
    "logging", "os", "pathlib", "random", "shutil", "socket", "subprocess", "threading", "time",
)  # fmt: skip


def check_homes(source: Source) -> Iterator[Violation]:
    for line, module in imports(source):
        for package, homes in HOMES.items():
            if is_within(module, package) and not source.is_any_of(homes):
                where = ", ".join(homes) or "nowhere"
                yield Violation(line, f"imports {module}; {package} is at home in: {where}")


def check_pure(source: Source) -> Iterator[Violation]:
    for line, module in imports(source):
        last = module.rpartition(".")[2]
        if any(is_within(module, impure) for impure in IMPURE) or last.endswith("service"):
            yield Violation(line, f"a pure module imports {module}")


def check_repositories_stay_below(source: Source) -> Iterator[Violation]:
    for line, module in imports(source):
        if module.endswith((".repository", ".tables")) or is_within(module, "core.db.tables"):
            yield Violation(line, f"the window asks services, not {module}")


RULES = (
    Rule(
        name="each package is imported only where it is at home",
        covers=PRODUCT,
        check=check_homes,
        caught=(
            Source("core/sessions/lane.py", "from PySide6.QtCore import QObject"),
            Source("core/sessions/lane.py", "from desktop import theme"),
            Source("core/sessions/lane.py", "import sync.outbox"),
            Source("sync/engine.py", "import desktop.app"),
            Source("sync/engine.py", "def f() -> None:\n    import qasync"),
            Source("desktop/session/page.py", "from sqlalchemy import select"),
            Source("core/sessions/fix_service.py", "import sqlalchemy.orm as orm"),
            Source("core/db/engine.py", "import sqlite3"),
            Source(
                "core/copilot/loop.py", "import importlib\nimportlib.import_module('anthropic')"
            ),
            Source("core/settings/store.py", "import keyring"),
            Source("sync/engine.py", "from httpx import AsyncClient"),
            Source("sync/updates/updates.py", "from tuf.ngclient import Updater"),
            Source("core/app.py", "from tests.fakes import clock"),
        ),
        allowed=(
            Source("desktop/app.py", "import sync.engine, core.app, PySide6.QtCore, qasync"),
            Source("core/sessions/repository.py", "from sqlalchemy import select"),
            Source("core/copilot/providers/anthropic_client.py", "import anthropic"),
            Source("core/secrets.py", "import keyring.backends"),
            Source("core/search/index.py", "import syncopate, desktops"),
            Source("main.py", "def main() -> int:\n    from desktop.app import run\n"),
        ),
    ),
    Rule(
        name="the rules of the domain are pure",
        covers=PURE,
        check=check_pure,
        caught=(
            Source("core/sessions/fixes.py", "from core.clock import Clock"),
            Source("core/sessions/fixes.py", "from core import bus"),
            Source("core/sessions/lane.py", "import random"),
            Source("core/sessions/lane.py", "from core.sessions.lane_service import LaneService"),
            Source("core/sessions/lane.py", "from core.sessions import lane_service"),
        ),
        allowed=(
            Source("core/sessions/fixes.py", "from datetime import datetime\nimport core.outcome"),
            Source("core/sessions/fix_service.py", "from core.clock import Clock"),
        ),
    ),
    Rule(
        name="the window never reaches below the services",
        covers=("desktop/*",),
        check=check_repositories_stay_below,
        caught=(
            Source("desktop/session/page.py", "from core.sessions.repository import Sessions"),
            Source("desktop/session/page.py", "from core.sessions import repository"),
            Source("desktop/session/page.py", "from core.db.tables.sessions import sessions"),
        ),
        allowed=(Source("desktop/session/page.py", "from core.sessions.fixes import Fix"),),
    ),
)
