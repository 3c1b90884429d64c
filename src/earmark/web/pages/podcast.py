"""The page of a show."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from earmark.formats.html import clean_html
from earmark.formats.json_ld import json_in_html, podcast_series
from earmark.formats.urls import REL, web_url
from earmark.library import Library
from earmark.model import SHARED, Podcast, PodcastPage
from earmark.web.asked import PAGE
from earmark.web.asker import visible
from earmark.web.chart import Chart, make_chart
from earmark.web.conditional import unless_known
from earmark.web.links import Links, links_of
from earmark.web.pages.ids import id_in_path
from earmark.web.render import page, words_of
from earmark.web.words import Words

router = APIRouter(include_in_schema=False)

LEAST_YEARS = 2
LONGEST_TEXT = 2_000
"""Characters of the description that machines are told."""


@router.api_route("/podcasts/{podcast_id}", methods=["GET", "HEAD"])
def podcast(request: Request, podcast_id: str, cursor: str | None = None) -> Response:
    """A show: what it is, its figures, what it talks about, its episodes."""
    return unless_known(request, lambda: _made(request, id_in_path(podcast_id), cursor or None))


def _made(request: Request, podcast_id: int, cursor: str | None) -> Response:
    library: Library = request.app.state.library
    shown = library.podcast_page(podcast_id, limit=PAGE, cursor=cursor, visible=visible(request))
    return page(
        request,
        "podcast.html",
        shown=shown,
        cursor=cursor,
        about=clean_html(shown.podcast.description),
        chart=episodes_a_year(shown, words_of(request), links_of(request)),
        feed=feed_address(shown.podcast),
        new_in_a_year=round(shown.stats.new_per_month * 12),
        rel=REL,
        json_ld=_json_ld(request, shown),
    )


def feed_address(show: Podcast) -> str | None:
    """Where anybody may follow the show. That of a private one is a password: whoever it belongs
    to has it, and pages get shown around."""
    return web_url(show.feed_url) if show.visibility in SHARED else None


def episodes_a_year(shown: PodcastPage, words: Words, links: Links) -> Chart | None:
    """The picture of a show's years, each leading to its episodes; None for fewer than two."""
    if sum(1 for point in shown.popularity if point.episodes) < LEAST_YEARS:
        return None

    def address(first: date, last: date) -> str:
        query = f"podcast:{shown.podcast.id} since:{first} until:{last}"
        return links.search(query, {"as": "list"})

    return make_chart(shown.popularity, words, address, compared=False, undated=shown.stats.undated)


def _json_ld(request: Request, shown: PodcastPage) -> Markup:
    links, show = links_of(request), shown.podcast
    text = Markup(clean_html(show.description).html).striptags()[:LONGEST_TEXT]  # noqa: S704
    series = podcast_series(show, url=links.whole(links.podcast(show.id)), description=text)
    return Markup(json_in_html(series))  # noqa: S704 - escaped for where it stands
