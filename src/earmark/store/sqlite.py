"""The catalog on SQLite: each method opens a transaction and calls the function that knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from earmark.errors import NotFound
from earmark.model import (
    Change,
    Derived,
    Episode,
    EpisodeId,
    EpisodeRef,
    EpisodeText,
    Feed,
    FeedId,
    FoldedStory,
    FoldRow,
    KeyPhrase,
    KnownEpisode,
    ParsedFeed,
    Podcast,
    PodcastId,
    RefreshPlan,
    StoryId,
    Visible,
)
from earmark.store import changelog, codec, copies, refresh, removal, shelves, transcripts
from earmark.store import episodes as episode_rows
from earmark.store import feeds as feed_rows
from earmark.store import stories as story_rows
from earmark.store.batches import batches
from earmark.store.engine import in_our_words, make_engine, sync, writing
from earmark.store.migrate import bring_up_to_date
from earmark.store.sqlite_polls import SqlitePolls
from earmark.store.sqlite_pushes import SqlitePushes


def open_store(path: Path) -> SqliteStore:
    """Open the catalog in this file, made or migrated where needed.

    Raises ``NewerLibrary``, ``DiskFull`` or ``StoreError``, each with its remedy.
    """
    engine = make_engine(path)
    try:
        with in_our_words(path):
            bring_up_to_date(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return SqliteStore(engine, path)


class SqliteStore:
    """``ports.Store`` on one SQLite file. Threads may share it."""

    def __init__(self, engine: Engine, path: Path):
        self._engine = engine
        self._path = path
        self.polls = SqlitePolls(engine, path)
        self.pushes = SqlitePushes(engine, path)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_our_words(self._path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with in_our_words(self._path), writing(self._engine).begin() as connection:
            yield connection

    @contextmanager
    def _stepwise(self) -> Iterator[Engine]:
        """For writes of several transactions."""
        with in_our_words(self._path):
            yield self._engine

    # -- feeds and podcasts ------------------------------------------------------------------

    def feed_at(self, url: str) -> Feed | None:
        with self._reading() as connection:
            return feed_rows.feed_at(connection, url)

    def feeds_titled(self, title: str) -> tuple[Feed, ...]:
        with self._reading() as connection:
            return feed_rows.feeds_titled(connection, title)

    def feeds_of_channel(self, title: str, link: str | None) -> tuple[Feed, ...]:
        with self._reading() as connection:
            return feed_rows.feeds_of_channel(connection, title, link)

    def feeds_sharing(
        self, guids: Sequence[str], enclosure_keys: Sequence[str]
    ) -> dict[FeedId, int]:
        with self._reading() as connection:
            return feed_rows.feeds_sharing(connection, guids, enclosure_keys)

    def record_feeds(self, feeds: Iterable[tuple[str, str]], *, due_at: datetime) -> int:
        new = 0
        for batch in batches(feeds):
            with self._writing() as connection:
                new += feed_rows.record(connection, batch, codec.to_us(due_at))
        return new

    def feeds(self) -> tuple[Feed, ...]:
        with self._reading() as connection:
            return feed_rows.all_feeds(connection)

    def feeds_of(self, ids: Iterable[FeedId]) -> tuple[Feed, ...]:
        with self._reading() as connection:
            return feed_rows.feeds_by_id(connection, ids)

    def add_alias(self, feed_id: FeedId, url: str) -> None:
        with self._reading() as connection:
            if feed_rows.has_alias(connection, feed_id, url):
                return
        with self._writing() as connection:
            feed_rows.add_alias(connection, feed_id, url)

    def document_read(self, url: str) -> tuple[Feed, int] | None:
        with self._reading() as connection:
            return feed_rows.document_read(connection, url)

    def note_document(self, url: str, feed_id: FeedId, document_hash: int) -> None:
        with self._writing() as connection:
            feed_rows.note_document(connection, url, feed_id, document_hash)

    def known(self, feed_id: FeedId) -> tuple[KnownEpisode, ...]:
        with self._reading() as connection:
            feed = feed_rows.feed_by_id(connection, feed_id)
            if feed is None or feed.podcast_id is None:
                return ()
            return episode_rows.known(connection, feed.podcast_id)

    def apply(
        self,
        url: str,
        parsed: ParsedFeed,
        plan: RefreshPlan,
        *,
        document_hash: int,
        now: datetime,
    ) -> tuple[Feed, tuple[EpisodeId, ...]]:
        with self._stepwise() as engine:
            return refresh.apply(engine, url, parsed, plan, document_hash=document_hash, now=now)

    def remove(self, podcast_id: PodcastId) -> int:
        with self._stepwise() as engine:
            return removal.remove(engine, podcast_id)

    def remove_feed(self, feed_id: FeedId) -> None:
        with self._writing() as connection:
            feed_rows.mark_removed(connection, feed_id)

    def set_transcript(self, episode_id: EpisodeId, text: str) -> None:
        """Store the text of an episode's audio, replacing an earlier one, and log the change.

        Raises ``NotFound``."""
        with self._writing() as connection:
            if not transcripts.set_transcript(connection, episode_id, text):
                raise NotFound("There is no such episode.", str(episode_id))

    # -- reading -----------------------------------------------------------------------------

    def podcast(self, podcast_id: PodcastId) -> Podcast | None:
        return self.podcasts([podcast_id]).get(podcast_id)

    def podcasts(self, ids: Iterable[PodcastId]) -> dict[PodcastId, Podcast]:
        with self._reading() as connection:
            return feed_rows.podcasts_by_id(connection, ids)

    def podcasts_named(self, text: str) -> tuple[Podcast, ...]:
        with self._reading() as connection:
            return feed_rows.podcasts_named(connection, text)

    def podcasts_by_title(
        self,
        limit: int,
        *,
        after: PodcastId | None = None,
        languages: Collection[str | None] | None = None,
        named: str | None = None,
        visible: Visible = None,
    ) -> tuple[Podcast, ...]:
        with self._reading() as connection:
            return shelves.podcasts_by_title(
                connection, limit, after=after, languages=languages, named=named, visible=visible
            )

    def podcasts_like(
        self, text: str, limit: int, *, visible: Visible = None
    ) -> tuple[Podcast, ...]:
        with self._reading() as connection:
            return shelves.podcasts_like(connection, text, limit, visible=visible)

    def podcast_languages(
        self, *, named: str | None = None, visible: Visible = None
    ) -> dict[str | None, int]:
        with self._reading() as connection:
            return shelves.podcast_languages(connection, named=named, visible=visible)

    def episode(self, episode_id: EpisodeId) -> Episode | None:
        with self._reading() as connection:
            return episode_rows.episode(connection, episode_id)

    def episodes_called(self, text: str) -> tuple[Episode, ...]:
        with self._reading() as connection:
            return episode_rows.episodes_called(connection, text)

    def members(self, stories: Iterable[StoryId]) -> dict[StoryId, tuple[Episode, ...]]:
        with self._reading() as connection:
            return episode_rows.members(connection, stories)

    def canonical(self, stories: Iterable[StoryId]) -> dict[StoryId, EpisodeId]:
        with self._reading() as connection:
            return episode_rows.canonical(connection, stories)

    def texts(
        self, episodes: Iterable[EpisodeId], *, transcripts: bool = True
    ) -> dict[EpisodeId, EpisodeText]:
        with self._reading() as connection:
            return episode_rows.texts(connection, episodes, spoken=transcripts)

    def transcribed(self, episodes: Iterable[EpisodeId]) -> set[EpisodeId]:
        with self._reading() as connection:
            return episode_rows.transcribed(connection, episodes)

    def beside(
        self, episode_id: EpisodeId, *, until: datetime
    ) -> tuple[EpisodeRef | None, EpisodeRef | None]:
        with self._reading() as connection:
            return shelves.beside(connection, episode_id, until)

    def counts(self) -> tuple[int, int]:
        with self._reading() as connection:
            return feed_rows.count_podcasts(connection), episode_rows.count_episodes(connection)

    # -- deriving ----------------------------------------------------------------------------

    def pending(self, limit: int) -> tuple[Change, ...]:
        with self._reading() as connection:
            return changelog.pending(connection, limit)

    def pending_count(self) -> tuple[int, int]:
        with self._reading() as connection:
            return changelog.pending_count(connection)

    def log_everything(self) -> int:
        with self._stepwise() as engine:
            return changelog.log_everything(engine)

    def fold_neighbours(self, episodes: Sequence[EpisodeId]) -> tuple[FoldRow, ...]:
        with self._reading() as connection:
            return changelog.fold_neighbours(connection, episodes)

    def key_titles(self, keys: Iterable[str]) -> dict[tuple[PodcastId, str], int]:
        with self._reading() as connection:
            return changelog.key_titles(connection, keys)

    def length_titles(
        self, lengths: Iterable[tuple[PodcastId, int]]
    ) -> dict[tuple[PodcastId, int, str], int]:
        with self._reading() as connection:
            return changelog.length_titles(connection, lengths)

    def set_stories(self, stories: Iterable[FoldedStory]) -> None:
        with self._stepwise() as engine:
            story_rows.set_stories(engine, stories)

    def folded(self, upto_seq: int) -> None:
        with self._stepwise() as engine:
            changelog.folded(engine, upto_seq)

    def stories_of(self, episodes: Iterable[EpisodeId]) -> dict[EpisodeId, StoryId]:
        with self._reading() as connection:
            return changelog.stories_of(connection, episodes)

    def sentence_keys(self, podcast_id: PodcastId) -> Iterator[tuple[EpisodeId, StoryId, bytes]]:
        with self._reading() as connection:
            found = list(episode_rows.sentence_keys(connection, podcast_id))
        return iter(found)

    def set_sentence_keys(self, keys: Mapping[EpisodeId, bytes]) -> None:
        with self._stepwise() as engine:
            story_rows.set_sentence_keys(engine, keys)

    def keyword_sets(
        self, podcast_id: PodcastId
    ) -> Iterator[tuple[EpisodeId, StoryId, tuple[str, ...]]]:
        with self._reading() as connection:
            found = list(episode_rows.keyword_sets(connection, podcast_id))
        return iter(found)

    def boilerplate(
        self, podcasts: Iterable[PodcastId]
    ) -> dict[PodcastId, tuple[frozenset[int], frozenset[str]]]:
        with self._reading() as connection:
            return story_rows.get_boilerplate(connection, podcasts)

    def set_boilerplate(
        self,
        podcast_id: PodcastId,
        sentences: frozenset[int],
        keywords: frozenset[str],
        stale: Iterable[StoryId],
    ) -> None:
        with self._stepwise() as engine:
            story_rows.set_boilerplate(engine, podcast_id, sentences, keywords, stale)

    def stale(self, limit: int, *, after: StoryId | None = None) -> tuple[StoryId, ...]:
        with self._reading() as connection:
            return story_rows.stale(connection, limit, after)

    def acknowledge(
        self,
        indexed: Mapping[StoryId, tuple[int, str]],
        gone: Iterable[StoryId],
        *,
        at: datetime,
    ) -> int:
        with self._stepwise() as engine:
            return story_rows.acknowledge(engine, indexed, gone, at)

    def indexed(self) -> Iterator[tuple[StoryId, int]]:
        last = 0
        while True:
            with self._reading() as connection:
                page = story_rows.indexed_page(connection, last)
            if not page:
                return
            yield from page
            last = page[-1][0]

    def languages(self, stories: Iterable[StoryId]) -> dict[StoryId, str]:
        with self._reading() as connection:
            return story_rows.languages(connection, stories)

    def derived(self, stories: Iterable[StoryId]) -> dict[StoryId, Derived]:
        with self._reading() as connection:
            return story_rows.derived(connection, stories)

    def unread(self, limit: int) -> tuple[StoryId, ...]:
        with self._reading() as connection:
            return story_rows.unread(connection, limit)

    def set_phrases(self, found: Mapping[StoryId, Iterable[KeyPhrase]]) -> None:
        with self._stepwise() as engine:
            story_rows.set_phrases(engine, found)

    def sync(self) -> None:
        with in_our_words(self._path):
            sync(self._engine)

    def copy_to(self, target: Path) -> None:
        with in_our_words(self._path):
            copies.copy_to(self._path, target)

    def replace_with(self, file: Path, *, at: datetime) -> None:
        with in_our_words(self._path):
            copies.replace_with(self._path, file, at)

    def incarnation(self) -> int:
        with self._reading() as connection:
            return story_rows.incarnation(connection)

    @contextmanager
    def steady(self, incarnation: int) -> Iterator[None]:
        with copies.shared(self._path):
            if self.incarnation() != incarnation:
                raise copies.Replaced("The library was replaced meanwhile.", str(self._path))
            yield

    def generation(self) -> int:
        with self._reading() as connection:
            return story_rows.generation(connection)

    def changed_at(self) -> datetime | None:
        with self._reading() as connection:
            return story_rows.changed_at(connection)

    def close(self) -> None:
        self._engine.dispose()
