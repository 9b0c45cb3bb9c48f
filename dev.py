#!/usr/bin/env python3
"""Run and check FlowPilot Desktop from a checkout: python3 dev.py --help

Needs nothing but Python. The first call makes a virtual environment in .venv from the locked
packages in build/requirements; where packages come from is for your own pip settings to say.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from build.environment import LOCKS, ROOT, environment, has_display, require_supported_python


@dataclass(frozen=True)
class Step:
    """One check of `dev.py test`: a module run by Python, and which environment it needs."""

    name: str
    command: str
    without_qt: bool = False
    takes_minutes: bool = False

    @property
    def is_pytest(self) -> bool:
        return self.command.startswith("pytest")


STEPS = (
    Step("lint", "ruff check ."),
    Step("format", "ruff format --check ."),
    Step("types", "mypy"),
    Step("arch", "pytest tests/arch"),
    # In an environment without Qt: proves that core and sync need none.
    Step("unit", "pytest -n auto tests/unit", without_qt=True),
    Step("property", "pytest -n auto tests/property", without_qt=True),
    Step("desktop", "pytest tests/desktop"),
    Step("e2e", "pytest -n auto tests/e2e"),
    Step("windows", "build.windows_wine", takes_minutes=True),
)

USUAL = ["-m", "not slow"]
NO_TESTS = 5  # pytest's exit code when it ran none


def call(*command: str | Path, offscreen: bool) -> int:
    """Run a command in the project folder and return its exit code."""
    env = dict(os.environ, PYTHONUTF8="1")
    if offscreen:
        env["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.call(command, cwd=ROOT, env=env)


def run(options: argparse.Namespace) -> int:
    """Open the window; where nobody could see it, play the guided demo into pictures instead."""
    python = environment(".venv", "desktop")
    if options.args or has_display():
        return call(python, "main.py", *options.args, offscreen=not has_display())
    out = ROOT / ".flowpilot-demo" if os.access(ROOT, os.W_OK) else Path(tempfile.mkdtemp())
    print("There is no display here, so the guided demo plays without a window.", flush=True)
    code = call(python, "main.py", "--demo", out, offscreen=True)
    if code == 0:
        print(f"The pictures and the resolution note are in {out}")
    return code


def test(options: argparse.Namespace) -> int:
    """Run every check, also after one has failed, and say at the end which ones did."""
    steps = [step for step in STEPS if not options.only or step.name in options.only]
    steps = [step for step in steps if not (options.fast and step.takes_minutes)]
    marked = ["-m", "slow"] if options.slow else USUAL
    results: list[tuple[str, bool, float]] = []
    for step in steps:
        name, lock = (".venv-core", "test-core") if step.without_qt else (".venv", "test")
        python = environment(name, lock)
        print(f"\n=== {step.name}: {step.command}", flush=True)
        began = time.monotonic()
        passed = run_step(step, python, marked + options.args)
        results.append((step.name, passed, time.monotonic() - began))
    print("\n=== summary")
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {name:<12}{seconds:7.1f} s")
    failed = sum(not passed for _, passed, _ in results)
    print(f"steps: {len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def run_step(step: Step, python: Path, chosen: list[str]) -> bool:
    """Whether the step passed; what is `chosen` may be none of a folder's tests."""
    arguments = chosen if step.is_pytest else []
    code = call(python, "-m", *step.command.split(), *arguments, offscreen=True)
    narrowed = bool(arguments) and arguments != USUAL
    return code == 0 or (narrowed and code == NO_TESTS)


def shots(options: argparse.Namespace) -> int:
    """Write pictures of all main states, light and dark."""
    return call(environment(".venv", "test"), "-m", "tests.shots", options.out, offscreen=True)


def bench(options: argparse.Namespace) -> int:
    """Measure the speed ratios and print them beside their floors."""
    return call(environment(".venv", "test"), "-m", "tests.bench", *options.args, offscreen=True)


def package(options: argparse.Namespace) -> int:
    """Build the installer or archive for this platform, or prove the Windows installer on Linux."""
    if options.windows:
        return call(environment(".venv", "test"), "-m", "build.windows_wine", offscreen=True)
    return call(environment(".venv-package", "package"), "-m", "build.package", offscreen=True)


def lock(options: argparse.Namespace) -> int:
    """Renew build/requirements/*.txt from the *.in files, all platforms at once.

    The smaller sets are held to the versions of the largest, so that one environment fits all.
    """
    uv = "-m uv pip compile --quiet --universal --generate-hashes --python-version 3.11"
    style = "--no-emit-index-url --no-header --no-annotate"
    command: list[str | Path] = [environment(".venv", "test"), *uv.split(), *style.split()]
    for name in ("test", "test-core", "package", "desktop", "core"):
        locked = LOCKS / f"{name}.txt"
        renewal = [*command, LOCKS / f"{name}.in", "--output-file", locked]
        if name != "test":
            renewal += ["--constraints", LOCKS / "test.txt"]
        if options.upgrade:
            renewal.append("--upgrade")
        if call(*renewal, offscreen=True):
            return 1
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").partition(":")[0])
    commands = top.add_subparsers(required=True, metavar="command")
    for command in (run, test, shots, bench, package, lock):
        summary = (command.__doc__ or "").partition("\n")[0]
        sub = commands.add_parser(command.__name__, help=summary, description=command.__doc__)
        sub.set_defaults(command=command)
        if command is test:
            which = sub.add_mutually_exclusive_group()
            which.add_argument("--fast", action="store_true", help="without the Windows installer")
            which.add_argument("--slow", action="store_true", help="only the long tests")
            names = [step.name for step in STEPS]
            sub.add_argument(
                "--only", nargs="+", choices=names, metavar="STEP", help=", ".join(names)
            )
        if command is shots:
            sub.add_argument("out", nargs="?", default="shots", help="the folder to write to")
        elif command is package:
            sub.add_argument(
                "--windows", action="store_true", help="the Windows installer, on Linux under Wine"
            )
        elif command is lock:
            sub.add_argument("--upgrade", action="store_true", help="take the newest versions")
        else:
            passed_on = {run: "main.py", test: "pytest", bench: "the benchmarks"}[command]
            sub.add_argument("args", nargs="*", help=f"after a bare --: passed on to {passed_on}")
    return top


if __name__ == "__main__":
    require_supported_python()
    options = parser().parse_args()
    sys.exit(options.command(options))
