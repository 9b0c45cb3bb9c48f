"""One realistic session, told in rows, with the fix in any state."""

from __future__ import annotations

from dataclasses import replace

from core.artifacts.bundle import SessionRecord
from core.checks.runs import RunEnd, RunSource
from core.sessions.facts import Fact, SourceType
from core.sessions.fixes import Fix, FixStatus
from core.sessions.lane import LaneItem, LaneStatus
from tests.unit.rows import a_check, a_fact, a_fix, a_question, a_run, a_session, after

OTHERS = a_question(
    "Are other devices at the same place online right now?",
    position=1,
    status=LaneStatus.ANSWERED,
    answer="Yes, others on the same network are online",
)
ADDRESS = a_check(
    "Read the link and the address of the affected PC",
    position=2,
    command="ipconfig /all",
    shell="powershell",
    status=LaneStatus.DONE,
    answer="A fixed address that does not fit",
)
GATEWAY = a_check(
    "Reach the gateway",
    position=3,
    command="$gateway = '10.20.0.1'\nTest-Connection $gateway -Count 2",
    shell="powershell",
    status=LaneStatus.DONE,
)
LIGHTS = a_check("Look at the lights of the network socket", position=4, status=LaneStatus.DONE)
CHANGED = a_question("What changed since it last worked?", position=5, status=LaneStatus.SKIPPED)
OPEN = a_check("Read the proxy settings", position=6, command="netsh winhttp show proxy")

LANE = (OTHERS, ADDRESS, GATEWAY, LIGHTS, CHANGED, OPEN)
RUNS = (
    a_run(ADDRESS, end=RunEnd.TIMED_OUT, started_at=after(2)),
    a_run(ADDRESS, stdout="dhcp=False\naddress=10.20.0.44\n", started_at=after(3)),
    a_run(GATEWAY, stderr="Testing connection failed\n", exit_code=1, started_at=after(4)),
    a_run(
        LIGHTS,
        source=RunSource.REPORTED,
        end=RunEnd.PASTED,
        stdout="Both are green",
        started_at=after(5),
    ),
)
FACTS = (
    a_fact(
        "Other devices on the same network are online.",
        summary="rules out the internet line",
        source_type=SourceType.QUESTION,
        source_ref=OTHERS.id,
        created_at=after(1),
    ),
    a_fact(
        "The adapter has the fixed address 10.20.0.44, while this site uses 192.168.1.0/24.",
        summary="points to a leftover fixed address",
        source_type=SourceType.DIAGNOSTIC_CHECK,
        source_ref=ADDRESS.id,
        source_line="address=10.20.0.44",
        created_at=after(3),
    ),
    a_fact("Jane Roe took the laptop to the other office last week.", created_at=after(4)),
)
SESSION_ROW = a_session(
    title="PC in reception has no internet",
    intake_text="PC in reception has no internet since this morning. Jane says the phone works.",
    client_name="Contoso Ltd",
    contact_name="Jane Roe",
    priority="High",
    psa_ticket_id="48211",
)
PROPOSED = a_fix(
    cause="A fixed address of another site is still set on the adapter",
    description="Somebody entered it for a lab. It does not fit the network of this office.",
    steps=(
        "Open Settings > Network & internet > Ethernet > IP assignment > Edit.",
        "Choose Automatic (DHCP) and save.",
    ),
    verify=("ipconfig /all shows DHCP enabled and a gateway of this site.",),
    undo=("Enter the noted address, mask and gateway again.",),
    created_at=after(6),
)
WORKED = replace(
    PROPOSED, status=FixStatus.APPLIED_SUCCESS, applied_at=after(7), verified_at=after(9)
)
FAILED = replace(
    PROPOSED,
    status=FixStatus.APPLIED_FAILED,
    applied_at=after(7),
    verified_at=after(9),
    failure_reason="The address came back after a restart.",
)
PARTIAL = replace(
    PROPOSED,
    status=FixStatus.APPLIED_PARTIAL,
    applied_at=after(7),
    partial_notes="The cable adapter is done, Wi-Fi is left.",
)
PENDING = replace(
    PROPOSED,
    status=FixStatus.APPLIED_PENDING,
    applied_at=after(7),
    pending_reason="the restart tonight",
)
VERIFYING = replace(PROPOSED, applied_at=after(7))
DISMISSED = replace(PROPOSED, status=FixStatus.DISMISSED)


def replaced(fix: Fix) -> Fix:
    return replace(fix, superseded_at=after(8))


def a_record(
    *fixes: Fix, facts: tuple[Fact, ...] = FACTS, lane: tuple[LaneItem, ...] = LANE
) -> SessionRecord:
    return SessionRecord(session=SESSION_ROW, facts=facts, fixes=fixes, lane=lane, runs=RUNS)


def an_empty_record() -> SessionRecord:
    return SessionRecord(session=a_session(), facts=(), fixes=(), lane=(), runs=())
