"""The home page: what the library is about, what came last, which shows it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earmark.model import (
    Among,
    Hit,
    HomePage,
    LibrarySize,
    Phrase,
    PodcastId,
    SharedTopic,
)
from earmark.text.keywords import MOST_COMMON
from earmark.text.tokens import topic_key
from earmark.topics.asked import Asked
from earmark.topics.figures import commonest
from earmark.topics.marks import Mark, marks_of
from earmark.topics.stories import stored_stories

TOPICS = 24
COUNTED = 60
"""Candidates whose stories are counted."""
SAMPLE = 120
"""Newest stories that candidates come from."""
SAMPLED_SHOWS = 40
"""The largest, whose newest stories are sampled too."""
STORIES_OF_A_SHOW = 3
EPISODES = 12
SHOWS = 12
MIN_PODCASTS = 2


def home_page(asked: Asked) -> HomePage:
    """The page as its asker sees it."""
    facts = asked.base.facts
    newest = asked.reader.newest(asked.within(), SAMPLE)
    by_size = sorted(facts.podcasts, key=lambda show: (-facts.podcasts[show], show))
    largest = [PodcastId(show) for show in by_size[: max(SHOWS, SAMPLED_SHOWS)]]
    shows = asked.store.podcasts(largest[:SHOWS])
    return HomePage(
        as_of=asked.as_of,
        generation=asked.generation,
        library=LibrarySize(len(facts.podcasts), facts.stories, facts.with_transcript),
        topics=_topics(asked, _sample(asked, newest, largest)),
        newest=asked.rows(newest[:EPISODES]),
        podcasts=tuple(asked.card(shows[show]) for show in largest[:SHOWS] if show in shows),
        languages=commonest(facts.languages),
    )


def _sample(asked: Asked, newest: Sequence[Hit], largest: Sequence[PodcastId]) -> tuple[Hit, ...]:
    """The newest stories, and the newest of each of the large shows."""
    hits = {hit.id: hit for hit in newest}
    for show in largest[:SAMPLED_SHOWS]:
        theirs = asked.within(Among("podcast", frozenset({int(show)})))
        hits.update((hit.id, hit) for hit in asked.reader.newest(theirs, STORIES_OF_A_SHOW))
    return tuple(hits.values())


def _topics(asked: Asked, sample: Iterable[Hit]) -> tuple[SharedTopic, ...]:
    """Phrases that mark stories of at least two shows, those of most shows first; exact counts."""
    stories = stored_stories(asked.store, (hit.id for hit in sample))
    shared = [
        mark
        for mark in marks_of(stories.values())
        if len(mark.podcasts) >= MIN_PODCASTS and not mark.is_plain
    ]
    found = [_counted(asked, mark) for mark in shared[:COUNTED]]
    most = MOST_COMMON * asked.base.facts.stories
    worth = [topic for topic in found if topic.podcasts >= MIN_PODCASTS and topic.episodes <= most]
    worth.sort(key=lambda topic: (-topic.podcasts, -topic.episodes, topic.key))
    return tuple(worth[:TOPICS])


def _counted(asked: Asked, mark: Mark) -> SharedTopic:
    shows = asked.reader.podcasts(asked.within(Phrase(mark.phrase)))
    return SharedTopic(mark.written, topic_key(mark.phrase), sum(shows.values()), len(shows))
