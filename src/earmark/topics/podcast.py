"""The page of a show: its figures, what marks it, its episodes."""

from __future__ import annotations

from collections.abc import Sequence

from earmark.model import Phrase, PodcastId, PodcastPage, Query, SharedTopic, Visible
from earmark.ports import SearchReader, Store
from earmark.text.tokens import topic_key
from earmark.topics.cursors import checked_limit, cut_page, read_cursor
from earmark.topics.episodes import listed_episodes
from earmark.topics.figures import commonest, people_of, popularity, stats_of
from earmark.topics.marks import Mark, marks_of
from earmark.topics.periods import last_months
from earmark.topics.ranking import wilson
from earmark.topics.scope import LibraryFacts, within
from earmark.topics.shows import has_ended, seen_podcast, stories_of_show
from earmark.topics.stories import stored_stories

SAMPLE = 60
"""Newest stories of the show that its topics come from."""
COUNTED = 30
TOPICS = 12
MIN_STORIES = 2


def podcast_page(
    podcast_id: PodcastId,
    *,
    reader: SearchReader,
    store: Store,
    generation: int,
    base: LibraryFacts,
    limit: int,
    cursor: str | None,
    visible: Visible,
) -> PodcastPage:
    """The page of a show under the filters of ``base``. Raises ``NotFound`` for a show that the
    asker may not see, ``InvalidInput`` for a cursor or a limit that is none."""
    show = seen_podcast(store, podcast_id, visible)
    query = stories_of_show(show.id, base.filters)
    hits = reader.newest(query, checked_limit(limit) + 1, before=read_cursor(cursor))
    shown, following = cut_page(hits, limit)
    facts = reader.facts(query, windows=(last_months(base.as_of),))
    stats = stats_of(facts)
    return PodcastPage(
        as_of=base.as_of,
        generation=generation,
        podcast=show,
        stats=stats,
        popularity=popularity(facts, base.facts, "year", base.as_of),
        topics=_topics(reader, store, query, base),
        people=people_of(facts.people),
        languages=commonest(facts.languages),
        episodes=listed_episodes(
            shown, (), {}, reader=reader, store=store, library=base.facts.stories
        ),
        next=following,
        ended=has_ended(show, stats.latest_at, base.as_of),
    )


def _topics(
    reader: SearchReader, store: Store, query: Query, base: LibraryFacts
) -> tuple[SharedTopic, ...]:
    """Phrases that stand in several of the show's newest stories, and far oftener there than
    elsewhere: by the lower bound of the share of all stories with the phrase that are its own."""
    sample = reader.newest(query, SAMPLE)
    marks = marks_of(stored_stories(store, (hit.id for hit in sample)).values())
    again = [mark for mark in marks if mark.stories >= MIN_STORIES and not mark.is_plain]
    scored = []
    for mark in again[:COUNTED]:
        topic, everywhere = _counted(mark, reader, query, base.filters)
        if topic.episodes:
            scored.append((-wilson(topic.episodes, everywhere), topic.key, topic))
    return tuple(topic for _, _, topic in sorted(scored)[:TOPICS])


def _counted(
    mark: Mark, reader: SearchReader, query: Query, filters: Sequence[Query]
) -> tuple[SharedTopic, int]:
    """The phrase with its stories in the show, and its stories in the library."""
    shows = reader.podcasts(within(Phrase(mark.phrase), filters))
    own = reader.count(within(Phrase(mark.phrase), (query,)))
    topic = SharedTopic(mark.written, topic_key(mark.phrase), own, len(shows))
    return topic, sum(shows.values())
