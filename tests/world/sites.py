"""Who is in the world: every feed with its host, its address and what happens to it.

A world is a pure function of its size, so the server and whoever judges it agree without a word.
What a site answers is in ``answers``; what a library ought to hold of it is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.world.shows import titles

Kind = Literal[
    "both",  # ETag and Last-Modified
    "etag",
    "last-modified",
    "neither",
    "gzip",
    "found",  # 302 to another path, always the same
    "moved",  # 301 to another host from round 1 on
    "re-hosted",  # the same, and all guids and audio addresses are new (I5)
    "neighbour",  # many host names at one address
    "crowd",  # many feeds on one host
    "slow",  # many feeds on one host that answers late
    "rest",  # 429 in round 1, Retry-After: a day, or a date three days on
    "gone",  # 410 from round 1 on
    "not-found",  # 404 from round 1 on
    "failing",  # 500, 502 or 503 in round 1
    "page",  # a page instead of a feed in round 1
    "emptied",  # a feed without items in round 1
    "cut",  # ends in the middle in round 1
    "broken",  # no feed can be made of it in round 1
    "captive",  # sent to the portal of a hotel in round 1, by 301 or 302
]

SHARES: dict[Kind, int] = {
    "both": 0,  # the rest
    "etag": 200,
    "last-modified": 150,
    "neither": 80,
    "gzip": 120,
    "found": 30,
    "moved": 30,
    "re-hosted": 10,
    "neighbour": 10,
    "crowd": 4,
    "slow": 1,
    "rest": 10,
    "gone": 10,
    "not-found": 10,
    "failing": 20,
    "page": 10,
    "emptied": 10,
    "cut": 10,
    "broken": 10,
    "captive": 6,
}
"""Sites of each kind in a thousand."""
FEWEST: dict[Kind, int] = {"crowd": 3, "slow": 3, "neighbour": 3, "rest": 2, "captive": 2}
"""However small the world is; one of each other kind."""
AT_ONE_PLACE = {"neighbour", "crowd", "slow"}
PORTAL = "portal.example"
PORTAL_ADDRESS = "127.9.9.9"
VALIDATED = frozenset({"both", "etag", "last-modified", "gzip", "found", "neighbour", "crowd"})
"""Kinds that answer with validators in every round, at an address that stays."""


@dataclass(frozen=True, slots=True)
class Site:
    """One feed: ``host`` at ``address`` serves ``path``; ``new_host`` at ``new_address`` from
    when it has moved."""

    show: int
    kind: Kind
    host: str
    address: str
    new_host: str = ""
    new_address: str = ""

    @property
    def path(self) -> str:
        return f"/feed/{self.show}"

    @property
    def current(self) -> str:
        """Where ``found`` sites have their feed."""
        return f"/current/{self.show}"

    @property
    def odd(self) -> bool:
        return self.show % 2 == 1


def address_of(number: int) -> str:
    """One of 127.16.0.1 to 127.255.255.254, all of which are this machine on Linux."""
    rest, last = divmod(number, 254)
    second, third = divmod(rest, 256)
    return f"127.{16 + second}.{third}.{last + 1}"


def sites(size: int) -> tuple[Site, ...]:
    """A world of so many feeds. Raises ``ValueError`` for one too small to hold every kind."""
    kinds = list(_kinds(size))
    return tuple(_site(show, kind, size) for show, kind in enumerate(kinds))


def _kinds(size: int) -> Iterator[Kind]:
    """Evenly mixed, so that no kind comes first: by the place of each in its own row."""
    many = {kind: max(FEWEST.get(kind, 1), size * share // 1_000) for kind, share in SHARES.items()}
    many["both"] = size - sum(count for kind, count in many.items() if kind != "both")
    if many["both"] < 1:
        raise ValueError(f"a world of {size} feeds cannot hold every kind")
    rows = ((place / count, kind) for kind, count in many.items() for place in range(count))
    return (kind for _, kind in sorted(rows))


def _site(show: int, kind: Kind, size: int) -> Site:
    if kind == "neighbour":
        return Site(show, kind, f"neighbour{show}.example", address_of(2 * size))
    if kind in ("crowd", "slow"):
        return Site(show, kind, f"{kind}.example", address_of(2 * size + 1 + (kind == "slow")))
    own = Site(show, kind, f"show{show}.example", address_of(show))
    if kind in ("moved", "re-hosted"):
        return Site(
            show, kind, own.host, own.address, f"moved{show}.example", address_of(size + show)
        )
    return own


def addresses(world: tuple[Site, ...]) -> dict[str, str]:
    """Host name -> address, of all there are."""
    known = {site.host: site.address for site in world}
    known |= {site.new_host: site.new_address for site in world if site.new_host}
    return known | {PORTAL: PORTAL_ADDRESS}


def answers_with_feed(site: Site, round_number: int) -> bool:
    """Whether the site's document of this round is the feed as published."""
    if site.kind in ("gone", "not-found"):
        return round_number == 0
    if site.kind == "rest" and site.odd:
        return round_number not in (1, 2)  # nobody is to ask within three days
    once = ("rest", "failing", "page", "emptied", "broken", "captive")
    return not (site.kind in once and round_number == 1)


def told(site: Site, round_number: int) -> frozenset[str]:
    """The titles that a library has to know of a site after a round: all that were published
    when it last answered with its feed. (``cut`` loses the end of a document: old episodes.)"""
    heard = next(
        number for number in range(round_number, -1, -1) if answers_with_feed(site, number)
    )
    return titles(site.show, heard)
