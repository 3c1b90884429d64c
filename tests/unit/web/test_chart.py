"""The picture of popularity: what is drawn, that nothing overlaps, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from earmark.model import Period, PopularityPoint
from earmark.web.chart import (
    MOST_STOPS,
    Chart,
    Measure,
    days_of,
    make_chart,
    measure_for,
    peak_of,
    period_for,
    trend_of,
)
from earmark.web.chart_drawing import TEXT, Column, Drawing, Label, overlap
from earmark.web.render import make_environment
from earmark.web.words import read_catalogue

CATALOGUE = read_catalogue()
WORDS = CATALOGUE.words("en")


def href(since: date, until: date) -> str:
    return f"/topics/tea?since={since}&until={until}"


def point(
    period: str, episodes: int, published: int = 100, shows: int = 9, *, partial: bool = False
) -> PopularityPoint:
    share = episodes / published if published else 0.0
    return PopularityPoint(period, episodes, min(episodes, shows), published, shows, share, partial)


def chart_of(points: Sequence[PopularityPoint], measure: Measure | None = None) -> Chart:
    made = make_chart(points, WORDS, href, measure=measure)
    assert made is not None
    return made


YEARS = (
    point("2022", 4, 200),
    point("2023", 30, 300),
    point("2024", 0, 250),
    point("2025", 1, 2, shows=2),
    point("2026", 9, 100, partial=True),
)
LONGER = (point("2020", 5, 100), point("2021", 5, 100), *YEARS)


# ---------------------------------------------------------------- any points


@st.composite
def histories(draw: st.DrawFn) -> list[PopularityPoint]:
    """Any history: by any period, of any length, with any counts."""
    by: Period = draw(st.sampled_from(["year", "quarter", "month"]))
    parts = {"year": 1, "quarter": 4, "month": 12}[by]
    first = draw(st.integers(1900 * parts, 2100 * parts))
    found = []
    for number in range(first, first + draw(LENGTHS)):
        year, part = divmod(number, parts)
        name = {
            "year": f"{year}",
            "quarter": f"{year}-Q{part + 1}",
            "month": f"{year}-{part + 1:02}",
        }
        found.append((name[by], draw(COUNTS), draw(SHOWS)))
    last = found[-1][0]
    return [
        point(name, episodes, episodes + more, shows, partial=name == last)
        for name, (episodes, more), shows in found
    ]


LENGTHS = st.one_of(st.integers(1, 8), st.integers(9, 40))
COUNTS = st.tuples(
    st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 10**7)),
    st.one_of(st.just(0), st.integers(0, 10**8)),
)
SHOWS = st.integers(0, 12)
MEASURES = st.sampled_from([None, "share", "count"])


@given(histories(), MEASURES)
@settings(max_examples=30, deadline=None)
def test_whatever_is_drawn_stays_in_its_box_and_overlaps_nothing(
    points: list[PopularityPoint], measure: Measure | None
) -> None:
    made = make_chart(points, WORDS, href, measure=measure)
    if made is None:
        assert sum(each.episodes for each in points) == 0
        return
    for drawing in (made.wide, made.narrow):
        assert len(drawing.columns) == len(points)
        assert_columns(drawing, [bar.value for bar in made.bars])
        assert_labels(drawing)


@pytest.mark.parametrize("measure", ["share", "count"])
def test_thirty_one_years_of_months_are_drawn_as_well(measure: Measure) -> None:
    chance = Random(7)
    points = [
        point(f"{1995 + number // 12}-{number % 12 + 1:02}", chance.randrange(40), 40, 3 + number)
        for number in range(372)
    ]
    drawn = chart_of(points, measure)
    for drawing in (drawn.wide, drawn.narrow):
        assert_columns(drawing, [bar.value for bar in drawn.bars])
        assert_labels(drawing)


def assert_columns(drawing: Drawing, values: list[float]) -> None:
    for one, next_ in pairwise(drawing.columns):
        assert one.x + one.width <= next_.x + 0.02
    for column, value in zip(drawing.columns, values, strict=True):
        assert 0 <= column.x < column.x + column.width <= drawing.width + 0.02
        assert 0 <= column.y <= column.y + column.height <= drawing.baseline + 0.02
        assert (column.height > 0) == (value > 0)
    highest = max(range(len(values)), key=lambda number: values[number])
    assert drawing.columns[highest].height == max(each.height for each in drawing.columns)


def assert_labels(drawing: Drawing) -> None:
    boxes = [box_of(label, drawing.text) for label in (*drawing.figures, *drawing.axis)]
    bars = [
        (each.x, each.y, each.x + each.width, each.y + each.height)
        for each in drawing.columns
        if each.height
    ]
    for number, box in enumerate(boxes):
        assert box[0] >= -0.02
        assert box[2] <= drawing.width + 0.02
        assert box[3] <= drawing.height
        assert not any(overlap(box, other) for other in boxes[number + 1 :])
        assert not any(overlap(box, other) for other in bars)
    assert drawing.axis


def box_of(label: Label, text: float) -> tuple[float, float, float, float]:
    """Digits stand on the line and are 0.75 of the font's size high."""
    half = label.width / 2
    return label.x - half, label.y - text * 0.75, label.x + half, label.y


