"""Feeds that need a person, as their hosts answer: what the page of feeds is made of."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fake_fetcher import Answer, Said

from earmark.library import Library
from earmark.model import AddOptions

ANSWERS: Mapping[str, Said] = {
    "https://members.kestrels.example/feed.xml?token=a-secret-of-1234567890": Answer(status=401),
    "https://blocked.kestrels.example/feed.xml": Answer(status=403),
    "https://feeds.of-a-host-with-a-name-that-is-longer-than-any-window-is-wide.example/and/a/path"
    "/that/goes/on/and/on/podcast.xml": Answer(status=404),
    "https://taken-down.example/feed.xml": Answer(status=410),
    "https://broken.example/feed.xml": Answer(status=500),
    "https://page.example/feed.xml": b"<html><body>Parked</body></html>",
    "https://resting.example/feed.xml": Answer(status=429, headers={"retry-after": b"7200"}),
    "https://vogel.example/feed.xml": Answer(status=502),
}


def poll(library: Library) -> None:
    """Ask for each of them, once."""
    library.subscribe("\n".join(ANSWERS), options=AddOptions(fetched=0))
    library.crawl(once=True)
