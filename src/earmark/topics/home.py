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
    Query,
    SharedTopic,
)
from earmark.ports import SearchReader, Store
from earmark.text.keywords import MOST_COMMON
from earmark.text.tokens import topic_key
from earmark.topics.episodes import listed_episodes
from earmark.topics.figures import commonest
from earmark.topics.marks import Mark, marks_of
from earmark.topics.scope import LibraryFacts, within
from earmark.topics.shows import all_of, cards
from earmark.topics.stories import stored_stories

TOPICS = 24
COUNTED = 60
"""Candidates whose stories are counted."""
SAMPLE = 120
"""Newest stories that candidates come from, and as many of large shows."""
STORIES_OF_A_SHOW = 3
EPISODES = 12
SHOWS = 12
MIN_PODCASTS = 2


def home_page(
    *, reader: SearchReader, store: Store, generation: int, base: LibraryFacts
) -> HomePage:
    """The page under the filters of ``base``: an asker's visibility, as of a day."""
    newest = reader.newest(all_of(base.filters), SAMPLE)
    facts = base.facts
    largest = sorted(facts.podcasts, key=lambda show: (-facts.podcasts[show], show))
    shows = store.podcasts(PodcastId(show) for show in largest[:SHOWS])
    return HomePage(
        as_of=base.as_of,
        generation=generation,
        library=LibrarySize(len(facts.podcasts), facts.stories, facts.with_transcript),
        topics=shared_topics(_sample(reader, newest, largest, base), reader, store, base),
        newest=listed_episodes(
            newest[:EPISODES], (), {}, reader=reader, store=store, library=facts.stories
        ),
        podcasts=cards(shows.values(), reader=reader, filters=base.filters, as_of=base.as_of),
        languages=commonest(facts.languages),
    )


def _sample(
    reader: SearchReader, newest: Sequence[Hit], largest: Sequence[int], base: LibraryFacts
) -> tuple[Hit, ...]:
    """The newest stories, and the newest of each of the large shows."""
    hits = {hit.id: hit for hit in newest}
    for show in largest[: SAMPLE // STORIES_OF_A_SHOW]:
        theirs = within(Among("podcast", frozenset({show})), base.filters)
        hits.update((hit.id, hit) for hit in reader.newest(theirs, STORIES_OF_A_SHOW))
    return tuple(hits.values())


def shared_topics(
    sample: Iterable[Hit], reader: SearchReader, store: Store, base: LibraryFacts
) -> tuple[SharedTopic, ...]:
    """Phrases that mark stories of at least two shows, those of most shows first; exact counts."""
    marks = marks_of(stored_stories(store, (hit.id for hit in sample)).values())
    shared = [mark for mark in marks if len(mark.podcasts) >= MIN_PODCASTS and not mark.is_plain]
    found = [_counted(mark, reader, base.filters) for mark in shared[:COUNTED]]
    most = MOST_COMMON * base.facts.stories
    worth = [topic for topic in found if topic.podcasts >= MIN_PODCASTS and topic.episodes <= most]
    worth.sort(key=lambda topic: (-topic.podcasts, -topic.episodes, topic.key))
    return tuple(worth[:TOPICS])


def _counted(mark: Mark, reader: SearchReader, filters: Sequence[Query]) -> SharedTopic:
    shows = reader.podcasts(within(Phrase(mark.phrase), filters))
    return SharedTopic(mark.written, topic_key(mark.phrase), sum(shows.values()), len(shows))
