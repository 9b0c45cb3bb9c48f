"""Drafts: pending → accepted or rejected, and anything else is a conflict (domain.md 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.errors import Conflict, UserError
from core.ids import new_id
from core.scripts.draft_service import PROMPT_PREFERENCE
from core.scripts.model import DraftStatus, TemplateOrigin
from tests.unit.scripts.bench import UNLOCK, ScriptBench


def test_an_accepted_draft_becomes_a_template_as_it_was_edited(bench: ScriptBench) -> None:
    session_id = bench.given_session("4711")
    draft = bench.given_draft(bench.given_fix(session_id))
    template_id = new_id()

    bench.drafts.accept(draft.id, replace(UNLOCK, name="Unlock Über-Account"), template_id)

    template = bench.template(template_id)
    assert (template.name, template.slug) == ("Unlock Über-Account", "unlock-uber-account")
    assert template.origin is TemplateOrigin.SESSION
    assert (template.source_session_id, template.source_ticket_ref) == (session_id, "4711")
    assert bench.drafts.pending() == ()
    with bench.database.work() as work:
        decided = work.draft_templates.get(draft.id)
    assert (decided.status, decided.template_id) == (DraftStatus.ACCEPTED, template_id)
    assert decided.decided_at is not None


def test_a_refused_content_leaves_the_draft_pending(bench: ScriptBench) -> None:
    draft = bench.given_draft(bench.given_fix(bench.given_session()))
    with pytest.raises(UserError, match="category"):
        bench.drafts.accept(draft.id, replace(UNLOCK, category="cooking"), new_id())
    assert [one.id for one in bench.drafts.pending()] == [draft.id]
    assert bench.templates.library() == ()


def accept(bench: ScriptBench) -> Callable[..., object]:
    return lambda draft_id: bench.drafts.accept(draft_id, UNLOCK, new_id())


def reject(bench: ScriptBench) -> Callable[..., object]:
    return bench.drafts.reject


@pytest.mark.parametrize("first", [accept, reject])
@pytest.mark.parametrize("second", [accept, reject])
def test_a_draft_is_decided_once(
    bench: ScriptBench,
    first: Callable[[ScriptBench], Callable[..., object]],
    second: Callable[[ScriptBench], Callable[..., object]],
) -> None:
    draft = bench.given_draft(bench.given_fix(bench.given_session()))
    first(bench)(draft.id)
    with pytest.raises(Conflict, match=r"already (accepted|rejected)"):
        second(bench)(draft.id)


def test_the_same_script_of_a_fix_waits_once(bench: ScriptBench) -> None:
    fix = bench.given_fix(bench.given_session())
    assert bench.given_draft(fix).id == bench.given_draft(fix).id
    assert bench.given_draft(fix, "Get-Date").id != bench.given_draft(fix).id
    assert len(bench.drafts.pending()) == 2


def test_drafts_of_a_session_are_offered_unless_the_account_does_not_want_it(
    bench: ScriptBench,
) -> None:
    session_id = bench.given_session()
    draft = bench.given_draft(bench.given_fix(session_id))
    bench.given_draft(bench.given_fix(bench.given_session()))
    assert [one.id for one in bench.drafts.offered_after(session_id)] == [draft.id]

    assert bench.drafts.is_asking()
    bench.drafts.ask(False)

    assert not bench.drafts.is_asking()
    assert bench.drafts.offered_after(session_id) == ()
    assert len(bench.drafts.pending()) == 2
    with bench.database.work() as work:
        assert work.preferences.document()[PROMPT_PREFERENCE] is False
    bench.drafts.ask(True)
    assert [one.id for one in bench.drafts.offered_after(session_id)] == [draft.id]
