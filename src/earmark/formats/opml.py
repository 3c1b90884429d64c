"""The shows of a topic as OPML 2.0, for any podcast app. Source: opml.org/spec2.opml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from earmark.formats.entries import plain
from earmark.formats.markup import DECLARATION, element, start
from earmark.formats.urls import web_url
from earmark.model import SHARED, Podcast


def topic_opml(title: str, podcasts: Iterable[Podcast]) -> bytes:
    """The document, UTF-8, one outline a show in the order given, each address once. Shows whose
    address is a secret, or isn't on the web, are left out: the list is made to be handed on."""
    head = f"<head>\n{element('title', plain(title))}</head>\n"
    body = f"<body>\n{''.join(_outlines(podcasts))}</body>\n"
    return f"{DECLARATION}{start('opml', {'version': '2.0'})}\n{head}{body}</opml>\n".encode()


def _outlines(podcasts: Iterable[Podcast]) -> Iterator[str]:
    seen: set[str] = set()
    for podcast in podcasts:
        url = web_url(podcast.feed_url)
        if url and url not in seen and podcast.visibility in SHARED:
            seen.add(url)
            yield element("outline", "", _said(podcast, url))


def _said(podcast: Podcast, url: str) -> dict[str, str | None]:
    """``text`` is required and may not be empty; the address says more than nothing."""
    title = plain(podcast.title) or url
    words = (word.replace(",", " ").strip("/ ") for word in map(plain, podcast.categories))
    return {
        "type": "rss",
        "text": title,
        "title": title,
        "xmlUrl": url,
        "htmlUrl": web_url(podcast.link),
        "language": plain(podcast.language or "") or None,
        "category": ",".join(word for word in words if word) or None,
    }
