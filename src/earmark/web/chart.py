"""Popularity as a picture: what each bar says, where it leads, and two drawings of the same bars.

Pure. The sentence, the bars and the table all come from the same points, so they can't disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from earmark.model import Period, PopularityPoint
from earmark.web.chart_drawing import NARROW, WIDE, Drawing, draw
from earmark.web.words import Words

Measure = Literal["share", "count"]
Href = Callable[[date, date], str]
"""From the first and the last day of a period to the address of its episodes."""
Trend = Literal["up", "down", "even"]

FEW_SHOWS = 5
"""A share over fewer shows says little of the world: its bar is hollow."""
MONTHS_UNTIL = 24
"""A shorter span is drawn by month ..."""
QUARTERS_UNTIL = 60
"""... and one shorter than so many months by quarter."""
TREND_PERIODS = 4
TREND_EPISODES = 10
"""A trend is told of at least so much."""
TREND_FACTOR = 1.25
"""So many times as often as before is more often."""
MOST_STOPS = 40
"""Of more bars none is a stop of the tab key; the table under the picture has the same links."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One period."""

    point: PopularityPoint
    name: str
    """``March 2024``."""
    value: float
    """What the height shows: a share of 1, or episodes."""
    figure: str
    """``0.4%`` or ``12``."""
    share: str
    """``0.4%``; "" where nothing was published."""
    said: str
    """The bar whole: period, figure and of how many."""
    href: str
    """The period's episodes; "" where there are none."""
    hollow: bool
    """Few shows published then."""
    partial: bool
    """The period isn't over."""


@dataclass(frozen=True, slots=True)
class Chart:
    """``wide`` and ``narrow`` draw the same ``bars``; a page shows the one that has room."""

    by: Period
    measure: Measure
    compared: bool
    """Whether bars have a share: of all that was published in their period."""
    bars: tuple[Bar, ...]
    summary: tuple[str, ...]
    """Sentences: the highest bar, the trend, the span, what has no date."""
    wide: Drawing
    """Where transcripts begin, both drawings have a mark and the summary a sentence: more is
    found from there on, which would look like a boom."""
    narrow: Drawing

    @property
    def hollow(self) -> bool:
        """Whether a bar is drawn hollow."""
        return any(bar.hollow and bar.value for bar in self.bars)

    @property
    def partial(self) -> bool:
        return any(bar.partial and bar.value for bar in self.bars)

    @property
    def partial_hollow(self) -> bool:
        """Whether the unfinished bar is a hollow one."""
        return any(bar.partial and bar.hollow for bar in self.bars)

    @property
    def cut(self) -> bool:
        """Whether a bar is higher than drawn."""
        return any(column.cut for column in self.wide.columns)

    @property
    def few_shows(self) -> int:
        """Under so many shows a bar is hollow."""
        return FEW_SHOWS

    @property
    def stops(self) -> bool:
        """Whether the tab key stops at each bar."""
        return sum(1 for bar in self.bars if bar.href) <= MOST_STOPS


def period_for(first_at: date | datetime | None, last_at: date | datetime | None) -> Period:
    """What a picture of this span is drawn by, unless somebody asks otherwise. ``last_at`` is
    where the picture ends, which may be later than the last episode."""
    if first_at is None or last_at is None:
        return "year"
    months = (last_at.year - first_at.year) * 12 + last_at.month - first_at.month
    if months < MONTHS_UNTIL:
        return "month"
    return "quarter" if months < QUARTERS_UNTIL else "year"


def measure_for(points: Sequence[PopularityPoint]) -> Measure:
    """Shares where they say something: where most of the episodes are of periods in which
    several shows published."""
    known = sum(point.episodes for point in points if point.shows >= FEW_SHOWS)
    return "share" if known * 2 > sum(point.episodes for point in points) else "count"


def make_chart(
    points: Sequence[PopularityPoint],
    words: Words,
    href: Href,
    *,
    measure: Measure | None = None,
    compared: bool = True,
    undated: int = 0,
    transcripts_from: datetime | None = None,
) -> Chart | None:
    """The picture of ``points``, in time's order; None where there is nothing to draw.

    ``measure``: what heights show, by default what suits; ``compared=False`` leaves out what else
    was published (a show's own episodes); ``undated``: episodes that stand in no bar;
    ``transcripts_from``: when the library's first episode with a transcript was published.
    """
    if not any(point.episodes for point in points):
        return None
    chosen = (measure or measure_for(points)) if compared else "count"
    bars = tuple(_bar(point, words, href, chosen, compared) for point in points)
    begin = _begin(points, transcripts_from)
    return Chart(
        by=by_of(points[0].period),
        measure=chosen,
        compared=compared,
        bars=bars,
        summary=(
            *_summary(bars, words, chosen, undated),
            *([words.say("chart-transcripts", period=bars[begin].name)] if begin else []),
        ),
        wide=_drawn(bars, words, WIDE, begin),
        narrow=_drawn(bars, words, NARROW, begin),
    )


