"""How a run ended, in the words and tone that are drawn. Never more than was seen."""

from __future__ import annotations

from dataclasses import dataclass

from core.checks.runs import RunEnd
from core.scripts.model import ScriptRun
from core.scripts.run.result import RunResult
from desktop.theme.tokens import Tone

_ENDS = {
    RunEnd.TIMED_OUT: (
        "Stopped at its time limit. What it did until then stays done.",
        Tone.WARNING,
    ),
    RunEnd.CANCELLED: ("Cancelled. What it did until then stays done.", Tone.WARNING),
    RunEnd.FAILED_TO_START: ("The script did not start.", Tone.DANGER),
    RunEnd.PASTED: ("Ran elsewhere, as you said.", Tone.NEUTRAL),
    RunEnd.UNKNOWN: ("What became of it is not known.", Tone.WARNING),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFace:
    """words: the end; fine_print: exit code, time, hashes; note: what is doubtful."""

    words: str
    tone: Tone
    fine_print: str
    note: str
    errors: str
    transcript: str


def result_face(run: ScriptRun | RunResult) -> ResultFace:
    """A run that ended, or one whose end nobody saw."""
    words, tone = _end_words(run.end, run.exit_code)
    parts = [
        "" if run.exit_code is None else f"Exit code {run.exit_code}",
        elapsed_words(run.duration_ms // 1000),
        f"script {run.script_sha256[:12]}" if run.script_sha256 else "",
        f"transcript {run.transcript_sha256[:12]}" if run.transcript_sha256 else "",
    ]
    return ResultFace(
        words=words,
        tone=tone,
        fine_print=" · ".join(filter(None, parts)),
        note=run.note,
        errors=run.stderr.strip(),
        transcript=run.transcript,
    )


def elapsed_words(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02} s"


def _end_words(end: RunEnd | None, exit_code: int | None) -> tuple[str, Tone]:
    if end is RunEnd.EXITED and exit_code == 0:
        return "The script ended and reported no error. Check whether it worked.", Tone.SUCCESS
    if end is RunEnd.EXITED:
        return "The script ended and reported an error.", Tone.DANGER
    return _ENDS[end or RunEnd.UNKNOWN]
