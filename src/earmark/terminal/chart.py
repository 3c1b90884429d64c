"""Popularity as bars of block characters."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from earmark.model import PopularityPoint
from earmark.terminal.screen import STYLES, Screen

EIGHTHS = " ▏▎▍▌▋▊▉"
FEW_SHOWS = 5
"""A share over fewer shows says little of the world: its bar is hollow."""
PERIODS = 24
"""So many of the latest periods are drawn."""


def bar(share: float, top: float, width: int, *, hollow: bool = False) -> str:
    """At most ``width`` cells, at least a sliver for anything above 0."""
    if share <= 0 or top <= 0:
        return ""
    eighths = max(1, round(share / top * width * 8))
    whole, rest = divmod(eighths, 8)
    if hollow:
        return "░" * max(1, round(eighths / 8))
    return "█" * whole + (EIGHTHS[rest] if rest else "")


def percent(share: float) -> str:
    """``12 %``, ``0.92 %``: two significant digits below ten."""
    value = share * 100
    if value == 0:
        return "0 %"
    if value >= 10:
        return f"{value:.0f} %"
    return f"{value:.1f} %" if value >= 1 else f"{value:.2g} %"


def print_chart(screen: Screen, points: Sequence[PopularityPoint]) -> None:
    """A line a period: bar, share, ``12 of 1,300``; then what the marks mean."""
    shown = points[-PERIODS:]
    top = max((point.share for point in shown), default=0.0)
    labels = [point.period + ("*" if point.partial else "") for point in shown]
    figures = [f"{point.episodes:,} of {point.published:,}" for point in shown]
    label_width = max(map(len, labels), default=0)
    figure_width = max(map(len, figures), default=0)
    room = max(6, screen.width - label_width - figure_width - 13)
    for point, label, figure in zip(shown, labels, figures, strict=True):
        drawn = bar(point.share, top, room, hollow=point.shows < FEW_SHOWS)
        line = Text(f"  {label:<{label_width}} ")
        line.append(drawn.ljust(room), STYLES["bar"])
        share = percent(point.share) if point.published else "–"
        line.append(f" {share:>7} {figure:>{figure_width}}")
        screen.console.print(line, soft_wrap=True)
    for legend in _legends(shown, len(points) - len(shown)):
        screen.say(legend, "dim", indent=2)


def _legends(shown: Sequence[PopularityPoint], left_off: int) -> list[str]:
    legends = []
    if any(point.partial for point in shown):
        legends.append("* not over yet")
    if any(point.shows < FEW_SHOWS and point.share for point in shown):
        legends.append(f"░ fewer than {FEW_SHOWS} shows published then")
    if left_off:
        legends.append(f"{left_off} earlier periods are in --json")
    return legends
