"""Where a page's pictures are: our own addresses of what publishers have at theirs."""

from __future__ import annotations

from starlette.requests import Request

from earmark.formats.urls import web_url
from earmark.library import Library
from earmark.model import Episode, Podcast, PodcastRef
from earmark.pictures import SIZES, PictureOf
from earmark.web.links import links_of

DENSE = 2
"""Pixels to a CSS pixel that a picture is sharp at."""


def picture_of(
    request: Request, show: Podcast | PodcastRef, size: int, own: Episode | None = None
) -> str | None:
    """The address of a show's picture to be shown at ``size`` CSS pixels, or of its episode's where
    that has one; None where there is none, or none is fetched here."""
    if own is not None and web_url(own.image_url):
        of, url = PictureOf("episode", own.id), own.image_url
    else:
        of, url = PictureOf("podcast", show.id), show.image_url
    if url is None or not web_url(url):
        return None
    library: Library = request.app.state.library
    mark = library.artwork.mark(of, url)
    return links_of(request).picture(of, mark, size_for(size * DENSE)) if mark else None


def size_for(pixels: int) -> int:
    """The smallest that has so many pixels a side, else the largest."""
    return next((size for size in SIZES if size >= pixels), SIZES[-1])
