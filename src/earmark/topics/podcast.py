"""The page of a show: its figures, what marks it, its episodes."""

from __future__ import annotations

from dataclasses import replace

from earmark.model import AllOf, Facts, Phrase, PodcastId, PodcastPage, Query, SharedTopic
from earmark.text.tokens import tokens, topic_key
from earmark.topics.asked import Asked
from earmark.topics.cursors import checked_limit, cut_page, read_cursor
from earmark.topics.ended import has_ended
from earmark.topics.figures import commonest, people_of, popularity, stats_of
from earmark.topics.marks import Mark, PhraseTokens, is_plain, marks_of, nested
from earmark.topics.periods import last_months
from earmark.topics.ranking import wilson

SAMPLE = 40
"""Newest stories of the show that its topics come from."""
COUNTED = 30
TOPICS = 12
MIN_STORIES = 2
FEW_SHOWS, MOST_SHOWS = 10, 0.1
"""A phrase that so many shows have, and more than this share of all, marks none of them ..."""
MIN_LIFT = 10.0
"""... but one that has it so many times oftener than the library."""


def podcast_page(
    asked: Asked, podcast_id: PodcastId, *, limit: int, cursor: str | None
) -> PodcastPage:
    """The page of a show. Raises ``NotFound`` for one that the asker may not see,
    ``InvalidInput`` for a cursor or a limit that is none."""
    show = asked.podcast(podcast_id)
    query = asked.of_show(show.id)
    hits = asked.reader.newest(query, checked_limit(limit) + 1, before=read_cursor(cursor))
    shown, following = cut_page(hits, limit)
    facts = asked.reader.facts(query, windows=(last_months(asked.as_of),))
    stats = replace(stats_of(facts), podcasts=1)
    name = tuple(tokens(show.title).split())
    return PodcastPage(
        as_of=asked.as_of,
        generation=asked.generation,
        podcast=show,
        stats=stats,
        popularity=popularity(facts, asked.base.facts, "year", asked.as_of),
        topics=_topics(asked, query, stats.episodes, name),
        people=people_of(facts.people),
        languages=commonest(facts.languages),
        episodes=asked.rows(shown),
        next=following,
        ended=has_ended(show.complete, stats.latest_at, asked.as_of),
    )


def _topics(asked: Asked, query: Query, of: int, name: PhraseTokens) -> tuple[SharedTopic, ...]:
    """Phrases that stand in several of the show's newest stories, and far oftener there than
    elsewhere: by the lower bound of the share of all stories with the phrase that are its own.
    None is part of the show's name or of a better one. ``of``: the show's stories."""
    stories = asked.stories(asked.reader.newest(query, SAMPLE))
    again = [mark for mark in marks_of(stories.values()) if _tells(mark, name)]
    scored = []
    for mark in again[:COUNTED]:
        topic, everywhere = _counted(asked, mark, query)
        if topic.episodes and is_its_own(topic, everywhere, of, asked.base.facts):
            scored.append((-wilson(topic.episodes, everywhere), mark.phrase, topic))
    chosen: dict[PhraseTokens, SharedTopic] = {}
    for _, phrase, topic in sorted(scored, key=lambda found: found[:2]):
        if not any(nested(phrase, other) for other in chosen):
            chosen[phrase] = topic
    return tuple(chosen.values())[:TOPICS]


def _tells(mark: Mark, name: PhraseTokens) -> bool:
    often = mark.stories >= MIN_STORIES and not is_plain(mark.phrase, mark.written)
    return often and not nested(mark.phrase, name)


def _counted(asked: Asked, mark: Mark, query: Query) -> tuple[SharedTopic, int]:
    """The phrase with its stories in the show, and its stories in the library; it may have none,
    where long notes were cut inside a word."""
    shows = asked.reader.podcasts(asked.within(Phrase(mark.phrase)))
    own = asked.reader.count(AllOf((Phrase(mark.phrase), query)))
    topic = SharedTopic(mark.written, topic_key(mark.phrase), own, len(shows))
    return topic, sum(shows.values())


def is_its_own(topic: SharedTopic, everywhere: int, of: int, library: Facts) -> bool:
    """Whether few shows of the library have the phrase; else a show of ``of`` stories must have
    it all the more. ``everywhere``: the stories that hold it."""
    if topic.podcasts <= max(FEW_SHOWS, MOST_SHOWS * len(library.podcasts)):
        return True
    lift = topic.episodes * library.stories / (of * everywhere)
    return topic.episodes > MIN_STORIES and lift >= MIN_LIFT
