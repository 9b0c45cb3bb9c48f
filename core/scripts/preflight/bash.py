"""The look at a Bash script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import tree_sitter

from core.scripts.model import Language
from core.scripts.preflight import unix_rules
from core.scripts.preflight.bash_reading import Bash, read, value_of
from core.scripts.preflight.bash_scope import check_scope, check_wide
from core.scripts.preflight.commands import Command, Word
from core.scripts.preflight.encoded import check_encoded
from core.scripts.preflight.fetched import check_fetched
from core.scripts.preflight.findings import Severity, TouchKind
from core.scripts.preflight.inner import Inner, inner_scripts
from core.scripts.preflight.lasting import check_lasting
from core.scripts.preflight.loose import read_loosely
from core.scripts.preflight.paths import is_disk
from core.scripts.preflight.report import Report
from core.scripts.preflight.rule import apply_rules, by_name
from core.scripts.preflight.touches import note_touches
from core.scripts.syntax import Span, line_of, walk

_RULES = by_name(unix_rules.RULES)
_SHELLS = re.compile(r"^(?:ba|da|z|k|a)?sh$|^(?:python|perl|ruby|node|php)[\d.]*$")
_FETCHES = ("curl", "wget", "fetch", "nc", "ncat")
_LATER = ("crontab", "at", "batch", "ssh", "su")
_SCHEDULE = re.compile(r"^\s*(?:@\w+|(?:[\d*/,-]+\s+){5})\s*")
_DECODES = ("base64", "base32", "xxd", "openssl", "rev", "tr", "gunzip", "zcat", "uudecode",
            "gpg", "od", "printf")  # fmt: skip
_DECODING = re.compile(
    r"\s-\w*[dr]\b|--decode|enc .*-d|^rev|^tr |^gunzip|^zcat|^uudecode|^printf .*\\\\"
)
_CALCULATED = re.compile(
    r"\$\(|`|\$\{\w+:\d|\$\{!|\$\w+\$|\}\$|\w\$\{?\w|\}\w+$|\$\{?\w+\}?['\"]+\w"
)
_ADVICE = "Write the command out, so that everyone can see what runs."
_WORDS: tuple[tuple[str, Severity, re.Pattern[str], str], ...] = (
    ("dev-tcp", Severity.HIGH, re.compile(r"/dev/(?:tcp|udp)/"),
     "It opens a connection of its own, past every tool and log."),
    ("fork-bomb", Severity.HIGH, re.compile(r"(\S{1,20})\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}"),
     "It starts itself over and over until the machine stands still."),
    ("split-by-ifs", Severity.HIGH, re.compile(r"\w\$\{?IFS\b[^}]*\}?-?\w|\$\{IFS[%#:]"),
     "It hides the blanks of a command."),
    ("cut-out-of-text", Severity.MEDIUM, re.compile(r"\$\{\w+:\d+:1\}.*\$\{\w+:\d+:1\}"),
     "It puts a text together from letters of other texts."),
    ("sudoers", Severity.HIGH, re.compile(r"NOPASSWD\s*:\s*ALL|/etc/sudoers"),
     "It changes who may do everything on this machine."),
    ("remote-login-open", Severity.HIGH, re.compile(
        r"Permit(?:RootLogin|EmptyPasswords)\s+yes[^/]*$|/\s*Permit(?:RootLogin|EmptyPasswords)\s+yes",
        re.MULTILINE),
     "It lets anybody try to sign in as root from elsewhere."),
    ("crashes", Severity.HIGH, re.compile(r"/proc/sysrq-trigger"),
     "It stops or restarts the machine at once, and what is not saved is lost."),
)  # fmt: skip


def look_bash(text: str, report: Report) -> tuple[Inner, ...]:
    """Report what the script does; returns the scripts it hands to other shells."""
    script = read(text)
    commands = list(script.commands)
    if script.tree.has_error:
        line = line_of(text, script.tree.errors[0].start)
        report.unread(f"Line {line} could not be read as Bash.")
        commands += read_loosely(text, Language.BASH)
    apply_rules(_RULES, commands, report)
    check_encoded(commands, report)
    check_wide(commands, report)
    check_scope(script, report)
    check_fetched(text, script.commands, report)
    _check_words(text, report)
    for command in script.commands:
        _check_piped(command, report)
        _check_name(command, script, report)
        _check_sent(command, report)
        _check_lasting(command, command.words, report)
    _check_redirects(script, report)
    note_touches(script.commands, report)
    return tuple(_inner(script, commands))


def _inner(script: Bash, commands: Iterable[Command]) -> Iterator[Inner]:
    for command in commands:
        yield from inner_scripts(command)
        if command.name == "find":
            yield from _executed(command)
        if command.name in _LATER:
            yield from _told_by_echo(command)
    root = script.tree.root
    for node in () if root is None else walk(root):
        if node.type in ("heredoc_body", "herestring_redirect"):
            yield from _here_document(node, script)


def _told_by_echo(command: Command) -> Iterator[Inner]:
    """`echo '* * * * * …' | crontab -`: what is piped to something that runs it."""
    for source in command.upstream:
        if source.name in ("echo", "printf") and source.words:
            text = " ".join(word.shown.strip("\"'") for word in source.words)
            yield Inner(_SCHEDULE.sub("", text), Language.BASH, source.span)


def _executed(command: Command) -> Iterator[Inner]:
    texts = [word.text for word in command.words]
    for at, text in enumerate(texts):
        if text in ("-exec", "-execdir", "-ok"):
            words = command.words[at + 1 :]
            if words and words[0].value in ("sh", "bash"):
                span = Span(words[0].span.start, words[-1].span.end)
                yield Inner(" ".join(word.text for word in words), Language.BASH, span)


def _here_document(node: tree_sitter.Node, script: Bash) -> Iterator[Inner]:
    """`bash <<EOF … EOF` and `bash <<< '…'`, also for another machine over ssh."""
    statement = next(
        (n for n in script.ancestry.of(node) if n.type in ("redirected_statement", "command")), None
    )
    if statement is None:
        return
    words = re.split(r"<<", script.tree.text_of(statement), maxsplit=1)[0].split()
    shell = next((word for word in words if _SHELLS.match(word)), "")
    if not shell and words[:1] != ["ssh"]:
        return
    language = Language.PYTHON if shell.startswith("python") else Language.BASH
    span = script.tree.span_of(node)
    if node.type == "heredoc_body":
        yield Inner(script.tree.text_of(node), language, span)
    elif node.named_children:
        value = value_of(node.named_children[-1], script.tree, script.values)
        yield from () if value is None else (Inner(value, language, span),)


def _check_words(text: str, report: Report) -> None:
    for rule, severity, pattern, message in _WORDS:
        for found in pattern.finditer(text):
            line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
            if not line.lstrip().startswith("#"):
                report.add(rule, severity, Span(*found.span()), message, _ADVICE)


def _check_piped(command: Command, report: Report) -> None:
    """`curl … | sh`, `base64 -d | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`."""
    is_shell = _SHELLS.match(command.name) is not None or command.name in (".", "source", "eval")
    if not is_shell:
        return
    reads_input = not any(not word.text.startswith("-") for word in command.words)
    before = command.upstream if reads_input or command.given("s", "") else ()
    inside = " ".join(word.text for word in command.words)
    for word in () if command.name == "eval" else command.words:
        if re.match(r"^\"?(?:\$\(.*\)|`.*`)\"?$", word.text, re.DOTALL) and word.value is None:
            report.add(
                "runs-text", Severity.HIGH, command.span,
                f"{command.written} runs what another command prints: it is not to be seen before.",
                _ADVICE,
            )  # fmt: skip
    fetched = any(one.name in _FETCHES for one in before) or re.search(
        r"(?:<\(|\$\(|`)[^)`]*\b(?:curl|wget|fetch)\b", inside
    )
    if fetched:
        report.add(
            "download-and-run", Severity.HIGH, command.span,
            "It runs what it fetches from an address, unseen.",
            "Save it to a file, read it, and run that.",
        )  # fmt: skip
    decoded = any(one.name in _DECODES and _DECODING.search(one.line) for one in before)
    if decoded or re.search(r"base64\s+(?:-d|-D|--decode)|xxd\s+-r|\brev\b", inside):
        report.add(
            "decoded-and-run", Severity.HIGH, command.span,
            "It runs something that it decodes first, so that nobody can read it.", _ADVICE,
        )  # fmt: skip
    elif before and reads_input and not fetched and command.name not in (".", "source"):
        report.add(
            "piped-to-shell", Severity.MEDIUM, command.span,
            f"It hands a text to {command.written} to run.", _ADVICE,
        )  # fmt: skip


def _check_sent(command: Command, report: Report) -> None:
    """`tar … | nc host port`; a greeting by echo only tests the port."""
    if command.name in ("nc", "ncat", "netcat", "socat") and any(
        source.name not in ("echo", "printf") for source in command.upstream
    ):
        report.add(
            "uploads", Severity.HIGH, command.span,
            "It sends what it read to another computer.",
            "Check what leaves the machine, and where it goes.",
        )  # fmt: skip


def _check_name(command: Command, script: Bash, report: Report) -> None:
    written = command.written
    if (
        re.search(r"\w(?:''|\"\")\w|\w\\\w|\w['\"]\w+['\"]\w*$|^\$'", written)
        and "/" not in written
    ):
        report.add(
            "escaped-name", Severity.HIGH, command.name_span,
            "The name of a command is broken up with escapes or quotes to hide it.", _ADVICE,
        )  # fmt: skip
    if command.name:
        return
    if _CALCULATED.search(written) or _comes_from_run(written, script):
        report.add(
            "calculated-command", Severity.HIGH, command.span,
            "The command itself is calculated: what runs is not to be seen before it runs.",
            _ADVICE,
        )  # fmt: skip
    elif written.startswith(("$", '"$')) and "/" not in written:
        report.add(
            "variable-command", Severity.MEDIUM, command.span,
            f"It runs whatever is in {written}.",
            "Check where that comes from, or write the command out.",
        )  # fmt: skip


def _comes_from_run(written: str, script: Bash) -> bool:
    """`$X -rf /` after `X=$(echo … | base64 -d)`."""
    source = script.sources.get(written.strip('"${}'), "")
    return (
        re.search(r"(?:\$\(|`).*\b(?:base64|xxd|rev|tr|curl|wget|printf|openssl|sed)\b", source)
        is not None
    )


def _check_redirects(script: Bash, report: Report) -> None:
    root = script.tree.root
    for node in () if root is None else walk(root):
        if node.type != "file_redirect" or not node.named_children:
            continue
        if not any(child.type.startswith((">", "&>")) for child in node.children):
            continue
        target = node.named_children[-1]
        value = value_of(target, script.tree, script.values)
        word = Word(script.tree.text_of(target), value, script.tree.span_of(target))
        if word.shown == "/dev/null" or target.type == "number":
            continue
        if is_disk(word.shown):
            report.add(
                "wipes-disk", Severity.HIGH, script.tree.span_of(node),
                "It writes over a disk.", "Take it out, or check the device twice.",
            )  # fmt: skip
        elif not word.shown.startswith("/dev/"):
            report.touch(TouchKind.FILES, f"writes {word.shown}", word.span, changes=True)
            check_lasting(word, report)


def _check_lasting(command: Command, words: Iterable[Word], report: Report) -> None:
    if command.name in ("tee", "cp", "mv", "install", "ln", "sed", "chattr"):
        if command.name == "sed" and not command.given("i"):
            return
        for word in words:
            check_lasting(word, report)
