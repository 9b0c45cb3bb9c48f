"""The look at a Python script."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from core.scripts.model import Language
from core.scripts.preflight import python_rules, unix_rules, windows_programs
from core.scripts.preflight.bash_scope import check_wide
from core.scripts.preflight.commands import Command, Word, base_name
from core.scripts.preflight.encoded import check_encoded
from core.scripts.preflight.findings import Severity, TouchKind
from core.scripts.preflight.inner import Inner, inner_scripts
from core.scripts.preflight.lasting import check_lasting
from core.scripts.preflight.paths import is_disk, is_too_wide
from core.scripts.preflight.python_reading import IMPORTS, Python, read
from core.scripts.preflight.report import Report
from core.scripts.preflight.rule import apply_rules, by_name
from core.scripts.preflight.touches import note_touches
from core.scripts.syntax import Span, line_of

_RULES = by_name(python_rules.RULES)
_PROGRAMS = by_name((*windows_programs.RULES, *unix_rules.RULES))
_STARTS = re.compile(
    r"^(?:subprocess\.(?:run|popen|call|check_call|check_output|getoutput|getstatusoutput)"
    r"|os\.(?:system|popen|exec\w+|spawn\w+)|asyncio\.create_subprocess_\w+|commands\.getoutput)$"
)
_TOUCHES: tuple[tuple[str, TouchKind, bool], ...] = (
    (
        (
            r"^(?:shutil\.(?:rmtree|move|copy\w*)|os\.(?:remove|unlink|rmdir|removedirs|rename|replace"
            r"|mkdir|makedirs|chmod|chown)|\.(?:unlink|rmdir|write_text|write_bytes|mkdir|rename|touch"
            r"|chmod))$"
        ),
        TouchKind.FILES,
        True,
    ),
    (
        r"^(?:os\.(?:listdir|walk|scandir|stat)|\.(?:read_text|read_bytes|iterdir|glob|rglob))$",
        TouchKind.FILES,
        False,
    ),
    (r"^winreg\.(?:set|delete|create)", TouchKind.REGISTRY, True),
    (r"^winreg\.(?:open|query|enum)", TouchKind.REGISTRY, False),
    (
        r"^(?:requests|httpx|urllib|urllib2|http|socket|ftplib|smtplib|paramiko)\.",
        TouchKind.NETWORK,
        False,
    ),
    (
        (
            r"^(?:subprocess|pty)\.|^os\.(?:system|popen|exec|spawn|kill)|^psutil\."
            r"|^\.(?:kill|terminate)$"
        ),
        TouchKind.PROCESSES,
        True,
    ),
)
_FETCHES = ("requests.", "urllib.", "urllib2.", "httpx.")
_SECRETS = re.compile(r"/etc/g?shadow|\.ssh/id_\w+$|\.aws/credentials|login data", re.IGNORECASE)
_WALKS = ("os.walk", "os.listdir", "os.scandir", ".rglob", ".glob", ".iterdir", ".walk")
_DELETES = ("os.remove", "os.unlink", "shutil.rmtree", ".unlink", ".rmdir", "os.rmdir")
_INSIDES = frozenset(
    {"__builtins__", "__globals__", "__subclasses__", "__code__", "f_globals", "__loader__"}
)
_BY_TEXT = ("getattr", "builtins.getattr", "globals", "locals", "vars", "__import__")
_TABLES = re.compile(r"(?:globals|locals|vars)\(\)|\w+\.__dict__")
_LOOSE = re.compile(
    r"\b(?:exec|eval|compile|__import__|os\.system|subprocess\.\w+|shutil\.rmtree|marshal\.loads"
    r"|pickle\.loads|socket\.socket|ctypes\.\w+)\s*\("
)
_ADVICE = "Write the code out, so that everyone can see what runs."


def look_python(text: str, report: Report) -> tuple[Inner, ...]:
    """Report what the script does; returns the scripts it hands to shells."""
    script = read(text)
    if script.tree.module is None:
        line = line_of(text, script.tree.errors[0].start)
        report.unread(f"Line {line} could not be read as Python.")
        _look_loosely(text, report)
        return ()
    apply_rules(_RULES, script.commands, report)
    _check_calculated(script, report)
    _check_insides(script, report)
    _check_decoded(script, report)
    started = [
        started for call, command in script.calls for started in _started(call, command, script)
    ]
    apply_rules(_PROGRAMS, started, report)
    check_wide(started, report)
    _check_walks(script, report)
    _check_shell_on_socket(script, started, report)
    _check_fetched(script, started, report)
    check_encoded(started, report)
    _note(script, report)
    note_touches(started, report)
    return tuple(_inner(script, started))


def _look_loosely(text: str, report: Report) -> None:
    for found in _LOOSE.finditer(text):
        report.add(
            "may-be-dangerous", Severity.HIGH, Span(*found.span()),
            f"{found[0]} stands in a script that could not be read.", _ADVICE,
        )  # fmt: skip


def _check_calculated(script: Python, report: Report) -> None:
    for call, command in script.calls:
        called = call.func
        written = ast.unparse(called)
        by_text = isinstance(called, ast.Call) and script.full_name(called.func) in _BY_TEXT
        table = isinstance(called, ast.Subscript) and _TABLES.match(written) is not None
        is_sum = command.written in IMPORTS and not isinstance(call.args[0], ast.Constant)
        if by_text or table or is_sum or "sys.modules[" in written:
            report.add(
                "calculated-command", Severity.HIGH, command.span,
                "What it calls is calculated: it is not to be seen before it runs.", _ADVICE,
            )  # fmt: skip


def _check_insides(script: Python, report: Report) -> None:
    """The back doors to every function of Python."""
    called = {id(call.func) for call, _ in script.calls}
    for node in () if script.tree.module is None else ast.walk(script.tree.module):
        is_given = isinstance(node, ast.Name) and node.id in ("eval", "exec")
        if is_given and id(node) not in called and isinstance(node, ast.Name):
            report.add(
                "runs-text", Severity.HIGH, script.span_of(node),
                f"It hands {node.id} on, which runs a text as code.", _ADVICE,
            )  # fmt: skip
        name = getattr(node, "id", None) or getattr(node, "attr", None)
        if name in _INSIDES and isinstance(node, ast.Name | ast.Attribute):
            report.add(
                "calculated-command", Severity.HIGH, script.span_of(node),
                f"It reaches for {name}, from where everything can be called unseen.", _ADVICE,
            )  # fmt: skip


def _check_decoded(script: Python, report: Report) -> None:
    """`exec(base64.b64decode(…))` and its like."""
    decoded = [one for one in report.lines().values() if one.rule == "base64"]
    if not decoded:
        return
    for _, command in script.calls:
        if command.name in ("exec", "eval", "compile", "marshal.loads", "os.system"):
            report.add(
                "decoded-and-run", Severity.HIGH, command.span,
                "It runs something that it decodes first, so that nobody can read it.", _ADVICE,
            )  # fmt: skip


def _check_walks(script: Python, report: Report) -> None:
    """`for … in os.walk('/'): os.remove(…)`."""
    walks = [one for one in script.commands if one.name in _WALKS and _starts_wide(one, script)]
    deletes = [one for one in script.commands if one.name in _DELETES]
    for command in deletes if walks else ():
        report.add(
            "deletes-wide", Severity.HIGH, command.span,
            "It deletes what it finds on a whole drive, or in a folder of the system.",
            "Name the folder exactly.",
        )  # fmt: skip


def _starts_wide(walk: Command, script: Python) -> bool:
    folders = [word.shown for word in walk.words]
    if walk.name.startswith("."):
        folders = re.findall(r"Path\(['\"]([^'\"]*)['\"]\)", script.tree.text)
    return any(is_too_wide(folder) for folder in folders)


def _check_shell_on_socket(script: Python, started: list[Command], report: Report) -> None:
    connects = any(one.name.startswith("socket.") for one in script.commands)
    told = [one for one in script.commands if _STARTS.match(one.name) and ".recv" in one.line]
    for command in (*started, *told) if connects else ():
        if command in told or command.name in ("sh", "bash", "cmd", "powershell", "zsh"):
            report.add(
                "remote-shell", Severity.HIGH, command.span,
                "It gives somebody else a shell on this machine.",
                "There is hardly ever an honest reason for this.",
            )  # fmt: skip


def _check_fetched(script: Python, started: list[Command], report: Report) -> None:
    fetched = {
        word.shown
        for command in script.commands
        if command.name in ("urllib.request.urlretrieve", "urllib.urlretrieve")
        for word in command.words[1:2]
    }
    if any(one.name.startswith(_FETCHES) for one in script.commands):
        fetched |= {
            one.words[0].shown
            for one in script.commands
            if one.name == "open" and len(one.words) > 1 and "w" in one.words[1].shown
        }
    runs = [one for one in script.commands if one.name in ("os.startfile", "runpy.run_path")]
    for command in (*runs, *started):
        if fetched & {command.written, *(word.shown for word in command.words)}:
            report.add(
                "download-and-run", Severity.HIGH, command.span,
                "It starts a file that it fetched from an address just before.",
                "Download it by hand, check its signature, and start what you checked.",
            )  # fmt: skip


def _started(call: ast.Call, command: Command, script: Python) -> Iterator[Command]:
    """The program that a call starts, as a command of its own."""
    if not _STARTS.match(command.name) or not call.args:
        return
    first = call.args[0]
    if isinstance(first, ast.Name):
        first = _assigned(first.id, script) or first
    if isinstance(first, ast.List | ast.Tuple):
        words = [_argument(item, script) for item in first.elts]
    elif command.name.startswith(("os.exec", "os.spawn", "asyncio.create_subprocess_exec")):
        listed = next((one for one in call.args if isinstance(one, ast.List | ast.Tuple)), None)
        words = (
            list(command.words) if listed is None else [_argument(i, script) for i in listed.elts]
        )
    else:
        return
    if words and words[0].value is not None:
        words = words[1:] if words[0].value == "sudo" and len(words) > 1 else words
        name = words[0].shown
        yield Command(base_name(name), name, words[0].span, command.span, tuple(words[1:]))


def _argument(item: ast.expr, script: Python) -> Word:
    value = script.value(item)
    return Word(ast.unparse(item) if value is None else value, value, script.span_of(item))


def _assigned(name: str, script: Python) -> ast.expr | None:
    if script.tree.module is None:
        return None
    for node in ast.walk(script.tree.module):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                return value
    return None


def _inner(script: Python, started: list[Command]) -> Iterator[Inner]:
    for command in (*started, *(one for one in script.commands if one.name == ".exec_command")):
        yield from inner_scripts(command)
    for call, command in script.calls:
        if not call.args or command.words[0].value is None:
            continue
        text, span = command.words[0].value, command.words[0].span
        is_text = not isinstance(call.args[0], ast.List | ast.Tuple)
        if _STARTS.match(command.name) and is_text and " " in text:
            yield Inner(text, None, span)
            yield Inner(text, Language.BASH, span)
        elif command.name in ("exec", "eval"):
            yield Inner(text, Language.PYTHON, span)


def _note(script: Python, report: Report) -> None:
    for command in script.commands:
        target = next((word.shown for word in command.words), "")
        what = f"{command.written} {target}".strip()
        if command.name in ("open", "io.open"):
            mode = next((w.shown for w in command.words[1:] if "encoding" not in w.text), "r")
            writes = re.search(r"[wax+]", mode.removeprefix("mode=")) is not None
            report.touch(TouchKind.FILES, what, command.span, changes=writes)
            if _SECRETS.search(target):
                report.add(
                    "reads-passwords", Severity.HIGH, command.span,
                    "It reads passwords or keys of this machine.",
                    "There is hardly ever an honest reason for this.",
                )  # fmt: skip
            if writes and command.words:
                check_lasting(command.words[0], report)
            if writes and is_disk(target):
                report.add(
                    "wipes-disk", Severity.HIGH, command.span,
                    "It writes over a disk.", "Take it out, or check the device twice.",
                )  # fmt: skip
            continue
        for pattern, kind, changes in _TOUCHES:
            if re.search(pattern, command.name):
                report.touch(kind, what, command.span, changes=changes)
                break
