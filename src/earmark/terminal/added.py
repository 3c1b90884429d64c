"""What `earmark add` did: the sums, then every fault once, with the feed's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TextIO

from rich.table import Table
from rich.text import Text

from earmark.model import AddReport
from earmark.terminal.clean import clean_line
from earmark.terminal.screen import Screen
from earmark.terminal.words import count

ROWS = 30
"""With more sources only those that have something to say get a line."""


def print_added(
    reports: Sequence[AddReport],
    *,
    plain: bool = False,
    file: TextIO | None = None,
    width: int | None = None,
) -> None:
    screen = Screen(plain=plain, file=file, width=width)
    if 1 < len(reports) <= ROWS:
        _print_table(screen, [report for report in reports if report.podcast is not None])
    screen.say(summary(reports), "head")
    for fault in dict.fromkeys(fault for report in reports for fault in _faults(report)):
        screen.say(fault)
    for report in reports:
        if report.offered:
            others = ", ".join(map(clean_line, report.offered))
            screen.say(f"{name(report)} is at {clean_line(report.feed_url)}; not added: {others}")


def summary(reports: Sequence[AddReport]) -> str:
    """The sums in a sentence."""
    shows = len({report.podcast for report in reports if report.podcast is not None})
    parts = [
        count(shows, "show"),
        count(sum(report.episodes for report in reports), "episode"),
        f"{sum(report.new for report in reports):,} new",
        f"{sum(report.changed for report in reports):,} changed",
    ]
    feeds = sum(report.feeds for report in reports)
    if feeds:
        parts.append(f"{count(feeds, 'feed')} recorded as due")
    failed = sum(report.error is not None for report in reports)
    if failed:
        parts.append(f"{count(failed, 'source')} not added")
    return f"{', '.join(parts)}."


def name(report: AddReport) -> str:
    """The feed's name: its title, else its file."""
    return clean_line(report.title) or clean_line(PurePath(report.source).name)


def _print_table(screen: Screen, reports: Sequence[AddReport]) -> None:
    table = Table(box=None, padding=(0, 1), pad_edge=False)
    table.add_column("Show", ratio=1, overflow="ellipsis", no_wrap=True)
    for heading in ("Episodes", "New", "Changed"):
        table.add_column(heading, justify="right", no_wrap=True)
    for report in reports:
        figures = (report.episodes, report.new, report.changed)
        table.add_row(Text(name(report)), *(f"{figure:,}" for figure in figures))
    screen.console.print(table, width=screen.width)


def _faults(report: AddReport) -> Iterator[str]:
    """What failed is told by its path, which can be looked at; a show that came in several
    files says the same once."""
    if report.error is not None:
        yield f"{clean_line(report.source)}: {clean_line(report.error.message)}"
    for problem in report.problems:
        yield f"{name(report)}: {clean_line(problem.message)}"
