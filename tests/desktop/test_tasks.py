"""Background work: scopes cancel what they own, and a closed one begins nothing."""

from __future__ import annotations

import asyncio

from desktop.tasks import Scope, TaskRunner


class Presenter:
    """Collects what would be shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[Exception, str]] = []

    def __call__(self, error: Exception, task: str) -> None:
        self.shown.append((error, task))


async def value(result: int) -> int:
    await asyncio.sleep(0)
    return result


async def broken() -> int:
    raise ValueError("broken")


async def settle(scope: Scope) -> None:
    await asyncio.gather(*scope.pending(), return_exceptions=True)


async def test_a_result_reaches_done() -> None:
    scope, results = Scope("page", Presenter()), list[int]()
    scope.run("work", value(7), done=results.append)
    await settle(scope)
    assert results == [7]


async def test_an_error_nobody_settles_is_shown_with_its_task() -> None:
    presenter = Presenter()
    scope = Scope("page", presenter)
    scope.run("work", broken())
    scope.run("settled", broken(), failed=lambda _: True)
    await settle(scope)
    assert [task for _, task in presenter.shown] == ["work"]


async def test_the_latest_task_of_a_name_wins() -> None:
    scope, results = Scope("page", Presenter()), list[int]()
    scope.latest("load", value(1), done=results.append)
    scope.latest("load", value(2), done=results.append)
    await settle(scope)
    assert results == [2]


async def test_after_cancel_nothing_calls_back() -> None:
    presenter, results = Presenter(), list[int]()
    scope = Scope("page", presenter)
    scope.run("work", value(7), done=results.append)
    scope.cancel()
    await settle(scope)
    assert (results, presenter.shown) == ([], [])


async def test_a_closed_runner_begins_nothing_more() -> None:
    presenter, results = Presenter(), list[int]()
    runner = TaskRunner(presenter)
    scope = runner.scope("page")
    scope.run("early", value(1), done=results.append)
    await runner.aclose()
    scope.run("late", value(2), done=results.append)
    assert scope.pending() == ()
    assert (results, presenter.shown) == ([], [])
