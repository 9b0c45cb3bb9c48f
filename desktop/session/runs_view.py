"""Runs of scripts in words."""

from __future__ import annotations

from datetime import datetime

from core.scripts.script_service import RunAccount
from desktop.scripts.result_face import result_face
from desktop.session.runs_sheet import RunLine
from desktop.session_list.rows import when


def run_line(account: RunAccount, now: datetime) -> RunLine:
    """One run as the sheet shows it."""
    run, script = account.run, account.generation
    face = result_face(run)
    rights = " · as administrator" if run.elevated else ""
    return RunLine(
        title=f"{when(run.started_at, now)} · {script.title or script.language.label}{rights}",
        tone=face.tone,
        words=" ".join(filter(None, (face.words, face.note))),
        transcript=run.transcript,
        sha256=run.transcript_sha256,
    )
