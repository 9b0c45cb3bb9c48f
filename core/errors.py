"""Every error the product raises on purpose.

AppError
├── UserError            the input breaks a rule; say which one
│   └── Conflict         the state does not allow it (any more)
├── NotFound             the row is not there, or belongs to somebody else
├── EnvironmentProblem   the machine is the cause: disk, permissions, keyring, locked file
├── RemoteError          another system answered badly, or not at all
└── Bug                  our own mistake; worth a crash report

Foreign exceptions become one of these at the adapter that met them, nowhere else.
"""

from __future__ import annotations


class AppError(Exception):
    """What happened (`title`), what it means for the work (`message`), what to do (`hint`)."""

    def __init__(
        self, title: str, message: str = "", *, hint: str = "", retryable: bool = False
    ) -> None:
        super().__init__(" ".join(part for part in (title, message, hint) if part))
        self.title = title
        self.message = message
        self.hint = hint
        self.retryable = retryable


class UserError(AppError):
    """The input breaks a rule. `field` names the input, when there is one."""

    def __init__(self, title: str, message: str = "", *, hint: str = "", field: str = "") -> None:
        super().__init__(title, message, hint=hint)
        self.field = field


class Conflict(UserError):
    """The state does not allow the command."""


class NotFound(AppError):
    """The row does not exist for this account."""


class EnvironmentProblem(AppError):
    """The machine stands in the way."""


class RemoteError(AppError):
    """Another system failed."""


class Bug(AppError):
    """An assumption of our own does not hold."""
