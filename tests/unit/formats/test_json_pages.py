"""The API's objects: hostile addresses, secrets and markup of a publisher go no further."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from earmark.formats.json_pages import episode_page_object, podcast_object
from earmark.model import (
    OWNER,
    PUBLIC,
    UNLISTED,
    Chapter,
    Enclosure,
    Episode,
    EpisodeId,
    EpisodePage,
    EpisodeRef,
    Person,
    Podcast,
    PodcastId,
    Soundbite,
    StoryId,
    TranscriptLink,
)

SHOW = Podcast(
    PodcastId(7),
    "https://pods.example/feed.xml",
    "Ordinary Machines",
    link="https://pods.example/",
    description="<p onclick=alert(1)>Machines<script>alert(1)</script></p>",
    image_url="https://pods.example/art.jpg",
)
EPISODE = Episode(
    EpisodeId(41),
    PodcastId(7),
    StoryId(40),
    "g41",
    "What a machine hides",
    datetime(2026, 3, 10, 6, tzinfo=UTC),
    None,
    datetime(2026, 3, 11, tzinfo=UTC),
    3_905_000,
    True,
    None,
    link="https://pods.example/41",
    enclosure=Enclosure("https://cdn.example/41.mp3", "audio/mpeg", 31_000_000),
    persons=(Person("Ada Quist", "guest", url="https://ada.example/"),),
    chapters=(Chapter(60_000, "Screws", "https://pods.example/screws"),),
    transcripts=(TranscriptLink("https://pods.example/41.vtt", "text/vtt"),),
    soundbites=(Soundbite(1_500, 30_000, "The crash"),),
)
PAGE = EpisodePage(
    as_of=date(2026, 3, 12),
    generation=3,
    episode=EPISODE,
    podcast=SHOW,
    language="en",
    canonical=EpisodeRef(EpisodeId(40), "What a machine hides"),
    duplicates=(),
    keywords=(),
    notes="<p>All <img src=x onerror=alert(1)> of it.</p>",
    excerpt="All of it.",
    whole=True,
)
HOSTILE = ("javascript:alert(1)", "/relative", "//host", "data:text/html,x", "file:///etc/passwd")


def test_an_episode_has_what_was_published() -> None:
    made = episode_page_object(PAGE)
    episode = made["episode"]
    assert (episode["id"], episode["story"], episode["guid"]) == (41, 40, "g41")
    assert episode["published_at"] == "2026-03-10T06:00:00Z"
    assert episode["enclosure"]["length"] == 31_000_000
    assert episode["people"][0]["url"] == "https://ada.example/"
    assert episode["chapters"] == [
        {"start_ms": 60_000, "title": "Screws", "url": "https://pods.example/screws"}
    ]
    assert episode["transcripts"][0]["type"] == "text/vtt"
    assert episode["soundbites"][0]["title"] == "The crash"
    assert made["canonical"] == {"id": 40, "title": "What a machine hides"}
    assert (made["before"], made["after"]) == (None, None)


def test_notes_are_cleaned_and_only_whole_where_they_may_be() -> None:
    assert episode_page_object(PAGE)["notes"] == "<p>All  of it.</p>"
    assert episode_page_object(replace(PAGE, notes=""))["notes"] == ""
    quoted = episode_page_object(replace(PAGE, whole=False))
    assert (quoted["notes"], quoted["excerpt"]) == (None, "All of it.")


@pytest.mark.parametrize("url", HOSTILE)
def test_no_address_leads_where_nobody_may_be_led(url: str) -> None:
    episode = replace(
        EPISODE,
        link=url,
        image_url=url,
        chapters_url=url,
        enclosure=Enclosure(url),
        persons=(Person("Ada", url=url, image_url=url),),
        chapters=(Chapter(0, "One", url),),
        transcripts=(TranscriptLink(url),),
    )
    show = replace(SHOW, link=url, image_url=url, feed_url=url)
    made = episode_page_object(replace(PAGE, episode=episode, podcast=show))
    assert url not in str(made)
    assert made["episode"]["enclosure"] is None
    assert made["episode"]["transcripts"] == []
    assert made["podcast"]["feed_url"] is None


@pytest.mark.parametrize(
    ("visibility", "said", "url"),
    [
        (PUBLIC, "public", SHOW.feed_url),
        (UNLISTED, "unlisted", SHOW.feed_url),
        (OWNER, "private", None),
        (OWNER + 5, "private", None),
    ],
)
def test_the_address_of_a_private_feed_is_told_to_nobody(
    visibility: int, said: str, url: str | None
) -> None:
    made = podcast_object(replace(SHOW, visibility=visibility))
    assert (made["visibility"], made["feed_url"]) == (said, url)


def test_a_description_is_cleaned() -> None:
    assert podcast_object(SHOW)["description"] == "<p>Machines</p>"
