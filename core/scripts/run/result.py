"""How a run of a script ended, in words that promise no more than was seen."""

from __future__ import annotations

import asyncio
import re
import signal
from dataclasses import dataclass

from core.checks.runs import RunEnd
from core.scripts.model import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run left behind; secrets are hidden in all of it.

    exit_code      only when the script ended by itself; negative: the signal that ended it
    script_sha256  of the script's text as it was shown, in UTF-8
    note           what was cut, went wrong or is doubtful; empty when there is nothing to say
    """

    end: RunEnd
    exit_code: int | None = None
    stdout: str = ""
    stderr: str = ""
    transcript: str = ""
    transcript_sha256: str = ""
    script_sha256: str = ""
    duration_ms: int = 0
    note: str = ""


class RunCancelled(asyncio.CancelledError):
    """The run was cancelled and its processes ended; `result` holds what it printed until then."""

    def __init__(self, result: RunResult) -> None:
        super().__init__("The script was cancelled.")
        self.result = result


_ENDS = {
    RunEnd.TIMED_OUT: "Ended: stopped at its time limit. What it had done until then stays done.",
    RunEnd.CANCELLED: "Ended: cancelled. What it had done until then stays done.",
    RunEnd.FAILED_TO_START: "Ended: it did not start.",
}


def end_text(end: RunEnd, exit_code: int | None) -> str:
    """The last line of a transcript."""
    if exit_code is None:
        return _ENDS[end]
    if exit_code < 0:
        return f"Ended: {signal_note(exit_code)}"
    return f"Ended: exit code {exit_code}"


def signal_note(exit_code: int | None) -> str:
    """Says so when something else ended the script; empty when it ended by itself."""
    if exit_code is None or exit_code >= 0:
        return ""
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = str(-exit_code)
    return f"The script was ended from outside by signal {name}; it did not finish."


_ASKED = re.compile(
    r"EOF when reading a line|EOFError"
    r"|NonInteractive mode|PromptingException|ReadHost\w*Exception"
    r"|terminal is required to read|no tty present|input file was end-of-file"
)
_BASH_READ = re.compile(r"^[ \t]*(?:if[ \t]+!?[ \t]*)?read\b(?![^\n]*<)[^\n]*$", re.MULTILINE)


def input_note(language: Language, script: str, printed: str) -> str:
    """Says so when the script seems to have asked for input; empty when nothing hints at it."""
    if _ASKED.search(printed):
        return "The script asked for input and got none: scripts run here without a keyboard."
    asks = _BASH_READ.search(script) if language is Language.BASH else None
    if asks is None:
        return ""
    line = script.count("\n", 0, asks.start()) + 1
    return f"Line {line} of the script reads input; if it was reached, it got none."