@given(histories(), MEASURES)
@settings(max_examples=15, deadline=None)
def test_bars_sum_to_the_dated_episodes(
    points: list[PopularityPoint], measure: Measure | None
) -> None:
    made = make_chart(points, WORDS, href, measure=measure, undated=3)
    if made is None:
        return
    assert sum(bar.point.episodes for bar in made.bars) == sum(each.episodes for each in points)
    linked = [bar for bar in made.bars if bar.href]
    assert sum(bar.point.episodes for bar in linked) == sum(each.episodes for each in points)
    assert made.summary[-1] == "3 more have no date."


@given(histories())
@settings(max_examples=15, deadline=None)
def test_periods_follow_one_another_day_by_day(points: list[PopularityPoint]) -> None:
    spans = [days_of(each.period) for each in points]
    for (_, last), (first, _) in pairwise(spans):
        assert first.toordinal() == last.toordinal() + 1


# ---------------------------------------------------------------- what is drawn


def heights(drawing: Drawing) -> list[float]:
    return [column.height for column in drawing.columns]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_heights_are_in_proportion(size: str) -> None:
    drawing: Drawing = getattr(chart_of(YEARS, "count"), size)
    full = max(heights(drawing))
    assert heights(drawing) == pytest.approx([full * n / 30 for n in (4, 30, 0, 1, 9)], abs=0.1)


def test_a_share_of_few_shows_does_not_flatten_the_rest() -> None:
    drawn = chart_of(YEARS, "share")
    first, second, _, hollow, _ = drawn.wide.columns
    assert hollow.cut
    assert drawn.cut
    assert not chart_of(YEARS, "count").cut
    assert hollow.height == second.height == pytest.approx(first.height * 5, abs=0.1)


def test_one_bar_is_no_wall() -> None:
    (column,) = chart_of([point("2026", 3)]).wide.columns
    assert column.width < 80


def test_the_highest_and_the_last_have_their_figure_whatever_else_has() -> None:
    months = [
        point(f"{year}-{month:02}", 5) for year in range(1995, 2027) for month in range(1, 13)
    ]
    months[100] = point(months[100].period, 90)
    drawing = chart_of(months, "count").narrow
    said = [(label.text, label.x) for label in drawing.figures]
    assert said[0] == ("90", pytest.approx(100.5 / 384 * 320, abs=1))
    assert said[1][1] > 310


@pytest.mark.parametrize(
    ("first", "last", "wide", "narrow"),
    [
        (2007, 2026, list(range(2008, 2027, 2)), [2010, 2015, 2020, 2025]),
        (2024, 2026, [2024, 2025, 2026], [2024, 2025, 2026]),
        (1995, 2026, list(range(1996, 2027, 2)), list(range(1995, 2026, 5))),
    ],
)
def test_years_on_the_axis(first: int, last: int, wide: list[int], narrow: list[int]) -> None:
    drawn = chart_of([point(str(year), 1) for year in range(first, last + 1)])
    assert [label.text for label in drawn.wide.axis] == [str(year) for year in wide]
    assert [label.text for label in drawn.narrow.axis] == [str(year) for year in narrow]


def test_months_of_a_short_span_have_their_names_and_years_a_line_of_their_own() -> None:
    months = [point(f"2025-{month:02}", 1) for month in range(11, 13)]
    months += [point(f"2026-{month:02}", 1) for month in range(1, 4)]
    axis = chart_of(months).wide.axis
    assert [label.text for label in axis] == ["Nov", "Dec", "Jan", "Feb", "Mar", "2025", "2026"]
    assert axis[5].y - axis[0].y >= TEXT[720, 200]
    assert axis[6].x == axis[2].x


