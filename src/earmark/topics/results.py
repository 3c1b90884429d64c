"""Search: ranked stories with quotes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from earmark.errors import NotFound
from earmark.model import (
    AllOf,
    Among,
    Every,
    Podcast,
    PodcastId,
    Published,
    Query,
    SearchPage,
    Visible,
    Without,
)
from earmark.ports import SearchReader, Store
from earmark.text.language import base_tag
from earmark.text.tokens import as_words
from earmark.topics.cursors import checked_limit, read_cursor, write_cursor
from earmark.topics.episodes import listed_episodes
from earmark.topics.operators import read_search
from earmark.topics.periods import day_end_s, day_start_s
from earmark.topics.scope import sight_of
from earmark.topics.search_filters import SearchFilters


def search_page(
    query: str,
    *,
    reader: SearchReader,
    store: Store,
    today: date,
    limit: int = 30,
    cursor: str | None = None,
    visible: Visible = None,
) -> SearchPage:
    """The best stories for a search query, each with its quotes.

    Raises ``InvalidQuery`` for what cannot be read, ``NotFound`` for a podcast that is not here,
    ``InvalidInput`` for a bad cursor.
    """
    read = read_search(query)
    sight = sight_of(visible, reader)
    asked = AllOf((read.query, *sight.filters, *_filters(read.filters, store, today, visible)))
    offset = read_cursor(cursor) or 0
    hits = reader.best(asked, checked_limit(limit) + 1, offset=offset)
    shown = hits[:limit]
    return SearchPage(
        query=read.echo,
        as_of=today,
        total=reader.count(asked),
        episodes=listed_episodes(shown, read.phrases, {}, store=store, sight=sight),
        next=write_cursor(offset + limit) if shown and len(hits) > limit else None,
        phrases=tuple(map(as_words, read.phrases)),
    )


def _filters(
    filters: SearchFilters, store: Store, today: date, visible: Visible
) -> Iterable[Query]:
    yield _published(filters, today)
    if filters.languages:
        yield _languages(filters.languages)
    if filters.without_languages:
        yield Without(Every(), _languages(filters.without_languages))
    if filters.podcasts:
        yield _podcasts(filters.podcasts, store, visible)
    if filters.without_podcasts:
        yield Without(Every(), _podcasts(filters.without_podcasts, store, visible))


def _published(filters: SearchFilters, today: date) -> Published:
    end_s = day_end_s(today)
    if filters.since is None and filters.until is None:
        return Published(high_s=end_s, undated=True)
    return Published(
        low_s=day_start_s(filters.since) if filters.since else None,
        high_s=min(end_s, day_end_s(filters.until)) if filters.until else end_s,
    )


def _languages(codes: Iterable[str]) -> Among:
    return Among("language", frozenset(base_tag(code) or code for code in codes))


def _podcasts(names: Iterable[str], store: Store, visible: Visible) -> Among:
    found = {int(show) for name in names for show in _podcasts_called(name, store, visible)}
    return Among("any_podcast", frozenset(found))


def _podcasts_called(name: str, store: Store, visible: Visible) -> tuple[PodcastId, ...]:
    """Every podcast that the asker may see and whose title holds the name; of a number, the one
    with that id."""

    def seen(show: Podcast | None) -> bool:
        return show is not None and (visible is None or show.visibility in visible)

    if name.isdecimal() and len(name) < 18 and seen(store.podcast(PodcastId(int(name)))):
        return (PodcastId(int(name)),)
    found = tuple(show.id for show in store.podcasts_named(name) if seen(show))
    if not found:
        raise NotFound("No podcast of this library is called so.", name, remedy="Check the title.")
    return found
