"""The sample library holds what it promises."""

from collections import Counter

import pytest

from earmark.demo import feeds_folder
from earmark.parse.feed import parse_feed


@pytest.fixture(scope="module")
def feeds():
    with feeds_folder() as folder:
        return {path.stem: parse_feed(path.read_bytes()) for path in sorted(folder.glob("*.xml"))}


def test_shows_and_languages(feeds):
    assert len(feeds) >= 20
    assert {(feed.language or "")[:2] for feed in feeds.values()} >= {"en", "de", "nb", "fr", "ja"}
    assert all(6 <= len(feed.episodes) <= 25 for feed in feeds.values())


def test_every_episode_is_kept_with_words(feeds):
    assert all(each.title and each.notes for feed in feeds.values() for each in feed.episodes)


def test_the_ambiguous_acronym_is_widespread(feeds):
    shows = [
        name
        for name, feed in feeds.items()
        if any("TRC" in each.title + each.notes for each in feed.episodes)
    ]
    assert len(shows) >= 8
    said = " ".join(each.notes for feed in feeds.values() for each in feed.episodes)
    for meaning in (
        *("Tidal Resonance Converter", "Toast Rack Club"),
        *("Track Relay Controller", "Temperature Response Curve"),
    ):
        assert meaning in said


def test_faults_of_real_feeds(feeds):
    guids = Counter(each.guid for each in feeds["racks-and-crumbs"].episodes)
    assert guids.most_common(1)[0][1] == 2
    assert all(each.guid is None for each in feeds["the-harbour-office"].episodes)
    assert any(each.enclosure is None for each in feeds["the-warm-corner"].episodes)
    assert any(each.published_at is None for each in feeds["folded-maps"].episodes)
    assert feeds["bakstua"].block
    assert feeds["salt-and-current"].title == "Salt & Current"
    assert feeds["the-lamp-room"].format == "atom"
    assert feeds["tidevannstimen"].author == "Berit Åsnes"
    assert any(feed.problems for feed in feeds.values())
