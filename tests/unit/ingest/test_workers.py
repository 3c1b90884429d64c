"""Worker processes: order, errors of one task, and a worker that dies."""

import os
import sys
from select import select
from subprocess import PIPE, Popen

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


# ---------------------------------------------------------------- limits

MIB = 1024 * 1024


def limited() -> Workers:
    return Workers(1, memory_bytes=512 * MIB, task_s=1)


def take_memory(mib: int) -> int:
    return len(bytearray(mib * MIB))


def never_end(number: int) -> int:
    while number:
        pass
    return number


def test_a_task_that_takes_too_much_memory_fails_alone() -> None:
    workers = limited()
    outcomes = list(workers.map(take_memory, (1, 600, 2)))
    workers.close()
    assert [outcome.value for outcome in outcomes] == [MIB, None, 2 * MIB]
    assert [outcome.error.code for outcome in outcomes if outcome.error] == ["worker-died"]


def test_a_task_that_never_ends_is_ended() -> None:
    workers = limited()
    outcomes = [workers.submit(never_end, number).outcome() for number in (0, 1, 0)]
    workers.close()
    assert [outcome.value for outcome in outcomes] == [0, None, 0]
    assert [outcome.error.code for outcome in outcomes if outcome.error] == ["worker-died"]


WORKS_FOR_GOOD = """
from earmark.ingest.worker import Workers
workers = Workers(1)
print(workers.submit(eval, "__import__('os').getpid()").outcome().value, flush=True)
input()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells of any process's end")
def test_workers_end_with_a_process_that_was_killed() -> None:
    command = [sys.executable, "-c", WORKS_FOR_GOOD]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        worker = os.pidfd_open(int(process.stdout.readline()))
        process.kill()
        ended, _, _ = select([worker], [], [], 60)
        os.close(worker)
    assert ended == [worker]