def test_text_on_a_phone_is_12_px_and_in_the_wide_drawing_no_smaller() -> None:
    """The style sheet shows the wide one from 39 rem, which is 624 px."""
    drawn = chart_of(YEARS)
    assert (drawn.narrow.width, drawn.narrow.text) == (320, 12)
    assert drawn.wide.text * 624 / drawn.wide.width >= 12


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "2022: 4 of 200 episodes, 9 shows published"),
        (1, "2023: 30 of 300 episodes, 9 shows published"),
        (4, "2026: 9 of 100 episodes, 9 shows published, not over yet"),
    ],
)
def test_a_bar_says_of_how_many(number: int, said: str) -> None:
    assert chart_of(YEARS).bars[number].said == said


def test_numbers_are_grouped_and_plurals_right() -> None:
    bars = chart_of([point("2025", 1, 1, 1), point("2026", 1_500, 1_240_000, 31)]).bars
    assert bars[0].said == "2025: 1 of 1 episode, 1 show published"
    assert bars[1].said == "2026: 1,500 of 1,240,000 episodes, 31 shows published"


def test_the_picture_in_a_sentence() -> None:
    assert chart_of(LONGER, "share").summary == (
        "Most often in 2023: 10% of all episodes published then (30 episodes).",
        "Less often since 2024 than before.",
        "By year, 2020 to 2026.",
    )
    assert chart_of(YEARS, "count").summary[0] == "Most in 2023: 30 episodes."


def test_a_show_of_its_own_is_compared_with_nothing() -> None:
    made = make_chart(YEARS, WORDS, href, compared=False)
    assert made is not None
    assert made.measure == "count"
    assert not made.hollow
    assert made.bars[0].said == "2022: 4 episodes"
    assert made.bars[0].share == ""


def test_the_peak_is_where_shares_mean_something() -> None:
    assert peak_of(chart_of(YEARS, "share").bars).name == "2023"
    few = [point("2024", 1, 1, 1), point("2025", 1, 2, 1)]
    assert peak_of(chart_of(few, "share").bars).name == "2024"


def test_in_another_language() -> None:
    made = make_chart([point("2024-Q3", 1_500, 20_000)], CATALOGUE.words("de"), href)
    assert made is not None
    assert made.bars[0].name == "Q3 2024"
    assert made.bars[0].share.replace("\xa0", " ") == "7,5 %"


@pytest.mark.parametrize(
    ("at", "mark"),
    [
        (datetime(2024, 6, 1, tzinfo=UTC), 144),
        (datetime(2023, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))), 144),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 288),
        (datetime(2022, 1, 1, tzinfo=UTC), 0),
        (datetime(1999, 1, 1, tzinfo=UTC), 0),
        (datetime(2027, 1, 1, tzinfo=UTC), 0),
        (None, 0),
    ],
)
def test_where_transcripts_begin_is_marked_and_said(at: datetime | None, mark: float) -> None:
    """A year is 72 units wide."""
    drawn = make_chart(YEARS, WORDS, href, transcripts_from=at)
    assert drawn is not None
    assert drawn.wide.mark == mark
    said = any(each.startswith("Transcripts are known from 202") for each in drawn.summary)
    assert said == (mark > 0)
    assert len(rendered(drawn).find_class("since")) == (2 if mark else 0)


def test_nothing_to_draw() -> None:
    assert make_chart([], WORDS, href) is None
    assert make_chart([point("2024", 0)], WORDS, href) is None


# ---------------------------------------------------------------- what is chosen


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [
        (date(2025, 1, 31), date(2026, 12, 1), "month"),
        (date(2024, 12, 31), date(2026, 12, 1), "quarter"),
        (date(2022, 1, 1), date(2026, 12, 31), "quarter"),
        (date(2021, 12, 31), date(2026, 12, 1), "year"),
        (date(2026, 3, 1), date(2026, 3, 2), "month"),
        (None, date(2026, 3, 2), "year"),
        (None, None, "year"),
    ],
)
def test_the_period_suits_the_span(first: date | None, last: date | None, by: Period) -> None:
    assert period_for(first, last) == by


