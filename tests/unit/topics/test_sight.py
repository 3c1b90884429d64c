"""A visitor sees public shows only, and nothing tells of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from topics_shelf import Shelf, Show, Written

from earmark.errors import NotFound
from earmark.formats.csv import topic_csv
from earmark.model import OWNER, PUBLIC, SHARED, UNLISTED, VISITOR, Every, TopicRequest
from earmark.topics.page import topic_page, topic_rows
from earmark.topics.results import search_page
from earmark.topics.scope import sight_of
from earmark.topics.stories import stored_stories
from earmark.topics.why import why

TODAY = date(2026, 3, 20)
SHOWS = (
    Show(
        "Open Harbour",
        [
            Written("Eel season", "Eel and Brackwater Station.", "2024-01-01"),
            Written("Eel nets", "Eel. Tern Island.", "2024-02-01"),
            Written("Eel smoke", "Eel. Tern Island.", "2024-03-01"),
        ],
    ),
    Show(
        "Quiet Harbour",
        [
            Written("Eel at night", "Eel and Brackwater Station, and elver.", "2025-01-01"),
            Written("Eel quietly", "Eel and elver.", "2025-02-01"),
        ],
        visibility=UNLISTED,
    ),
    Show(
        "Own Harbour",
        [Written("Eel of mine", "Eel and glasseel.", "2025-03-01")],
        visibility=OWNER,
    ),
)
HIDDEN = ("Quiet", "Own", "elver", "glasseel", "Eel at night", "Eel of mine")
ASKERS = {"owner": None, "shared": SHARED, "visitor": VISITOR}


@pytest.fixture(scope="module")
def shelf():
    return Shelf(SHOWS)


@pytest.fixture(scope="module")
def reader(shelf):
    return shelf.reader()


@pytest.fixture
def page(shelf, reader):
    def make(phrase="eel", asker="visitor", **wanted):
        request = TopicRequest(phrase, visible=ASKERS[asker], **wanted)
        return topic_page(request, reader=reader, store=shelf, generation=1, today=TODAY)

    return make


@pytest.fixture
def search(shelf, reader):
    def make(query, asker="visitor"):
        visible = ASKERS[asker]
        return search_page(query, reader=reader, store=shelf, today=TODAY, visible=visible)

    return make


def test_a_visitors_page_is_that_of_a_library_without_the_others(page):
    alone = Shelf(SHOWS[:1])
    for phrase in ("eel", "tern island", "brackwater station", "elver", "elvre", "glasseel nets"):
        request = TopicRequest(phrase, visible=VISITOR)
        expected = topic_page(
            request, reader=alone.reader(), store=alone, generation=1, today=TODAY
        )
        made = page(phrase)
        # relevance of the engine may weigh words by the whole library, so the choice is compared
        assert replace(made, starters=()) == replace(expected, starters=())


def test_the_owner_sees_all_and_nothing_hidden_is_said_to_others(page):
    assert page(asker="owner").stats.episodes == 6
    assert page(asker="shared").stats.episodes == 5
    assert "Own Harbour" not in str(page(asker="shared"))
    assert not [word for word in HIDDEN if word in str(page())]
    assert [word for word in HIDDEN if word in str(page(asker="owner"))] == list(HIDDEN)


def test_keywords_and_related_count_what_may_be_seen(page):
    def keywords(asker):
        return {word for row in page(asker=asker).episodes for word in row.keywords}

    assert "Tern Island" in keywords("visitor")
    assert "Brackwater Station" in keywords("owner")
    assert "Brackwater Station" not in keywords("visitor")  # held by one story that they may see


def test_another_show_is_no_secret_by_its_id(page):
    assert page(podcasts=(2,)).stats == page(podcasts=(99,)).stats
    assert page(podcasts=(2,)).library.podcasts == 0


def test_rows_are_those_that_may_be_seen(shelf, reader):
    request = TopicRequest("eel", visible=VISITOR)
    rows = list(topic_rows(request, reader=reader, store=shelf, today=TODAY))
    assert {row.podcast for row in rows} == {"Open Harbour"}


def test_rows_keep_the_addresses_of_private_shows_secret(shelf, reader):
    rows = list(topic_rows(TopicRequest("eel"), reader=reader, store=shelf, today=TODAY))
    addressed = {(row.podcast, bool(row.link), bool(row.enclosure_url)) for row in rows}
    assert addressed == {
        ("Open Harbour", True, True),
        ("Quiet Harbour", True, True),
        ("Own Harbour", False, False),
    }
    assert "https://3.example" not in "".join(topic_csv(rows))


@pytest.mark.parametrize(
    ("asker", "found"),
    [("owner", 6), ("shared", 5), ("visitor", 3)],
)
def test_a_search_finds_what_may_be_seen(search, asker, found):
    made = search("eel", asker)
    assert (made.total, len(made.episodes)) == (found, found)


@pytest.mark.parametrize("name", ['"Quiet Harbour"', "2", "Own", "3"])
def test_a_hidden_show_is_named_in_vain_as_an_unknown_one_is(search, name):
    def refusal(named):
        with pytest.raises(NotFound) as error:
            search(f"eel podcast:{named}")
        return error.value.message, error.value.remedy

    assert refusal(name) == refusal("nonesuch") == refusal("99")
    with pytest.raises(NotFound):
        search(f"eel -podcast:{name}")
    assert search(f"eel podcast:{name}", "owner").total in (1, 2)


def test_part_of_a_name_finds_only_shows_that_may_be_seen(search):
    assert search("eel podcast:harbour").total == 3
    assert search("eel podcast:harbour", "shared").total == 5


def test_a_number_in_a_title_is_found_though_a_hidden_show_has_it_for_id(shelf):
    shows = Shelf([*SHOWS, Show("Studio 3", [Written("Eel again", "Eel.")])])
    asked = {"reader": shows.reader(), "store": shows, "today": TODAY}
    assert search_page("eel podcast:3", **asked, visible=VISITOR).total == 1
    (row,) = search_page("eel podcast:3", **asked).episodes
    assert row.podcast.title == "Own Harbour"


def test_what_was_hidden_since_the_index_was_made_is_not_shown(shelf, reader):
    hidden = Shelf(SHOWS)
    hidden.shows[1] = replace(hidden.shows[1], visibility=UNLISTED)
    hidden.reader()
    made = topic_page(
        TopicRequest("eel", visible=VISITOR), reader=reader, store=hidden, generation=1, today=TODAY
    )
    assert made.episodes == made.starters == made.podcasts == ()
    assert "Tern" not in str(made)
    rows = topic_rows(
        TopicRequest("eel", visible=VISITOR), reader=reader, store=hidden, today=TODAY
    )
    assert list(rows) == []


def test_members_that_may_not_be_seen_are_left_out_of_a_story():
    double = Written("Eel double", "A hidden word.", same_as="Eel season")
    shows = Shelf([SHOWS[0], Show("Copy", [double], visibility=PUBLIC)])
    (public,) = stored_stories(shows, [1], visible=VISITOR).values()
    assert len(public.members) == 2
    shows.shows[2] = replace(shows.shows[2], visibility=UNLISTED)
    (story,) = stored_stories(shows, [1], visible=VISITOR).values()
    assert [member.title for member in story.members] == ["Eel season"]
    assert "hidden" not in str(story)
    shows.shows[1] = replace(shows.shows[1], visibility=UNLISTED)
    assert stored_stories(shows, [1], visible=VISITOR) == {}
    assert len(stored_stories(shows, [1])[1].members) == 2


def test_why_says_nothing_of_a_story_that_stands_for_a_hidden_show():
    double = Written("Eel double", "Eel.", same_as="Eel season")
    shows = Shelf([SHOWS[0], Show("Copy", [double])])
    reader = shows.reader()
    shows.shows[1] = replace(shows.shows[1], visibility=UNLISTED)
    request = TopicRequest("eel", visible=VISITOR)
    said = why(request, shows.episodes[4], reader=reader, store=shows, today=TODAY)
    assert "Open Harbour" not in said
    assert "Eel season" not in said


def test_sight(reader):
    assert sight_of(None, reader).filters == ()
    assert sight_of(None, reader).stories == reader.count(Every()) == 6
    assert sight_of(VISITOR, reader).stories == 3
    assert len(sight_of(VISITOR, reader).filters) == 1
    assert sight_of(frozenset({0, 1, 2}), reader).filters == ()
