"""The whole topic page over a small written library."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from earmark.errors import InvalidInput, InvalidQuery
from earmark.model import GRADES, TopicPage, TopicRequest, TopicRow
from earmark.topics.figures import figures, library_facts
from earmark.topics.grade import grade
from earmark.topics.page import FactsCache, topic_page, topic_rows
from earmark.topics.stories import stored_stories

TODAY = date(2026, 3, 20)


class Counting:
    """A reader that counts how often it was asked to count."""

    def __init__(self, reader):
        self._reader = reader
        self.counts = 0

    def count(self, query):
        self.counts += 1
        return self._reader.count(query)

    def __getattr__(self, name):
        return getattr(self._reader, name)


@pytest.fixture
def page(shelf, reader):
    def make(phrase: str = "mfu", **wanted) -> TopicPage:
        request = TopicRequest(phrase, **wanted)
        return topic_page(request, reader=reader, store=shelf, generation=7, today=TODAY)

    return make


@pytest.fixture
def rows(shelf, reader):
    def make(phrase: str = "mfu", **wanted) -> list[TopicRow]:
        request = TopicRequest(phrase, **wanted)
        return list(topic_rows(request, reader=reader, store=shelf, today=TODAY))

    return make


def test_the_five_figures(page):
    stats = page().stats
    assert (stats.podcasts, stats.episodes, stats.listed_episodes) == (4, 7, 8)
    assert stats.average_duration_ms == round((40 + 50 + 10 + 25 + 35 + 22) * 60_000 / 6)
    assert (stats.with_duration, stats.undated, stats.with_transcript) == (6, 1, 0)
    assert stats.latest_at == datetime(2026, 3, 11, 12, tzinfo=UTC)
    assert stats.first_at == datetime(2020, 9, 10, 12, tzinfo=UTC)
    assert stats.new_per_month == 1 / 12


def test_grades_add_up_and_ads_count_nowhere_else(page):
    made = page()
    assert made.grades["ad"] == 2
    assert made.stats.episodes == sum(made.grades.values()) - made.grades["ad"]


def test_grades_are_those_of_the_rule(page, shelf):
    stories = stored_stories(shelf, shelf.stories)
    grades = [grade(story.fields(), [("mfu",)]) for story in stories.values()]
    assert page().grades == {name: grades.count(name) for name in GRADES}
    of_title = {
        story.canonical.title: grade(story.fields(), [("mfu",)]) for story in stories.values()
    }
    assert {e.title: e.grade for e in page().episodes}.items() <= of_title.items()
    assert of_title["The MFU and the lobster season"] == "subject"
    assert of_title["Kaffe"] == "discussed"
    assert of_title["Storm damage"] == "mentioned"
    assert of_title["Bait"] == "ad"
    assert of_title["Der mFußball"] is None


def test_popularity_has_every_year_with_its_denominator(page):
    points = {point.period: point for point in page().popularity}
    assert list(points) == ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]
    assert (points["2020"].episodes, points["2020"].published, points["2020"].shows) == (1, 2, 1)
    assert points["2020"].share == 0.5
    assert (points["2021"].episodes, points["2021"].share) == (0, 0.0)
    assert (points["2024"].episodes, points["2024"].published, points["2024"].shows) == (2, 3, 2)
    assert [point.partial for point in points.values()] == [False] * 6 + [True]


def test_quarters_and_months(page):
    quarters = page(by="quarter").popularity
    assert quarters[0].period == "2020-Q3"
    assert quarters[-1].period == "2026-Q1"
    months = page(by="month").popularity
    assert (months[0].period, months[-1].period) == ("2020-09", "2026-03")
    assert sum(point.episodes for point in months) == 6


def test_no_part_of_a_longer_word_and_no_row_without_evidence(page):
    made = page()
    assert "Der mFußball" not in [episode.title for episode in made.episodes]
    for episode in made.episodes:
        assert episode.evidence
        assert episode.mentions >= len(episode.evidence)
        for quote in episode.evidence:
            assert quote.highlights
            for start, end in quote.highlights:
                assert quote.quote[start:end].casefold() == "mfu"


def test_newest_first_the_undated_by_when_it_was_first_seen(page):
    titles = [episode.title for episode in page().episodes]
    assert titles[0] == "Kaffe"
    assert titles[1] == "Undated talk"
    assert titles[-1] == "ラジオの話"


def test_a_folded_story_is_one_row_with_its_duplicate(page):
    [row] = [e for e in page().episodes if e.title == "The MFU and the lobster season"]
    assert [(double.podcast_id, double.podcast, double.reason) for double in row.duplicates] == [
        (2, "Coast Mirror", "same audio file")
    ]


def test_rows_begin_with_their_own_words(page):
    leads = {episode.title: episode.lead for episode in page().episodes}
    assert leads["The MFU and the lobster season"] == "The union meets tomorrow."
    assert leads["Quotas again"].endswith("(MFU) explains Lobster Prices.")
    assert leads["ラジオの話"].startswith("東京都でMFU-radioを聞きました。")
    asides = {episode.title: episode.lead for episode in page(grade="ad").episodes}
    assert asides["Bait"] == ""


def test_podcasts_are_ranked_with_the_reason(page):
    best = page().podcasts
    assert best[0].title == "Handelsprat"
    assert (best[0].episodes, best[0].of) == (2, 3)
    assert best[0].why == "2 of its 3 episodes, 1 of them about it; last on 11 March 2026"
    assert (best[0].subject, best[0].named, best[0].ended) == (1, None, False)
    assert {podcast.id: podcast.episodes for podcast in best} == {1: 3, 2: 1, 3: 2, 4: 1}
    assert [podcast.latest_at for podcast in best if podcast.id == 2] == [None]


def test_a_show_that_is_silent_says_so_whatever_dates_are_asked_for(page):
    (sound,) = [podcast for podcast in page().podcasts if podcast.id == 4]
    assert sound.ended
    assert sound.show_latest_at == datetime(2020, 10, 10, 12, tzinfo=UTC)
    assert sound.why.endswith("last on 10 September 2020; silent since October 2020")
    then = page(as_of=date(2021, 6, 1)).podcasts
    assert [(podcast.id, podcast.ended) for podcast in then if podcast.id == 4] == [(4, False)]
    narrowed = page(until=date(2023, 12, 31)).podcasts
    alive = {podcast.id: (podcast.ended, podcast.show_latest_at) for podcast in narrowed}
    assert alive[3] == (False, datetime(2026, 3, 11, 12, tzinfo=UTC))


def test_languages_people_and_library(page):
    made = page()
    assert dict(made.languages) == {"en": 4, "no": 2, "ja": 1}
    assert made.people == (("Ada Holm", "guest", 2),)
    assert (made.library.podcasts, made.library.episodes) == (5, 14)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({"languages": ("nb",)}, ["Kaffe", "Reklame for barn"]),
        ({"since": date(2026, 3, 11)}, ["Kaffe"]),
        ({"until": date(2020, 9, 10)}, ["ラジオの話"]),
        ({"until": date(2020, 9, 9)}, []),
        ({"podcasts": (2,)}, ["Undated talk", "The MFU and the lobster season"]),
        ({"grade": "mentioned"}, ["Storm damage"]),
        ({"grade": "ad"}, ["Ice", "Bait"]),
        ({"as_of": date(2023, 8, 29)}, ["Undated talk", "Reklame for barn", "ラジオの話"]),
        ({"languages": ("fi",)}, []),
        ({"visible": frozenset({1})}, []),
    ],
)
def test_filters(page, rows, wanted, titles):
    made = page(**wanted)
    assert [episode.title for episode in made.episodes] == titles
    assert made.stats.episodes == len(titles)
    assert [row.title for row in rows(**wanted)] == titles


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("filters", [{}, {"languages": ("en",)}, {"also": ("lobster",)}])
def test_all_grades_are_counted_whichever_is_asked_for(page, grade, filters):
    made = page(grade=grade, **filters)
    assert made.grades == page(**filters).grades
    assert made.stats.episodes == made.grades[grade] == len(made.episodes)


def test_no_grade_costs_more_than_three_counts(shelf, reader):
    for asked in (None, *GRADES):
        counting = Counting(reader)
        request = TopicRequest("mfu", as_of=TODAY, grade=asked)
        base = library_facts(reader, request)
        figures(counting, [("mfu",)], request, base=base)
        assert counting.counts == 3


def test_a_grade_asked_for_covers_every_figure(page):
    made = page(grade="ad")
    assert [e.evidence[0].kind for e in made.episodes] == ["address", "ad"]
    assert sum(podcast.episodes for podcast in made.podcasts) == 2


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"also": ("lobster",)},
        {"by": "month"},
        {"languages": ("en",)},
        {"grade": "subject"},
        {"since": date(2024, 1, 1), "until": date(2025, 12, 31)},
        {"as_of": date(2024, 5, 31), "by": "quarter"},
        {"podcasts": (2,)},
    ],
)
def test_the_rows_reproduce_every_figure(page, rows, wanted):
    made, found = page(**wanted), rows(**wanted)
    stats = made.stats
    assert stats.episodes == len(found) == len({row.story_id for row in found})
    assert stats.podcasts == len({row.podcast_id for row in found})
    assert stats.listed_episodes == sum(row.listed_episodes for row in found)
    assert stats.with_transcript == sum(row.has_transcript for row in found)
    durations = [row.duration_ms for row in found if row.duration_ms is not None]
    assert stats.with_duration == len(durations)
    assert stats.average_duration_ms == round(sum(durations) / len(durations))
    dates = [row.published_at for row in found if row.published_at]
    assert stats.undated == len(found) - len(dates)
    assert (stats.first_at, stats.latest_at) == (min(dates), max(dates))
    for name, count in made.grades.items():
        if name == wanted.get("grade", name) and name != "ad":
            assert count == sum(row.grade == name for row in found)
    for language, count in made.languages:
        assert count == sum(row.language == language for row in found)
    for podcast in made.podcasts:
        assert podcast.episodes == sum(row.podcast_id == podcast.id for row in found)
    assert sum(point.episodes for point in made.popularity) == len(dates)
    day = made.as_of
    year = [at for at in dates if (day.year * 12 + day.month) - (at.year * 12 + at.month) < 12]
    assert stats.new_per_month == len(year) / 12


def test_pages_follow_each_other_without_gap_or_double(page):
    whole = [episode.id for episode in page(limit=100).episodes]
    seen, cursor = [], None
    for _ in range(4):
        part = page(limit=2, cursor=cursor)
        seen += [episode.id for episode in part.episodes]
        cursor = part.next
    assert cursor is None
    assert seen == whole


def test_variants_offer_what_the_library_holds(page):
    found = {variant.phrase: variant for variant in page(also=("lobster",)).variants}
    assert found["lobster"].on
    assert found["lobster"].episodes == 4
    assert found["Maritime Fishermen's Union"].episodes == 1
    assert found["Matvarebransjens faglige utvalg"].episodes == 1
    assert not found["Maritime Fishermen's Union"].on
    assert "mfus" not in found


def test_notes_say_how_a_phrase_matches(page):
    assert page("mfu").notes == ()
    assert [note.code for note in page("京都").notes] == ["substring-counts"]
    assert [note.code for note in page("and the").notes] == ["common-words"]


def test_a_substring_counts_in_japanese(page):
    made = page("京都")
    assert [episode.title for episode in made.episodes] == ["ラジオの話"]
    quotes = made.episodes[0].evidence
    assert [quote.quote[a:b] for quote in quotes for a, b in quote.highlights] == ["京都"] * 2


def test_an_empty_topic_is_a_page_of_zeros(page):
    made = page("nobody says this")
    assert made.stats.episodes == 0
    assert made.stats.average_duration_ms is None
    assert made.popularity == ()
    assert made.episodes == ()
    assert made.next is None


def test_no_match_says_what_each_word_has_and_what_is_near(page):
    made = page("lobstr season")
    assert [(word.phrase, word.episodes) for word in made.words] == [("lobstr", 0), ("season", 1)]
    assert [(near.phrase, near.episodes) for near in made.near] == [("lobster season", 1)]
    assert page("lobstr season", languages=("no",)).near == ()


@pytest.mark.parametrize(
    "wanted", [{"phrase": "the mfu"}, {"phrase": "mfu insurance", "grade": "ad"}]
)
def test_a_match_needs_nothing_near(page, wanted):
    assert page(**wanted).near == page(**wanted).words == ()


def test_a_grade_without_episodes_is_no_phrase_without_match(page):
    made = page("lobster season", grade="mentioned")
    assert (made.stats.episodes, made.grades["subject"], made.words) == (0, 1, ())


def test_what_cannot_be_asked(page):
    with pytest.raises(InvalidQuery):
        page("a OR b")
    with pytest.raises(InvalidInput, match="still to come"):
        page(as_of=date(2026, 3, 21))
    with pytest.raises(InvalidInput, match="after the last"):
        page(since=date(2026, 1, 2), until=date(2026, 1, 1))
    with pytest.raises(InvalidInput, match="no senses"):
        page(sense="s1")
    with pytest.raises(InvalidInput, match="no place"):
        page(cursor="!")
    with pytest.raises(InvalidInput, match="rows"):
        page(limit=-1)


def test_facts_of_the_library_are_counted_once_a_generation(shelf, reader):
    cache = FactsCache()
    request = TopicRequest("mfu", as_of=TODAY)
    first = cache.get(reader, request, 1)
    assert cache.get(reader, replace(request, phrase="lobster", limit=3), 1) is first
    assert cache.get(reader, replace(request, languages=("en",)), 1) is not first
    assert cache.get(reader, request, 2) is not first
