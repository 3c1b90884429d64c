"""What the headers of an answer ask for: when to come back (P7), how long it is good (P8), its
validators (P1), its hub. Pure; header values are raw bytes and may hold anything.

Sources: RFC 9110 (10.2.3 Retry-After, 8.8 validators), RFC 9111 (5.2 Cache-Control, 5.3 Expires),
RFC 8288 (Link), W3C WebSub 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from earmark.parse.dates import parse_date
from earmark.polls import Fetched, Validators

RETRY_LEAST = timedelta(seconds=60)
RETRY_MOST = timedelta(days=7)
GOOD_MOST = timedelta(days=1)
"""A server may lengthen the wait to a day, and no further (P8)."""
LONGEST_VALIDATOR = 1_024
"""Bytes. A longer one is no use to keep for each of millions of feeds: it counts as not sent."""
_MOST_LINKS = 20
_LINK = re.compile(r"<([^<>]{1,2048})>([^<]{0,1000})")
_REL = re.compile(r";\s{0,10}rel\s{0,5}=\s{0,5}\"?([^\";,]{1,100})", re.IGNORECASE)


def retry_after(fetched: Fetched, now: datetime) -> timedelta | None:
    """How long the host asks to be left alone, kept within a minute and a week; None where it
    doesn't say. A date is judged against the server's own clock, which may be wrong."""
    said = _text(fetched, "retry-after").strip()
    seconds = _whole(said)
    if seconds is not None:
        return min(max(timedelta(seconds=min(seconds, 10**6)), RETRY_LEAST), RETRY_MOST)
    until = parse_date(said) if said else None
    if until is None:
        return None
    return min(max(until - (_date(fetched, "date") or now), RETRY_LEAST), RETRY_MOST)


def good_for(fetched: Fetched) -> timedelta:
    """For how long the answer is good by ``max-age``, else by ``Expires`` against ``Date``, at
    most a day; 0 where it doesn't say, or says that it is good for no time at all."""
    for directive in _text(fetched, "cache-control").lower().split(","):
        name, _, value = directive.partition("=")
        seconds = _whole(value.strip().strip('"')) if name.strip() == "max-age" else None
        if seconds is not None:
            return min(timedelta(seconds=min(seconds, 10**6)), GOOD_MOST)
    expires, date = _date(fetched, "expires"), _date(fetched, "date")
    if expires is None or date is None:
        return timedelta(0)
    return min(max(expires - date, timedelta(0)), GOOD_MOST)


def validators_of(fetched: Fetched) -> Validators | None:
    """What the answering address wants to be asked with next time, byte by byte as it came; None
    where it sent none (P1, P2)."""
    etag, modified = _validator(fetched, "etag"), _validator(fetched, "last-modified")
    if etag is None and modified is None:
        return None
    return Validators(fetched.url, etag, modified)


def links_of(fetched: Fetched) -> dict[str, str]:
    """rel -> target of the ``Link`` headers, the first of each (``hub``, ``self``)."""
    found: dict[str, str] = {}
    for rel, target in _links(fetched):
        found.setdefault(rel, target)
    return found


def _links(fetched: Fetched) -> Iterator[tuple[str, str]]:
    values = [value for name, value in fetched.headers if name == "link"]
    for value in values[:_MOST_LINKS]:
        for link in list(_LINK.finditer(value[:10_000].decode("latin-1")))[:_MOST_LINKS]:
            rel = _REL.search(link[2])
            for word in rel[1].lower().split() if rel else ():
                yield word, link[1].strip()


def _validator(fetched: Fetched, name: str) -> bytes | None:
    value = fetched.header(name)
    return value if value and len(value) <= LONGEST_VALIDATOR else None


def _text(fetched: Fetched, name: str) -> str:
    """A header as text, "" where it is absent or beyond reason."""
    value = fetched.header(name) or b""
    return value.decode("latin-1") if len(value) <= 1_000 else ""


def _date(fetched: Fetched, name: str) -> datetime | None:
    text = _text(fetched, name).strip()
    return parse_date(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 16 else None
