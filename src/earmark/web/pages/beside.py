"""What stands beside a topic page: its data as JSON and CSV, its feeds, its list of shows.

All take the filters of the page. Feeds and lists are made to be handed on, so nothing of private
shows is in them; notes are whole for the owner and where a show's licence permits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from earmark.formats.csv import topic_csv
from earmark.formats.entries import EpisodeUrl
from earmark.formats.json import dumps, topic_object
from earmark.formats.json_feed import topic_json_feed
from earmark.formats.opml import topic_opml
from earmark.formats.rss import topic_rss
from earmark.library import Library
from earmark.model import TopicFeed, TopicRequest
from earmark.web.asked import asked_topic, values_of
from earmark.web.asker import is_owner
from earmark.web.conditional import unless_known
from earmark.web.links import links_of

router = APIRouter(include_in_schema=False)

BLOCK = 64 * 1024
"""Characters of CSV that are sent at once."""
LONGEST_NAME = 80
"""Characters of a key in the name of a file."""

Make = Callable[[Request, TopicRequest], Response]


@router.api_route("/topics/{key}.json", methods=["GET", "HEAD"])
def json(request: Request, key: str) -> Response:
    """The page's object, as the API gives it."""
    return _beside(request, key, ".json", _json)


@router.api_route("/topics/{key}.csv", methods=["GET", "HEAD"])
def csv(request: Request, key: str) -> Response:
    """Every story behind the figures."""
    return _beside(request, key, ".csv", _csv)


@router.api_route("/topics/{key}/feed.xml", methods=["GET", "HEAD"])
def rss(request: Request, key: str) -> Response:
    """The newest stories as a podcast."""
    return _beside(request, key, "/feed.xml", _rss)


@router.api_route("/topics/{key}/feed.json", methods=["GET", "HEAD"])
def json_feed(request: Request, key: str) -> Response:
    """The newest stories as JSON Feed."""
    return _beside(request, key, "/feed.json", _json_feed)


@router.api_route("/topics/{key}/opml", methods=["GET", "HEAD"])
def opml(request: Request, key: str) -> Response:
    """The topic's shows, to be taken into a podcast app."""
    return _beside(request, key, "/opml", _opml)


def _beside(request: Request, key: str, name: str, make: Make) -> Response:
    """What ``make`` gives of the topic. Any other spelling of its key leads to it."""
    library: Library = request.app.state.library
    right = library.topic_of_key(key).key
    if right != key:
        there = links_of(request).beside(right, name, request.query_params.multi_items())
        return RedirectResponse(there, status_code=301)
    return unless_known(request, lambda: make(request, asked_topic(request, key)), personal=False)


def _json(request: Request, asked: TopicRequest) -> Response:
    library: Library = request.app.state.library
    body = dumps(topic_object(library.topic(asked)), indent=None)
    return Response(body, media_type="application/json")


def _csv(request: Request, asked: TopicRequest) -> Response:
    """Sent as it is read: a common topic has a row for every third story of a library."""
    library: Library = request.app.state.library
    rows = library.topic_rows(asked)
    lines = topic_csv(() if request.method == "HEAD" else rows)
    return StreamingResponse(
        _blocks(lines),
        media_type="text/csv; charset=utf-8; header=present",
        headers=_saved_as(library.topic_name(asked.phrase).key, "csv"),
    )


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """Each block is a turn of a thread, so lines are sent many at a time."""
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= BLOCK:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)


def _rss(request: Request, asked: TopicRequest) -> Response:
    feed, links = _feed(request, asked), _Addresses(request, asked)
    body = topic_rss(
        feed,
        page_url=links.page(feed),
        self_url=links.beside(feed, "/feed.xml"),
        episode_url=links.episode,
    )
    return Response(body, media_type="application/rss+xml; charset=utf-8")


def _json_feed(request: Request, asked: TopicRequest) -> Response:
    feed, links = _feed(request, asked), _Addresses(request, asked)
    body = topic_json_feed(
        feed,
        page_url=links.page(feed),
        self_url=links.beside(feed, "/feed.json"),
        episode_url=links.episode,
    )
    return Response(body, media_type="application/feed+json")


def _opml(request: Request, asked: TopicRequest) -> Response:
    library: Library = request.app.state.library
    name = library.topic_name(asked.phrase)
    body = topic_opml(f"Podcasts about {name.phrase}", library.topic_podcasts(asked))
    return Response(
        body, media_type="text/x-opml; charset=utf-8", headers=_saved_as(name.key, "opml")
    )


def _feed(request: Request, asked: TopicRequest) -> TopicFeed:
    library: Library = request.app.state.library
    return library.topic_feed(asked, whole=is_owner(request))


class _Addresses:
    """Whole addresses of ours for what a feed names, under the filters that it was asked with."""

    def __init__(self, request: Request, asked: TopicRequest):
        self._links = links_of(request)
        self._values = values_of(asked)

    def page(self, feed: TopicFeed) -> str:
        return self._links.whole(self._links.topic(feed.topic.key, self._values))

    def beside(self, feed: TopicFeed, name: str) -> str:
        return self._links.whole(self._links.beside(feed.topic.key, name, self._values))

    @property
    def episode(self) -> EpisodeUrl:
        return lambda episode: self._links.whole(self._links.episode(episode))


def _saved_as(key: str, ending: str) -> dict[str, str]:
    """The name of the file that a browser saves (RFC 6266): made of a key, which has no slash."""
    name = quote(key[:LONGEST_NAME], safe="")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{name}.{ending}"}
