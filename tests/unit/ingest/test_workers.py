"""Worker processes: order, errors of one task, and a worker that dies."""

import os

import pytest

from earmark.errors import NotAFeed
from earmark.ingest.worker import Workers


def double(number: int) -> int:
    if number == 3:
        raise NotAFeed("three is no feed")
    return 2 * number


def die_at_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return 2 * number


@pytest.mark.parametrize("count", [0, 1])
def test_results_come_in_the_order_of_the_tasks(count: int) -> None:
    workers = Workers(count)
    outcomes = list(workers.map(double, range(7)))
    workers.close()
    assert [outcome.task for outcome in outcomes] == list(range(7))
    assert [outcome.value for outcome in outcomes] == [0, 2, 4, None, 8, 10, 12]
    assert [outcome.error.code for outcome in outcomes if outcome.error] == ["not-a-feed"]


def test_a_worker_that_dies_costs_only_its_own_task() -> None:
    workers = Workers(2)
    outcomes = list(workers.map(die_at_three, range(9)))
    workers.close()
    assert [outcome.value for outcome in outcomes] == [0, 2, 4, None, 8, 10, 12, 14, 16]
    assert [outcome.error.code for outcome in outcomes if outcome.error] == ["worker-died"]


def test_no_more_tasks_are_taken_than_the_workers_can_use() -> None:
    taken: list[int] = []

    def tasks() -> object:
        for number in range(100):
            taken.append(number)
            yield number

    workers = Workers(1)
    results = workers.map(double, tasks())  # type: ignore[arg-type]
    next(results)
    assert len(taken) <= 4
    results.close()  # type: ignore[attr-defined]
    workers.close()