def by_of(period: str) -> Period:
    """``2024``, ``2024-Q1``, ``2024-01``."""
    if "-" not in period:
        return "year"
    return "quarter" if "Q" in period else "month"


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a period."""
    year, _, part = period.partition("-")
    size = {"year": 12, "quarter": 3, "month": 1}[by_of(period)]
    month = (int(part.lstrip("Q")) - 1) * size + 1 if part else 1
    first = date(int(year), month, 1)
    # The day after the last is a first of a month; the year 10000 has none.
    year_after, month_after = divmod(first.year * 12 + month - 1 + size, 12)
    if year_after > date.max.year:
        return first, date.max
    return first, date.fromordinal(date(year_after, month_after + 1, 1).toordinal() - 1)


def _begin(points: Sequence[PopularityPoint], at: datetime | None) -> int:
    """The number of the period in which transcripts begin; 0 where the picture shows no time
    without them, or none with them."""
    if at is None:
        return 0
    day = at.astimezone(UTC).date()
    return next(
        (number for number, point in enumerate(points) if day <= days_of(point.period)[1]), 0
    )


def _bar(point: PopularityPoint, words: Words, href: Href, measure: Measure, compared: bool) -> Bar:
    name = words.period(point.period)
    share = words.percent(point.share) if point.published and compared else ""
    count = words.number(point.episodes)
    said = words.say(
        "chart-bar" if compared else "chart-bar-alone",
        period=name,
        episodes=point.episodes,
        published=point.published,
        shows=point.shows,
    )
    return Bar(
        point=point,
        name=name,
        value=point.share if measure == "share" else float(point.episodes),
        figure=share if measure == "share" else count,
        share=share,
        said=words.say("chart-bar-partial", bar=said) if point.partial else said,
        href=href(*days_of(point.period)) if point.episodes else "",
        hollow=compared and point.shows < FEW_SHOWS,
        partial=point.partial,
    )


def _drawn(bars: Sequence[Bar], words: Words, size: tuple[int, int], begin: int) -> Drawing:
    return draw(
        [bar.value for bar in bars],
        [bar.figure for bar in bars],
        [bar.point.period for bar in bars],
        hollow=[bar.hollow for bar in bars],
        month=words.short_month,
        size=size,
        mark=begin,
    )


def _summary(bars: Sequence[Bar], words: Words, measure: Measure, undated: int) -> list[str]:
    peak = peak_of(bars)
    said = [
        words.say(
            f"chart-peak-{measure}",
            period=peak.name,
            share=peak.share,
            episodes=peak.point.episodes,
        )
    ]
    trend = trend_of([bar.point for bar in bars], measure)
    if trend:
        direction, since = trend
        said.append(words.say(f"chart-trend-{direction}", period=words.period(since)))
    if len(bars) > 1:
        by = by_of(bars[0].point.period)
        said.append(words.say("chart-span", by=by, first=bars[0].name, last=bars[-1].name))
    if undated:
        said.append(words.say("chart-undated", count=undated))
    return said


def peak_of(bars: Sequence[Bar]) -> Bar:
    """The highest, the latest of equals; a hollow one only where all are."""
    solid = [bar for bar in bars if not bar.hollow and bar.value]
    return max(reversed(solid or list(bars)), key=lambda bar: bar.value)


def trend_of(points: Sequence[PopularityPoint], measure: Measure) -> tuple[Trend, str] | None:
    """The latest quarter of the periods against all before, and the period with which it begins;
    None where that would be guessed. The unfinished period isn't looked at, nor shares of few
    shows."""
    over = [
        point
        for point in points
        if not point.partial and (measure == "count" or point.shows >= FEW_SHOWS)
    ]
    if len(over) < TREND_PERIODS or sum(point.episodes for point in over) < TREND_EPISODES:
        return None
    cut = len(over) - len(over) // TREND_PERIODS
    before, lately = (_rate(part, measure) for part in (over[:cut], over[cut:]))
    if before is None or lately is None:
        return None
    since = over[cut].period
    if lately > before * TREND_FACTOR:
        return "up", since
    return ("down" if lately * TREND_FACTOR < before else "even"), since


def _rate(points: Sequence[PopularityPoint], measure: Measure) -> float | None:
    of = sum(point.published for point in points) if measure == "share" else len(points)
    return sum(point.episodes for point in points) / of if of else None
