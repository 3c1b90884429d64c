"""The home page: what the library is about, what came last, which shows it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from earmark.model import (
    Among,
    Hit,
    HomePage,
    LibrarySize,
    Phrase,
    PodcastId,
    Published,
    SharedTopic,
    StoryId,
    Without,
)
from earmark.text.keywords import MOST_COMMON
from earmark.text.tokens import tokens, topic_key
from earmark.topics.asked import Asked
from earmark.topics.figures import commonest
from earmark.topics.marks import Mark, PhraseTokens, is_plain, marks_of
from earmark.topics.ranking import wilson

EPISODES = 12
EPISODES_OF_A_SHOW = 2
"""A show that puts its archive up in one day isn't all there is."""
ROUNDS = 6
"""Looks at the newest stories of shows that weren't seen yet."""
SHOWS = 12
TOPICS = 24

NEWEST = 60
"""Stories, newest in the library, that topics are looked for in."""
SAMPLED_SHOWS = 100
"""The largest, of each of which as many of the newest stories are looked at as the next says."""
STORIES_OF_A_SHOW = 3
LARGE = 10_000
"""Stories; in smaller libraries what they are all about may be in most of them."""
TRIED = 300
"""Candidates that are counted."""

MIN_PODCASTS = 2
MIN_STORIES = 3
MIN_ABOUT = 0.2
MIN_ABOUT_OF_PLAIN = 0.4
"""Share of the stories with a phrase that must be about it: a word of daily use stands in many
stories and is what few of them are about."""


def home_page(asked: Asked) -> HomePage:
    """The page as its asker sees it."""
    facts = asked.base.facts
    by_size = sorted(facts.podcasts, key=lambda show: (-facts.podcasts[show], show))
    largest = [PodcastId(show) for show in by_size[:SAMPLED_SHOWS]]
    shows = asked.store.podcasts(largest[:SHOWS])
    return HomePage(
        as_of=asked.as_of,
        generation=asked.generation,
        library=LibrarySize(len(facts.podcasts), facts.stories, facts.with_transcript),
        topics=_topics(asked, _sample(asked, largest)),
        newest=asked.rows(_newest(asked)),
        podcasts=asked.cards([shows[show] for show in largest[:SHOWS] if show in shows]),
        languages=commonest(facts.languages),
    )


def _newest(asked: Asked) -> tuple[Hit, ...]:
    """The newest stories that have a title and a date, few of each show; others only where these
    are not enough: what has no date is sorted by when it was first seen, and a library that is
    new has seen all of it just now."""
    chosen: dict[StoryId, Hit] = {}
    heard: Counter[int] = Counter()
    for _ in range(ROUNDS):
        others = Without(Published(), Among("podcast", frozenset(heard)))
        hits = asked.reader.newest(asked.within(others), EPISODES)
        members = asked.store.members(hit.id for hit in hits)
        for hit in hits:
            heard[hit.podcast] += 1
            named = hit.id in members and members[hit.id][0].title.strip()
            if named and heard[hit.podcast] <= EPISODES_OF_A_SHOW:
                chosen[hit.id] = hit
        if len(chosen) >= EPISODES or not hits:
            break
    for query in (asked.within(Published()), asked.within()):
        if len(chosen) < EPISODES:
            chosen |= {hit.id: hit for hit in asked.reader.newest(query, EPISODES)}
    newest = list(chosen.values())[:EPISODES]
    return tuple(sorted(newest, key=lambda hit: -hit.seq))


# ---------------------------------------------------------------- topics


def _sample(asked: Asked, largest: Sequence[PodcastId]) -> tuple[Hit, ...]:
    """The newest stories, and the newest of each of the large shows."""
    hits = {hit.id: hit for hit in asked.reader.newest(asked.within(), NEWEST)}
    for show in largest:
        theirs = asked.within(Among("podcast", frozenset({int(show)})))
        hits.update((hit.id, hit) for hit in asked.reader.newest(theirs, STORIES_OF_A_SHOW))
    return tuple(hits.values())


def _topics(asked: Asked, sample: Iterable[Hit]) -> tuple[SharedTopic, ...]:
    """Phrases that several shows are about, the best topics first; their counts are exact."""
    stories = asked.stories(sample)
    names = _parts_of_names(asked)
    marks = [mark for mark in marks_of(stories.values()) if _could_be(mark.phrase, names)]
    scored = filter(None, (_scored(asked, mark) for mark in marks[:TRIED]))
    best = sorted(scored, key=lambda found: (-found[0], found[1].key))
    return tuple(topic for _, topic in best[:TOPICS])


def _could_be(phrase: PhraseTokens, names: frozenset[str]) -> bool:
    """No number, and no mere part of a name: every Mike is in a title somewhere, and they have
    nothing to do with one another."""
    return not phrase[0].isdecimal() and (len(phrase) > 1 or phrase[0] not in names)


def _parts_of_names(asked: Asked) -> frozenset[str]:
    """First and last names of the people that are credited most."""
    names = (tokens(name).split() for _, name in asked.base.facts.people)
    return frozenset(part for parts in names if len(parts) in (2, 3) for part in parts)


def _is_everyday(asked: Asked, phrase: PhraseTokens) -> bool:
    """Whether a phrase is of words alone that much of a large library has: none takes longer to
    count, and none is a topic."""
    total = asked.base.facts.stories
    if len(phrase) == 1 or total < LARGE:
        return False
    words = (asked.within(Phrase((word,))) for word in phrase)
    return all(asked.reader.count(word) > MOST_COMMON * total for word in words)


def _scored(asked: Asked, mark: Mark) -> tuple[float, SharedTopic] | None:
    """How good a topic the mark is: how many shows are about it, less where one of them has
    nearly all of it, and how much of all that mention it is about it."""
    if _is_everyday(asked, mark.phrase):
        return None
    stories = asked.reader.count(asked.within(Phrase(mark.phrase)))
    about = asked.reader.count(asked.within(Phrase(mark.phrase, "subject")))
    enough = MIN_ABOUT_OF_PLAIN if is_plain(mark.phrase, mark.written) else MIN_ABOUT
    if stories < MIN_STORIES or about < enough * stories:
        return None  # most words of daily use, which are dear to count by show, end here
    shows_about = asked.reader.podcasts(asked.within(Phrase(mark.phrase, "subject")))
    if len(shows_about) < MIN_PODCASTS:
        return None
    shows = asked.reader.podcasts(asked.within(Phrase(mark.phrase)))
    spread = len(shows_about) * (1 - max(shows_about.values()) / about)
    topic = SharedTopic(mark.written, topic_key(mark.phrase), stories, len(shows))
    return spread * wilson(about, stories) ** 2, topic
