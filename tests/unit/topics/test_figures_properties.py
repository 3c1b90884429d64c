"""Whatever the library and the request: rows reproduce figures, and pages agree with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from topics_shelf import Shelf, Show, Written

from earmark.model import GRADES, TopicRequest
from earmark.topics.page import topic_page, topic_rows
from earmark.topics.periods import at, label, last_months, period_of

TODAY = date(2026, 3, 20)
DAYS = st.dates(date(2023, 6, 1), date(2026, 3, 22)).map(date.isoformat)
WORDS = st.sampled_from(["mfu", "MFU.", "sea", "mfus", "Use code MFU now.", "x@mfu.example", "\n"])
NOTES = st.lists(WORDS, max_size=6).map(lambda words: f"{'Rope and sail. ' * 15}{' '.join(words)}")
EPISODES = st.builds(
    Written,
    title=st.sampled_from(["MFU", "Sea", "Mfus at sea"]),
    notes=NOTES,
    day=st.none() | DAYS,
    minutes=st.none() | st.integers(1, 90),
    chapters=st.sampled_from([(), ("MFU",), ("Sea",)]),
    transcript=st.sampled_from([None, "The mfu is here."]),
    language=st.sampled_from(["en", "de"]),
)
SHOWS = st.builds(
    Show,
    title=st.just("Show"),
    episodes=st.lists(EPISODES, min_size=1, max_size=5),
    visibility=st.sampled_from([0, 1]),
)
REQUESTS = st.builds(
    TopicRequest,
    phrase=st.just("mfu"),
    also=st.sampled_from([(), ("sea",)]),
    languages=st.sampled_from([(), ("en",), ("de", "en")]),
    podcasts=st.sampled_from([(), (1,), (1, 2)]),
    since=st.sampled_from([None, date(2024, 1, 1)]),
    until=st.sampled_from([None, date(2025, 6, 30)]),
    grade=st.sampled_from([None, *GRADES]),
    by=st.sampled_from(["year", "quarter", "month"]),
    as_of=st.sampled_from([None, date(2025, 1, 31)]),
    limit=st.sampled_from([1, 3, 30]),
    visible=st.sampled_from([None, frozenset({0})]),
)


def fold_some(shows: list[Show]) -> list[Show]:
    """Titles made unique, and the second show's first episode folded into the first's."""
    for number, show in enumerate(shows):
        for place, written in enumerate(show.episodes):
            written.title = f"{written.title} {number}-{place}"
    if len(shows) > 1 and shows[0].visibility == shows[1].visibility:
        shows[1].episodes[0].same_as = shows[0].episodes[0].title
    return shows


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.lists(SHOWS, min_size=1, max_size=3).map(fold_some), REQUESTS)
def test_rows_reproduce_figures(shows, request):
    shelf = Shelf(shows)
    reader = shelf.reader()
    page = topic_page(request, reader=reader, store=shelf, generation=1, today=TODAY)
    rows = list(topic_rows(request, reader=reader, store=shelf, today=TODAY))
    stats = page.stats
    days = [row.published_at.date() for row in rows if row.published_at]
    known = [row.duration_ms for row in rows if row.duration_ms is not None]
    assert (stats.episodes, stats.undated) == (len(rows), len(rows) - len(days))
    assert stats.listed_episodes == sum(row.listed_episodes for row in rows)
    assert stats.podcasts == len({row.podcast_id for row in rows})
    assert stats.with_transcript == sum(row.has_transcript for row in rows)
    assert stats.with_duration == len(known)
    assert stats.average_duration_ms == (round(sum(known) / len(known)) if known else None)
    low, high = (at(second).date() for second in last_months(page.as_of))
    assert stats.new_per_month == sum(low <= day < high for day in days) / 12
    grades = Counter(row.grade for row in rows)
    assert {name: page.grades[name] for name in GRADES if name in grades} == grades
    whole = replace(request, grade=None)
    every = topic_page(whole, reader=reader, store=shelf, generation=1, today=TODAY)
    assert page.grades == every.grades
    assert dict(page.languages) == Counter(row.language for row in rows)
    assert {p.id: p.episodes for p in page.podcasts} == Counter(row.podcast_id for row in rows)
    assert all(0 < podcast.episodes <= podcast.of for podcast in page.podcasts)
    periods = Counter(label(period_of(day, request.by), request.by) for day in days)
    assert {p.period: p.episodes for p in page.popularity if p.episodes} == periods
    assert all(p.share == p.episodes / (p.published or 1) for p in page.popularity)
    assert all(day < page.as_of + timedelta(days=1) for day in days)
    assert [row.episode_id for row in rows[: request.limit]] == [e.id for e in page.episodes]
    assert all(episode.evidence for episode in page.episodes)
    assert [row.grade for row in rows[: request.limit]] == [e.grade for e in page.episodes]
    assert (page.next is not None) == (len(rows) > request.limit)
