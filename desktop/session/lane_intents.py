"""What the engineer can ask for in the task lane."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class LaneIntents(QObject):
    """One signal per intent. The cards share it, so that no signal is passed up level by level.

    The first argument is always the id (UUID) of the card's row.
    """

    note_added = Signal(str)
    fact_edited = Signal(object, str)
    fact_deleted = Signal(object)
    question_answered = Signal(object, str)
    item_skipped = Signal(object)
    item_reopened = Signal(object)
    fact_wanted = Signal(object)
    check_run_requested = Signal(object)
    checks_run_requested = Signal(list)
    check_cancelled = Signal(object)
    result_pasted = Signal(object, str)
    result_reported = Signal(object, str)
    fix_restored = Signal(object)
    resolve_requested = Signal()
    escalate_requested = Signal()
