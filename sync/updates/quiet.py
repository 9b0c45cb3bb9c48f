"""Whether FlowPilot may end now to be updated: only when nothing is under way and all is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """What would be cut off.

    unsent   what nobody has sent, such as "the text in “Message”"
    waiting  writes that wait to be sent
    """

    answers: bool = False
    checks: bool = False
    scripts: bool = False
    unsent: tuple[str, ...] = ()
    waiting: int = 0


def reasons_to_wait(now: UnderWay) -> tuple[str, ...]:
    """What has to end first, in sentences; empty when the update may be installed."""
    said = []
    if now.answers:
        said.append("The assistant is answering.")
    if now.checks:
        said.append("A check is running.")
    if now.scripts:
        said.append("A script is running.")
    said += [f"Not sent yet: {place}." for place in now.unsent]
    if now.waiting:
        noun = "message waits" if now.waiting == 1 else "messages wait"
        said.append(f"{now.waiting} {noun} to be sent.")
    return tuple(said)
