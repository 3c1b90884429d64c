"""Episodes to leaf through: all, or those of a language, by date."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from earmark.library import Library
from earmark.web.asked import PAGE
from earmark.web.asker import visible
from earmark.web.conditional import unless_known
from earmark.web.render import page

router = APIRouter(include_in_schema=False)


@router.api_route("/episodes", methods=["GET", "HEAD"])
def episodes(request: Request, language: str = "", cursor: str | None = None) -> Response:
    """Stories, newest first. ``language``: what they are in, ``und`` where that is unknown."""
    return unless_known(request, lambda: _made(request, language.strip(), cursor or None))


def _made(request: Request, language: str, cursor: str | None) -> Response:
    library: Library = request.app.state.library
    shown = library.episodes(
        language=language or None, limit=PAGE, cursor=cursor, visible=visible(request)
    )
    return page(request, "episodes.html", shown=shown, language=language, cursor=cursor)
