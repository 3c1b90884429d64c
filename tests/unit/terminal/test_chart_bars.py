"""The chart: bars to scale, marks explained."""

import io

import pytest
from tests.unit.topic_pages import PAGE, point

from earmark.terminal.chart import PERIODS, bar, percent, print_chart
from earmark.terminal.screen import Screen


@pytest.mark.parametrize(
    ("share", "top", "hollow", "drawn"),
    [
        (0.0, 0.5, False, ""),
        (0.5, 0.5, False, "█" * 10),
        (0.25, 0.5, False, "█" * 5),
        (0.00001, 0.5, False, "▏"),
        (0.03, 0.5, False, "▋"),
        (0.5, 0.5, True, "░" * 10),
        (0.00001, 0.5, True, "░"),
        (0.0, 0.0, False, ""),
    ],
)
def test_bar(share, top, hollow, drawn):
    assert bar(share, top, 10, hollow=hollow).rstrip() == drawn


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0 %"), (0.12, "12 %"), (0.0123, "1.2 %"), (0.00923, "0.92 %"), (1.0, "100 %")],
)
def test_percent(share, said):
    assert percent(share) == said


def drawn(points, width=60):
    file = io.StringIO()
    print_chart(Screen(file=file, width=width), points)
    return file.getvalue().splitlines()


def test_each_period_has_bar_share_and_denominator():
    lines = drawn(PAGE.popularity)
    assert lines[0].split() == ["2023", "░" * lines[0].count("░"), "0.22", "%", "2", "of", "900"]
    assert lines[1].split() == ["2024", "0", "%", "0", "of", "1,200"]
    assert "12 of 1,300" in lines[2]
    assert lines[3].startswith("  2026* █")
    assert lines[4:] == ["  * not over yet", "  ░ fewer than 5 shows published then"]


def test_longest_bar_is_the_greatest_share():
    bars = [line.count("█") for line in drawn(PAGE.popularity)[:4]]
    assert max(bars) == bars[2]


def test_nothing_published_has_no_share():
    assert drawn([point(2020, 0, 0)])[0].split() == ["2020", "–", "0", "of", "0"]


def test_only_the_latest_periods_are_drawn():
    lines = drawn([point(1980 + number, 1, 10) for number in range(PERIODS + 3)])
    assert lines[0].startswith("  1983")
    assert lines[-1] == "  3 earlier periods are in --json"
