"""A topic to be followed: its newest stories for a feed, its shows for a subscription list."""

from __future__ import annotations

from collections.abc import Iterator
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
from earmark.ports import SearchReader, Store
from earmark.topics.episodes import listed_episodes
from earmark.topics.figures import figures
from earmark.topics.licence import is_open
from earmark.topics.query import read_topic
from earmark.topics.scope import LibraryFacts, graded, within
from earmark.topics.stories import grades_of

ITEMS = 100
SHOWS = 1000


def shareable(request: TopicRequest) -> TopicRequest:
    """The request without what only its asker may see: addresses of private feeds are secrets."""
    seen = SHARED if request.visible is None else request.visible & SHARED
    return replace(request, visible=seen, limit=ITEMS, cursor=None)


def topic_feed(
    request: TopicRequest,
    *,
    reader: SearchReader,
    store: Store,
    generation: int,
    base: LibraryFacts,
    whole: bool,
) -> TopicFeed:
    """The newest stories of a ``shareable`` request of which ``base`` is ``library_facts``, with
    notes where ``whole`` or where the show's licence permits.

    Raises ``InvalidQuery`` for a phrase that is none.
    """
    name, phrases = read_topic(request.phrase, request.also)
    counted = figures(reader, phrases, request, base=base)
    hits = reader.newest(counted.query, ITEMS)
    grades = grades_of(reader, [hit.id for hit in hits], phrases)
    rows = listed_episodes(
        hits, phrases, grades, reader=reader, store=store, library=counted.library.episodes
    )
    return TopicFeed(
        topic=name,
        as_of=base.as_of,
        generation=generation,
        stats=counted.stats,
        items=tuple(_items(rows, store, whole=whole)),
    )


def _items(rows: tuple[TopicEpisode, ...], store: Store, *, whole: bool) -> Iterator[FeedItem]:
    shows = store.podcasts({row.podcast.id for row in rows})
    texts = store.texts(row.id for row in rows)
    for row in rows:
        episode, show = store.episode(row.id), shows.get(row.podcast.id)
        if episode is None or show is None or show.visibility not in SHARED:
            continue  # taken down, or hidden, since the index was made
        shown = whole or is_open(show.license)
        yield FeedItem(row, episode, show, texts[row.id].notes if shown else "")


def topic_podcasts(
    request: TopicRequest, *, reader: SearchReader, store: Store, base: LibraryFacts
) -> tuple[Podcast, ...]:
    """At most ``SHOWS`` shows of a ``shareable`` request, those of most stories first, with feeds
    on the web.

    Raises ``InvalidQuery`` for a phrase that is none.
    """
    _, phrases = read_topic(request.phrase, request.also)
    stories = reader.podcasts(within(graded(phrases, request.grade), base.filters))
    order = sorted(stories, key=lambda show: (-stories[show], show))
    return tuple(islice(_on_the_web(order, store), SHOWS))


def _on_the_web(order: list[int], store: Store) -> Iterator[Podcast]:
    for start in range(0, len(order), SHOWS):
        wanted = [PodcastId(show) for show in order[start : start + SHOWS]]
        shows = store.podcasts(wanted)
        for show in filter(None, map(shows.get, wanted)):
            if show.visibility in SHARED and _is_web(show.feed_url):
                yield show


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))
