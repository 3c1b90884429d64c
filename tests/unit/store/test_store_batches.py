"""Work in pieces."""

from __future__ import annotations

import pytest

from earmark.store.batches import batches, weighed


@pytest.mark.parametrize(
    ("weights", "groups"),
    [
        ([], []),
        ([1, 1, 1], [[1, 1, 1]]),
        ([3, 3, 3], [[3], [3], [3]]),
        ([2, 3, 1, 4], [[2, 3], [1, 4]]),
        ([9, 1], [[9], [1]]),
        ([1, 9, 1], [[1], [9], [1]]),
        ([0, 5, 0, 5], [[0, 5, 0], [5]]),
    ],
)
def test_weighed(weights: list[int], groups: list[list[int]]) -> None:
    assert list(weighed(weights, lambda weight: weight, 5)) == [
        (sum(group), group) for group in groups
    ]


def test_batches_hold_everything_once() -> None:
    assert list(batches(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batches([], 3)) == []
