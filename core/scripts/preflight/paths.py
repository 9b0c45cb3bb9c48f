"""Which paths are too wide to delete from, or may turn out to be."""

from __future__ import annotations

import re

_ROOTS = re.compile(
    r"""^(?:
        [a-z]:[\\/]*(?:\*(?:\.\*)?)?            # C:\ or C:\*
      | [\\/]+(?:\*)?                           # \ or /
      | \\\\[^\\]+\\[^\\]+[\\/]*(?:\*(?:\.\*)?)?  # \\server\share
      | (?:[a-z]:)?\\?(?:windows|users|program\ files(?:\ \(x86\))?|programdata|boot|efi|perflogs)
        (?:\\(?:system32|syswow64|\(user\)|winsxs|\*))?[\\/]*(?:\*(?:\.\*)?)?
      | /(?:bin|boot|dev|etc|home|lib\w*|opt|proc|root|sbin|srv|sys|usr|var|mnt|media|users|library
        |system|applications)/*(?:\*)?
      | /(?:home|users|mnt|media|var)/[^/*]+/*\*?
      | /(?:usr|var)/(?:lib|bin|sbin|local|share|www|log)/*\*?
      | ~[\\/]?\*? | \.\.?[\\/]\*? | \*(?:\.\*)?
      | hk(?:lm|cu|cr|u):\\*(?:software|system)?(?:\\(?:microsoft|currentcontrolset))?\\*\*?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_DEVICE = re.compile(r"^/dev/(?:sd|hd|vd|xvd|nvme|mmcblk|disk|mapper/|md|dm-)", re.IGNORECASE)


def is_too_wide(path: str) -> bool:
    """Whether the path is a drive, a share, or a folder of the system or of all users."""
    return _ROOTS.match(path.strip().strip("\"'").strip()) is not None


def is_disk(path: str) -> bool:
    """Whether the path is a disk or a partition itself."""
    return _DEVICE.match(path.strip().strip("\"'")) is not None
