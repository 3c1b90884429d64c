"""Names of elements: whatever URI or spelling a publisher chose, one usual prefix.

Sources: the namespace documents of RSS 1.0, Atom (RFC 4287), iTunes, Media RSS, Podcasting 2.0
(github.com/Podcastindex-org/podcast-namespace), Podlove Simple Chapters, Google Play.
"""

from __future__ import annotations

from functools import lru_cache

XML = "{http://www.w3.org/XML/1998/namespace}"

_PREFIXES = {
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://backend.userland.com/rss092": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://purl.org/rss/1.0/modules/slash": "slash",
    "http://wellformedweb.org/commentapi": "wfw",
    "http://search.yahoo.com/mrss": "media",
    "http://podlove.org/simple-chapters": "psc",
    "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "http://www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd": "googleplay",
    "http://www.rssboard.org/media-rss": "media",
    "http://www.rawvoice.com/rawvoicerssmodule": "rawvoice",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.spotify.com/ns/rss": "spotify",
    "http://www.georss.org/georss": "georss",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://web.resource.org/cc": "cc",
    "http://creativecommons.org/ns": "cc",
    "http://backend.userland.com/creativecommonsrssmodule": "creativeCommons",
}

_LONGEST_LEARNED = 200
KNOWN_PREFIXES = frozenset({*_PREFIXES.values(), "itunes", "podcast", "xml"}) - {""}


def prefix_of(uri: str) -> str | None:
    """The usual prefix of a namespace ("" for RSS itself), None for one that is not known.

    Publishers write the iTunes and Podcasting 2.0 namespaces in many spellings: with another
    case, scheme, host, version or file ending, or as the GitHub page of the specification.
    """
    plain = uri.strip().lower().rstrip("/#")
    found = _PREFIXES.get(plain)
    if found is None and "://" in plain:
        found = _PREFIXES.get("http://" + plain.split("://", 1)[1])
    if found is not None:
        return found
    if "itunes.com" in plain or "apple.com/itunes" in plain or "podcast-1.0.dtd" in plain:
        return "itunes"
    if "podcastindex.org/namespace" in plain or "podcast-namespace" in plain:
        return "podcast"
    if "podlove.org/simple-chapters" in plain:
        return "psc"
    return None


def usual_name(tag: str, home: str = "") -> str:
    """``{uri}local`` as ``prefix:local``; elements of ``home``, the namespace that the root of
    an RSS document was put into, have no prefix. An unknown namespace stays ``{uri}local``; a
    prefix that was never declared (``itunes:author`` without ``xmlns:itunes``) is believed."""
    if len(tag) > _LONGEST_LEARNED:
        return _usual_name(tag, home)
    return _learned_name(tag, home)


def _usual_name(tag: str, home: str) -> str:
    if not tag.startswith("{"):
        before, colon, local = tag.partition(":")
        if colon and before.lower() in KNOWN_PREFIXES:
            return local if before.lower() == "rss" else f"{before.lower()}:{local}"
        return tag
    uri, _, local = tag[1:].partition("}")
    prefix = "" if home and uri == home else prefix_of(uri)
    if prefix is None:
        return tag
    return f"{prefix}:{local}" if prefix else local


_learned_name = lru_cache(maxsize=4_096)(_usual_name)
