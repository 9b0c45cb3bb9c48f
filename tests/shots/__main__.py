"""`python -m tests.shots OUT`: pictures of all main states, one folder per variant.

`--check` looks for texts that are cut off instead, and prints what it found.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.shots.eyes import Camera, Inspector
from tests.shots.play import play
from tests.shots.variants import VARIANTS


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.shots", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=Path("shots"))
    parser.add_argument("--variant", type=int, help="only this one, by its number")
    parser.add_argument("--check", action="store_true", help="look for flaws, take no pictures")
    options = parser.parse_args()
    if options.variant is None:
        return _each_variant(options.out)
    variant = VARIANTS[options.variant]
    if options.check:
        return _check(options.variant)
    play(variant, Camera(options.out / variant.name))
    return 0


def _check(number: int) -> int:
    inspector = Inspector()
    play(VARIANTS[number], inspector)
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
