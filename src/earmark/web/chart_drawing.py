"""Where the bars and the words of a chart stand: geometry in SVG user units, y downwards.

Pure. Nothing overlaps and nothing leaves the box, whatever is drawn; what would is left out, and
the table has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

WIDE = (720, 200)
NARROW = (320, 176)
"""Shown at its size on the smallest phone; there a unit is a CSS pixel."""
TEXT = {WIDE: 14, NARROW: 12}
"""Font size; the wide drawing may be shown at 6/7 of its size."""
LETTER = 0.64
"""Width of a digit or common letter, at most, in font sizes; a full-width character has 1. Held to
DejaVu Sans, the widest of the fonts that a bare machine shows."""
BROAD = frozenset("%‰mwMW")
"""As wide as a full-width character, nearly."""
LINE = 1.3
FAIR = 2.0
"""The least height of a bar that isn't 0."""
WIDEST = 72.0
"""Of a column with its gap: one bar alone isn't a wall."""
THIN = 5.0
"""Columns narrower than this have no room for an outline."""
CUT_OVER = 1.5
"""Hollow bars may be so many times as high as the highest other; beyond, they are cut."""
MOST_FIGURES = 40
"""So many of the highest bars are tried for a place for their figure."""
YEARS_APART = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MONTHS_APART = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True, slots=True)
class Column:
    """Where the bar of the same number stands."""

    x: float
    y: float
    width: float
    height: float
    """0 where there is nothing to draw."""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """``x`` is the middle of the text, ``y`` its baseline."""

    x: float
    y: float
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    baseline: float
    slot: float
    """The width of a period with its gap."""
    columns: tuple[Column, ...]
    figures: tuple[Label, ...]
    """Above their bars; the highest and the last before others."""
    axis: tuple[Label, ...]
    """Under the baseline, one or two lines."""
    text: int
    mark: float
    """Where a line stands between two periods; 0 for none."""

    @property
    def thin(self) -> bool:
        return self.slot < THIN


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def draw(
    values: Sequence[float],
    figures: Sequence[str],
    periods: Sequence[str],
    *,
    hollow: Sequence[bool],
    month: Callable[[str], str],
    size: tuple[int, int],
    mark: int = 0,
) -> Drawing:
    """A column a period, side by side. All sequences are as long; ``periods`` are as in
    ``PopularityPoint``, ``month`` names one for the axis; ``mark`` is the number of the column
    with a line before it."""
    paper = _Paper(*size, slot=min(size[0] / len(values), WIDEST), text=TEXT[size])
    rows = _rows(periods, month)
    baseline = round(paper.height - len(rows) * paper.line - 3, 2)
    columns = _columns(values, hollow, paper, baseline)
    axis: list[Label] = []
    for number, row in enumerate(rows, 1):
        axis += _axis(row, paper, baseline + number * paper.line)
    return Drawing(
        width=paper.width,
        height=paper.height,
        baseline=baseline,
        slot=paper.slot,
        columns=columns,
        figures=tuple(_figures(columns, figures, values, paper)),
        axis=tuple(axis),
        text=paper.text,
        mark=round(mark * paper.slot, 2),
    )


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is drawn on, and with which letters."""

    width: int
    height: int
    slot: float
    text: int

    @property
    def line(self) -> float:
        return self.text * LINE


def text_width(text: str, size: float) -> float:
    """At most so wide is a text, in the units of ``size``."""
    return sum(
        size if each in BROAD or east_asian_width(each) in "WF" else size * LETTER for each in text
    )


def _columns(
    values: Sequence[float], hollow: Sequence[bool], paper: _Paper, baseline: float
) -> tuple[Column, ...]:
    full, room, slot = _full(values, hollow), baseline - paper.line, paper.slot
    gap = min(slot * 0.22, 8.0) if slot >= THIN else slot * 0.1
    found = []
    for number, value in enumerate(values):
        height = min(room, max(FAIR, value / full * room)) if value > 0 else 0.0
        found.append(
            Column(
                x=round(number * slot + gap / 2, 2),
                y=round(baseline - height, 2),
                width=round(slot - gap, 2),
                height=round(height, 2),
                cut=value > full,
            )
        )
    return tuple(found)


def _full(values: Sequence[float], hollow: Sequence[bool]) -> float:
    """The value of the full height. One show's first year (1 of 1 episodes) shall not flatten
    what many shows published since."""
    solid = max((v for v, thin in zip(values, hollow, strict=True) if not thin), default=0.0)
    highest = max(values, default=0.0)
    if solid <= 0 or highest <= solid * CUT_OVER:
        return highest or 1.0
    return solid


Row = list[tuple[int, int, str]]
"""(column, year or month from 0 that decides which labels are left out, text)."""


def _rows(periods: Sequence[str], month: Callable[[str], str]) -> list[Row]:
    """Years under the first period of each; months of up to two years by name above them."""
    if "-" not in periods[0]:
        return [[(column, int(period), period) for column, period in enumerate(periods)]]
    years: Row = []
    for column, period in enumerate(periods):
        year = period.partition("-")[0]
        if not years or years[-1][2] != year:
            years.append((column, int(year), year))
    if "Q" in periods[0] or len(periods) > 26:
        return [years]
    months = [(at, int(each[5:]) - 1, month(each)) for at, each in enumerate(periods)]
    return [months, years]


def _axis(row: Row, paper: _Paper, y: float) -> list[Label]:
    """The labels of a row, or every so manieth, so that none touch."""
    for stride in MONTHS_APART if row[0][1] < 12 else YEARS_APART:
        chosen = [each for each in row if each[1] % stride == 0] or row[:1]
        labels = [_at(column, said, paper, y) for column, _, said in chosen]
        if len(labels) > 1 and _touch(labels[0], labels[1], paper):
            # The first period may begin in the middle of its year.
            labels = labels[1:]
        if not any(_touch(one, next_, paper) for one, next_ in pairwise(labels)):
            return [label for label in labels if label.width <= paper.width]
    return []


def _at(column: int, said: str, paper: _Paper, y: float) -> Label:
    wide = text_width(said, paper.text)
    middle = _within((column + 0.5) * paper.slot, wide, paper)
    return Label(middle, round(y - paper.text * 0.3, 2), said, round(wide, 2))


def _within(middle: float, wide: float, paper: _Paper) -> float:
    """A text's middle, moved so that none of it leaves the paper."""
    return round(min(max(middle, wide / 2), paper.width - wide / 2), 2)


