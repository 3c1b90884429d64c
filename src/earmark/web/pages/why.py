"""Why isn't it here? One sentence for a topic and an episode."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import Response

from earmark.errors import EarmarkError
from earmark.library import Library
from earmark.web.asker import visible
from earmark.web.conditional import unless_known
from earmark.web.errors import status_of
from earmark.web.render import page

router = APIRouter(include_in_schema=False)

_OURS = re.compile(r"/episodes/([0-9]{1,15})/?")


@router.api_route("/why", methods=["GET", "HEAD"])
def why(request: Request, topic: str = "", episode: str = "") -> Response:
    """The form; where both fields are filled in, the sentence too."""
    return unless_known(request, lambda: _made(request, topic.strip(), episode.strip()))


def _made(request: Request, topic: str, episode: str) -> Response:
    library: Library = request.app.state.library
    reason, error, about = None, None, None
    if topic and episode:
        named = episode_named(episode)
        try:
            reason = library.why(topic, named, visible=visible(request))
            about = int(named) if named.isascii() and named.isdecimal() else None
        except EarmarkError as raised:
            error = raised
    return page(
        request,
        "why.html",
        status=status_of(error) if error else 200,
        topic=topic,
        episode=episode,
        reason=reason,
        error=error,
        about=about,
    )


def episode_named(text: str) -> str:
    """What a person calls an episode as the library knows it: the address of its page here
    becomes its id; ids, the publishers' addresses and guids stay."""
    try:
        path = urlsplit(text).path
    except ValueError:
        return text
    found = re.search(_OURS.pattern + "$", path)
    return found[1] if found else text
