"""A topic as RSS 2.0 that any podcast app plays: the publishers' own enclosures.

Sources: rssboard.org/rss-specification, the iTunes tags (podcasters.apple.com, "RSS feed
requirements"), Podcasting 2.0 (podcastnamespace.org), RSS content module, Atom ``link`` (RFC 4287),
Podlove Simple Chapters. ``docs/feeds.md`` says what each element holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import chain
from uuid import UUID, uuid5

from earmark.formats import entries
from earmark.formats.entries import EpisodeUrl, plain
from earmark.formats.markup import DECLARATION, element, start
from earmark.formats.urls import web_url
from earmark.model import Chapter, Enclosure, Episode, FeedItem, Person, TopicFeed

NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
    "xmlns:psc": "http://podlove.org/simple-chapters",
}
TTL_MINUTES = 60
CATEGORIES = frozenset((
    "Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness",
    "History", "Kids & Family", "Leisure", "Music", "News", "Religion & Spirituality", "Science",
    "Society & Culture", "Sports", "TV & Film", "Technology", "True Crime",
))  # fmt: skip
"""iTunes' categories of the first level: others are errors to its readers."""
_GUID_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_EPISODE_TYPES = ("full", "trailer", "bonus")


def topic_rss(feed: TopicFeed, *, page_url: str, self_url: str, episode_url: EpisodeUrl) -> bytes:
    """The document, UTF-8; the same for the same feed, whatever the time. ``page_url`` is the
    topic's page, ``self_url`` where this document is, both whole. An empty topic gives a valid
    feed without items. Raises nothing: what a publisher wrote is made fit or left out."""
    parts = chain(
        [DECLARATION, start("rss", {"version": "2.0", **NAMESPACES}), "\n<channel>\n"],
        _channel(feed, page_url, self_url),
        *(_item(item, feed.topic.phrase, episode_url(item.row.id)) for item in feed.items),
        ["</channel>\n</rss>\n"],
    )
    return "".join(parts).encode()


def feed_guid(url: str) -> str:
    """``podcast:guid`` of a feed's address: without its scheme and the slashes at its end."""
    return str(uuid5(_GUID_NAMESPACE, url.partition("://")[2].rstrip("/")))


# ---------------------------------------------------------------- channel


def _channel(feed: TopicFeed, page_url: str, self_url: str) -> Iterator[str]:
    yield element("title", entries.feed_title(feed))
    yield element("link", page_url)
    yield element("description", entries.feed_description(feed))
    language = entries.shared_language(feed)
    if language:
        yield element("language", language)
    newest = max(filter(None, (item.row.published_at for item in feed.items)), default=None)
    if newest:
        yield element("lastBuildDate", _date(newest))
    yield element("generator", entries.GENERATOR)
    yield element("ttl", str(TTL_MINUTES))
    self_link = {"href": self_url, "rel": "self", "type": "application/rss+xml"}
    yield element("atom:link", "", self_link)
    yield element("itunes:author", entries.GENERATOR)
    yield from (element("itunes:category", "", {"text": each}) for each in _categories(feed))
    explicit = any(item.episode.explicit for item in feed.items)
    yield element("itunes:explicit", _truth(explicit))
    yield element("itunes:type", "episodic")
    # Directories must not list other people's episodes under our name; apps still subscribe.
    yield element("itunes:block", "Yes")
    yield element("podcast:block", "yes")
    yield element("podcast:guid", feed_guid(self_url))
    yield element("podcast:medium", "podcast")


def _categories(feed: TopicFeed) -> list[str]:
    """The commonest category of the items' shows."""
    said = Counter(
        word for item in feed.items for word in {*item.podcast.categories} if word in CATEGORIES
    )
    return sorted(said, key=lambda word: (-said[word], word))[:1]


# ---------------------------------------------------------------- item


def _item(item: FeedItem, phrase: str, our_url: str) -> Iterator[str]:
    episode = item.episode
    yield "<item>\n"
    yield element("title", entries.entry_title(item))
    yield element("link", web_url(episode.link) or our_url)
    yield element("guid", entries.entry_id(item), {"isPermaLink": "false"})
    if episode.published_at:
        yield element("pubDate", _date(episode.published_at))
    yield element("description", entries.why_html(item, phrase))
    yield element("content:encoded", entries.entry_html(item, phrase, our_url))
    yield from _enclosure(episode.enclosure)
    yield from (element("category", word) for word in map(plain, item.row.keywords) if word)
    source = web_url(item.podcast.feed_url)
    if source:
        yield element("source", plain(item.podcast.title), {"url": source})
    language = entries.language_of(item)
    if language:
        yield element("dc:language", language)
    yield from _itunes(item)
    yield from _persons(episode.persons)
    yield from _podcasting(episode)
    yield from _chapters(episode.chapters)
    yield "</item>\n"


def _enclosure(enclosure: Enclosure | None) -> Iterator[str]:
    playable = entries.media(enclosure)
    if enclosure and playable:
        url, kind = playable
        said = {"url": url, "length": enclosure.length or 0, "type": kind}
        yield element("enclosure", "", said)


def _itunes(item: FeedItem) -> Iterator[str]:
    episode = item.episode
    seconds = entries.whole_seconds(episode.duration_ms)
    if seconds:
        yield element("itunes:duration", str(seconds))
    if episode.number:
        yield element("itunes:episode", str(episode.number))
    if episode.season:
        yield element("itunes:season", str(episode.season))
    if episode.type in _EPISODE_TYPES:
        yield element("itunes:episodeType", episode.type)
    if episode.explicit is not None:
        yield element("itunes:explicit", _truth(episode.explicit))
    image = entries.image_url(item)
    if image:
        yield element("itunes:image", "", {"href": image})


def _persons(persons: tuple[Person, ...]) -> Iterator[str]:
    """An author who is nothing but a name is what ``itunes:author`` said."""
    match entries.authors(persons):
        case [Person(name, "author", None, None, None)]:
            yield element("itunes:author", plain(name))
        case named:
            yield from map(_person, named)


def _person(person: Person) -> str:
    said = {
        "role": plain(person.role) or None,
        "group": plain(person.group or "") or None,
        "href": web_url(person.url),
        "img": web_url(person.image_url),
    }
    return element("podcast:person", plain(person.name), said)


def _podcasting(episode: Episode) -> Iterator[str]:
    for url, kind, transcript in entries.transcripts(episode.transcripts):
        rel = plain(transcript.rel or "") or None
        language = plain(transcript.language or "") or None
        said = {"url": url, "type": kind, "language": language, "rel": rel}
        yield element("podcast:transcript", "", said)
    chapters = web_url(episode.chapters_url)
    if chapters:
        said = {"url": chapters, "type": "application/json+chapters"}
        yield element("podcast:chapters", "", said)
    for soundbite in episode.soundbites:
        span = {
            "startTime": _seconds(soundbite.start_ms),
            "duration": _seconds(soundbite.duration_ms),
        }
        yield element("podcast:soundbite", plain(soundbite.title), span)


def _chapters(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    if not chapters:
        return
    yield start("psc:chapters", {"version": "1.2"}) + "\n"
    for chapter in chapters:
        said = {
            "start": _play_time(chapter.start_ms),
            "title": plain(chapter.title),
            "href": web_url(chapter.url),
        }
        yield element("psc:chapter", "", said)
    yield "</psc:chapters>\n"


# ---------------------------------------------------------------- values


def _date(moment: datetime) -> str:
    """RFC 822 with four digits of year, as RSS asks for."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


def _play_time(milliseconds: int) -> str:
    """Normal Play Time (RFC 2326), ``01:02:03.456``."""
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"
