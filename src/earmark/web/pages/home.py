"""The home page: a search box, what the library talks about, what came last, what is in it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from earmark.formats.json_ld import json_in_html, website
from earmark.library import Library
from earmark.web.asker import visible
from earmark.web.conditional import unless_known
from earmark.web.links import links_of
from earmark.web.render import page, words_of

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> Response:
    """What is in the library, as its asker may see it; an empty one says how to fill it."""
    return unless_known(request, lambda: _made(request))


def _made(request: Request) -> Response:
    library: Library = request.app.state.library
    shown = library.home(visible=visible(request))
    if not shown.library.podcasts:
        return page(request, "empty.html", pending=library.state().pending)
    return page(request, "home.html", home=shown, json_ld=_json_ld(request))


def _json_ld(request: Request) -> Markup:
    links = links_of(request)
    described = website(
        name=words_of(request).say("earmark"),
        home_url=links.whole(links.home()),
        search_url=f"{links.whole(links.search())}?q={{search_term_string}}",
    )
    return Markup(json_in_html(described))  # noqa: S704 - escaped for where it stands
