"""Runs the benchmarks, each in a process of its own, and prints the table."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measurement import Measurement, table

# In this order; each is the function of its name in the module named.
BENCHMARKS = {
    "cold_start": "tests.bench.cold_start",
    "opening": "tests.bench.opening",
    "blocks": "tests.bench.blocks",
    "search": "tests.bench.search",
    "preview": "tests.bench.preview",
    "streaming": "tests.bench.streaming",
    "memory": "tests.bench.memory",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 0 also when something is over its target."""
    options = _parser().parse_args(arguments)
    if options.inside:
        found = _measure(options.inside, options.folder, quick=options.quick)
        print(json.dumps([one.as_json() for one in found]))
        return 0
    with tempfile.TemporaryDirectory(prefix="flowpilot-bench-") as temporary:
        folder = options.folder or Path(temporary)
        measured = [
            one
            for name in options.only or BENCHMARKS
            for one in _measure_apart(name, folder / name, quick=options.quick)
        ]
    print(table(measured))
    over = [one.what for one in measured if one.verdict == "OVER"]
    print(f"{len(over)} over target" + "".join(f"\n  {what}" for what in over))
    if options.json:
        lines = json.dumps([one.as_json() for one in measured], indent=1)
        options.json.write_text(lines + "\n", encoding="utf-8")
    return 0


def _measure(name: str, folder: Path, *, quick: bool) -> list[Measurement]:
    benchmark = getattr(importlib.import_module(BENCHMARKS[name]), name)
    found: list[Measurement] = benchmark(folder, quick=quick)
    return found


def _measure_apart(name: str, folder: Path, *, quick: bool) -> list[Measurement]:
    """So that what one benchmark leaves in memory does not count for the next."""
    print(f"{name} …", file=sys.stderr, flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.bench", "--inside", name, "--folder", str(folder)]
    # Profiles that are made up have their key in a file; the real keyring is not asked.
    environment = dict(os.environ, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    ended = subprocess.run(
        [*command, *(["--quick"] if quick else [])],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        print(ended.stdout, ended.stderr, sep="\n", file=sys.stderr)
        sys.exit(f"The benchmark {name} failed.")
    rows = json.loads(ended.stdout.splitlines()[-1])
    return [Measurement.from_json(row) for row in rows]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench --", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller profiles")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file too")
    parser.add_argument("--folder", type=Path, help="make profiles here, and use them again")
    parser.add_argument("--inside", choices=BENCHMARKS, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
