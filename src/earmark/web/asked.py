"""What was asked: the query of an address as a request to the library, and back.

Forms send fields that nobody filled in; what is empty is not asked.
"""

from __future__ import annotations

from typing import cast

from fastapi import Request

from earmark.days import first_day, last_day
from earmark.errors import InvalidInput
from earmark.library import Library
from earmark.model import GRADES, Grade, Period, PodcastId, TopicRequest
from earmark.web.asker import visible

PAGE = 30
MOST_VALUES = 50
"""Of one filter, as in the API."""
LONGEST_QUERY = 4_000
"""Characters: hundreds of links on a page carry all of its filters."""
PERIODS: tuple[Period, ...] = ("year", "quarter", "month")


def asked_topic(request: Request, key: str) -> TopicRequest:
    """The topic request that an address says, as its asker may see it.

    Raises ``InvalidInput`` or ``InvalidQuery`` for what can't be.
    """
    library: Library = request.app.state.library
    _check_size(request)
    since, until, as_of = (_one(request, name) for name in ("since", "until", "as_of"))
    return TopicRequest(
        phrase=library.topic_of_key(key).phrase,
        also=_all(request, "also"),
        sense=_one(request, "sense"),
        languages=_all(request, "language"),
        podcasts=tuple(PodcastId(number(each)) for each in _all(request, "podcast")),
        since=first_day(since) if since else None,
        until=last_day(until) if until else None,
        grade=cast("Grade | None", _chosen(request, "grade", GRADES)),
        by=cast("Period", _chosen(request, "by", PERIODS) or "year"),
        as_of=last_day(as_of) if as_of else None,
        limit=PAGE,
        cursor=_one(request, "cursor"),
        visible=visible(request),
    )


def values_of(asked: TopicRequest, **changes: object) -> list[tuple[str, object]]:
    """The query of an address that asks the same but for ``changes``; without a cursor, since
    what is changed starts at its first page."""
    values: dict[str, object] = {
        "also": asked.also,
        "language": asked.languages,
        "podcast": asked.podcasts,
        "since": asked.since,
        "until": asked.until,
        "grade": asked.grade,
        "by": asked.by if asked.by != "year" else None,
        "as_of": asked.as_of,
        "sense": asked.sense,
    }
    return list((values | changes).items())


def number(text: str) -> int:
    """A whole number of a size that ids have. Raises ``InvalidInput``."""
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise InvalidInput("This is no id.", text[:40], remedy="Ids are whole numbers.")
    return int(text)


def _check_size(request: Request) -> None:
    many = any(len(_all(request, name)) > MOST_VALUES for name in ("also", "language", "podcast"))
    if many or len(request.url.query) > LONGEST_QUERY:
        raise InvalidInput(
            "This asks for too much at once.",
            remedy=f"Give at most {MOST_VALUES} values of each filter, and shorter ones.",
        )


def _one(request: Request, name: str) -> str | None:
    return request.query_params.get(name, "").strip() or None


def _all(request: Request, name: str) -> tuple[str, ...]:
    return tuple(value for value in request.query_params.getlist(name) if value.strip())


def _chosen(request: Request, name: str, allowed: tuple[str, ...]) -> str | None:
    value = _one(request, name)
    if value is not None and value not in allowed:
        raise InvalidInput(
            f"There is no such value of {name}.",
            value[:40],
            remedy=f"Use one of {', '.join(allowed)}.",
        )
    return value
