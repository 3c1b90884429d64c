"""Splitting long lists of values, so that each answer of the engine holds all of its part."""

from __future__ import annotations

import pytest

from earmark.search.tally import spans

BITS = 32


def years(*counts: int) -> dict[int, int]:
    return {2020 + number: count for number, count in enumerate(counts)}


def as_years(found: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """First year, last year, podcasts of the last."""
    return [(low >> BITS, high >> BITS, high & ((1 << BITS) - 1)) for low, high in found]


@pytest.mark.parametrize(
    ("counts", "podcasts", "buckets", "expected"),
    [
        ((), 9, 10, []),
        ((3,), 9, 10, [(2020, 2020, 9)]),
        ((3, 3, 3), 9, 10, [(2020, 2022, 9)]),
    ],
)
def test_spans_of_few_values(
    counts: tuple[int, ...], podcasts: int, buckets: int, expected: list[tuple[int, int, int]]
) -> None:
    assert as_years(list(spans(years(*counts), podcasts, buckets, BITS))) == expected


def test_spans_cover_every_period_once_and_in_order() -> None:
    counts = years(50, 1, 700, 3, 90, 90, 2, 1_000)
    found = list(spans(counts, 100, 120, BITS))
    edges = [edge for span in found for edge in span]
    assert edges == sorted(edges)
    for year in counts:
        for podcast in (0, 99):
            value = year << BITS | podcast
            assert sum(low <= value < high for low, high in found) == 1
    assert len(found) > 1
