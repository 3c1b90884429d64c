"""Pages for machines: schema.org objects as JSON-LD, and JSON that may stand inside HTML.

Sources: schema.org (PodcastSeries, PodcastEpisode, CollectionPage, DefinedTerm, WebSite); the HTML
standard, "Restrictions for contents of script elements".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from earmark.formats import entries
from earmark.formats.entries import EpisodeUrl
from earmark.formats.json import Object, instant
from earmark.formats.objects import dumped, known
from earmark.formats.urls import web_url
from earmark.model import (
    SHARED,
    Enclosure,
    EpisodePage,
    Podcast,
    PodcastId,
    TopicEpisode,
    TopicPage,
)

PodcastUrl = Callable[[PodcastId], str]
"""The whole address of a podcast's page of ours."""

_CONTEXT = "https://schema.org"
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def json_in_html(value: object) -> str:
    """JSON for a ``<script type="application/...">`` block: nothing in it can end the block or
    begin a comment (``</script``, ``<!--``), and U+2028 and U+2029 end no line."""
    return dumped(value).translate(_ESCAPES)


def website(*, name: str, home_url: str, search_url: str) -> Object:
    """The start page. ``search_url`` holds ``{search_term_string}``."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": name,
        "url": home_url,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search_url},
            "query-input": "required name=search_term_string",
        },
    }


def podcast_series(podcast: Podcast, *, url: str, description: str) -> Object:
    """A show. ``description`` is plain text, as much of it as may be shown."""
    return known(
        {
            "@context": _CONTEXT,
            "@type": "PodcastSeries",
            "name": podcast.title,
            "url": url,
            "description": description,
            "inLanguage": podcast.language,
            "author": _person(podcast.author),
            "sameAs": web_url(podcast.link),
            "webFeed": web_url(podcast.feed_url) if podcast.visibility in SHARED else None,
            "genre": list(podcast.categories),
        }
    )


def podcast_episode(page: EpisodePage, *, url: str, podcast_url: PodcastUrl) -> Object:
    """An episode, described by what anybody may see of its notes."""
    episode = page.episode
    return {
        "@context": _CONTEXT,
        **known(
            {
                "@type": "PodcastEpisode",
                "name": episode.title,
                "url": url,
                "description": page.excerpt,
                "datePublished": instant(episode.published_at),
                "timeRequired": _duration(episode.duration_ms),
                "inLanguage": page.language,
                "episodeNumber": episode.number,
                "sameAs": web_url(episode.link),
                "actor": [_person(person.name) for person in entries.authors(episode.persons)],
                "keywords": [keyword.phrase for keyword in page.keywords],
                "associatedMedia": _media(episode.enclosure, episode.duration_ms),
                "partOfSeries": {
                    "@type": "PodcastSeries",
                    "name": page.podcast.title,
                    "url": podcast_url(page.podcast.id),
                },
            }
        ),
    }


def topic_collection(
    page: TopicPage, *, url: str, episode_url: EpisodeUrl, podcast_url: PodcastUrl
) -> Object:
    """A topic's page: a collection about a term, with the episodes that it lists."""
    return {
        "@context": _CONTEXT,
        "@type": "CollectionPage",
        "name": f"Podcasts about {page.topic.phrase}",
        "url": url,
        "about": known(
            {
                "@type": "DefinedTerm",
                "name": page.topic.phrase,
                "alternateName": [other.phrase for other in page.variants if other.on],
            }
        ),
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": page.stats.episodes,
            "itemListElement": list(_listed(page.episodes, episode_url, podcast_url)),
        },
    }


def _listed(
    episodes: Iterable[TopicEpisode], episode_url: EpisodeUrl, podcast_url: PodcastUrl
) -> Iterable[Object]:
    for position, episode in enumerate(episodes, 1):
        item = {
            "@type": "PodcastEpisode",
            "name": episode.title,
            "url": episode_url(episode.id),
            "datePublished": instant(episode.published_at),
            "timeRequired": _duration(episode.duration_ms),
            "inLanguage": episode.language,
            "partOfSeries": {
                "@type": "PodcastSeries",
                "name": episode.podcast.title,
                "url": podcast_url(episode.podcast.id),
            },
        }
        yield {"@type": "ListItem", "position": position, "item": known(item)}


def _media(enclosure: Enclosure | None, duration_ms: int | None) -> Object | None:
    playable = entries.media(enclosure)
    if playable is None:
        return None
    url, kind = playable
    duration = _duration(duration_ms)
    media = {
        "@type": "MediaObject",
        "contentUrl": url,
        "encodingFormat": kind,
        "duration": duration,
    }
    return known(media)


def _person(name: str | None) -> Object | None:
    return {"@type": "Person", "name": name} if name else None


def _duration(milliseconds: int | None) -> str | None:
    """ISO 8601, in seconds: ``PT3905S``."""
    return f"PT{round(milliseconds / 1000)}S" if milliseconds else None
