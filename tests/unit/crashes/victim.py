"""A process that watches over itself and then goes wrong in the way that is asked for."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
import threading
from pathlib import Path

from core.crashes.process import ProcessCrashes
from core.paths import Profile

SECRET = "password=hunter2 of Zanzibar Shipping"


def fail(*words: str) -> None:
    private = words or SECRET  # noqa: F841 - a value that must not be seen
    raise ValueError(SECRET)


class Fragile:
    def __del__(self) -> None:
        fail()


def in_a_loop(crashes: ProcessCrashes) -> None:
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(crashes.reporter.loop_failed)
    loop.call_soon(fail, "Zanzibar")
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()


def in_a_thread() -> None:
    thread = threading.Thread(target=fail, name="housekeeping")
    thread.start()
    thread.join()


def at_an_end() -> None:
    Fragile()
    gc.collect()


def main() -> None:
    folder, way = sys.argv[1:]
    crashes = ProcessCrashes(Profile(Path(folder)))
    if "windowed" in way:  # as a program without a console has them
        sys.stdout = sys.stderr = None
    crashes.begin()
    match way.removeprefix("windowed "):
        case "native":
            ctypes.string_at(0)
        case "main thread":
            fail()
        case "thread":
            in_a_thread()
        case "finalizer":
            at_an_end()
        case "loop":
            in_a_loop(crashes)
        case "nothing":
            pass
    crashes.end()


if __name__ == "__main__":
    main()
