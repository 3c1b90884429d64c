"""Search: where every search box leads.

A plain phrase is a topic, which has the better page; anything with operators or quotation marks
is a list of results, ranked. ``as=list`` asks for the list in any case.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from earmark.errors import InvalidInput, InvalidQuery, NotFound
from earmark.library import Library
from earmark.model import SearchPage, TopicName, Visible
from earmark.web.asked import PAGE
from earmark.web.asker import visible
from earmark.web.conditional import unless_known
from earmark.web.errors import status_of
from earmark.web.links import links_of
from earmark.web.render import page

router = APIRouter(include_in_schema=False)

AROUND = 60
"""Characters of a query that are shown on each side of a mistake."""
MARKED = 30
"""Characters that are marked at most."""
TOPICS = 8
LONGEST = 200
"""Characters of a part of a query that is offered by itself; a longer one is no topic."""


@router.api_route("/search", methods=["GET", "HEAD"])
def search(
    request: Request,
    q: str = "",
    shown_as: str = Query("", alias="as"),
    cursor: str | None = None,
) -> Response:
    """A phrase's topic, or the episodes that a query finds."""
    query = q.strip()
    if not query:
        return unless_known(request, lambda: _page(request, ""))
    plain = plain_topic(request.app.state.library, query)
    if plain and shown_as != "list":
        return RedirectResponse(links_of(request).topic(plain.key), status_code=303)
    return unless_known(request, lambda: _made(request, query, plain, cursor or None))


def plain_topic(library: Library, query: str) -> TopicName | None:
    """The topic that a query names, if it is a plain phrase: no operators, no quotation marks."""
    try:
        name = library.topic_name(query)
    except InvalidInput:
        return None
    return name if name.phrase == " ".join(query.split()) else None


def place_marked(query: str, position: int) -> tuple[str, str, str]:
    """What stands before the place where reading stopped, the word there, and what follows; a
    long query is cut around the place."""
    place = min(max(position, 0), len(query))
    end = place + 1
    while end < len(query) and not query[end].isspace():
        end += 1
    end = min(end, place + MARKED)
    before, after = query[:place], query[end:]
    if len(before) > AROUND:
        before = f"…{before[-AROUND:]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND]}…"
    return before, query[place:end], after


def _made(request: Request, query: str, plain: TopicName | None, cursor: str | None) -> Response:
    library: Library = request.app.state.library
    seen = visible(request)
    try:
        found = library.search(query, limit=PAGE, cursor=cursor, visible=seen)
    except InvalidQuery as error:
        place = place_marked(query, error.position)
        return _page(request, query, error=error, place=place, status=status_of(error))
    except NotFound as error:
        return _page(request, query, error=error, status=status_of(error))
    parts = {} if found.total else _counts(library, found, seen)
    topics = _topics(library, found, plain)
    return _page(request, query, found=found, topics=topics, parts=parts, cursor=cursor)


def _page(request: Request, query: str, *, status: int = 200, **known: Any) -> Response:
    nothing = dict.fromkeys(("found", "error", "place", "topics", "parts", "cursor"))
    return page(request, "search.html", status=status, query=query, **(nothing | known))


def _topics(library: Library, found: SearchPage, plain: TopicName | None) -> list[TopicName]:
    """The topics in a query: the whole phrase, where it is one, then its parts, unless these are
    listed with their counts anyway because nothing has all of them."""
    names = [plain] if plain else []
    if found.total or not names:
        names += [library.topic_name(f'"{phrase}"') for phrase in _parts(found)]
    return list({name.key: name for name in names}.values())[:TOPICS]


def _counts(library: Library, found: SearchPage, seen: Visible) -> dict[str, int]:
    """Where nothing has all: how many episodes have each part."""
    return {
        phrase: library.search(f'"{phrase}"', limit=1, visible=seen).total
        for phrase in _parts(found)[:TOPICS]
    }


def _parts(found: SearchPage) -> list[str]:
    return [phrase for phrase in found.phrases if len(phrase) <= LONGEST]
