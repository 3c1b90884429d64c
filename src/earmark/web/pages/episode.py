"""The page of an episode."""

from __future__ import annotations

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from earmark.formats import entries
from earmark.formats.html import clean_html
from earmark.formats.json_ld import json_in_html, podcast_episode
from earmark.formats.urls import REL
from earmark.library import Library
from earmark.model import EpisodePage
from earmark.web.asker import is_owner, visible
from earmark.web.conditional import unless_known
from earmark.web.episode_view import media_of
from earmark.web.links import links_of
from earmark.web.pages.ids import id_in_path
from earmark.web.render import page

router = APIRouter(include_in_schema=False)

LATEST_S = 7 * 24 * 60 * 60
"""Seconds: no recording is longer."""


@router.api_route("/episodes/{episode_id}", methods=["GET", "HEAD"])
def episode(request: Request, episode_id: str, t: str = "") -> Response:
    """An episode: what it is, its audio, its notes. ``t``: the second to play from, which links
    inside the page give so that they work without a script."""
    return unless_known(request, lambda: _made(request, id_in_path(episode_id), second(t)))


def _made(request: Request, episode_id: int, start: int) -> Response:
    library: Library = request.app.state.library
    shown = library.episode_page(episode_id, visible=visible(request))
    media = media_of(shown.episode.enclosure)
    return page(
        request,
        "episode.html",
        shown=shown,
        notes=clean_html(shown.notes),
        media=media,
        insecure=bool(media and media.url.startswith("http:") and is_https(request)),
        transcripts=entries.transcripts(shown.episode.transcripts),
        start=start,
        rel=REL,
        json_ld=_json_ld(request, shown),
    )


def _json_ld(request: Request, shown: EpisodePage) -> Markup:
    links = links_of(request)
    described = podcast_episode(
        shown,
        url=links.whole(links.episode(shown.canonical.id)),
        podcast_url=lambda show: links.whole(links.podcast(show)),
    )
    return Markup(json_in_html(described))  # noqa: S704 - escaped for where it stands


def second(text: str) -> int:
    """The second in an address; 0 for what isn't one."""
    plain = text.isascii() and text.isdecimal() and len(text) < 8
    return min(int(text), LATEST_S) if plain else 0


def is_https(request: Request) -> bool:
    """Whether the page goes out over https: then a browser may refuse media that don't."""
    origin = request.url.scheme if is_owner(request) else links_of(request).origin
    return origin.startswith("https")
