"""Lists to leaf through: shows by title, episodes by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from earmark.errors import InvalidInput
from earmark.model import EpisodeList, PodcastId, PodcastList, Visible
from earmark.ports import SearchReader, Store
from earmark.text.language import base_tag
from earmark.topics.cursors import checked_limit, cut_page, read_cursor, write_cursor
from earmark.topics.episodes import listed_episodes
from earmark.topics.scope import LibraryFacts
from earmark.topics.shows import (
    all_of,
    cards,
    language_filter,
    may_see,
    seen_podcast,
    stories_of_show,
)

UNKNOWN = "und"


def podcast_list(
    *,
    reader: SearchReader,
    store: Store,
    base: LibraryFacts,
    language: str | None,
    named: str | None,
    limit: int,
    cursor: str | None,
    visible: Visible,
) -> PodcastList:
    """Shows by title; ``language`` is what a show declares, ``und`` nothing. Raises
    ``InvalidInput`` for a cursor or a limit that is none."""
    declared = store.podcast_languages(named=named, visible=visible)
    wanted = _declared_as(language, declared)
    found = store.podcasts_by_title(
        checked_limit(limit) + 1,
        after=_place(cursor, store, visible),
        languages=wanted,
        named=named,
        visible=visible,
    )
    shown = found[:limit]
    return PodcastList(
        podcasts=cards(shown, reader=reader, filters=base.filters, as_of=base.as_of),
        total=sum(many for tag, many in declared.items() if wanted is None or tag in wanted),
        languages=_languages(declared),
        next=write_cursor(shown[-1].id) if shown and len(found) > limit else None,
    )


def episode_list(
    *,
    reader: SearchReader,
    store: Store,
    base: LibraryFacts,
    podcast: PodcastId | None,
    language: str | None,
    limit: int,
    cursor: str | None,
    visible: Visible,
) -> EpisodeList:
    """Stories by date, newest first. Raises ``NotFound`` for a show that the asker may not see,
    ``InvalidInput`` for a cursor or a limit that is none."""
    filters = (*base.filters, *language_filter(language))
    if podcast is None:
        query = all_of(filters)
    else:
        query = stories_of_show(seen_podcast(store, podcast, visible).id, filters)
    hits = reader.newest(query, checked_limit(limit) + 1, before=read_cursor(cursor))
    shown, following = cut_page(hits, limit)
    rows = listed_episodes(shown, (), {}, reader=reader, store=store, library=base.facts.stories)
    return EpisodeList(episodes=rows, total=reader.count(query), next=following)


def _base(language: str | None) -> str:
    return base_tag(language) or UNKNOWN


def _declared_as(
    language: str | None, declared: Collection[str | None]
) -> frozenset[str | None] | None:
    """Every spelling of a language that shows declare: ``en`` is ``en-US`` and ``EN`` too."""
    if language is None:
        return None
    return frozenset(tag for tag in declared if _base(tag) == _base(language))


def _languages(declared: Mapping[str | None, int]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for tag, many in declared.items():
        counts[_base(tag)] += many
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _place(cursor: str | None, store: Store, visible: Visible) -> PodcastId | None:
    """The last show of the page before. One that the asker may not see is no place, or cursors
    would tell where in the alphabet a hidden title stands."""
    number = read_cursor(cursor)
    if number is None:
        return None
    show = store.podcast(PodcastId(number))
    if show is None or not may_see(show, visible):
        raise InvalidInput(
            "This place in the list is gone.", cursor, remedy="Start from the first page."
        )
    return show.id
