"""Real feeds: every figure of fifty topics, from the index and by looking at every story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from earmark.errors import ParseError
from earmark.ingest.documents import DocumentTask, StorySource, make_documents
from earmark.model import (
    PUBLIC,
    Boilerplate,
    Episode,
    EpisodeId,
    EpisodeText,
    ParsedEpisode,
    ParsedFeed,
    PodcastId,
    StoryDoc,
    StoryId,
    TopicRequest,
)
from earmark.parse.feed import parse_feed
from earmark.search.memory import MemoryIndex
from earmark.search.tantivy_index import TantivyIndex
from earmark.text.boilerplate import boilerplate_of
from earmark.text.searchable import searchable
from earmark.text.sentences import sentence_keys
from earmark.topics.figures import figures, library_facts
from earmark.topics.match import evidence
from earmark.topics.query import read_topic

pytestmark = pytest.mark.shared

AS_OF = date(2026, 11, 23)
SEEN = datetime(2026, 11, 23, tzinfo=UTC)
PHRASES = (
    *("mfu", "linux", "KI", "NRK", "Oslo", "fotball", "Müller", "straße", "Übung", "Größe"),
    *("machine learning", "climate change", "open source", "star wars", "new york", "social media"),
    *("use code", "acast.com/privacy", "c++", "c#", ".net", "node.js", "AI", "EU", "VM", "USA"),
    *("ski", "på tur", "Ålesund", "ø", "København", "música", "São Paulo", "été", "l'amour"),
    *("東京", "ラジオ", "中国", "音楽", "日", "ایران", "שלום", "Россия", "Москва", "한국", "서울"),
    *("the", "podcast", "2020", "episode 10"),
)


@dataclass(frozen=True)
class Shelf:
    documents: tuple[StoryDoc, ...]
    texts: dict[StoryId, tuple[EpisodeText, Boilerplate]]


def feeds(shared: Path) -> Iterator[ParsedFeed]:
    folders = (shared / "data/feeds/podcast", shared / "reference/mfu-feeds")
    for file in sorted(file for folder in folders for file in folder.iterdir()):
        try:
            yield parse_feed(file.read_bytes())
        except ParseError:
            continue


def episode_of(number: EpisodeId, podcast: PodcastId, parsed: ParsedEpisode) -> Episode:
    """The date rule of the plan, in short: what can't be is no date."""
    published = parsed.published_at
    plausible = published is not None and 1995 <= published.year <= 2026
    return Episode(
        id=number,
        podcast_id=podcast,
        story_id=StoryId(number),
        guid=parsed.guid,
        title=parsed.title,
        published_at=published if plausible else None,
        published_raw=None,
        first_seen_at=SEEN,
        duration_ms=parsed.duration_ms,
        in_feed=True,
        fold_reason=None,
        persons=parsed.persons,
    )


def text_of(episode: Episode, parsed: ParsedEpisode, language: str | None) -> EpisodeText:
    return EpisodeText(
        episode_id=episode.id,
        podcast_id=episode.podcast_id,
        title=parsed.title,
        notes=parsed.notes,
        keywords=parsed.keywords,
        people=parsed.persons,
        chapters=parsed.chapters,
        language=parsed.language or language,
    )


@pytest.fixture(scope="module")
def shelf(shared: Path) -> Shelf:
    documents: list[StoryDoc] = []
    texts: dict[StoryId, tuple[EpisodeText, Boilerplate]] = {}
    for number, feed in enumerate(feeds(shared), 1):
        podcast = PodcastId(number)
        start = len(texts) + 1
        episodes = [
            episode_of(EpisodeId(start + at), podcast, parsed)
            for at, parsed in enumerate(feed.episodes)
        ]
        written = [
            text_of(episode, parsed, feed.language)
            for episode, parsed in zip(episodes, feed.episodes, strict=True)
        ]
        known = boilerplate_of(
            [(text.episode_id, sentence_keys(text.notes)) for text in written],
            [(text.episode_id, text.keywords) for text in written],
            len(written),
        )
        sources = tuple(
            StorySource(episode.story_id, PUBLIC, (episode,), (text,))
            for episode, text in zip(episodes, written, strict=True)
        )
        documents += make_documents(DocumentTask(sources, {podcast: known}))
        texts |= {StoryId(text.episode_id): (text, known) for text in written}
    return Shelf(tuple(documents), texts)


@pytest.fixture(scope="module")
def readers(shelf, tmp_path_factory):
    indexes = (MemoryIndex(), TantivyIndex(tmp_path_factory.mktemp("index"), text_version=1))
    for index in indexes:
        writer = index.writer()
        writer.upsert(shelf.documents)
        writer.commit()
        writer.close()
    return [index.reader() for index in indexes]


@pytest.fixture(scope="module")
def bases(readers):
    return [library_facts(reader, TopicRequest("", as_of=AS_OF)) for reader in readers]


def test_there_is_enough_to_ask(shelf):
    assert len(PHRASES) >= 50
    assert len(shelf.documents) > 10_000


@pytest.mark.parametrize("phrase", PHRASES)
def test_figures_are_those_of_looking_at_every_story(readers, bases, shelf, phrase):
    _, phrases = read_topic(f'"{phrase}"')
    request = TopicRequest(phrase, as_of=AS_OF)
    counted = [
        figures(reader, phrases, request, base=base)
        for reader, base in zip(readers, bases, strict=True)
    ]
    assert counted[0] == counted[1]
    for hit in readers[1].newest(counted[1].query, 50):
        text, known = shelf.texts[hit.id]
        assert evidence(searchable(text, known), phrases)[0]
