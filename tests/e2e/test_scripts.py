"""From a fix to a run and back to a verified outcome: every way there is, by clicks and typing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from core.checks.runs import RunEnd
from core.ids import new_id
from core.scripts.model import FieldType, Language, Parameter
from core.scripts.script_service import RunAccount
from core.scripts.template_content import TemplateContent
from core.sessions.banner import BannerMode
from core.sessions.fixes import Decision, FixStatus
from desktop.main_window import SCRIPTS
from desktop.session.draft_offer import DraftOffer
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.model import set_up
from tests.e2e.moves import describe, fix_status, wait_for_banner
from tests.fakes.model_server import ModelServer, block

PROBLEM = "The print queue of the front desk is stuck"
SCRIPT = "queue='desk-42'\necho \"cleared $queue\"\n"
CLEAR = TemplateContent(
    name="Clear a print queue",
    category="printing",
    language=Language.BASH,
    description="Removes every job of a queue.",
    body='queue={{ queue }}\nword={{ word }}\necho "cleared $queue with ${#word} letters"\n',
    parameters=(
        Parameter(key="queue", label="Queue"),
        Parameter(key="word", label="Operator password", field_type=FieldType.PASSWORD),
    ),
)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


@pytest.fixture
def driver(laptop: Laptop, server: ModelServer) -> Iterator[Driver]:
    """FlowPilot, started on a laptop with a local model."""
    set_up(laptop, server)
    laptop.start()
    yield Driver(laptop)
    server.release()
    laptop.quit()  # before the server ends


def proposal(**more: object) -> str:
    fix = {
        "title": "Clear the queue",
        "description": "A damaged job blocks it. Clear the queue, then print a test page.",
        "confidence": 84,
        **more,
    }
    return "A damaged job blocks the queue.\n" + block("SUGGEST_FIX", fix)


def propose(driver: Driver, server: ModelServer, **more: object) -> None:
    """Describe the problem; the model answers with a fix."""
    server.answer(proposal(**more))
    describe(driver, PROBLEM)
    wait_for_banner(driver, BannerMode.PROPOSED)


def drafted(driver: Driver, server: ModelServer) -> None:
    """Get a fix with a drafted script, and open it."""
    propose(
        driver,
        server,
        ai_drafted_script=SCRIPT,
        ai_drafted_language="bash",
        ai_drafted_parameters={"queue": "desk-42"},
    )
    driver.click("Apply fix")
    driver.wait_for("These values could become parameters of a template:")


def run_it(driver: Driver) -> RunAccount:
    """Look at what runs, run it, and wait for its end."""
    driver.click("Run on this laptop…")
    driver.click("Run now")
    driver.wait_for("The script ended and reported no error.")
    driver.settled()
    return newest_run(driver)


def newest_run(driver: Driver) -> RunAccount:
    session_id = driver.stored().session.id
    return driver.app.core.scripts().use.runs(session_id)[-1]


def resolve_with_success(driver: Driver, server: ModelServer) -> str:
    """Back to the conversation, say that it worked, and resolve; the note that was confirmed."""
    driver.click("Back to the conversation")
    wait_for_banner(driver, BannerMode.VERIFYING)
    server.answer("Good to hear.")
    driver.click("It worked")
    driver.settled()
    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS
    server.answer("nothing")
    driver.click("Resolve", driver.lane)
    driver.wait_for("Resolution note")
    driver.settled()
    note = driver.text_of_document()
    driver.click("Confirm and resolve")
    driver.settled()
    return note


def offer() -> DraftOffer | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, DraftOffer)), None)


def test_by_a_template_with_values_of_the_copilot(driver: Driver, server: ModelServer) -> None:
    templates = driver.app.core.scripts().templates
    templates.create(CLEAR, template_id=new_id())
    propose(
        driver,
        server,
        script_template_slug="clear-a-print-queue",
        ai_drafted_parameters={"queue": "desk-42"},
    )
    driver.click("Apply fix")
    driver.wait_for("proposed by the copilot")
    assert driver.text_in("Queue") == "desk-42"
    assert driver.stored().fix is not None
    driver.click("Run on this laptop…")
    driver.until(lambda: driver.has_cursor("Operator password"), "the empty value is not asked for")
    driver.write("Operator password", "hunter2!")
    run = run_it(driver)
    assert "cleared desk-42 with 8 letters" in run.run.transcript
    assert run.run.end is RunEnd.EXITED
    assert "hunter2" not in f"{run.run}{run.generation}"

    note = resolve_with_success(driver, server)
    assert "with the script **Clear a print queue**" in note
    assert "queue: desk-42" in note
    assert "word: (hidden)" in note
    assert "hunter2" not in note
    assert offer() is None
    assert all("hunter2" not in request.texts for request in server.requests)


def test_once(driver: Driver, server: ModelServer) -> None:
    drafted(driver, server)
    fix = driver.stored().fix
    assert fix is not None
    assert fix.applied_at is None
    run = run_it(driver)
    assert "cleared desk-42" in run.run.transcript
    decided = driver.stored().fix
    assert decided is not None
    assert decided.user_decision is Decision.ONE_OFF
    assert decided.applied_at is not None

    note = resolve_with_success(driver, server)
    assert "was carried out with a Bash script of 2 lines" in note
    assert offer() is None
    assert driver.app.core.scripts().drafts.pending() == ()


def test_an_edited_script_runs_as_it_was_edited(driver: Driver, server: ModelServer) -> None:
    drafted(driver, server)
    driver.click("Edit the script")
    driver.write("Script of the fix", "echo 'edited by hand'\n")
    driver.click("Done editing")
    run = run_it(driver)
    assert "edited by hand" in run.run.transcript
    fix = driver.stored().fix
    assert fix is not None
    assert fix.drafted_script == "echo 'edited by hand'\n"


def test_as_a_draft_and_then_a_template(driver: Driver, server: ModelServer) -> None:
    drafted(driver, server)
    driver.click("Use it, and keep it as a draft")
    run_it(driver)
    fix = driver.stored().fix
    assert fix is not None
    assert fix.user_decision is Decision.DRAFT_TEMPLATE
    resolve_with_success(driver, server)

    driver.until(lambda: offer() is not None, "the draft was not offered")
    sheet = offer()
    assert isinstance(sheet, QDialog)
    driver.click("Review and accept…", sheet)
    driver.wait_for("Make a template of this script?")
    driver.write("Name", "Clear a queue")
    driver.click("Accept")
    driver.wait_for("“Clear a queue” is in the library.")
    drafts = driver.app.core.scripts().drafts
    driver.until(lambda: drafts.pending() == (), "the draft is still pending")
    made = driver.app.core.scripts().templates.with_slug("clear-a-queue")
    assert made is not None
    assert made.body == "queue='{{ queue }}'\necho \"cleared $queue\""
    assert [parameter.key for parameter in made.parameters] == ["queue"]


def test_a_template_first(driver: Driver, server: ModelServer) -> None:
    drafted(driver, server)
    driver.click("Make a template first")
    driver.click("Name the parameters…")
    driver.wait_for("Make a template of this script")
    driver.write("Name", "Clear a queue")
    driver.click("Save and use it")
    driver.wait_for("The template is in the library. Fill it in and run it.")
    fix = driver.stored().fix
    assert fix is not None
    assert (fix.user_decision, fix.applied_at) == (Decision.BUILD_TEMPLATE, None)
    assert driver.text_in("Queue") == "desk-42"
    driver.write("Queue", "desk-43")
    run = run_it(driver)
    assert "cleared desk-43" in run.run.transcript
    assert "with the script **Clear a queue**" in resolve_with_success(driver, server)


def test_a_run_without_the_template_that_was_wanted_is_a_run_once(
    driver: Driver, server: ModelServer
) -> None:
    drafted(driver, server)
    driver.click("Make a template first")
    run_it(driver)
    fix = driver.stored().fix
    assert fix is not None
    assert fix.user_decision is Decision.ONE_OFF


def test_a_script_that_is_built_with_the_copilot(driver: Driver, server: ModelServer) -> None:
    propose(driver, server)
    driver.click("Apply fix")
    driver.wait_for("Describe the script")
    server.answer("It clears the queue. I assumed CUPS.\n\n```bash\necho cleared\n```\n")
    driver.write("Message to the copilot about the script", "Clear the queue desk-42")
    driver.click("Send", driver.page)
    driver.wait_for("I assumed CUPS.")
    driver.click("Put it into the editor")
    driver.until(lambda: driver.text_in("Script") == "echo cleared", "the script was not taken")
    driver.choose_in("Language", "Bash")
    driver.click("Use for this fix")
    driver.wait_for("Use it once")
    run = run_it(driver)
    assert "cleared" in run.run.transcript
    assert "was carried out with a Bash script of 1 line" in resolve_with_success(driver, server)


def test_what_is_begun_in_the_builder_survives(driver: Driver, server: ModelServer) -> None:
    propose(driver, server)
    driver.click("Apply fix")
    driver.wait_for("Describe the script")
    driver.write("Message to the copilot about the script", "Half a sentence")
    driver.click_tab("Write it yourself")
    driver.write("Script", "echo half")
    driver.click_tab("Chat")
    driver.wait_for("Suggested fix")
    assert driver.tab_title("Script Builder").endswith("●")
    driver.click_tab("Script Builder")
    assert driver.text_in("Script") == "echo half"

    driver.restart()
    driver.choose_row("Sessions", PROBLEM)
    driver.click_tab("Script Builder")
    driver.until(lambda: driver.text_in("Script") == "echo half", "the script is gone")
    driver.click_tab("With the copilot")
    assert driver.text_in("Message to the copilot about the script") == "Half a sentence"


def test_a_run_that_hangs_is_cancelled_with_all_it_started(
    driver: Driver, server: ModelServer
) -> None:
    propose(
        driver,
        server,
        ai_drafted_script="echo begun\n(sleep 60) &\nsleep 60\n",
        ai_drafted_language="bash",
    )
    driver.click("Apply fix")
    driver.click("Run on this laptop…")
    driver.click("Run now")
    driver.until(lambda: any("begun" in text for text in driver.printed()), "nothing was printed")
    driver.click("Cancel")
    driver.wait_for("Cancelled.")
    driver.settled()
    assert newest_run(driver).run.end is RunEnd.CANCELLED


@pytest.mark.parametrize(
    ("script", "words", "kept"),
    [
        ("echo begun; kill -9 $$", "ended from outside", "begun"),
        ('read -r answer; echo "got: $answer"; exit 4', "Exit code 4", "got:"),
        (r"printf 'gr\374n\n'", "reported no error", "gr\ufffdn"),
        ("yes flood | head -c 100000000; echo the end", "left out", "the end"),
    ],
    ids=["killed", "asks", "bytes", "flood"],
)
def test_a_run_that_goes_wrong_is_told_as_it_was(
    driver: Driver, server: ModelServer, script: str, words: str, kept: str
) -> None:
    propose(driver, server, ai_drafted_script=script, ai_drafted_language="bash")
    driver.click("Apply fix")
    driver.click("Run on this laptop…")
    driver.click("Run now")
    driver.wait_long_for("Transcript")
    driver.until(
        lambda: any(words in text for text in (*driver.texts(), *driver.printed())),
        f"“{words}” is not said",
    )
    driver.settled()
    run = newest_run(driver).run
    assert run.end is RunEnd.EXITED
    assert kept in run.transcript
    assert len(run.transcript) < 2_000_000


def test_a_template_from_the_library_runs_without_a_session(
    driver: Driver, server: ModelServer
) -> None:
    core = driver.app.core
    core.scripts().templates.create(
        replace(
            CLEAR, name="Say zorbian", parameters=CLEAR.parameters[:1], body="echo {{ queue }}"
        ),
        template_id=new_id(),
    )
    driver.app.shell.show_page(SCRIPTS)
    driver.write("Search scripts", "zorbian")
    driver.until(lambda: driver.rows("Script templates") == ["Say zorbian"], "not found")
    driver.choose_row("Script templates", "Say zorbian")
    driver.write("Queue", "desk-42; rm -rf /")
    driver.click("Run on this laptop…")
    driver.click("Run now")
    driver.wait_for("The script ended and reported no error.")
    with core.database.work() as work:
        (run,) = work.script_runs.where()
    assert "desk-42; rm -rf /\n" in run.transcript
    assert run.session_id is None
