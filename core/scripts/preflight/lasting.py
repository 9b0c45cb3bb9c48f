"""Files that decide who signs in to a machine, or what starts on it by itself."""

from __future__ import annotations

import re

from core.scripts.preflight.commands import Word
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.report import Report

_LASTING = re.compile(
    r"/etc/(?:cron|systemd|init\.d|rc\.local|profile|ld\.so\.preload|pam\.d|passwd|shadow|sudoers"
    r"|ssh/sshd_config|hosts\.allow|update-motd)|/var/spool/cron|authorized_keys|"
    r"launch(?:agents|daemons)|\.(?:bash|zsh)rc|\.(?:bash_)?profile|\.zprofile|/autostart/",
    re.IGNORECASE,
)
_VERY_LASTING = re.compile(
    r"ld\.so\.preload|pam\.d|/etc/(?:passwd|shadow|sudoers)|authorized_keys|cron", re.IGNORECASE
)


def check_lasting(word: Word, report: Report) -> None:
    """Say so when the file that is written is one of them."""
    if not _LASTING.search(word.shown):
        return
    severe = _VERY_LASTING.search(word.shown) is not None
    report.add(
        "lasting-change", Severity.HIGH if severe else Severity.MEDIUM, word.span,
        f"It writes to {word.shown}: that decides who signs in, or what starts by itself.",
        "Keep a copy of the file, and check each line that is added.",
    )  # fmt: skip
