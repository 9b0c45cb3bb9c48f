"""`--self-test`: proves that this installation can do its work, and says so as JSON."""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

import qasync
from PySide6.QtWidgets import QApplication

import resources
from core.console import say_report
from core.db.engine import KEY_LENGTH, open_engine
from core.db.upgrade import upgrade_schema
from core.opening import open_apart
from core.secrets import open_secret_store
from core.version import program_version
from desktop.app import DesktopApp
from desktop.qt_application import make_qt
from desktop.theme.icons import Icons, icon_names
from desktop.theme.theme import Theme, ThemeChoice


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One line of the report. `detail` says what was found, or what went wrong."""

    name: str
    ok: bool
    detail: str
    seconds: float


def self_test(arguments: Sequence[str], report_file: Path | None = None) -> int:
    """Run every check in throw-away folders, print the report and write it to `report_file`.

    Returns 0 when all passed, else 1.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qt = make_qt(arguments)
    with tempfile.TemporaryDirectory(prefix="flowpilot-self-test-") as folder:
        root = Path(folder)
        checks: list[tuple[str, Callable[[], str]]] = [
            ("database upgrade", lambda: _upgrade(root)),
            ("keyring", lambda: _keyring(root)),
            ("resources", _resources),
            ("scripts", _scripts),
            ("updates", _updates),
            ("theme", lambda: _theme(qt)),
            ("window", lambda: _window(qt, root)),
        ]
        reports = [_run(name, check) for name, check in checks]
    ok = all(report.ok for report in reports)
    report = {"version": program_version(), "ok": ok, "checks": [asdict(one) for one in reports]}
    say_report(report, report_file)
    return 0 if ok else 1


def _run(name: str, check: Callable[[], str]) -> CheckReport:
    began = monotonic()
    try:
        detail, ok = check(), True
    except Exception as error:  # noqa: BLE001 - every failure belongs in the report
        detail, ok = f"{type(error).__name__}: {error}", False
    return CheckReport(name, ok, detail, round(monotonic() - began, 3))


def _upgrade(root: Path) -> str:
    """Every migration, from an empty encrypted file to the newest schema."""
    path = root / "upgrade.db"
    engine = open_engine(path, secrets.token_bytes(KEY_LENGTH))
    try:
        upgrade_schema(engine)
    finally:
        engine.dispose()
    if path.read_bytes()[:15] == b"SQLite format 3":
        raise RuntimeError("the database file is not encrypted")
    return "every migration ran on an encrypted file"


def _keyring(root: Path) -> str:
    """Write, read back and remove a secret in the store this computer would use."""
    store = open_secret_store(root / "secrets.key")
    name, secret = "self-test", secrets.token_hex(8)
    store.write(name, secret)
    if store.read(name) != secret:
        raise RuntimeError("the store did not give back what it was given")
    store.forget(name)
    return f"works, but: {store.weakness}" if store.weakness else type(store).__name__


def _resources() -> str:
    from core.playbooks.validate import shipped_problems

    problems = shipped_problems()
    if problems:
        raise RuntimeError("; ".join(str(problem) for problem in problems))
    playbooks = len(resources.names("playbooks", ".yaml"))
    return f"{len(icon_names())} icons, {playbooks} playbook files"


def _scripts() -> str:
    """Every shipped template is read, and a dangerous line is seen in each language."""
    from core.scripts.model import Language
    from core.scripts.preflight.check import check_script
    from core.scripts.preflight.findings import Risk
    from core.scripts.seeds import load_seeds

    dangerous = {
        Language.POWERSHELL: "Remove-Item C:\\ -Recurse -Force",
        Language.BASH: "rm -rf /",
        Language.PYTHON: "import shutil\nshutil.rmtree('/')",
    }
    for language, script in dangerous.items():
        if check_script(script, language).risk is not Risk.HIGH:
            raise RuntimeError(f"the check of {language.label} scripts does not work")
    return f"{len(load_seeds())} templates, {len(dangerous)} languages checked"


def _updates() -> str:
    """Everything updates need is there: a signed file is taken, and an altered one is not."""
    import sync.updates.source  # noqa: F401 - that it can be loaded is half the proof
    from sync.updates.refusal import UpdateError
    from sync.updates.trust import check_root

    sample = resources.folder("updates").joinpath("sample.json").read_bytes()
    check_root(sample)
    try:
        check_root(sample.replace(b'"version":1', b'"version":2'))
    except UpdateError:
        return "signatures are checked"
    raise RuntimeError("an altered file was taken for a signed one")


def _theme(qt: QApplication) -> str:
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        theme = Theme(choice)
        theme.apply(qt)
        icons = Icons(theme)
        for name in icon_names():
            if icons.pixmap(name, "text_muted", 16).isNull():
                raise RuntimeError(f"the icon {name} cannot be drawn")
    return "dark and light"


def _window(qt: QApplication, root: Path) -> str:
    """One window over a new data folder, painted and closed."""
    loop = qasync.QEventLoop(qt)
    # The first tasks are made before the loop runs; they must be this loop's.
    asyncio.set_event_loop(loop)
    with closing(loop):
        app = DesktopApp(
            qt, open_apart(root / "profile"), Theme(reduce_motion=True), program_version()
        )
        app.show()
        painted = app.window.grab()
        loop.run_until_complete(app.aclose())
    if painted.isNull():
        raise RuntimeError("the window could not be painted")
    return f"{painted.width()} x {painted.height()} pixels"
