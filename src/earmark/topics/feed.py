"""A topic to be followed: its newest stories for a feed, its shows for a subscription list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from earmark.model import (
    SHARED,
    FeedItem,
    Podcast,
    PodcastId,
    TopicEpisode,
    TopicFeed,
    TopicRequest,
)
from earmark.topics.asked import Asked
from earmark.topics.episodes import listed_episodes
from earmark.topics.figures import figures
from earmark.topics.licence import is_open
from earmark.topics.query import read_topic
from earmark.topics.scope import graded
from earmark.topics.stories import grades_of

ITEMS = 100
SHOWS = 1000


def shareable(request: TopicRequest) -> TopicRequest:
    """The request without what only its asker may see: addresses of private feeds are secrets."""
    seen = SHARED if request.visible is None else request.visible & SHARED
    return replace(request, visible=seen, limit=ITEMS, cursor=None)


def topic_feed(asked: Asked, request: TopicRequest, *, whole: bool) -> TopicFeed:
    """The newest stories of a ``shareable`` request, of whose filters ``asked`` is, with notes
    where ``whole`` or where the show's licence permits.

    Raises ``InvalidQuery`` for a phrase that is none.
    """
    reader, store = asked.reader, asked.store
    name, phrases = read_topic(request.phrase, request.also)
    counted = figures(reader, phrases, request, base=asked.base)
    hits = reader.newest(counted.query, ITEMS)
    grades = grades_of(reader, [hit.id for hit in hits], phrases)
    rows = listed_episodes(hits, phrases, grades, store=store, sight=asked.base.sight)
    return TopicFeed(
        topic=name,
        as_of=asked.as_of,
        generation=asked.generation,
        stats=counted.stats,
        items=tuple(_items(asked, rows, whole=whole)),
    )


def _items(asked: Asked, rows: Sequence[TopicEpisode], *, whole: bool) -> Iterator[FeedItem]:
    store = asked.store
    shows = store.podcasts({row.podcast.id for row in rows})
    texts = store.texts((row.id for row in rows), transcripts=False)
    for row in rows:
        episode, show = store.episode(row.id), shows.get(row.podcast.id)
        if episode is None or show is None or not asked.may_see(show):
            continue  # taken down, or hidden, since the index was made
        shown = whole or is_open(show.license)
        yield FeedItem(row, episode, show, texts[row.id].notes if shown else "")


def topic_podcasts(asked: Asked, request: TopicRequest) -> tuple[Podcast, ...]:
    """At most ``SHOWS`` shows of a ``shareable`` request, those of most stories first, with feeds
    on the web.

    Raises ``InvalidQuery`` for a phrase that is none.
    """
    _, phrases = read_topic(request.phrase, request.also)
    stories = asked.reader.podcasts(asked.within(graded(phrases, request.grade)))
    order = sorted(stories, key=lambda show: (-stories[show], show))
    return tuple(islice(_on_the_web(asked, order), SHOWS))


def _on_the_web(asked: Asked, order: Sequence[int]) -> Iterator[Podcast]:
    for start in range(0, len(order), SHOWS):
        wanted = [PodcastId(show) for show in order[start : start + SHOWS]]
        shows = asked.store.podcasts(wanted)
        for show in filter(None, map(shows.get, wanted)):
            if asked.may_see(show) and _is_web(show.feed_url):
                yield show


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))
