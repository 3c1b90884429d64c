"""Lists to leaf through: shows by title, episodes by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from earmark.errors import InvalidInput
from earmark.model import AllOf, EpisodeList, PodcastId, PodcastList
from earmark.text.language import base_tag
from earmark.topics.asked import Asked, in_language
from earmark.topics.cursors import checked_limit, cut_page, read_cursor, write_cursor

UNKNOWN = "und"


def podcast_list(
    asked: Asked, *, language: str | None, named: str | None, limit: int, cursor: str | None
) -> PodcastList:
    """Shows by title; ``language`` is what a show declares, ``und`` nothing. Raises
    ``InvalidInput`` for a cursor or a limit that is none."""
    store, visible = asked.store, asked.visible
    declared = store.podcast_languages(named=named, visible=visible)
    wanted = _declared_as(language, declared)
    found = store.podcasts_by_title(
        checked_limit(limit) + 1,
        after=_place(asked, cursor),
        languages=wanted,
        named=named,
        visible=visible,
    )
    shown = found[:limit]
    return PodcastList(
        podcasts=asked.cards(shown),
        total=sum(many for tag, many in declared.items() if wanted is None or tag in wanted),
        languages=_languages(declared),
        next=write_cursor(shown[-1].id) if shown and len(found) > limit else None,
    )


def episode_list(
    asked: Asked,
    *,
    podcast: PodcastId | None,
    language: str | None,
    limit: int,
    cursor: str | None,
) -> EpisodeList:
    """Stories by date, newest first. Raises ``NotFound`` for a show that the asker may not see,
    ``InvalidInput`` for a cursor or a limit that is none."""
    query = asked.within() if podcast is None else asked.of_show(asked.podcast(podcast).id)
    if language is not None:
        query = AllOf((query, in_language(language)))
    hits = asked.reader.newest(query, checked_limit(limit) + 1, before=read_cursor(cursor))
    shown, following = cut_page(hits, limit)
    return EpisodeList(asked.rows(shown), asked.reader.count(query), following)


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


def _place(asked: Asked, cursor: str | None) -> PodcastId | None:
    """The last show of the page before. One that the asker may not see is no place, or cursors
    would tell where in the alphabet a hidden title stands."""
    number = read_cursor(cursor)
    if number is None:
        return None
    show = asked.store.podcast(PodcastId(number))
    if show is None or not asked.may_see(show):
        raise InvalidInput(
            "This place in the list is gone.", cursor, remedy="Start from the first page."
        )
    return show.id
