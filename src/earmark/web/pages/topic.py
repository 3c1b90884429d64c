"""The topic page, and the way to it from a phrase as somebody typed it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from earmark.library import Library
from earmark.web.asked import asked_topic
from earmark.web.conditional import unless_known
from earmark.web.links import links_of, with_query
from earmark.web.render import page
from earmark.web.topic_view import TopicView

router = APIRouter(include_in_schema=False)


@router.api_route("/topics", methods=["GET", "HEAD"])
def lead(request: Request, q: str = "") -> Response:
    """From a phrase to the address of its topic."""
    library: Library = request.app.state.library
    return RedirectResponse(links_of(request).topic(library.topic_name(q).key), status_code=303)


@router.api_route("/topics/{key}", methods=["GET", "HEAD"])
def topic(request: Request, key: str) -> Response:
    """The topic page. Any other spelling of its key leads to it."""
    library: Library = request.app.state.library
    right = library.topic_of_key(key).key
    if right != key:
        there = links_of(request).topic(right)
        return RedirectResponse(with_query(there, request.query_params.multi_items()), 301)
    return unless_known(request, lambda: made(request, key))


def made(request: Request, key: str) -> Response:
    """The page whole, whether the browser knows it or not."""
    library: Library = request.app.state.library
    asked = asked_topic(request, key)
    topic = library.topic(asked)
    view = TopicView(topic, asked, links_of(request))
    return page(request, "topic.html", topic=topic, asked=asked, view=view)
