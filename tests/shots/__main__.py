"""`python -m tests.shots OUT`: pictures of all main states, one folder per variant.

`--check` looks for texts that are cut off instead, and prints what it found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shots.eyes import Camera, Inspector
from tests.shots.play import play
from tests.shots.variants import VARIANTS, Variant

_TITLE_BAR = 32


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.shots", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=Path("shots"))
    parser.add_argument("--variant", type=int, help="only this one, by its number")
    parser.add_argument("--check", action="store_true", help="look for flaws, take no pictures")
    options = parser.parse_args()
    if options.variant is None:
        return _each_variant(options.out)
    variant = VARIANTS[options.variant]
    with tempfile.TemporaryDirectory() as folder:
        _hang_up_screen(variant, Path(folder))
        if options.check:
            return _check(variant)
        play(variant, Camera(options.out / variant.name))
    return 0


def _hang_up_screen(variant: Variant, folder: Path) -> None:
    """Have a screen that the window fills, as on a laptop; Qt's own would be 800 x 800."""
    width, height = variant.width * variant.scale, (variant.height + _TITLE_BAR) * variant.scale
    screen = {"name": "laptop", "x": 0, "y": 0, "width": width, "height": height}
    lines = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [screen | lines]}), encoding="utf-8")
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={file}")


def _check(variant: Variant) -> int:
    inspector = Inspector()
    play(variant, inspector)
    print(f"{len(inspector.states)} states")
    print("\n".join(inspector.found))
    return 1 if inspector.found else 0


def _each_variant(out: Path) -> int:
    """Every variant is a process of its own, because Qt reads its scale once."""
    failed = 0
    for number, variant in enumerate(VARIANTS):
        env = dict(os.environ, QT_SCALE_FACTOR=str(variant.scale))
        command = [sys.executable, "-m", "tests.shots", str(out), "--variant", str(number)]
        code = subprocess.call(command, env=env)
        failed += code != 0
        print(f"{variant.name}: {'failed' if code else 'done'}", flush=True)
    print(f"Pictures are in {out}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
