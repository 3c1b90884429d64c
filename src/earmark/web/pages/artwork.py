"""Pictures of shows and episodes, from this server alone (H6). One that isn't there yet is waited
for shortly, and where there is none the drawn one stands in: a page never shows a broken one.

What is waited for holds no thread, so that pages are answered while thirty pictures are fetched.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from email.utils import format_datetime
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from earmark.errors import NotFound
from earmark.library import Library
from earmark.model import PUBLIC
from earmark.pictures import SIZES, FoundPicture, Picture, PictureKind, PictureOf
from earmark.web.artwork import artwork as drawn_for
from earmark.web.asker import visible
from earmark.web.conditional import is_known
from earmark.web.pages.ids import id_in_path

router = APIRouter(include_in_schema=False)

WAIT_S = 1.5
"""For a picture that is being fetched. A browser asks for six at once and waits for them."""
KEPT_S = 7 * 24 * 60 * 60
"""Browsers needn't ask again before; a publisher who means another picture at the same address is
heard that late."""
LONGEST_DRAWN_S = 60 * 60
SANDBOX = "default-src 'none'; sandbox"
DRAWN_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing of ours has its colours in it."""
KINDS: dict[str, PictureKind] = {"podcasts": "podcast", "episodes": "episode"}


@router.api_route("/artwork/{kind}/{number}/{mark}/{size}.webp", methods=["GET", "HEAD"])
async def artwork(request: Request, kind: str, number: str, mark: str, size: str) -> Response:
    """A picture in one of ``SIZES``, or what is drawn in its place."""
    if kind not in KINDS or size not in map(str, SIZES):
        raise NotFound("There is no such picture.", request.url.path)
    library: Library = request.app.state.library
    of = PictureOf(KINDS[kind], id_in_path(number))
    look = partial(library.artwork.find, of, mark, int(size), visible=visible(request))
    found = await run_in_threadpool(look)
    if found.picture is None and found.coming is not None:
        await asyncio.wait([asyncio.wrap_future(found.coming)], timeout=WAIT_S)
        if found.coming.done():
            found = await run_in_threadpool(look)
    if found.picture is None:
        return _drawn(request, found)
    return _picture(request, found, found.picture)


def _picture(request: Request, found: FoundPicture, picture: Picture) -> Response:
    tag = f'"{sha256(picture.webp).hexdigest()[:24]}"'
    shared = "public" if found.podcast.visibility == PUBLIC else "private"
    kept = f"{shared}, max-age={KEPT_S}, immutable" if found.current else "private, no-cache"
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(picture.at.replace(microsecond=0), usegmt=True),
        "Cache-Control": kept,
        "Content-Security-Policy": SANDBOX,
    }
    if is_known(request, tag, picture.at.replace(microsecond=0)):
        return Response(status_code=304, headers=headers)
    return Response(picture.webp, 200, headers, "image/webp")


def _drawn(request: Request, found: FoundPicture) -> Response:
    """In place of a picture that is not there: kept for as long as it isn't tried again, at most
    an hour, and not at all where it may come any moment."""
    made = drawn_for(found.podcast.id, found.podcast.title)
    template = request.app.state.templates.get_template("artwork.svg")
    svg = template.render(made=made, style=Markup(_style(made.ink)))  # noqa: S704 - our own
    seconds = min(found.again_s, LONGEST_DRAWN_S)
    headers = {
        "Cache-Control": f"private, max-age={seconds}" if seconds else "no-store",
        "Content-Security-Policy": DRAWN_SANDBOX,
    }
    return Response(svg, 200, headers, "image/svg+xml")


def _style(ink: int) -> str:
    """The rules of the style sheet that a drawing by itself needs."""
    named = (f".art-{ink}", ".art-ground", ".art-figure", ".art text")
    return "".join(rule for name, rule in _rules() if name in named)


@cache
def _rules() -> tuple[tuple[str, str], ...]:
    return tuple(_read_rules())


def _read_rules() -> Iterator[tuple[str, str]]:
    """(selector, rule) of each rule of the sheet, but for those of media queries."""
    sheet = (files("earmark.web") / "static" / "css" / "46-art.css").read_text("utf-8")
    for match in re.finditer(r"^([.a-z][^{}@]*?) \{[^{}]*\}", sheet, re.M):
        yield match[1], re.sub(r"\s+", " ", match[0])
