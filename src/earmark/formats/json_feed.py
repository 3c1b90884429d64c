"""A topic as JSON Feed 1.1. Source: jsonfeed.org/version/1.1."""

from __future__ import annotations

from earmark.formats import entries
from earmark.formats.entries import EpisodeUrl, plain
from earmark.formats.json import Object, episode_object, instant
from earmark.formats.objects import dumped, known
from earmark.formats.urls import web_url
from earmark.model import FeedItem, Person, TopicFeed

VERSION = "https://jsonfeed.org/version/1.1"
_OURS = ("id", "podcast", "grade", "sense", "sense_confidence", "evidence", "mentions")
"""What ``_earmark`` says of an item: keys of an episode in the answers of ``--json``."""


def topic_json_feed(
    feed: TopicFeed, *, page_url: str, self_url: str, episode_url: EpisodeUrl
) -> bytes:
    """The document, UTF-8, under the same rules as ``topic_rss``."""
    document: Object = {
        "version": VERSION,
        "title": entries.feed_title(feed),
        "home_page_url": page_url,
        "feed_url": self_url,
        "description": entries.feed_description(feed),
        "language": entries.shared_language(feed),
        "_earmark": {"query": feed.topic.query, "key": feed.topic.key},
    }
    items = [_item(item, feed.topic.phrase, episode_url(item.row.id)) for item in feed.items]
    return dumped({**known(document), "items": items}, indent=1).encode()


def _item(item: FeedItem, phrase: str, our_url: str) -> Object:
    episode = item.episode
    ours = episode_object(item.row)
    said: Object = {
        "id": entries.entry_id(item),
        "url": our_url,
        "external_url": web_url(episode.link),
        "title": entries.entry_title(item),
        "content_html": entries.entry_html(item, phrase, our_url),
        "summary": entries.why_text(item, phrase),
        "image": entries.image_url(item),
        "date_published": instant(episode.published_at),
        "authors": [_author(person) for person in entries.authors(episode.persons)],
        "tags": [word for word in map(plain, item.row.keywords) if word],
        "language": entries.language_of(item),
        "attachments": _attachments(item),
        "_earmark": {key: ours[key] for key in _OURS},
    }
    return known(said)


def _author(person: Person) -> Object:
    url, avatar = web_url(person.url), web_url(person.image_url)
    return known({"name": plain(person.name), "url": url, "avatar": avatar})


def _attachments(item: FeedItem) -> list[Object]:
    enclosure, duration_ms = item.episode.enclosure, item.episode.duration_ms
    playable = entries.media(enclosure)
    if enclosure is None or playable is None:
        return []
    url, kind = playable
    seconds = entries.whole_seconds(duration_ms)
    said = {"size_in_bytes": enclosure.length, "duration_in_seconds": seconds}
    return [known({"url": url, "mime_type": kind, **said})]
