"""What the two documents say about a session, for every state its fix can be in."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.artifacts.bundle import SessionRecord
from core.artifacts.composer import VERSION, compose, template_hash
from core.artifacts.documents import MARKDOWN_LIMIT, DocumentKind
from core.checks.runs import RunEnd, RunSource
from core.scripts.model import FieldType, Language, Parameter, ScriptGeneration, ScriptRun
from core.sessions.fixes import Decision, Fix
from tests.unit.artifacts.records import (
    ADDRESS,
    DISMISSED,
    FACTS,
    FAILED,
    LANE,
    PARTIAL,
    PENDING,
    PROPOSED,
    SESSION_ROW,
    VERIFYING,
    WORKED,
    a_record,
    an_empty_record,
    replaced,
)
from tests.unit.rows import (
    ACCOUNT,
    SESSION,
    USER,
    RunFields,
    a_check,
    a_fact,
    a_fix,
    a_question,
    a_run,
    after,
)

NOTE, PACKAGE = DocumentKind.RESOLUTION_NOTE, DocumentKind.ESCALATION_PACKAGE
SECTIONS = {
    NOTE: ["Problem", "What we confirmed", "Root cause", "Resolution"],
    PACKAGE: [
        "Problem",
        "What we've confirmed",
        "What we've tried",
        "Current hypothesis",
        "Suggested next steps",
    ],
}
STATES = {
    "worked": (WORKED,),
    "failed": (FAILED,),
    "partial": (PARTIAL,),
    "pending": (PENDING,),
    "verifying": (VERIFYING,),
    "proposed": (PROPOSED,),
    "dismissed": (DISMISSED,),
    "none": (),
    "second": (replaced(FAILED), a_fix(title="Replace the cable")),
}
NOT_ISOLATED = "Root cause not definitively isolated."
NOT_APPLIED = "Resolution not yet applied."
kinds = pytest.mark.parametrize("kind", DocumentKind)
states = pytest.mark.parametrize("fixes", STATES.values(), ids=STATES.keys())


def headings(markdown: str) -> list[str]:
    tokens = MarkdownIt().parse(markdown)
    return [tokens[at + 1].content for at, token in enumerate(tokens) if token.tag == "h2"][::2]


def sections(kind: DocumentKind, record: SessionRecord) -> dict[str, str]:
    parts = compose(kind, record).removeprefix("## ").split("\n\n## ")
    return dict(part.split("\n\n", 1) for part in parts)


def note(*fixes: Fix) -> dict[str, str]:
    return sections(NOTE, a_record(*fixes))


def package(*fixes: Fix) -> dict[str, str]:
    return sections(PACKAGE, a_record(*fixes))


# --- the form


@kinds
@states
def test_has_exactly_its_sections_in_order(kind: DocumentKind, fixes: tuple[Fix, ...]) -> None:
    assert headings(compose(kind, a_record(*fixes))) == SECTIONS[kind]


@kinds
def test_an_empty_session_has_them_too(kind: DocumentKind) -> None:
    parts = sections(kind, an_empty_record())

    assert list(parts) == SECTIONS[kind]
    assert all(part.strip() for part in parts.values())
    assert parts["Problem"] == "No internet on one PC."
    assert parts[SECTIONS[kind][1]] == "No findings were recorded."


def test_an_empty_session_leads_nowhere_by_itself() -> None:
    assert sections(NOTE, an_empty_record())["Resolution"] == "No fix was recorded."
    parts = sections(PACKAGE, an_empty_record())
    assert parts["What we've tried"] == "No fix was tried.\n\nNo check was run."
    assert parts["Suggested next steps"].startswith("Nothing is left open in the session.")


@kinds
@states
def test_the_same_session_gives_the_same_text(kind: DocumentKind, fixes: tuple[Fix, ...]) -> None:
    assert compose(kind, a_record(*fixes)) == compose(kind, a_record(*fixes))


hostile = st.text("#-~*_`[]<>&\\\n =1.ab", max_size=60)


@kinds
@given(text=hostile)
def test_no_text_of_a_session_can_forge_a_section(kind: DocumentKind, text: str) -> None:
    forged = f"x\n\n## Root cause\n\n{text}"
    fix = replace(
        PARTIAL,
        title=forged,
        cause=text,
        description=forged,
        steps=(forged,),
        verify=(text,),
        undo=(forged,),
        partial_notes=forged,
    )
    session = replace(
        SESSION_ROW, title=text, intake_text=forged, escalation_reason=text, client_name=forged
    )
    item = replace(ADDRESS, text=forged, answer=text, command=forged)
    facts = (a_fact(forged, summary=f"rules out {text}", source_line=forged),)
    record = SessionRecord(
        session=session,
        facts=facts,
        fixes=(fix, replaced(replace(fix))),
        lane=(item, a_question(forged)),
        runs=(a_run(item, stdout=forged, stderr=text),),
    )

    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(compose(kind, record))

    assert [token.type for token in tokens].count("heading_open") == len(SECTIONS[kind])
    blocks = {"fence", "code_block", "html_block", "hr", "blockquote_open", "table_open"}
    assert not blocks & {token.type for token in tokens}
    inside = {piece.type for token in tokens for piece in token.children or ()}
    assert not {"link_open", "image", "html_inline", "em_open", "s_open"} & inside


@kinds
@states
def test_the_longest_session_can_still_be_confirmed(
    kind: DocumentKind, fixes: tuple[Fix, ...]
) -> None:
    endless = "* word " * 280
    facts = tuple(
        a_fact(endless, summary=f"rules out {n}" + "*" * 150, source_line="`" * 400)
        for n in range(200)
    )
    lane = tuple(replace(a_question(f"{n} {endless}"), command="#" * 150) for n in range(200))
    checks = tuple(replace(ADDRESS, id=item.id, text=endless, answer=endless) for item in lane)
    longest = tuple(
        replace(
            fix,
            title="*" * 200,
            cause="*" * 2000,
            description=endless,
            steps=(endless[:300],) * 30,
            verify=(endless[:300],) * 30,
            undo=(endless[:300],) * 30,
            partial_notes="*" * 500,
            pending_reason="*" * 500,
            failure_reason="*" * 500,
            drafted_script="x\n" * 900,
            drafted_parameters={f"key{n}" + "*" * 90: "*" * 90 for n in range(50)},
        )
        for fix in (*(replaced(FAILED),) * 30, *fixes)
    )
    record = SessionRecord(
        session=replace(
            SESSION_ROW, intake_text="*" * 20_000, title="*" * 200, escalation_reason="*" * 2000
        ),
        facts=facts,
        fixes=longest,
        lane=(*lane, *checks),
        runs=tuple(a_run(item) for item in checks),
        scripts=(a_generation(),) * 50,
    )

    assert len(compose(kind, record)) <= MARKDOWN_LIMIT


# --- the wording, and the cache that depends on it

WORDING = {1: "0fd83a1cae252eb8"}


def test_a_changed_wording_has_a_new_version() -> None:
    """A cached text must not outlive the wording it was written with.

    When this fails, the wording changed: count `VERSION` up and add the new digest here.
    """
    texts = [compose(kind, a_record(*fixes)) for kind in SECTIONS for fixes in STATES.values()]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]

    assert {VERSION: digest}.items() <= WORDING.items()


def test_the_template_hash_follows_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = template_hash(a_record(WORKED))
    assert template_hash(a_record(WORKED)) == before

    monkeypatch.setattr("core.artifacts.composer.VERSION", VERSION + 1)

    assert template_hash(a_record(WORKED)) != before


@pytest.mark.parametrize(
    "changed",
    [
        replace(a_record(WORKED), session=replace(SESSION_ROW, title="Another title")),
        replace(a_record(WORKED), session=replace(SESSION_ROW, client_name="Fabrikam")),
        replace(a_record(WORKED), lane=(*LANE, a_question("Who else?"))),
        replace(a_record(WORKED), lane=(replace(ADDRESS, answer="An address that fits"),)),
    ],
    ids=["title", "client", "open question", "result read"],
)
def test_what_the_state_version_does_not_count_still_counts(changed: SessionRecord) -> None:
    assert template_hash(changed) != template_hash(a_record(WORKED))


# --- what it is about


def test_the_problem_is_told_once_when_the_title_only_shortens_the_report() -> None:
    session = replace(
        SESSION_ROW, title="No internet in…", intake_text="No internet in reception\nsince nine"
    )
    record = replace(a_record(), session=session)

    assert sections(NOTE, record)["Problem"] == "No internet in reception since nine."


def test_the_report_follows_a_title_that_says_something_else() -> None:
    session = replace(SESSION_ROW, title="Dead socket", intake_text="PC is offline")
    record = replace(a_record(), session=session)

    assert sections(NOTE, record)["Problem"] == "Dead socket.\n\nReported as: PC is offline."


def test_a_summary_of_the_problem_goes_before_the_title() -> None:
    session = replace(SESSION_ROW, problem_summary="One PC has no address", intake_text="")

    assert sections(NOTE, replace(a_record(), session=session))["Problem"] == (
        "One PC has no address."
    )


def test_the_package_says_whose_ticket_it_is_and_why_it_is_escalated() -> None:
    session = replace(SESSION_ROW, escalation_reason="needs switch access")
    problem = sections(PACKAGE, replace(a_record(), session=session))["Problem"]

    assert "Ticket: 48211 · Client: Contoso Ltd · Priority: High" in problem
    assert "Escalated because: needs switch access." in problem


@kinds
@states
def test_names_no_people(kind: DocumentKind, fixes: tuple[Fix, ...]) -> None:
    text = compose(kind, a_record(*fixes))

    assert "Jane" not in text
    assert "Roe" not in text
    assert "The user took the laptop to the other office last week." in text


def test_the_note_lists_facts_and_checks_without_commands() -> None:
    confirmed = note(WORKED)["What we confirmed"]

    assert confirmed.startswith("- Other devices on the same network are online.\n- The adapter")
    assert confirmed.endswith(
        "Checked along the way: Read the link and the address of the affected PC; "
        "Reach the gateway; Look at the lights of the network socket."
    )
    assert "ipconfig /all`" not in compose(NOTE, a_record(WORKED))
    assert "rules out" not in compose(NOTE, a_record(WORKED))


def test_the_package_says_what_each_fact_proves() -> None:
    confirmed = package()["What we've confirmed"]

    assert "- Other devices on the same network are online (rules out the internet line)." in (
        confirmed
    )
    assert "Shown by `address=10.20.0.44`." in confirmed
    assert confirmed.endswith("Ruled out: the internet line.")


def test_where_a_fact_came_from_is_not_what_it_proves() -> None:
    record = replace(a_record(), facts=(a_fact("Since nine.", summary="from your answer"),))

    assert sections(PACKAGE, record)["What we've confirmed"] == "- Since nine."


# --- the fix and what became of it


def test_a_fix_that_worked_closes_the_note() -> None:
    parts = note(WORKED)

    assert parts["Root cause"] == "A fixed address of another site is still set on the adapter."
    assert parts["Resolution"].startswith(
        "**Return the adapter to automatic addressing** was carried out and confirmed to work. "
        "The problem is solved."
    )
    assert "- Choose Automatic (DHCP) and save" in parts["Resolution"]
    assert "How to tell that it still works:" in parts["Resolution"]


@pytest.mark.parametrize("decision", [Decision.ONE_OFF, Decision.DRAFT_TEMPLATE])
def test_a_run_script_is_mentioned_but_not_shown(decision: Decision) -> None:
    fix = replace(WORKED, drafted_script="Set-It 1", user_decision=decision)

    assert (
        "was carried out with a script of 1 line and confirmed to work." in note(fix)["Resolution"]
    )
    assert "Set-It" not in compose(NOTE, a_record(fix)) + compose(PACKAGE, a_record(fix))


def test_a_drafted_script_that_nobody_ran_is_not_called_run() -> None:
    fix = replace(WORKED, drafted_script="Set-It 1", user_decision=Decision.BUILD_TEMPLATE)

    assert "with a script" not in note(fix)["Resolution"]


def test_without_a_named_cause_the_description_explains() -> None:
    fix = replace(WORKED, cause="", description="The lab left its address behind.")

    assert note(fix)["Root cause"] == "The lab left its address behind."
    assert package(fix)["Current hypothesis"].count("The lab left its address behind.") == 1


def test_the_package_explains_the_cause_further() -> None:
    assert (
        "\n\nSomebody entered it for a lab. It does not fit"
        in (package(PROPOSED)["Current hypothesis"])
    )


def test_a_fix_that_failed_is_said_to_have_failed() -> None:
    parts = note(FAILED)

    assert parts["Root cause"].startswith(NOT_ISOLATED)
    assert parts["Resolution"] == (
        "**Return the adapter to automatic addressing** was tried and did not hold. "
        "The address came back after a restart.\n\nNo other change was recorded."
    )
    assert "solved" not in compose(NOTE, a_record(FAILED))


def test_a_failure_needs_no_reason() -> None:
    fix = replace(FAILED, failure_reason="")

    assert "was tried and did not hold.\n\nNo other change" in note(fix)["Resolution"]
    assert "**: did not hold. To undo: " in package(fix)["What we've tried"]


def test_what_was_done_instead_follows_the_failure() -> None:
    facts = (*FACTS, a_fact("Replaced the network card.", created_at=after(12)))
    record = a_record(FAILED, facts=facts)

    resolution = sections(NOTE, record)["Resolution"]
    assert resolution.endswith("Done instead:\n\n- Replaced the network card.")
    assert (
        "- After that: Replaced the network card."
        in (sections(PACKAGE, record)["What we've tried"])
    )


def test_notes_after_a_success_are_not_what_was_done_instead() -> None:
    record = a_record(WORKED, facts=(*FACTS, a_fact("Told the user.", created_at=after(12))))

    assert "After that" not in sections(PACKAGE, record)["What we've tried"]


def test_facts_older_than_the_failure_are_not_what_was_done_instead() -> None:
    assert "Done instead" not in note(FAILED)["Resolution"]


def test_a_later_fix_names_the_one_that_failed_before() -> None:
    second = replace(WORKED, title="Replace the cable")

    assert note(replaced(FAILED), second)["Resolution"].endswith(
        "Tried earlier without lasting effect: **Return the adapter to automatic addressing**."
    )


def test_a_partial_fix_carries_its_notes() -> None:
    assert (
        "Where it stands: The cable adapter is done, Wi-Fi is left."
        in (note(PARTIAL)["Resolution"])
    )
    assert package(PARTIAL)["Suggested next steps"].startswith(
        "Finish **Return the adapter to automatic addressing**."
    )


def test_a_pending_fix_is_provisional_and_names_what_is_awaited() -> None:
    parts = note(PENDING)
    assert parts["Root cause"].startswith("Provisional, until the result is confirmed: ")
    assert "provisional" in parts["Resolution"]
    assert "Waiting for: the restart tonight." in parts["Resolution"]

    hypothesis = package(PENDING)["Current hypothesis"]
    assert hypothesis.startswith("Leading hypothesis (86%): A fixed address")
    assert hypothesis.endswith("Awaited: the restart tonight.")


def test_a_verifying_fix_is_neither_proposed_nor_solved() -> None:
    text = compose(NOTE, a_record(VERIFYING))

    assert "Whether it holds is being checked." in text
    assert "solved" not in text
    assert NOT_APPLIED not in text


def test_a_proposed_fix_is_not_applied_yet() -> None:
    assert note(PROPOSED)["Resolution"].startswith(NOT_APPLIED)
    assert note(PROPOSED)["Root cause"].startswith("Most likely, but not proven yet: ")
    parts = package(PROPOSED)
    assert parts["Current hypothesis"].endswith(NOT_APPLIED)
    assert parts["What we've tried"].startswith("No fix was tried.")
    assert parts["Suggested next steps"].startswith(
        "Try **Return the adapter to automatic addressing**."
    )


def test_a_dismissed_fix_is_not_centred() -> None:
    text = compose(NOTE, a_record(DISMISSED))
    assert "automatic addressing" not in text
    assert "fixed address of another site" not in text

    parts = package(DISMISSED)
    assert parts["What we've tried"].startswith("No fix was tried.\n\nConsidered, but not tried: ")
    assert parts["Current hypothesis"] == NOT_ISOLATED
    assert "automatic addressing" not in parts["Suggested next steps"]


def test_dismissing_a_later_proposal_leaves_what_worked_in_the_centre() -> None:
    later = replace(DISMISSED, title="Replace the cable")

    assert "The problem is solved." in note(replaced(WORKED), later)["Resolution"]


@pytest.mark.parametrize(
    "fix",
    [WORKED, PARTIAL, PENDING, VERIFYING, PROPOSED],
    ids=["worked", "partial", "pending", "verifying", "proposed"],
)
def test_confidence_under_60_isolates_no_root_cause(fix: Fix) -> None:
    unsure, sure = replace(fix, confidence=59), replace(fix, confidence=60)

    assert note(unsure)["Root cause"].startswith(NOT_ISOLATED)
    assert package(unsure)["Current hypothesis"].startswith(NOT_ISOLATED)
    assert NOT_ISOLATED not in compose(NOTE, a_record(sure))
    assert NOT_ISOLATED not in compose(PACKAGE, a_record(sure))


@pytest.mark.parametrize("fixes", [(), (FAILED,), (DISMISSED,)], ids=["no", "failed", "dismissed"])
def test_without_a_standing_fix_no_root_cause_is_isolated(fixes: tuple[Fix, ...]) -> None:
    assert note(*fixes)["Root cause"].startswith(NOT_ISOLATED)
    assert package(*fixes)["Current hypothesis"].startswith(NOT_ISOLATED)


# --- what the next engineer needs


def test_the_package_tells_every_attempt_with_its_end_and_its_undo() -> None:
    tried = package(replaced(FAILED), replace(PENDING, title="Replace the cable"))[
        "What we've tried"
    ]

    assert tried.startswith(
        "- **Return the adapter to automatic addressing**: did not hold. "
        "The address came back after a restart. "
        "To undo: Enter the noted address, mask and gateway again.\n"
        "- **Replace the cable**: carried out. Awaited: the restart tonight."
    )


def test_the_package_tells_the_newest_result_of_every_check() -> None:
    assert package()["What we've tried"].endswith(
        "Checks run:\n\n"
        "- Read the link and the address of the affected PC: A fixed address that does not fit"
        " (run 2 times) — `ipconfig /all`\n"
        "- Reach the gateway: Testing connection failed (exit code 1)"
        " — its command is in the session\n"
        "- Look at the lights of the network socket: Both are green (done by hand)"
    )


def test_a_quiet_check_is_said_to_be_quiet() -> None:
    item = a_check("Look", command=" true \n")
    record = replace(an_empty_record(), lane=(item,), runs=(a_run(item),))

    assert sections(PACKAGE, record)["What we've tried"].endswith("- Look: no output — `true`")


@pytest.mark.parametrize(
    ("run", "written"),
    [
        ({"source": RunSource.PASTED, "end": RunEnd.PASTED, "stdout": "\n  on \n"}, "on (pasted)"),
        ({"end": RunEnd.TIMED_OUT, "stdout": "on"}, "on (ran into its time limit)"),
        ({"end": RunEnd.CANCELLED}, "no output (cancelled)"),
        ({"end": RunEnd.FAILED_TO_START}, "no output (could not be started)"),
        ({"stdout": "on", "exit_code": 0}, "on"),
        ({"stdout": "-", "stderr": "denied", "exit_code": 5}, "denied (exit code 5)"),
    ],
    ids=["pasted", "timed out", "cancelled", "not started", "fine", "failed"],
)
def test_how_a_check_ended_is_told_with_its_result(run: RunFields, written: str) -> None:
    item = a_check("Look")
    record = replace(an_empty_record(), lane=(item,), runs=(a_run(item, **run),))

    assert sections(PACKAGE, record)["What we've tried"].endswith(f"- Look: {written}")


@pytest.mark.parametrize(
    ("command", "written"),
    [
        ("x" * 160, f" — `{'x' * 160}`"),
        ("x" * 161, " — its command is in the session"),
        ("one\ntwo", " — its command is in the session"),
        ("", ""),
    ],
    ids=["short", "long", "two lines", "by hand"],
)
def test_only_a_short_command_is_written_out(command: str, written: str) -> None:
    record = replace(an_empty_record(), lane=(a_check("Look", command=command),))

    assert sections(PACKAGE, record)["Suggested next steps"] == (
        f"Still open:\n\n- Check: Look{written}"
    )


@pytest.mark.parametrize("summary", ["rules out the line", "Rules out the line."])
def test_what_is_ruled_out_is_said_once(summary: str) -> None:
    record = replace(an_empty_record(), facts=(a_fact("A.", summary=summary),) * 2)

    assert sections(PACKAGE, record)["What we've confirmed"].endswith("Ruled out: the line.")


def test_a_run_script_is_told_from_a_drafted_one() -> None:
    fix = replace(FAILED, drafted_script="x\ny", script_language="bash")
    run = replace(fix, user_decision=Decision.ONE_OFF)

    assert " It has a Bash script of 2 lines." in package(fix)["What we've tried"]
    assert " Done with a Bash script of 2 lines." in package(run)["What we've tried"]


def test_a_fix_that_worked_by_luck_confirms_no_cause() -> None:
    hypothesis = package(replace(WORKED, confidence=40))["Current hypothesis"]

    assert hypothesis.startswith(f"{NOT_ISOLATED}\n\nBest explanation so far (40%): ")


def test_the_package_lists_what_is_open_and_what_was_skipped() -> None:
    assert package()["Suggested next steps"] == (
        "Still open:\n\n- Check: Read the proxy settings — `netsh winhttp show proxy`\n\n"
        "Skipped so far:\n\n- Ask: What changed since it last worked?"
    )


def test_a_failed_fix_is_not_to_be_repeated() -> None:
    assert package(FAILED)["Suggested next steps"].startswith(
        "Do not repeat **Return the adapter to automatic addressing**;"
    )


def test_after_success_the_fix_stays_and_the_escalation_has_another_reason() -> None:
    parts = package(WORKED)

    assert parts["Current hypothesis"].startswith("Confirmed by the fix (86%): ")
    assert parts["Current hypothesis"].endswith("the escalation has another reason.")
    assert parts["Suggested next steps"].startswith("Leave **Return the adapter")


# --- passwords

TEMPLATE = USER


def a_generation(**values: object) -> ScriptGeneration:
    return ScriptGeneration(
        id=SESSION,
        account_id=ACCOUNT,
        user_id=USER,
        session_id=SESSION,
        template_id=TEMPLATE,
        language=Language.POWERSHELL,
        script="one\ntwo",
        values=values,
        created_at=after(1),
    )


def test_passwords_are_hidden_by_the_templates_schema() -> None:
    record = replace(
        a_record(PROPOSED),
        scripts=(a_generation(Alias="Ethernet", Word="hunter2"),),
        schemas={
            TEMPLATE: (
                Parameter(key="Alias", label="Adapter"),
                Parameter(key="Word", label="Word", field_type=FieldType.PASSWORD),
            )
        },
    )

    tried = sections(PACKAGE, record)["What we've tried"]
    assert "- PowerShell script of 2 lines (Alias: Ethernet, Word: (hidden))" in tried
    assert "hunter2" not in compose(NOTE, record)


def a_script_run(end: RunEnd, source: RunSource = RunSource.LOCAL) -> ScriptRun:
    return ScriptRun(
        id=USER,
        account_id=ACCOUNT,
        user_id=USER,
        generation_id=SESSION,
        session_id=SESSION,
        source=source,
        end=end,
        exit_code=0 if end is RunEnd.EXITED else None,
        started_at=after(2),
    )


def ran(fix: Fix, run: ScriptRun) -> SessionRecord:
    """A fix whose template was filled in twice with the same values, and run."""
    script = replace(
        a_generation(Alias="Ethernet", Word="hunter2"), fix_id=fix.id, title="Reset the adapter"
    )
    copied = replace(script, id=ACCOUNT)
    word = Parameter(key="Word", label="Word", field_type=FieldType.PASSWORD)
    return replace(
        a_record(fix), scripts=(copied, script), script_runs=(run,), schemas={TEMPLATE: (word,)}
    )


def test_a_note_names_the_script_that_was_run_with_its_values() -> None:
    record = ran(WORKED, a_script_run(RunEnd.EXITED))

    told = sections(NOTE, record)["Resolution"]
    assert (
        "was carried out with the script **Reset the adapter**, PowerShell, 2 lines "
        "(Alias: Ethernet, Word: (hidden)) and confirmed to work."
    ) in told
    assert "hunter2" not in compose(NOTE, record) + compose(PACKAGE, record)


def test_a_dry_run_did_not_carry_the_fix_out() -> None:
    record = ran(WORKED, a_script_run(RunEnd.EXITED))
    dry = tuple(replace(one, values={"dry_run": True}) for one in record.scripts)

    told = sections(NOTE, replace(record, scripts=dry))["Resolution"]
    assert "with the script" not in told
    tried = sections(PACKAGE, replace(record, scripts=dry))["What we've tried"]
    assert "tried without changing anything: run, exit code 0" in tried


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (a_script_run(RunEnd.EXITED), "run, exit code 0"),
        (a_script_run(RunEnd.TIMED_OUT), "run, stopped at its time limit"),
        (a_script_run(RunEnd.CANCELLED), "run, cancelled"),
        (a_script_run(RunEnd.UNKNOWN), "run, result not known"),
        (a_script_run(RunEnd.FAILED_TO_START), "could not be started"),
        (a_script_run(RunEnd.PASTED, RunSource.PASTED), "run on another machine"),
    ],
)
def test_a_package_says_once_what_became_of_a_script(run: ScriptRun, words: str) -> None:
    tried = sections(PACKAGE, ran(FAILED, run))["What we've tried"]
    assert tried.count("(Alias: Ethernet, Word: (hidden)): ") == 1
    assert f"(Alias: Ethernet, Word: (hidden)): {words}" in tried


@pytest.mark.parametrize(
    "key",
    ["Password", "adminPwd", "user_passphrase", "ClientSecret", "access-token", "ApiKey", "pin"],
)
def test_without_a_schema_the_name_of_a_parameter_tells(key: str) -> None:
    fix = replace(
        FAILED,
        drafted_script="x",
        script_language="powershell",
        drafted_parameters={key: "hunter2", "Ping": "10.0.0.1"},
    )

    tried = package(fix)["What we've tried"]
    assert "hunter2" not in tried
    assert "Ping: 10.0.0.1" in tried


def test_a_declared_password_of_a_draft_is_hidden() -> None:
    declared = {"Word": {"field_type": "password", "value": "hunter2"}, "Days": {"default": [1, 2]}}
    fix = replace(FAILED, drafted_script="x", drafted_parameters=declared)

    tried = package(fix)["What we've tried"]
    assert "It has a script of 1 line (Word: (hidden), Days: 1, 2)." in tried
