"""What every Windows has and the Wine of a stable Debian lacks. Only the proof needs it.

Rust's standard library asks bcryptprimitives.dll for random numbers. Wine has the same function
under an older name, so a library without any code, which passes the call on, is enough.
"""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

from build.environment import FONTS

# The older name: RtlGenRandom(buffer, length), which Microsoft exports as SystemFunction036.
_RANDOM = ("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")

_FONTS = ("Inter-[RMSB]*.otf", "JetBrainsMono-[RB]*.ttf")  # upright, from regular to bold

_SECTION_AT = 0x1000
_FILE_ALIGNMENT = 0x200
_MACHINE_AMD64 = 0x8664
_EXECUTABLE_DLL = 0x2022  # an image, a library, may lie above 2 GB
_READABLE_DATA = 0x40000040


def fill_gaps(prefix: Path) -> None:
    """Add the missing library to a Wine installation, and this machine's fonts for pictures."""
    windows = prefix / "drive_c" / "windows"
    name, exported, forwarded = _RANDOM
    library = windows / "system32" / name
    library.write_bytes(forwarding_library(name, exported, forwarded))
    fonts = windows / "Fonts"
    fonts.mkdir(exist_ok=True)
    for pattern in _FONTS:
        for file in FONTS.rglob(pattern):
            shutil.copyfile(file, fonts / file.name)


def forwarding_library(name: str, exported: str, forwarded: str) -> bytes:
    """A Windows library whose one function is that of another library.

    The layout is Microsoft's "PE Format": an export whose address lies inside the export table is
    the name of the function to take instead.
    """
    exports = _exports(name, exported, forwarded)
    raw_size = -len(exports) % _FILE_ALIGNMENT + len(exports)
    dos = struct.pack("<2s58xI", b"MZ", 64)
    file_header = struct.pack("<4sHHIIIHH", b"PE", _MACHINE_AMD64, 1, 0, 0, 0, 240, _EXECUTABLE_DLL)
    optional = struct.pack(
        "<HBBIIIIIQIIHHHHHHIIIIHHQQQQII",
        *(0x20B, 14, 0, 0, raw_size, 0, 0, _SECTION_AT),
        *(0x180000000, 0x1000, _FILE_ALIGNMENT),
        *(6, 0, 0, 0, 6, 0, 0),  # for Windows 6.0 and later
        *(0x2000, _FILE_ALIGNMENT, 0, 3, 0x100),
        *(0x100000, 0x1000, 0x100000, 0x1000, 0, 16),
    )
    directories = struct.pack("<II", _SECTION_AT, len(exports)).ljust(16 * 8, b"\0")
    section = struct.pack(
        "<8sIIII12xI",
        b".edata",
        len(exports),
        _SECTION_AT,
        raw_size,
        _FILE_ALIGNMENT,
        _READABLE_DATA,
    )
    head = dos + file_header + optional + directories + section
    return head.ljust(_FILE_ALIGNMENT, b"\0") + exports.ljust(raw_size, b"\0")


def _exports(name: str, exported: str, forwarded: str) -> bytes:
    """The table: a directory of 40 bytes, three lists of one entry each, then the texts."""
    functions, names, ordinals = 40, 44, 48
    texts = [text.encode() + b"\0" for text in (name, exported, forwarded)]
    at = [_SECTION_AT + 50]
    for text in texts:
        at.append(at[-1] + len(text))
    directory = struct.pack(
        "<IIHHIIIIIII",
        *(0, 0, 0, 0, at[0], 1, 1, 1),
        *(_SECTION_AT + functions, _SECTION_AT + names, _SECTION_AT + ordinals),
    )
    return directory + struct.pack("<IIH", at[2], at[1], 0) + b"".join(texts)
