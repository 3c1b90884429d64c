"""The answers of the API beside topics and searches, under the rules of ``formats.json``.

Addresses that nobody may be led to (``formats.urls``) are null, and so is the address of a feed
that holds a secret; notes are cleaned HTML. ``docs/api.md`` defines each key.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from earmark.formats.html import clean_html
from earmark.formats.json import (
    Object,
    duplicate_objects,
    episode_object,
    instant,
    language_objects,
    people_objects,
    popularity_objects,
    size_object,
    stats_object,
)
from earmark.formats.urls import safe_url, web_url
from earmark.model import (
    PUBLIC,
    SHARED,
    UNLISTED,
    Episode,
    EpisodeList,
    EpisodePage,
    EpisodeRef,
    HomePage,
    Person,
    Podcast,
    PodcastCard,
    PodcastList,
    PodcastPage,
    SharedTopic,
    Suggestion,
)

_VISIBILITY = {PUBLIC: "public", UNLISTED: "unlisted"}


# ---------------------------------------------------------------- the library


def library_object(page: HomePage, changed_at: datetime | None) -> Object:
    """What the library holds, and how fresh that is."""
    return {
        "as_of": page.as_of.isoformat(),
        "generation": page.generation,
        "changed_at": instant(changed_at),
        "library": size_object(page.library),
        "topics": _topics(page.topics),
        "languages": language_objects(page.languages),
    }


def suggestions_object(found: Iterable[Suggestion]) -> Object:
    return {
        "suggestions": [
            {
                "kind": each.kind,
                "phrase": each.phrase,
                "episodes": each.episodes,
                "podcast": each.podcast,
            }
            for each in found
        ]
    }


def _topics(topics: Iterable[SharedTopic]) -> list[Object]:
    return [
        {
            "phrase": topic.phrase,
            "key": topic.key,
            "episodes": topic.episodes,
            "podcasts": topic.podcasts,
        }
        for topic in topics
    ]


# ---------------------------------------------------------------- podcasts


def podcast_object(podcast: Podcast) -> Object:
    """A show as published."""
    return {
        "id": podcast.id,
        "title": podcast.title,
        "author": podcast.author,
        "description": clean_html(podcast.description).html,
        "language": podcast.language,
        "categories": list(podcast.categories),
        "link": web_url(podcast.link),
        "feed_url": _shared(podcast, podcast.feed_url),
        "image_url": _shared(podcast, podcast.image_url),
        "license": podcast.license,
        "complete": podcast.complete,
        "visibility": _VISIBILITY.get(podcast.visibility, "private"),
    }


def _shared(podcast: Podcast, url: str | None) -> str | None:
    """An address of a show's, unless it is private: its addresses are passwords."""
    return web_url(url) if podcast.visibility in SHARED else None


def podcast_list_object(page: PodcastList) -> Object:
    return {
        "podcasts": [_card(card) for card in page.podcasts],
        "total": page.total,
        "languages": [
            {"language": language, "podcasts": podcasts} for language, podcasts in page.languages
        ],
        "next": page.next,
    }


def _card(card: PodcastCard) -> Object:
    return podcast_object(card.podcast) | {
        "episodes": card.episodes,
        "latest_at": instant(card.latest_at),
        "ended": card.ended,
    }


def podcast_page_object(page: PodcastPage) -> Object:
    """A show with its figures and a page of its stories."""
    return {
        "as_of": page.as_of.isoformat(),
        "generation": page.generation,
        "podcast": podcast_object(page.podcast),
        "stats": stats_object(page.stats),
        "ended": page.ended,
        "popularity": popularity_objects(page.popularity),
        "topics": _topics(page.topics),
        "people": people_objects(page.people),
        "languages": language_objects(page.languages),
        "episodes": [episode_object(episode) for episode in page.episodes],
        "next": page.next,
    }


# ---------------------------------------------------------------- episodes


def episode_list_object(page: EpisodeList) -> Object:
    return {
        "episodes": [episode_object(episode) for episode in page.episodes],
        "total": page.total,
        "next": page.next,
    }


def episode_page_object(page: EpisodePage) -> Object:
    """An episode with all that was published of it and that its asker may see."""
    return {
        "as_of": page.as_of.isoformat(),
        "generation": page.generation,
        "episode": _published(page.episode)
        | {"image_url": _shared(page.podcast, page.episode.image_url)},
        "podcast": podcast_object(page.podcast),
        "language": page.language,
        "canonical": _ref(page.canonical),
        "duplicates": duplicate_objects(page.duplicates),
        "keywords": [
            {"phrase": keyword.phrase, "episodes": keyword.episodes} for keyword in page.keywords
        ],
        "excerpt": page.excerpt,
        "notes": clean_html(page.notes).html if page.whole else None,
        "before": _ref(page.before),
        "after": _ref(page.after),
    }


def _published(episode: Episode) -> Object:
    return {
        "id": episode.id,
        "story": episode.story_id,
        "guid": episode.guid,
        "title": episode.title,
        "published_at": instant(episode.published_at),
        "first_seen_at": instant(episode.first_seen_at),
        "in_feed": episode.in_feed,
        "duration_ms": episode.duration_ms,
        "season": episode.season,
        "number": episode.number,
        "type": episode.type,
        "explicit": episode.explicit,
        "language": episode.language,
        "keywords": list(episode.keywords),
    } | _attached(episode)


def _attached(episode: Episode) -> Object:
    return {
        "link": web_url(episode.link),
        "enclosure": _enclosure(episode),
        "people": [_person(person) for person in episode.persons],
        "chapters": [
            {"start_ms": chapter.start_ms, "title": chapter.title, "url": web_url(chapter.url)}
            for chapter in episode.chapters
        ],
        "chapters_url": web_url(episode.chapters_url),
        "transcripts": [
            {"url": url, "type": link.type, "language": link.language}
            for link in episode.transcripts
            if (url := web_url(link.url))
        ],
        "soundbites": [
            {"start_ms": bite.start_ms, "duration_ms": bite.duration_ms, "title": bite.title}
            for bite in episode.soundbites
        ],
    }


def _enclosure(episode: Episode) -> Object | None:
    enclosure = episode.enclosure
    url = web_url(enclosure.url) if enclosure else None
    if enclosure is None or url is None:
        return None
    return {"url": url, "type": enclosure.type, "length": enclosure.length}


def _person(person: Person) -> Object:
    return {
        "name": person.name,
        "role": person.role,
        "group": person.group,
        "url": safe_url(person.url),
        "image_url": web_url(person.image_url),
    }


def _ref(episode: EpisodeRef | None) -> Object | None:
    return {"id": episode.id, "title": episode.title} if episode else None
