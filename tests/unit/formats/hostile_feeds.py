"""Feeds of a topic whose every text and address is hostile, made by hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st
from tests.unit.formats.topic_feeds import FEED, feed_of
from tests.xss_vectors import XSS_VECTORS

from earmark.model import (
    GRADES,
    Chapter,
    Enclosure,
    Episode,
    EpisodeId,
    Evidence,
    FeedItem,
    Person,
    Podcast,
    PodcastId,
    PodcastRef,
    Soundbite,
    StoryId,
    TopicEpisode,
    TranscriptLink,
)

_ODD = (
    "]]>",
    "&amp;",
    "&#0;",
    "\0\x0b\ud800\ufffe",
    "a\r\nb\u2028c\x85d",
    "\u202eevil",
    "  ",
    "{}",
)
_VECTORS = st.sampled_from([text for _, text in XSS_VECTORS])
# With lone surrogates, which ``st.text`` leaves out by itself.
texts = st.text(st.characters(), max_size=30) | _VECTORS | st.sampled_from(_ODD)
long_texts = texts | st.builds(lambda text, times: text * times, texts, st.integers(0, 400))
urls = (
    st.just("https://x.example/a?b=1&c=<d>")
    | st.builds("https://x.example/{}".format, texts)
    | texts
)
maybe_url = st.none() | urls
times = st.integers(0, 7 * 24 * 3600 * 1000)
dates = st.integers(800_000_000, 1_900_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
languages = st.sampled_from(["en", "de", "ja", "pt-BR", "und", "", "<x>", "e\nn"])


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    quote = draw(texts)
    start = draw(st.integers(0, len(quote)))
    end = draw(st.integers(start, len(quote)))
    field = draw(st.sampled_from(["title", "notes", "chapters", "people", "transcript"]))
    start_ms, speaker = draw(st.none() | times), draw(st.none() | texts)
    return Evidence(field, quote, ((start, end),), start_ms, speaker, draw(st.booleans()))


enclosures = st.builds(Enclosure, urls, st.none() | texts, st.none() | st.integers(1, 2**53))
persons = st.builds(Person, texts, texts, st.none() | texts, maybe_url, maybe_url)
transcripts = st.builds(
    TranscriptLink, urls, st.none() | texts, st.none() | texts, st.none() | texts
)
numbers = st.none() | st.integers(0, 1_000_000)


def few(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=3).map(tuple)


podcasts = st.builds(
    Podcast,
    id=st.just(PodcastId(7)),
    feed_url=urls,
    title=long_texts,
    link=maybe_url,
    language=st.none() | texts,
    image_url=maybe_url,
    categories=few(texts | st.just("Science")),
    visibility=st.sampled_from([0, 1]),
)


@st.composite
def items(draw: st.DrawFn) -> FeedItem:
    number, title = draw(st.integers(1, 2**40)), draw(long_texts)
    published_at, duration_ms = draw(st.none() | dates), draw(st.none() | times)
    enclosure, link, podcast = draw(st.none() | enclosures), draw(maybe_url), draw(podcasts)
    row = TopicEpisode(
        id=EpisodeId(number),
        podcast=PodcastRef(podcast.id, podcast.title),
        title=title,
        published_at=published_at,
        duration_ms=duration_ms,
        language=draw(languages),
        grade=draw(st.none() | st.sampled_from(GRADES)),
        evidence=draw(few(evidences())),
        mentions=1,
        keywords=draw(few(texts)),
        enclosure=enclosure,
        duplicates=(),
        link=link,
        lead=draw(texts),
    )
    episode = Episode(
        id=row.id,
        podcast_id=podcast.id,
        story_id=StoryId(number),
        guid=draw(st.none() | texts),
        title=title,
        published_at=published_at,
        published_raw=None,
        first_seen_at=datetime(2026, 1, 1, tzinfo=UTC),
        duration_ms=duration_ms,
        in_feed=True,
        fold_reason=None,
        link=link,
        enclosure=enclosure,
        image_url=draw(maybe_url),
        season=draw(numbers),
        number=draw(numbers),
        type=draw(st.none() | texts | st.sampled_from(["full", "trailer", "bonus"])),
        explicit=draw(st.none() | st.booleans()),
        persons=draw(few(persons)),
        chapters=draw(few(st.builds(Chapter, times, texts, maybe_url))),
        chapters_url=draw(maybe_url),
        transcripts=draw(few(transcripts)),
        soundbites=draw(few(st.builds(Soundbite, times, times, texts))),
    )
    return FeedItem(row, episode, podcast, draw(st.just("") | long_texts))


hostile_feeds = st.builds(
    lambda items, phrase, query: feed_of(*items, phrase=phrase, query=query),
    st.lists(items(), max_size=3, unique_by=lambda item: item.row.id),
    texts.filter(str.strip) | st.just(FEED.topic.phrase),
    texts,
)
