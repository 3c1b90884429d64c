"""The topic page, and the way to it from a phrase as somebody typed it."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from earmark.formats.json_ld import json_in_html, topic_collection
from earmark.library import Library
from earmark.model import TopicPage
from earmark.web.asked import asked_topic
from earmark.web.chart import Measure, period_for
from earmark.web.conditional import unless_known
from earmark.web.links import links_of, with_query
from earmark.web.render import page, words_of
from earmark.web.topic_view import FEW, MEASURES, TopicView

router = APIRouter(include_in_schema=False)


@router.api_route("/topics", methods=["GET", "HEAD"])
def lead(request: Request, q: str = "") -> Response:
    """From a phrase to the address of its topic."""
    library: Library = request.app.state.library
    links = links_of(request)
    there = links.topic(library.topic_name(q).key) if q.strip() else links.home()
    return RedirectResponse(there, status_code=303)


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
    by = period_for(topic.stats.first_at, asked.until or topic.as_of)
    if by != asked.by and "by" not in request.query_params and topic.stats.episodes > FEW:
        topic = replace(topic, popularity=library.popularity(replace(asked, by=by)))
    view = TopicView(topic, asked, links_of(request), measure=_measure(request))
    chart = view.chart(words_of(request))
    return page(
        request,
        "topic.html",
        topic=topic,
        asked=asked,
        view=view,
        chart=chart,
        json_ld=_json_ld(request, topic),
    )


def _json_ld(request: Request, topic: TopicPage) -> Markup:
    links = links_of(request)
    described = topic_collection(
        topic,
        url=links.whole(links.topic(topic.topic.key)),
        episode_url=lambda episode: links.whole(links.episode(episode)),
        podcast_url=lambda show: links.whole(links.podcast(show)),
    )
    return Markup(json_in_html(described))  # noqa: S704 - escaped for where it stands


def _measure(request: Request) -> Measure | None:
    """What the chart's bars show, where somebody chose."""
    chosen = request.query_params.get("bars")
    return next((each for each in MEASURES if each == chosen), None)
