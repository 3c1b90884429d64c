"""What the world's servers answer: a pure function of who is asked for what, when, and how."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Literal

from tests.world.shows import BEGINS, STEP, Template, document, episodes_out
from tests.world.sites import PORTAL, PORTAL_ADDRESS, Site, answers_with_feed

Headers = tuple[tuple[str, bytes], ...]
Conditional = Literal["none", "current", "older", "partial", "strange"]
"""The validators that came: none; those of what is published now; those of something earlier;
one of two that were given (P1); some that were never given, or given by another address (P3)."""

PAGE = b"<!doctype html><html><head><title>Welcome</title></head><body><p>Log in.</body></html>"
XML = ("Content-Type", b"application/rss+xml; charset=utf-8")
HTML = ("Content-Type", b"text/html; charset=utf-8")
EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Soon</title></channel></rss>'
BROKEN = b'<?xml version="1.0"?>\n<rss version="2.0"><chan\x00\x01\xff nel "><<<&&& 500 Internal'
CUTS = (0.7, 0.9, 0.5, 0.97, 0.8, 0.6, 0.95)
"""So much of a cut document comes; by the show, so that some end in a title, some after it."""
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is, by the virtual clock."""

    round_number: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a site sees it. ``host`` is the name (or address) asked for, without port;
    header names are in small letters."""

    host: str
    path: str
    port: int
    headers: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers = ()
    body: bytes = b""
    late: bool = False
    """Held back for a while."""
    conditional: Conditional = "none"


def answer(site: Site, asked: Asked, moment: Moment, shapes: Sequence[Template]) -> Answer:
    """What ``site`` says. A path of the site that it doesn't serve is not found."""
    if asked.path not in (site.path, site.current):
        return Answer(404, (HTML,), PAGE)
    special = _special(site, asked, moment)
    return special if special is not None else _published(site, asked, moment, shapes)


def portal() -> Answer:
    """What a hotel says to whoever wants something else."""
    return Answer(200, (HTML,), PAGE)


# ---------------------------------------------------------------- what isn't the feed


def _special(site: Site, asked: Asked, moment: Moment) -> Answer | None:
    if site.kind == "found" and asked.path == site.path:
        return _redirect(302, site.host, site, asked, path=site.current)
    if site.new_host and moment.round_number >= 1 and asked.host in (site.host, site.address):
        return _redirect(301, site.new_host, site, asked, path=site.path)
    if answers_with_feed(site, moment.round_number):
        return None
    return _instead(site, asked, moment)


def _instead(site: Site, asked: Asked, moment: Moment) -> Answer:
    match site.kind:
        case "gone":
            return Answer(410, (HTML,), PAGE)
        case "not-found":
            return Answer(404, (HTML,), PAGE)
        case "rest":
            until = format_datetime(moment.now + timedelta(days=3), usegmt=True)
            wait = until if site.odd else str(DAY_S)
            return Answer(429, (HTML, ("Retry-After", wait.encode())), PAGE)
        case "failing":
            return Answer((500, 502, 503)[site.show % 3], (HTML,), PAGE)
        case "page":
            return Answer(200, (HTML,), PAGE)
        case "emptied":
            return Answer(200, (XML,), EMPTY)
        case "broken":
            return Answer(200, (XML,), BROKEN)
    return _redirect(301 if site.odd else 302, PORTAL, site, asked, path="/login")


def _redirect(status: int, host: str, site: Site, asked: Asked, *, path: str) -> Answer:
    """To a host by its name; by its address where the asker goes by addresses."""
    known = {site.host: site.address, site.new_host: site.new_address, PORTAL: PORTAL_ADDRESS}
    to = known[host] if asked.host == site.address else host
    place = f"{to}:{asked.port}{path}"
    return Answer(status, (HTML, ("Location", f"http://{place}".encode())), PAGE)


# ---------------------------------------------------------------- the feed


def validators(site: Site, round_number: int, *, moved: bool) -> tuple[bytes, bytes]:
    """ETag and Last-Modified of what is published in a round, in all the forms that servers give
    them (P1); b"" for none. Some change the first alone (P2)."""
    episodes = episodes_out(site.show, round_number)
    place = "new" if moved else "own"
    # A document that was mended has another tag than the cut one before it.
    cut = "-cut" if site.kind == "cut" and round_number == 1 else ""
    core = f"{place}-{site.show}-{episodes}{cut}"
    forms = (f'"{core}"', f'W/"{core}"', core, f'"{core}-\xe9"')
    tag = forms[site.show % 4].encode("latin-1")
    since = BEGINS + timedelta(seconds=site.show, hours=0 if site.odd else episodes)
    dates = (
        format_datetime(since, usegmt=True),
        since.strftime("%A, %d-%b-%y %H:%M:%S GMT"),
        since.strftime("%Y-%m-%d %H:%M:%S UTC"),
    )
    date = dates[site.show % 3].encode()
    if site.kind == "last-modified":
        dated = format_datetime(BEGINS + timedelta(seconds=site.show, hours=episodes), usegmt=True)
        return b"", dated.encode()
    return {"etag": (tag, b""), "gzip": (tag, b""), "neither": (b"", b"")}.get(
        site.kind, (tag, date)
    )


def _conditional(site: Site, asked: Asked, moment: Moment, *, moved: bool) -> Conditional:
    came = (
        asked.headers.get("if-none-match", b""),
        asked.headers.get("if-modified-since", b""),
    )
    if came == (b"", b""):
        return "none"
    now, *earlier = (
        validators(site, number, moved=moved) for number in range(moment.round_number, -1, -1)
    )
    if came == now:
        return "current"
    if came in earlier:
        return "older"
    known = [now, *earlier]
    single = any(got in (tag, date) for tag, date in known for got in came if got)
    return "partial" if single and b"" in came else "strange"


def _published(site: Site, asked: Asked, moment: Moment, shapes: Sequence[Template]) -> Answer:
    moved = asked.host in (site.new_host, site.new_address)
    conditional = _conditional(site, asked, moment, moved=moved)
    headers = _headers(site, moment, moved=moved)
    late = site.kind == "slow"
    if conditional == "current":
        return Answer(304, headers, late=late, conditional=conditional)
    body = document(
        site.show,
        moment.round_number,
        shapes[site.show % len(shapes)],
        home=f"http://{site.host}/",
        rehosted=moved and site.kind == "re-hosted",
    )
    if site.kind == "cut" and moment.round_number == 1:
        body = body[: int(CUTS[site.show % len(CUTS)] * len(body))]
    headers = (XML, *headers)
    if b"gzip" in asked.headers.get("accept-encoding", b"") and site.kind in ("gzip", "found"):
        body, headers = gzip.compress(body, 1), (*headers, ("Content-Encoding", b"gzip"))
    return Answer(200, headers, body, late, conditional)


def _headers(site: Site, moment: Moment, *, moved: bool) -> Headers:
    tag, date = validators(site, moment.round_number, moved=moved)
    wishes: tuple[Headers, ...] = (
        (("Cache-Control", b"max-age=600"),),
        (("Cache-Control", b"no-cache"), ("Expires", b"0")),
        (("Cache-Control", b"max-age=31536000"),),  # a year counts as a day (P8)
        (("Expires", format_datetime(moment.now + STEP / 4, usegmt=True).encode()),),
        (),
    )
    found = [("Set-Cookie", b"visitor=1; Path=/"), *wishes[site.show % 5]]
    found += [("ETag", tag)] if tag else []
    found += [("Last-Modified", date)] if date else []
    return tuple(found)
