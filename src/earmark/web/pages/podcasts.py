"""Shows to leaf through: by title, by language, by a part of their name."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from earmark.library import Library
from earmark.web.asker import visible
from earmark.web.conditional import unless_known
from earmark.web.render import page

router = APIRouter(include_in_schema=False)

SHOWS = 60


@router.api_route("/podcasts", methods=["GET", "HEAD"])
def podcasts(
    request: Request, named: str = "", language: str = "", cursor: str | None = None
) -> Response:
    """Shows by title. ``language``: what a show declares, ``und`` nothing."""
    return unless_known(
        request, lambda: _made(request, named.strip(), language.strip(), cursor or None)
    )


def _made(request: Request, named: str, language: str, cursor: str | None) -> Response:
    library: Library = request.app.state.library
    shown = library.podcasts(
        language=language or None,
        named=named or None,
        limit=SHOWS,
        cursor=cursor,
        visible=visible(request),
    )
    return page(
        request, "podcasts.html", shows=shown, named=named, language=language, cursor=cursor
    )
