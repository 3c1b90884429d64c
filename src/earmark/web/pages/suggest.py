"""What somebody may mean who is still typing, for the search boxes here and the browser's own."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from earmark.library import Library
from earmark.model import Suggestion
from earmark.web.asker import visible
from earmark.web.conditional import unless_known
from earmark.web.links import Links, links_of
from earmark.web.render import words_of
from earmark.web.words import Words

router = APIRouter(include_in_schema=False)

LONGEST = 200
"""Characters; what is longer isn't completed."""
TYPE = "application/x-suggestions+json"


@router.api_route("/suggest", methods=["GET", "HEAD"])
def suggest(request: Request, q: str = "") -> Response:
    """Completions as OpenSearch Suggestions 1.1 writes them: what was typed, completions, what
    each is, where each leads (without a host, so that it holds behind a proxy too)."""
    return unless_known(request, lambda: _made(request, q))


def _made(request: Request, typed: str) -> Response:
    library: Library = request.app.state.library
    words, links = words_of(request), links_of(request)
    asked = typed.strip()
    found = library.suggest(asked, visible=visible(request)) if 0 < len(asked) <= LONGEST else ()
    answer = [
        typed,
        [each.phrase for each in found],
        [_said(words, each) for each in found],
        [_address(library, links, each) for each in found],
    ]
    return Response(json.dumps(answer, ensure_ascii=False), media_type=TYPE)


def _said(words: Words, found: Suggestion) -> str:
    message = "suggested-topic" if found.podcast is None else "suggested-podcast"
    return words.say(message, episodes=found.episodes)


def _address(library: Library, links: Links, found: Suggestion) -> str:
    if found.podcast is not None:
        return links.podcast(found.podcast)
    return links.topic(library.topic_name(found.phrase).key)
