"""A topic's OPML: valid, and read back by our own parser."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.unit.formats.hostile_feeds import podcasts as hostile_podcasts
from tests.unit.formats.test_rss import title
from tests.unit.formats.topic_feeds import KITCHEN, MACHINES
from tests.xss_vectors import XSS_VECTORS

from earmark.formats.entries import plain
from earmark.formats.opml import topic_opml
from earmark.formats.urls import web_url
from earmark.model import OWNER, UNLISTED, Outline, Podcast
from earmark.parse.opml import parse_opml

SCHEMA = etree.RelaxNG(file=str(Path(__file__).parent / "schemas" / "opml.rng"))


def read(*podcasts: Podcast, name: str = "Podcasts about mfu") -> tuple[Outline, ...]:
    document = topic_opml(name, podcasts)
    SCHEMA.assertValid(etree.fromstring(document))
    parsed = parse_opml(document)
    assert parsed.problems == ()
    return parsed.outlines


def test_shows_are_read_back_in_their_order():
    assert read(MACHINES, KITCHEN) == (
        Outline(
            "https://machines.example/feed.xml",
            "Ordinary Machines",
            "https://machines.example/",
            ("Technology", "Tech News"),
        ),
        Outline("https://kayu.example/rss", "粥の時間", "https://kayu.example/", ("Arts", "Food")),
    )


def test_a_topic_without_shows_is_a_valid_list():
    assert read() == ()


def test_the_title_is_escaped():
    root = etree.fromstring(topic_opml("Podcasts about <b> & ]]>\0", []))
    assert root.findtext("head/title") == "Podcasts about < b> & ]]>"


def test_what_is_secret_is_not_handed_on():
    private = replace(MACHINES, visibility=OWNER)
    password = replace(MACHINES, feed_url="https://me:secret@machines.example/feed")
    local = replace(MACHINES, feed_url="file:///home/me/feed.xml")
    unlisted = replace(KITCHEN, visibility=UNLISTED)
    (only,) = read(private, password, local, unlisted)
    assert only.url == KITCHEN.feed_url


def test_a_feed_stands_once_and_one_without_title_has_its_address():
    (only,) = read(replace(MACHINES, title=" "), MACHINES)
    assert only.title == MACHINES.feed_url


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(hostile_podcasts, max_size=4))
def test_any_shows_are_read_back(podcasts):
    expected: dict[str, Outline] = {}
    for podcast in podcasts:
        url = web_url(podcast.feed_url)
        if url:
            words = (
                title(plain(word).replace(",", " ").strip("/ ")) for word in podcast.categories
            )
            kept = tuple(dict.fromkeys(word for word in words if word))
            named = title(plain(podcast.title) or url)
            expected.setdefault(url, Outline(url, named, web_url(podcast.link), kept))
    assert read(*podcasts) == tuple(expected.values())


@pytest.mark.parametrize("text", [text for _, text in XSS_VECTORS], ids=[n for n, _ in XSS_VECTORS])
def test_a_vector_in_every_field_names_no_feed(text):
    hostile = replace(MACHINES, title=text, link=text, language=text, categories=(text,))
    (outline,) = read(hostile, name=text)
    assert outline.url == MACHINES.feed_url
    assert outline.link is None or outline.link.startswith("https://x.example/")
    for named in read(replace(hostile, feed_url=text)):
        assert named.url.startswith("https://x.example/")
