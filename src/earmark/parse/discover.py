"""A web page -> the feeds that it names: what it declares first, then plain links to what can
hardly be anything else. Pure.

Source: HTML Standard, 4.6.7.1 (``link rel=alternate``); ``rel=feed`` and ``pcast:`` as publishers
write them. The page is read as a stream of tags and no tree is built: depth, unclosed tags and
200,000 attributes cost their bytes, no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from earmark.model import FeedLink
from earmark.parse.encoding import to_utf8
from earmark.parse.problems import Problems
from earmark.parse.values import LONGEST_URL, Values

MOST_PAGE_BYTES = 4 * 1024 * 1024
"""Of a page so much is looked at."""
MOST_LINKS = 10_000
"""Links of a page that are looked at: each costs some 30 µs."""
MOST_FEEDS = 20
_MOST_ATTRIBUTES = 100
_LONGEST_WORDS = 200
"""Characters of a link's words that are kept."""

_XML_TYPES = """
    application/rss+xml application/atom+xml application/rdf+xml application/x-rss+xml
    application/rss application/atom application/xml text/rss+xml text/rss text/xml
"""
_TYPES = frozenset(_XML_TYPES.split())
_RELATIONS = frozenset({"alternate", "feed"})
_APP_SCHEMES = ("feed:", "podcast:", "pcast:", "itpc:")
_ENDING = re.compile(r"\.(?:rss|atom|rdf|xml)\Z|/(?:feed|rss2?|atom|rdf)\Z", re.IGNORECASE)
_NO_FEED = re.compile(r"(?:sitemap|opensearch|opml)[^/]{0,200}\Z", re.IGNORECASE)
_QUERY = re.compile(r"(?:^|&)(?:feed|format|output|type)=(?:rss2?|atom|podcast)\b", re.IGNORECASE)
_HOSTS = ("feeds.", "feed.", "rss.")
_FILE = re.compile(r"\.(?:mp[34]|m4a|og[ag]|opus|wav|png|jpe?g|gif|svg|css|js|html?)\Z", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.I)


def discover(page: bytes, url: str, content_type: str | None = None) -> tuple[FeedLink, ...]:
    """The feeds that a page names, in its order, those that it declares first: http and https
    addresses, each once, at most 20. ``url`` is the address that answered with the page,
    ``content_type`` the HTTP header, if any. Raises nothing.
    """
    page = page[:MOST_PAGE_BYTES]
    links = _Links(url)
    parser = etree.HTMLParser(
        target=links,
        encoding="utf-8",  # overrides what the page declares: the bytes are UTF-8 by now
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    with suppress(etree.XMLSyntaxError):  # what was read till then counts
        etree.fromstring(to_utf8(page, _charset(page, content_type), Problems()), parser)
    return links.found()


def may_be_feed(url: str) -> bool:
    """Whether an address looks like a feed's: by its ending, its query, or a host for feeds.
    Raises ``ValueError`` for what is no address."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if _NO_FEED.search(path) or _FILE.search(path):
        return False
    host = parts.hostname or ""
    named = host.startswith(_HOSTS) and host.count(".") >= 2 and len(path) > 1
    return bool(named or _ENDING.search(path) or _QUERY.search(parts.query))


def _charset(page: bytes, content_type: str | None) -> str | None:
    """The header where it names an encoding, else what the page's start declares, like it."""
    if content_type and "charset" in content_type.lower():
        return content_type
    said = _CHARSET.search(page, 0, 1024)  # no farther, says the HTML Standard
    return f"charset={said[1].decode('ascii', 'replace')}" if said else None


class _Links:
    """Collects links while tags pass by: lxml calls ``start``, ``data``, ``end`` and ``close``."""

    def __init__(self, url: str):
        self._page = urldefrag(url)[0]
        self._base = url
        self._based = False
        self._seen = 0
        self._values = Values(Problems(), dirty=True)
        self._declared: dict[str, FeedLink] = {}
        self._plain: dict[str, FeedLink] = {}
        self._open: tuple[str, bool] | None = None
        self._words = ""

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        if tag not in ("a", "link", "base") or self._seen >= MOST_LINKS:
            return
        self._seen += 1
        few = islice(attrib.items(), _MOST_ATTRIBUTES)
        said = {str(name): str(value) for name, value in few}
        if tag == "base":
            self._set_base(said.get("href", ""))
        elif tag == "link":
            self._declare(said)
        else:
            self._close_link()
            self._open_link(said)

    def data(self, data: str | bytes) -> None:
        if self._open is not None and len(self._words) < _LONGEST_WORDS:
            self._words += str(data[:_LONGEST_WORDS])

    def end(self, tag: str | bytes) -> None:
        if tag == "a":
            self._close_link()

    def comment(self, text: str | bytes) -> None:
        """Nothing: what is commented out names no feed."""

    def close(self) -> None:
        self._close_link()

    def found(self) -> tuple[FeedLink, ...]:
        both = self._plain | self._declared  # declared ones win
        first = dict.fromkeys((*self._declared, *self._plain))
        return tuple(both[url] for url in islice(first, MOST_FEEDS))

    def _set_base(self, href: str) -> None:
        """The first base that is a web address counts."""
        base = None if self._based else self._address(href)
        if base is not None:
            self._base, self._based = base, True

    def _declare(self, said: Mapping[str, str]) -> None:
        relations = said.get("rel", "").lower().split()
        typed = _type(said) in _TYPES and not _RELATIONS.isdisjoint(relations)
        url = self._feed_address(said) if typed or "feed" in relations else None
        if url is not None and len(self._declared) < MOST_FEEDS:
            title = self._values.title(said.get("title", "")[:_LONGEST_WORDS])
            self._declared.setdefault(url, FeedLink(url, title))

    def _open_link(self, said: Mapping[str, str]) -> None:
        url = self._feed_address(said) if len(self._plain) < MOST_FEEDS else None
        if url is not None:
            for_apps = said.get("href", "").strip().lower().startswith(_APP_SCHEMES)
            self._open = url, for_apps or _type(said) in _TYPES or may_be_feed(url)
            self._words = said.get("title", "")[:_LONGEST_WORDS] + " "

    def _close_link(self) -> None:
        """A link counts by its address, or since it says "RSS" and little else."""
        if self._open is None:
            return
        url, sure = self._open
        words = self._values.title(self._words)
        if sure or _says_rss(words, url):
            self._plain.setdefault(url, FeedLink(url, words, declared=False))
        self._open = None

    def _feed_address(self, said: Mapping[str, str]) -> str | None:
        """Where a link leads; None for the page itself."""
        url = self._address(said.get("href", ""))
        return None if url == self._page else url

    def _address(self, href: str) -> str | None:
        """An absolute web address without its fragment."""
        href = href.strip()
        if not href or len(href) > LONGEST_URL:
            return None
        try:
            url = self._values.url(urldefrag(urljoin(self._base, href))[0])
            return url if url and urlsplit(url).hostname else None
        except ValueError:  # "http://[": no address at all
            return None


def _type(said: Mapping[str, str]) -> str:
    return said.get("type", "").partition(";")[0].strip().lower()


def _says_rss(words: str, url: str) -> bool:
    said = words.lower().split()
    return len(said) <= 3 and "rss" in said and _FILE.search(urlsplit(url).path) is None
