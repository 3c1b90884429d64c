"""What search engines may visit: sitemaps (sitemaps.org/protocol.html), robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice

from earmark.formats.markup import DECLARATION, element, start

MOST_URLS = 50_000
"""Of one document; more go into several, named by an index."""
_NAMESPACE = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}

Place = tuple[str, date | None]
"""A whole address, and the day when it last changed."""


def sitemap(places: Iterable[Place]) -> bytes:
    """The first 50,000 of these pages, UTF-8."""
    return _document("urlset", "url", places)


def sitemap_index(places: Iterable[Place]) -> bytes:
    """The first 50,000 of these sitemaps."""
    return _document("sitemapindex", "sitemap", places)


def robots(*, sitemap_url: str, disallowed: Iterable[str]) -> bytes:
    """``robots.txt``: every crawler may visit all but these paths (prefixes, escaped)."""
    rules = "".join(f"Disallow: {path}\n" for path in disallowed) or "Disallow:\n"
    return f"User-agent: *\n{rules}\nSitemap: {sitemap_url}\n".encode()


def _document(root: str, name: str, places: Iterable[Place]) -> bytes:
    rows = (f"<{name}>\n{_place(*place)}</{name}>\n" for place in islice(places, MOST_URLS))
    return f"{DECLARATION}{start(root, _NAMESPACE)}\n{''.join(rows)}</{root}>\n".encode()


def _place(url: str, changed: date | None) -> str:
    return element("loc", url) + (element("lastmod", changed.isoformat()) if changed else "")
