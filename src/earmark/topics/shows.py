"""Shows as cards: how many stories each has under an asker's filters, and whether it has ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from earmark.errors import NotFound
from earmark.model import AllOf, Among, Podcast, PodcastCard, PodcastId, Query, Visible
from earmark.ports import SearchReader, Store
from earmark.text.language import base_tag
from earmark.topics.periods import at
from earmark.topics.scope import within

SILENT_DAYS = 548
"""A show that has said nothing for 18 months is taken to have ended."""


def has_ended(podcast: Podcast, latest_at: datetime | None, as_of: date) -> bool:
    """Whether its publisher says that the show is complete, or it was silent for 18 months."""
    silent = latest_at is not None and latest_at.date() < as_of - timedelta(days=SILENT_DAYS)
    return podcast.complete or silent


def stories_of_show(podcast: PodcastId, filters: Sequence[Query]) -> Query:
    """The stories heard in a show, also those that another show's episode stands for."""
    return within(Among("any_podcast", frozenset({int(podcast)})), filters)


def cards(
    podcasts: Iterable[Podcast], *, reader: SearchReader, filters: Sequence[Query], as_of: date
) -> tuple[PodcastCard, ...]:
    """A card for each show, in their order."""
    return tuple(_card(podcast, reader, filters, as_of) for podcast in podcasts)


def _card(
    podcast: Podcast, reader: SearchReader, filters: Sequence[Query], as_of: date
) -> PodcastCard:
    facts = reader.facts(stories_of_show(podcast.id, filters))
    latest = at(facts.latest_s)
    return PodcastCard(podcast, facts.stories, latest, has_ended(podcast, latest, as_of))


def seen_podcast(store: Store, podcast: PodcastId, visible: Visible) -> Podcast:
    """A show that the asker may see. Raises ``NotFound``: of what may not be seen nothing is
    said, not even that it is there."""
    found = store.podcast(podcast)
    if found is None or not may_see(found, visible):
        raise NotFound("There is no such podcast here.", str(podcast))
    return found


def may_see(podcast: Podcast, visible: Visible) -> bool:
    return visible is None or podcast.visibility in visible


def language_filter(language: str | None) -> tuple[Query, ...]:
    """Stories of a language, however its tag is written; of all languages for None."""
    wanted = base_tag(language) or language
    return () if wanted is None else (Among("language", frozenset({wanted})),)


def all_of(filters: Sequence[Query]) -> Query:
    """All stories under filters."""
    return AllOf(tuple(filters))
