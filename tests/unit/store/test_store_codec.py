"""Values to columns and back, lossless."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.model import (
    Chapter,
    Enclosure,
    ParsedEpisode,
    ParsedFeed,
    Person,
    Soundbite,
    Tag,
    TranscriptLink,
)
from earmark.store import codec

words = st.text(max_size=12)
maybe = st.none() | words
times = st.datetimes(
    datetime.fromisoformat("1970-01-01"),
    datetime.fromisoformat("2100-01-01"),
    timezones=st.just(UTC),
)
tags = st.recursive(
    st.builds(Tag, words, st.lists(st.tuples(words, words), max_size=2).map(tuple), words),
    lambda inner: st.builds(Tag, words, st.just(()), words, st.lists(inner, max_size=2).map(tuple)),
    max_leaves=4,
)


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


numbers = st.none() | st.integers(0, 2**53)
enclosures = st.builds(Enclosure, words, maybe, numbers)
details = {
    "updated_at": st.none() | times,
    "subtitle": maybe,
    "enclosure": st.none() | enclosures,
    "alternates": several(enclosures),
    "image_url": maybe,
    "type": maybe,
    "explicit": st.none() | st.booleans(),
    "block": st.booleans(),
    "persons": several(st.builds(Person, words, words, maybe, maybe, maybe)),
    "transcripts": several(st.builds(TranscriptLink, words, maybe, maybe, maybe)),
    "chapters": several(st.builds(Chapter, st.integers(0, 10**9), words, maybe)),
    "chapters_url": maybe,
    "soundbites": several(st.builds(Soundbite, st.integers(0, 10**9), st.just(5), words)),
    "tags": several(tags),
}


@settings(max_examples=60, derandomize=True)
@given(st.builds(ParsedEpisode, published_at=st.none() | times, guid=maybe, **details))
def test_details_of_an_episode_come_back(episode: ParsedEpisode) -> None:
    packed = codec.pack_episode(episode, published_at=episode.published_at, guid=episode.guid)
    found = codec.unpack(packed)
    in_columns = {"published_at": episode.published_at, "guid": episode.guid}
    assert ParsedEpisode(**in_columns, **found) == episode


def test_details_hold_every_field_that_has_no_column() -> None:
    apart = {"published_at", "guid", "title", "link", "published_raw", "duration_ms", "notes"}
    apart |= {"season", "number", "language", "keywords"}
    assert {field.name for field in fields(ParsedEpisode)} == details.keys() | apart


@pytest.mark.parametrize("published_at", [None, datetime(1950, 1, 2, tzinfo=UTC)])
@pytest.mark.parametrize("guid", [None, "as published"])
def test_date_and_guid_that_the_plan_overruled_are_kept(
    published_at: datetime | None, guid: str | None
) -> None:
    episode = ParsedEpisode(published_at=published_at, guid=guid)
    other = datetime(2020, 1, 1, tzinfo=UTC)
    found = codec.unpack(codec.pack_episode(episode, published_at=other, guid="decided"))
    assert found == {"published_at": published_at, "guid": guid}


def test_details_of_a_feed_come_back() -> None:
    feed = ParsedFeed(
        "atom",
        hub_url="https://hub.example",
        keywords=("a", "b"),
        guid="0-0",
        funding=(("https://pay.example", "Support"),),
        persons=(Person("Ada Wick"),),
        tags=(Tag("podcast:value", (("a", "1"),)),),
        ttl_minutes=60,
        locked=True,
    )
    assert ParsedFeed(**codec.unpack(codec.pack_feed(feed))) == feed


def test_details_of_a_feed_say_nothing_of_one_document() -> None:
    feed = ParsedFeed("rss", title="A", guid="g")
    later = replace(feed, item_hashes=(1, 2), unchanged=(3,), items_seen=3)
    assert codec.pack_feed(feed) == codec.pack_feed(later)


def test_nothing_takes_no_room() -> None:
    assert codec.pack_episode(ParsedEpisode(), published_at=None, guid=None) is None
    assert codec.unpack(None) == {}
    assert codec.pack_text("") == b""
    assert codec.unpack_text(None) == codec.unpack_text(b"") == ""
    assert codec.pack_list(()) is None


@settings(max_examples=60, derandomize=True)
@given(times)
def test_times_come_back_exactly(at: datetime) -> None:
    assert codec.from_us(codec.to_us(at)) == at


def test_time_zones_become_utc() -> None:
    at = datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    back = codec.from_us(codec.to_us(at))
    assert back == at
    assert back is not None
    assert back.tzinfo is UTC


@settings(max_examples=60, derandomize=True)
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=50))
def test_text_comes_back_whatever_it_holds(text: str) -> None:
    assert codec.unpack_text(codec.pack_text(text)) == text
