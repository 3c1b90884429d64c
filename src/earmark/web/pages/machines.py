"""For machines that look around: the sitemap, robots.txt, and Earmark as a browser's search engine.

The sitemap names only what everybody may see, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from fastapi import APIRouter, Request
from starlette.responses import Response

from earmark.errors import NotFound
from earmark.formats.opensearch import description
from earmark.formats.sitemap import MOST_URLS, Place, robots, sitemap, sitemap_index
from earmark.library import Library
from earmark.model import VISITOR
from earmark.web.asked import number
from earmark.web.conditional import unless_known
from earmark.web.links import links_of
from earmark.web.preferences import preferences_of

router = APIRouter(include_in_schema=False)

XML = "application/xml; charset=utf-8"
SHOWS_AT_ONCE = 1000
_NOT_TO_VISIT = ("/search", "/suggest", "/why", "/preferences", "/api/", "/topics?", "/topics/*?")
"""Answers to what somebody typed, and the endless ways to filter a page."""


@router.api_route("/sitemap.xml", methods=["GET", "HEAD"])
def map_of_site(request: Request) -> Response:
    """Home, shows and the topics of home; where they are too many for one document, an index."""
    return unless_known(request, lambda: _site(request), personal=False)


@router.api_route("/sitemap-{part}.xml", methods=["GET", "HEAD"])
def part_of_site(request: Request, part: str) -> Response:
    """One of the documents that the index names."""
    return unless_known(request, lambda: _part(request, number(part)), personal=False)


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
def robots_txt(request: Request) -> Response:
    """What crawlers of search engines may visit."""
    links = links_of(request)
    paths = [f"{links.root}{path}" for path in _NOT_TO_VISIT]
    body = robots(sitemap_url=links.whole(links.sitemap()), disallowed=paths)
    return unless_known(
        request, lambda: Response(body, media_type="text/plain; charset=utf-8"), personal=False
    )


@router.api_route("/opensearch.xml", methods=["GET", "HEAD"])
def opensearch(request: Request) -> Response:
    """How a browser searches here."""
    return unless_known(request, lambda: _opensearch(request))


def _site(request: Request) -> Response:
    links = links_of(request)
    documents = -(-_places_in_all(request) // MOST_URLS)
    if documents <= 1:
        return Response(sitemap(_places(request)), media_type=XML)
    addresses = (links.whole(links.sitemap(part)) for part in range(1, documents + 1))
    return Response(sitemap_index((address, None) for address in addresses), media_type=XML)


def _part(request: Request, part: int) -> Response:
    if not 1 <= part <= -(-_places_in_all(request) // MOST_URLS):
        raise NotFound("There is no such part of the sitemap.", str(part))
    first = (part - 1) * MOST_URLS
    return Response(sitemap(islice(_places(request), first, first + MOST_URLS)), media_type=XML)


def _places_in_all(request: Request) -> int:
    library: Library = request.app.state.library
    shows = library.podcasts(limit=0, visible=VISITOR).total
    return 2 + len(library.home(visible=VISITOR).topics) + shows


def _places(request: Request) -> Iterator[Place]:
    library: Library = request.app.state.library
    links = links_of(request)
    yield links.whole(links.home()), None
    yield links.whole(links.podcasts()), None
    for topic in library.home(visible=VISITOR).topics:
        yield links.whole(links.topic(topic.key)), None
    cursor = None
    while True:
        page = library.podcasts(limit=SHOWS_AT_ONCE, cursor=cursor, visible=VISITOR)
        for card in page.podcasts:
            latest = card.latest_at.date() if card.latest_at else None
            yield links.whole(links.podcast(card.podcast.id)), latest
        cursor = page.next
        if cursor is None:
            return


def _opensearch(request: Request) -> Response:
    links, catalogue = links_of(request), request.app.state.catalogue
    words = catalogue.words(preferences_of(request, catalogue.languages).language)
    body = description(
        name=words.say("earmark"),
        text=words.say("home-title"),
        search_url=f"{links.whole(links.search())}?q={{searchTerms}}",
        suggest_url=f"{links.whole(links.suggest())}?q={{searchTerms}}",
        self_url=links.whole(links.opensearch()),
        icon_url=links.whole(links.static("icon.svg")),
    )
    return Response(body, media_type="application/opensearchdescription+xml")