def test_shares_are_shown_where_several_shows_published() -> None:
    assert measure_for(YEARS) == "share"
    assert measure_for([point("2025", 9, 9, shows=2), point("2026", 4, 90)]) == "count"


@pytest.mark.parametrize(
    ("counts", "trend"),
    [
        ((5, 5, 5, 20), "up"),
        ((20, 20, 20, 5), "down"),
        ((10, 10, 10, 11), "even"),
        ((1, 1, 1, 3), None),
        ((50, 50, 50), None),
    ],
)
def test_trends(counts: tuple[int, ...], trend: str | None) -> None:
    points = [point(str(2020 + number), count) for number, count in enumerate(counts)]
    since = trend and (trend, "2023")
    assert trend_of(points, "count") == since
    assert trend_of([*points, point("2030", 0, partial=True)], "share") == since


def test_a_trend_says_since_when() -> None:
    rising = [point(str(2020 + number), count) for number, count in enumerate((5, 5, 5, 20))]
    assert "More often since 2023 than before." in chart_of(rising).summary


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_the_days_of_a_period(period: str, first: date, last: date) -> None:
    assert days_of(period) == (first, last)


# ---------------------------------------------------------------- the page's part


def rendered(chart: Chart) -> html.HtmlElement:
    template = make_environment().from_string(
        '{% from "components/chart.html" import popularity with context %}'
        '{{ popularity(chart, "How often", "?chart=share", "?chart=count", "/tea.csv") }}'
    )
    return html.fragment_fromstring(template.render(chart=chart, t=WORDS.say, w=WORDS))


def test_each_bar_is_a_link_that_says_itself_in_both_drawings() -> None:
    page = rendered(chart_of(YEARS))
    for size in ("wide", "narrow"):
        (drawing,) = page.find_class(f"chart-{size}")
        links = drawing.findall(".//a")
        assert [link.get("aria-label") for link in links] == [
            bar.said for bar in chart_of(YEARS).bars if bar.href
        ]
        assert links[1].get("href") == "/topics/tea?since=2023-01-01&until=2023-12-31"
        assert all(link.findtext("title") == link.get("aria-label") for link in links)
        assert drawing.get("role") == "list"
        assert all(link.getparent().get("role") == "listitem" for link in links)


def test_the_table_has_every_period_of_the_picture() -> None:
    page = rendered(chart_of(YEARS))
    assert page.findtext(".//table/caption") == "How often, by year"
    rows = [
        [cell.text_content().strip() for cell in row] for row in page.findall(".//table/tbody/tr")
    ]
    assert rows[1] == ["2023", "30", "300", "10%", "9"]
    assert rows[2] == ["2024", "0", "250", "0%", "9"]
    assert len(page.findall(".//table/tbody//th[@scope='row']")) == len(YEARS)


def test_the_switch_says_which_is_on() -> None:
    page = rendered(chart_of(YEARS, "count"))
    (on,) = page.xpath('.//*[@class="chart-switch"]/a[@aria-current="true"]')
    assert on.text == "Count"


def test_patterns_are_told_apart_and_explained() -> None:
    page = rendered(chart_of(YEARS, "share"))
    said = [each.text_content().strip() for each in page.findall(".//ul/li")]
    assert said == ["fewer than 5 shows published then", "not over yet", "higher than drawn"]
    (last,) = page.xpath('.//svg[contains(@class, "chart-wide")]//a[contains(@class, "partial")]')
    assert "url(#popularity-wide-hatch)" in {rect.get("fill") for rect in last.findall("rect")}


def test_no_style_attribute_and_no_name_twice() -> None:
    page = rendered(chart_of(YEARS, "share"))
    assert not page.xpath(".//@style")
    names = page.xpath(".//@id")
    assert len(names) == len(set(names))


def test_hundreds_of_bars_are_no_hundreds_of_stops() -> None:
    months = [
        point(f"{year}-{month:02}", 5) for year in range(1995, 2027) for month in range(1, 13)
    ]
    drawn = chart_of(months)
    assert drawn.narrow.thin
    assert not drawn.stops
    assert set(rendered(drawn).xpath(".//svg//a/@tabindex")) == {"-1"}
    assert chart_of(months[:MOST_STOPS]).stops


def test_a_column_knows_no_bar_of_nothing() -> None:
    empty = chart_of(YEARS).wide.columns[2]
    assert isinstance(empty, Column)
    assert empty.height == 0
