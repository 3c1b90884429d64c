"""What a feed's document asks of whoever polls it, and which other feeds it names. Pure.

Sources: RSS 2.0 (``ttl``, ``skipHours``, ``skipDays``), RSS 1.0 syndication (``sy:``), Podcasting
2.0 (``podcast:updateFrequency``, ``podcast:podroll``), iTunes (``complete``), W3C WebSub 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from earmark.ingest.headers import links_of
from earmark.ingest.rrule import LONGEST_RULE
from earmark.keys import holds_secret, url_key
from earmark.model import ParsedFeed, Tag
from earmark.polls import Fetched

MOST_OFFERED = 50
LONGEST_URL = 2_048
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Wishes(NamedTuple):
    """As the fields of ``Poll`` of the same names."""

    wanted: timedelta = timedelta(0)
    skip: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    rule: str = ""
    rule_start: str = ""
    complete: bool = False
    offered: tuple[str, ...] = ()
    hub: str = ""
    topic: str = ""


def wishes_of(feed: ParsedFeed, fetched: Fetched, own_url: str) -> Wishes:
    """What the document asks for. The hub and the topic are taken from the headers before the
    document, as WebSub says; a feed that names no ``self`` is known to its hub by ``own_url``. A
    feed whose address holds a secret has no hub: it is nobody's business."""
    links = links_of(fetched)
    hub = web_url(links.get("hub")) or web_url(feed.hub_url)
    topic = web_url(links.get("self")) or web_url(feed.self_url) or own_url
    if holds_secret(own_url) or holds_secret(topic):
        hub = ""
    rule, start = _rule(feed.tags)
    return Wishes(
        wanted=max(_ttl(feed), _syndication(feed.tags)),
        skip=(_skipped_hours(feed.tags), _skipped_days(feed.tags)),
        rule=rule,
        rule_start=start,
        complete=feed.complete,
        offered=_offered(feed.tags, own_url),
        hub=hub,
        topic=topic if hub else "",
    )


def web_url(text: str | None) -> str:
    """The address where it is one of the web and of bearable length, else ""."""
    url = (text or "").strip()
    named = url.lower().startswith(("http://", "https://")) and len(url) <= LONGEST_URL
    return url if named and url.isprintable() and " " not in url else ""


def _ttl(feed: ParsedFeed) -> timedelta:
    return timedelta(minutes=feed.ttl_minutes or 0)


def _syndication(tags: Iterable[Tag]) -> timedelta:
    """``sy:updatePeriod`` divided by ``sy:updateFrequency``; 0 where neither is said."""
    period = next((tag.text for tag in _named(tags, "sy:updateperiod")), None)
    times = next((tag.text for tag in _named(tags, "sy:updatefrequency")), None)
    if period is None and times is None:
        return timedelta(0)
    length = _PERIODS.get((period or "daily").strip().lower(), timedelta(0))
    return length / max(_whole(times or "1") or 1, 1)


def _skipped_hours(tags: Iterable[Tag]) -> tuple[int, ...]:
    """Hours of GMT, 0 to 23; RSS 0.91 counts midnight as 24."""
    hours = (_whole(each.text) for tag in _named(tags, "skiphours") for each in tag.children)
    return tuple(sorted({hour % 24 for hour in hours if hour is not None and hour <= 24}))


def _skipped_days(tags: Iterable[Tag]) -> tuple[int, ...]:
    words = (each.text.strip().lower() for tag in _named(tags, "skipdays") for each in tag.children)
    return tuple(sorted({_WEEKDAYS.index(word) for word in words if word in _WEEKDAYS}))


def _rule(tags: Iterable[Tag]) -> tuple[str, str]:
    """rrule and dtstart of ``podcast:updateFrequency``, ("", "") where there is none that could
    be read."""
    for tag in _named(tags, "podcast:updatefrequency"):
        said = {name.lower(): value.strip() for name, value in tag.attributes}
        rule, start = said.get("rrule", ""), said.get("dtstart", "")
        if rule and len(rule) <= LONGEST_RULE:
            return rule, start if len(start) <= 100 else ""
    return "", ""


def _offered(tags: Iterable[Tag], own_url: str) -> tuple[str, ...]:
    """Addresses of the feeds that ``podcast:podroll`` names, each once, itself left out."""
    found: dict[str, str] = {}
    for roll in _named(tags, "podcast:podroll"):
        for item in _named(roll.children, "podcast:remoteitem"):
            url = web_url(next((v for n, v in item.attributes if n.lower() == "feedurl"), ""))
            if url and url_key(url) != url_key(own_url):
                found.setdefault(url_key(url), url)
    return tuple(found.values())[:MOST_OFFERED]


def _named(tags: Iterable[Tag], name: str) -> Iterator[Tag]:
    return (tag for tag in tags if tag.name.lower() == name)


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else None
