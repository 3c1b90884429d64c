"""A topic to be followed: its feed, and the shows of its subscription list."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_shows import PLAIN_END, show, told

from earmark.errors import InvalidInput, InvalidQuery
from earmark.library import Library, open_library
from earmark.model import SHARED, VISITOR, PodcastId, TopicRequest, Visible
from earmark.settings import Settings


def titles(library: Library, request: TopicRequest) -> list[str]:
    return [item.row.title for item in library.topic_feed(request, whole=False).items]


def test_feed_has_the_newest_with_evidence_and_what_an_app_plays(library: Library) -> None:
    feed = library.topic_feed(TopicRequest("ferry"), whole=True)
    assert (feed.topic.key, feed.stats.episodes, feed.generation) == (
        "ferry",
        2,
        library.state().generation,
    )
    assert [item.row.title for item in feed.items] == ["Ferry at night", "Ferry talk"]
    last = feed.items[-1]
    assert last.episode.id == last.row.id
    assert last.podcast.id == last.row.podcast.id
    assert last.episode.enclosure is not None
    assert last.row.evidence[0].quote == "Ferry talk"
    assert last.notes in ("The ferry and the lighthouse.", "The ferry, heard again.")


def test_feed_reads_neither_limit_nor_cursor(library: Library) -> None:
    plain = titles(library, TopicRequest("lighthouse"))
    assert titles(library, TopicRequest("lighthouse", limit=1, cursor="no place")) == plain
    assert len(plain) == 9


def test_feed_of_a_topic_without_episodes_is_empty(library: Library) -> None:
    feed = library.topic_feed(TopicRequest("quicksilver mines"), whole=True)
    assert (feed.items, feed.stats.episodes) == ((), 0)
    assert library.topic_podcasts(TopicRequest("quicksilver mines")) == ()


def test_feed_keeps_the_filters_of_its_topic(library: Library, ids: dict[str, int]) -> None:
    coast = PodcastId(ids["The Coast Hour"])
    assert set(titles(library, TopicRequest("lighthouse", podcasts=(coast,)))) == {
        *("Two lighthouses", "Lighthouse stairs", "Ferry talk")
    }
    assert titles(library, TopicRequest("lighthouse", languages=("no",))) == ["Fyret på Møre"]
    shows = library.topic_podcasts(TopicRequest("lighthouse", languages=("no",)))
    assert [show.title for show in shows] == ["Åpent fyr"]


@pytest.mark.parametrize("visible", [None, SHARED, VISITOR])
@pytest.mark.parametrize("whole", [False, True])
def test_notes_are_whole_for_the_owner_or_by_licence(
    library: Library, visible: Visible, whole: bool
) -> None:
    feed = library.topic_feed(TopicRequest("of it", visible=visible), whole=whole)
    assert [PLAIN_END in item.notes for item in feed.items] == [whole]
    free = library.topic_feed(TopicRequest("fyr", languages=("no",), visible=visible), whole=whole)
    assert [bool(item.notes) for item in free.items] == [True, True]


@pytest.mark.parametrize("verb", ["feed", "podcasts"])
def test_what_is_no_topic_is_refused(library: Library, verb: str) -> None:
    def ask(request: TopicRequest) -> object:
        if verb == "feed":
            return library.topic_feed(request, whole=False)
        return library.topic_podcasts(request)

    with pytest.raises(InvalidQuery):
        ask(TopicRequest("-ferry"))
    with pytest.raises(InvalidInput):
        ask(TopicRequest("ferry", sense="ships"))


def test_shows_of_a_list_are_those_of_most_stories_first(library: Library) -> None:
    shows = [show.title for show in library.topic_podcasts(TopicRequest("lighthouse"))]
    assert shows[-2:] == ["Åpent fyr", "Quiet Lighthouse"]


def test_show_that_is_a_file_here_is_in_no_list(tmp_path: Path) -> None:
    feed = tmp_path / "local.xml"
    feed.write_text(
        "<rss><channel><title>Local</title><item><title>Ferry here</title></item></channel></rss>"
    )
    with open_library(Settings(data=tmp_path / "data"), workers=0) as library:
        assert [report.error for report in library.add([str(feed)])] == [None]
        asked = TopicRequest("ferry")
        assert library.podcasts().podcasts[0].podcast.feed_url.startswith("file:")
        assert library.topic_podcasts(asked) == ()
        assert len(library.topic_feed(asked, whole=True).items) == 1


def test_feed_has_the_newest_hundred_and_counts_all(tmp_path: Path) -> None:
    feed = tmp_path / "many.xml"
    feed.write_text(show("many", "Many", *(told("2024-01-01", f"Eel {n}", "") for n in range(130))))
    with open_library(Settings(data=tmp_path / "data"), workers=0) as library:
        list(library.add([str(feed)]))
        found = library.topic_feed(TopicRequest("eel", limit=5), whole=True)
        assert (len(found.items), found.stats.episodes) == (100, 130)
