"""Why FlowPilot cannot start here, in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from core.db.backup import Backup
from core.db.failures import KeyProblem
from core.errors import AppError, Bug
from desktop.problems import Problem
from desktop.settings.wording import moment


class StartAction(Enum):
    """What the engineer can do. Quitting is always possible."""

    ENTER_KEY = "enter_key"
    TRY_AGAIN = "try_again"
    RESTORE = "restore"
    USUAL_FOLDER = "usual_folder"
    CHOOSE_FOLDER = "choose_folder"


@dataclass(frozen=True, slots=True)
class StartProblem:
    """One failed start. The first action is the one that most likely helps."""

    title: str
    meaning: str
    advice: str
    details: str
    actions: tuple[StartAction, ...]
    newest_backup: str = ""


def start_problem(
    error: Exception, described: Problem, backups: Sequence[Backup], *, has_own_folder: bool
) -> StartProblem:
    """Choose the actions that can help against an error.

    An error that may pass by itself is tried again first, and so is a mistake of ours; what does
    not pass needs a backup.
    """
    actions: list[StartAction] = []
    is_ours = not isinstance(error, AppError) or isinstance(error, Bug)
    passes = isinstance(error, AppError) and error.retryable
    if isinstance(error, KeyProblem):
        actions.append(StartAction.ENTER_KEY)
    if passes or is_ours:
        actions.append(StartAction.TRY_AGAIN)
    if backups and not passes:
        actions.append(StartAction.RESTORE)
    if StartAction.TRY_AGAIN not in actions:
        actions.append(StartAction.TRY_AGAIN)
    if has_own_folder:
        actions.append(StartAction.USUAL_FOLDER)
    actions.append(StartAction.CHOOSE_FOLDER)
    return StartProblem(
        described.title,
        described.meaning,
        described.advice,
        described.details,
        tuple(actions),
        moment(backups[0].made_at) if backups else "",
    )
