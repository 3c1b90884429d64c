"""A topic's JSON Feed: held to the format's schema, hostile texts in every field."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings
from tests.unit.formats.hostile_feeds import hostile_feeds
from tests.unit.formats.judged import judged
from tests.unit.formats.test_rss import NAMES, TEXTS, hostile_feed
from tests.unit.formats.topic_feeds import (
    ADDRESSES,
    EMPTY_FEED,
    FEED,
    FULL,
    PAGE_URL,
    SELF_URL,
    episode_url,
    feed_of,
)

from earmark.formats import entries
from earmark.formats.json_feed import topic_json_feed
from earmark.model import Enclosure, TopicFeed

SCHEMA = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "schemas" / "json_feed.json").read_text("utf-8"))
)


def read(feed: TopicFeed) -> dict:
    found = json.loads(topic_json_feed(feed, **ADDRESSES).decode())
    SCHEMA.validate(found)
    return found


def test_the_feed_names_itself():
    found = read(FEED)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"] == "Podcasts about mfu"
    assert (found["home_page_url"], found["feed_url"]) == (PAGE_URL, SELF_URL)
    assert found["_earmark"] == {"query": "the word “mfu”", "key": "mfu"}
    assert "language" not in found
    assert read(feed_of(FULL))["language"] == "en"


def test_a_full_item():
    item = read(FEED)["items"][0]
    assert (item["id"], item["url"]) == ("earmark:story:12", episode_url(41))
    assert item["external_url"] == "https://machines.example/41"
    assert item["title"] == "What an mfu figure hides · Ordinary Machines"
    assert item["content_html"] == entries.entry_html(FULL, "mfu", episode_url(41))
    assert item["date_published"] == "2026-03-10T06:00:00Z"
    assert item["tags"] == ["gpu", "training"]
    assert item["authors"] == [
        {"name": "Ada Quill", "url": "https://machines.example/ada"},
        {"name": "Bo", "avatar": "https://machines.example/bo.jpg"},
    ]
    assert item["attachments"] == [
        {
            "url": "https://cdn.example/41.mp3",
            "mime_type": "audio/mpeg",
            "size_in_bytes": 31_000_000,
            "duration_in_seconds": 3905,
        }
    ]


def test_an_item_says_why_it_is_here_to_machines_too():
    ours = read(FEED)["items"][0]["_earmark"]
    assert (ours["id"], ours["grade"], ours["mentions"]) == (41, "subject", 5)
    assert ours["podcast"] == {"id": 7, "title": "Ordinary Machines"}
    quote = ours["evidence"][1]
    ((start, end),) = quote["highlights"]
    assert quote["quote"][start:end] == "MFU"


def test_what_is_not_known_is_left_out():
    item = read(FEED)["items"][1]
    assert {"date_published", "attachments", "authors", "tags", "external_url"} & set(item) == set()


def test_an_empty_topic_has_no_items():
    assert read(EMPTY_FEED)["items"] == []


@pytest.mark.parametrize("url", ["https://u:p@a.example/", "javascript:x", "//a.example"])
def test_what_may_not_be_played_is_no_attachment(url):
    episode = replace(FULL.episode, enclosure=Enclosure(url))
    (item,) = read(feed_of(replace(FULL, episode=episode)))["items"]
    assert "attachments" not in item


@settings(max_examples=20, derandomize=True, deadline=None)
@given(hostile_feeds)
def test_any_feed_is_valid(feed):
    found = read(feed)
    for item, row in zip(found["items"], feed.items, strict=True):
        assert item["title"] == entries.entry_title(row)
        assert judged(item["content_html"]).faults == []
        assert [len(each["quote"]) for each in item["_earmark"]["evidence"]] == [
            len(each.quote) for each in row.row.evidence
        ]


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_a_vector_in_every_field_reaches_no_reader(text):
    (item,) = read(hostile_feed(text))["items"]
    names = [author["name"] for author in item.get("authors", ())]
    shown = [item["title"], item["content_html"], *names, *item.get("tags", ())]
    assert [fault for html in shown for fault in judged(html).faults] == []
