"""How the last run ended, seen from the start of this one."""

from __future__ import annotations

from pathlib import Path

from core.crashes.native import take_native_faults
from core.crashes.reports import CrashKind, CrashReport, CrashReports

_LAST_LINES = 40
_TAIL_BYTES = 16 * 1024
_WITHOUT_A_TRACE = (
    "The last run of FlowPilot did not end by itself, and left no trace of a crash. It was ended "
    "from outside, or the computer lost power or was switched off."
)


def look_back(reports: CrashReports, logs: Path, *, was_left_open: bool) -> CrashReport | None:
    """Make reports of what the last run left; the one about its end, if that was unexpected.

    A native fault alone is no end: Windows tells of faults that a library then deals with.
    """
    faults = take_native_faults(logs)
    if not was_left_open:
        for fault in faults:
            reports.keep(CrashKind.NATIVE, "a fault that FlowPilot survived", fault)
        return None
    tail = _last_lines(logs / "flowpilot.log")
    said = f"Its last lines in the log:\n{tail}" if tail else "It wrote no log."
    if not faults:
        return reports.keep(
            CrashKind.END, "FlowPilot ended unexpectedly", f"{_WITHOUT_A_TRACE}\n\n{said}"
        )
    body = "\n\n".join((*faults, said))
    return reports.keep(CrashKind.NATIVE, "FlowPilot ended unexpectedly", body)


def _last_lines(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-_LAST_LINES:])