def _touch(one: Label, next_: Label, paper: _Paper) -> bool:
    """Less than a thin space between them."""
    return next_.x - next_.width / 2 - (one.x + one.width / 2) < paper.text / 6


def _figures(
    columns: Sequence[Column],
    figures: Sequence[str],
    values: Sequence[float],
    paper: _Paper,
) -> Iterable[Label]:
    """Figures that stand clear of all bars and of those placed before them."""
    drawn = [number for number, value in enumerate(values) if value > 0]
    order = sorted(drawn, key=lambda number: (-values[number], -number))
    if drawn and len(order) > 1 and drawn[-1] != order[0]:
        order.remove(drawn[-1])
        order.insert(1, drawn[-1])
    taken: list[Box] = [(c.x, c.y, c.x + c.width, c.y + c.height) for c in columns if c.height]
    for number in order[:MOST_FIGURES]:
        column = columns[number]
        wide = text_width(figures[number], paper.text)
        middle = _within(column.x + column.width / 2, wide, paper)
        box = (middle - wide / 2, column.y - paper.line, middle + wide / 2, column.y)
        if wide <= paper.width and not any(overlap(box, other) for other in taken):
            taken.append((box[0] - paper.text / 4, box[1], box[2] + paper.text / 4, box[3]))
            at = round(column.y - paper.text * 0.35, 2)
            yield Label(middle, at, figures[number], round(wide, 2))


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return (
        one[0] < other[2] - 0.01
        and other[0] < one[2] - 0.01
        and one[1] < other[3] - 0.01
        and other[1] < one[3] - 0.01
    )
