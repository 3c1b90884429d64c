"""The home page: a search box, what the library talks about, what came last, what is in it. Of an
empty library the start page; while shows are coming in, how far that is."""

from __future__ import annotations

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from earmark.formats.json_ld import json_in_html, website
from earmark.library import Library
from earmark.model import HomePage, SharedTopic
from earmark.polls import Standing
from earmark.web.asker import is_owner, visible
from earmark.web.conditional import unless_known
from earmark.web.links import links_of
from earmark.web.pages.adding import start_page
from earmark.web.render import page, words_of

router = APIRouter(include_in_schema=False)

OFFERED = 3
"""Topics, while shows are coming in."""
IN_SHOWS = 3
"""Shows that an offered topic is found in, if there are such topics."""


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> Response:
    """What is in the library, as its asker may see it; the owner of an empty one may fill it."""
    return unless_known(request, lambda: _made(request))


def _made(request: Request) -> Response:
    library: Library = request.app.state.library
    shown = library.home(visible=visible(request))
    pending = library.state().pending
    standing = _filling(request, shown, pending)
    still = request.query_params.get("refresh") == "off"
    if shown.library.podcasts:
        return page(
            request,
            "home.html",
            home=shown,
            json_ld=_json_ld(request),
            standing=standing,
            offered=_offered(shown),
            still=still,
        )
    if standing is not None:
        return page(request, "arriving.html", standing=standing, still=still)
    if is_owner(request):
        return start_page(request, first=True, pending=pending)
    return page(request, "empty.html", pending=pending)


def _filling(request: Request, shown: HomePage, pending: int) -> Standing | None:
    """Where shows that the owner added are still coming in, or being indexed."""
    if not is_owner(request):
        return None
    library: Library = request.app.state.library
    standing = library.keeping.standing()
    indexing = pending and shown.library.podcasts < standing.shows
    return standing if standing.waiting or indexing else None


def _offered(shown: HomePage) -> tuple[SharedTopic, ...]:
    """Those of several shows first; else those that there are."""
    several = [topic for topic in shown.topics if topic.podcasts >= IN_SHOWS]
    others = [topic for topic in shown.topics if topic.podcasts < IN_SHOWS]
    return tuple((several + others)[:OFFERED])


def _json_ld(request: Request) -> Markup:
    links = links_of(request)
    described = website(
        name=words_of(request).say("earmark"),
        home_url=links.whole(links.home()),
        search_url=f"{links.whole(links.search())}?q={{search_term_string}}",
    )
    return Markup(json_in_html(described))  # noqa: S704 - escaped for where it stands
