"""Which known feed a document that comes as a file belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from earmark.ingest.identify import choose_feed, feed_url_of, newest_marks
from earmark.model import Feed, FeedId, ParsedEpisode, ParsedFeed, PodcastId, PreparedEpisode

URI = "file:///feeds/hive.xml"
HTTP = "https://hive.example/feed"


def feed(number: int, url: str, title: str = "Hive Talk") -> Feed:
    return Feed(FeedId(number), url, PodcastId(number), title)


def prepared(number: int, guid: str | None, key: str | None) -> PreparedEpisode:
    published = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    episode = ParsedEpisode(f"Talk {number}", guid, published_at=published)
    return PreparedEpisode(episode, number, f"talk {number}", key, b"")


ITEMS = [prepared(number, f"g{number}", f"hive.example/{number}.mp3") for number in range(10)]


@pytest.mark.parametrize(
    ("self_url", "url"),
    [
        (HTTP, HTTP),
        (f" {HTTP}\n", HTTP),
        ("HTTP://hive.example/feed", "HTTP://hive.example/feed"),
        (None, URI),
        ("", URI),
        ("/feed", URI),
        ("file:///other.xml", URI),
    ],
)
def test_a_feed_is_at_its_own_address_if_it_names_one(self_url: str | None, url: str) -> None:
    assert feed_url_of(ParsedFeed("rss", self_url=self_url), URI) == url


def test_marks_are_of_the_newest_items_each_once() -> None:
    items = [*ITEMS, prepared(99, " g9 ", None), prepared(98, None, "hive.example/9.mp3")]
    guids, keys = newest_marks(items, 2)
    assert guids == ("g9", "g8")
    assert keys == ("hive.example/9.mp3", "hive.example/8.mp3")


@dataclass
class Case:
    """A document, and what the catalog says that is like it."""

    title: str = "Hive Talk"
    link: str | None = "https://hive.example"
    self_url: str | None = None
    guid: str | None = None
    same_url: Feed | None = None
    same_channel: list[Feed] = field(default_factory=list)
    sharing: dict[int, int] = field(default_factory=dict)
    feeds: list[Feed] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)


GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
CASES: dict[str, tuple[Case, int | None]] = {
    "nothing alike": (Case(), None),
    "same address": (Case(same_url=feed(1, HTTP)), 1),
    "same address goes before same title": (
        Case(same_url=feed(1, HTTP), same_channel=[feed(2, URI)]), 1),
    "a dated version: same title and link": (Case(same_channel=[feed(1, "file:///old.xml")]), 1),
    "the version names its address now": (
        Case(self_url=HTTP, same_channel=[feed(1, "file:///old.xml")]), 1),
    "audio and video feed of a show": (
        Case(self_url=f"{HTTP}/video", same_channel=[feed(1, f"{HTTP}/audio")]), None),
    "the show moved, episodes prove it": (
        Case(self_url=f"{HTTP}/new", same_channel=[feed(1, f"{HTTP}/old")], sharing={1: 5}), 1),
    "too few episodes prove nothing": (
        Case(self_url=f"{HTTP}/new", same_channel=[feed(1, f"{HTTP}/old")], sharing={1: 4}), None),
    "same title, no link": (Case(link=None, same_channel=[feed(1, URI)]), None),
    "same title, no link, same episodes": (
        Case(link=None, same_channel=[feed(1, URI)], sharing={1: 6}), 1),
    "no title": (Case(title="", same_channel=[feed(1, URI, "")]), None),
    "same title, another link, same episodes": (Case(sharing={3: 7}, feeds=[feed(3, HTTP)]), 3),
    "same title, half of the few that were known": (
        Case(sharing={3: 1}, feeds=[feed(3, HTTP)], sizes={3: 1}), 3),
    "another title, same episodes: a mirror": (
        Case(sharing={3: 10}, feeds=[feed(3, HTTP, "All Hives")]), None),
    "a stranger copies a famous podcast:guid": (
        Case(guid=GUID, title="Not Hive", feeds=[feed(3, HTTP)], sharing={3: 0}), None),
    "a stranger copies guid and a few episodes": (
        Case(guid=GUID, feeds=[feed(3, HTTP)], sharing={3: 4}, sizes={3: 300}), None),
    "of two candidates the one that shares more": (
        Case(same_channel=[feed(1, URI), feed(2, "file:///b.xml")], sharing={2: 3}), 2),
    "of two equal candidates the older": (
        Case(same_channel=[feed(2, URI), feed(1, "file:///b.xml")]), 1),
}  # fmt: skip


@pytest.mark.parametrize(("case", "expected"), CASES.values(), ids=CASES)
def test_choose_feed(case: Case, expected: int | None) -> None:
    chosen = choose_feed(
        ParsedFeed("rss", case.title, case.link, case.self_url, guid=case.guid),
        ITEMS,
        same_url=case.same_url,
        same_channel=case.same_channel,
        sharing={FeedId(number): count for number, count in case.sharing.items()},
        feeds=case.feeds,
        sizes={FeedId(number): count for number, count in case.sizes.items()},
    )
    assert (chosen.id if chosen else None) == expected
