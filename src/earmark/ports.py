"""The ports: what ``library``, ``ingest`` and ``topics`` may ask of the world outside.

Each docstring is the contract that every implementation keeps; ``tests/contract`` holds one suite
a port, run over each implementation. Nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from earmark.model import (
    Change,
    Derived,
    Episode,
    EpisodeId,
    EpisodeRef,
    EpisodeText,
    Facts,
    Feed,
    FeedFilter,
    FeedId,
    FoldedStory,
    FoldRow,
    Hit,
    IndexInfo,
    KeyPhrase,
    KnownEpisode,
    ParsedFeed,
    Period,
    Podcast,
    PodcastId,
    Query,
    RefreshPlan,
    StoryDoc,
    StoryId,
    Visible,
)
from earmark.polls import (
    CrawlState,
    Fetched,
    FetchRequest,
    HostHold,
    Noted,
    Poll,
    Round,
    Standing,
)
from earmark.pushes import Push, Wakes


class Fetcher(Protocol):
    """The one door to the network: feeds, pages, artwork, chapters, transcripts, hubs, lists.

    Only http and https; the connected address is judged at every hop; sizes, headers, redirects
    and time have caps; requests to one host are paced. Cookies, credentials of the machine and a
    referrer are never sent; a URL's own credentials only to its own origin. Nothing raises for
    what a server does: ``Fetched.failure`` says it. Safe to use from several threads.
    """

    def fetch(self, request: FetchRequest) -> Fetched:
        """Ask now (once pacing allows) and wait for the answer."""
        ...

    def start(self, request: FetchRequest) -> None:
        """Ask as soon as pacing allows; ``ended`` hands the answer out. Never waits."""
        ...

    def ended(self, wait_ms: int) -> list[Fetched]:
        """Answers to ``start`` that are there, each handed out once, in no order; waits up to
        ``wait_ms`` for the first. Called by one thread, and as often as the work allows: nothing
        moves in between."""
        ...

    def under_way(self) -> int:
        """Requests that were started and not handed out."""
        ...

    def close(self) -> None:
        """Ends what is under way (``stopped``) and closes every connection."""
        ...


class FeedDump(Protocol):
    """A directory's database of feeds, read as a stream: memory doesn't grow with it. Raises
    ``SourceError`` where it is damaged, ``InvalidInput`` for a filter that it has no answer to."""

    def count(self, wanted: FeedFilter) -> int:
        """How many feeds ``feeds`` will name."""
        ...

    def feeds(self, wanted: FeedFilter) -> Iterator[tuple[str, str]]:
        """(address, title) as the dump has them, in its order."""
        ...

    def close(self) -> None: ...


class Store(Protocol):
    """The catalog: what publishers said and what we know of it. Every write is one or more short
    transactions of at most 500 rows; a reader never waits for a writer.

    Raises ``StoreError`` (``DiskFull``, ``NewerLibrary``) and nothing of the database's own.
    """

    @property
    def polls(self) -> Polls:
        """The part of it that is the crawler's."""
        ...

    @property
    def pushes(self) -> Pushes:
        """The part of it that hubs are asked by."""
        ...

    # -- feeds and podcasts ------------------------------------------------------------------

    def feed_at(self, url: str) -> Feed | None:
        """The feed of this URL or of one of its aliases, compared as I2 says."""
        ...

    def feeds_titled(self, title: str) -> tuple[Feed, ...]:
        """Feeds whose podcast has this title (canonical)."""
        ...

    def feeds_of_channel(self, title: str, link: str | None) -> tuple[Feed, ...]:
        """Feeds whose podcast has this title (canonical) and this link (I2)."""
        ...

    def feeds_sharing(
        self, guids: Sequence[str], enclosure_keys: Sequence[str]
    ) -> dict[FeedId, int]:
        """How many of these guids or keys (the better of both counts) each feed's podcast has."""
        ...

    def record_feeds(self, feeds: Iterable[tuple[str, str]], *, due_at: datetime) -> int:
        """Make feeds of (url, title) that are not known, due at that time; how many were new."""
        ...

    def feeds(self) -> tuple[Feed, ...]: ...

    def feeds_of(self, ids: Iterable[FeedId]) -> tuple[Feed, ...]:
        """The feeds of these ids, by id."""
        ...

    def add_alias(self, feed_id: FeedId, url: str) -> None:
        """Another address that led to this feed; ``feed_at`` finds it."""
        ...

    def document_read(self, url: str) -> tuple[Feed, int] | None:
        """The feed whose document was last read from this place (a file), and its hash."""
        ...

    def note_document(self, url: str, feed_id: FeedId, document_hash: int) -> None:
        """Note what ``document_read`` tells, once the document is stored whole."""
        ...

    def known(self, feed_id: FeedId) -> tuple[KnownEpisode, ...]:
        """All episodes of the feed's podcast, by id."""
        ...

    def apply(
        self,
        url: str,
        parsed: ParsedFeed,
        plan: RefreshPlan,
        *,
        document_hash: int,
        now: datetime,
    ) -> tuple[Feed, tuple[EpisodeId, ...]]:
        """Carry out a plan for the feed at ``url`` (made if new): podcast row replaced, episodes
        inserted or replaced, each with its change-log entry in the same transaction; the feed's
        ``document_hash`` last, so that a run cut short does the rest when run again. Returns
        the feed and the ids of inserted episodes. A removed feed stays removed: ``StoreError``.
        """
        ...

    def remove(self, podcast_id: PodcastId) -> int:
        """Take a podcast down and keep it out; its episodes go, with change-log entries. Returns
        how many episodes. Stories that lose a member have the rest of their members logged, or
        are stale without members."""
        ...

    def remove_feed(self, feed_id: FeedId) -> None:
        """Keep a feed that has no podcast yet out."""
        ...

    # -- reading -----------------------------------------------------------------------------

    def podcast(self, podcast_id: PodcastId) -> Podcast | None: ...

    def podcasts(self, ids: Iterable[PodcastId]) -> dict[PodcastId, Podcast]: ...

    def podcasts_named(self, text: str) -> tuple[Podcast, ...]:
        """Podcasts whose title holds this text (canonical titles), the exact title first."""
        ...

    def podcasts_by_title(
        self,
        limit: int,
        *,
        after: PodcastId | None = None,
        languages: Collection[str | None] | None = None,
        named: str | None = None,
        visible: Visible = None,
    ) -> tuple[Podcast, ...]:
        """Podcasts by canonical title, then id, those without a title last: those past ``after``
        (none, where that is gone) that declare one of these languages (as published; None is no
        language), whose title holds ``named`` (canonical), and whose visibility is one of
        these."""
        ...

    def podcasts_like(
        self, text: str, limit: int, *, visible: Visible = None
    ) -> tuple[Podcast, ...]:
        """Podcasts whose title holds this text (canonical titles): those that start with it
        first, then those with a word that does, each by title."""
        ...

    def podcast_languages(
        self, *, named: str | None = None, visible: Visible = None
    ) -> dict[str | None, int]:
        """Language as declared -> podcasts, under the filters of ``podcasts_by_title``."""
        ...

    def episode(self, episode_id: EpisodeId) -> Episode | None: ...

    def episodes_called(self, text: str) -> tuple[Episode, ...]:
        """Episodes whose guid, link or enclosure URL is this text."""
        ...

    def members(self, stories: Iterable[StoryId]) -> dict[StoryId, tuple[Episode, ...]]:
        """The member episodes of each story, the canonical first."""
        ...

    def canonical(self, stories: Iterable[StoryId]) -> dict[StoryId, EpisodeId]:
        """The canonical episode of each story."""
        ...

    def texts(
        self, episodes: Iterable[EpisodeId], *, transcripts: bool = True
    ) -> dict[EpisodeId, EpisodeText]:
        """What is searched of each episode, texts unpacked; ``transcripts=False`` leaves the
        longest of them unread."""
        ...

    def transcribed(self, episodes: Iterable[EpisodeId]) -> set[EpisodeId]:
        """Those of these episodes that have a transcript."""
        ...

    def beside(
        self, episode_id: EpisodeId, *, until: datetime
    ) -> tuple[EpisodeRef | None, EpisodeRef | None]:
        """The next older and the next newer episode of the same podcast that is of another story
        and from before ``until``, by date (when first seen, where there is none) and id."""
        ...

    def counts(self) -> tuple[int, int]:
        """Podcasts and episodes in the catalog."""
        ...

    # -- deriving: only the holder of the index lock calls these --------------------------------
    #
    # Two lists of work survive a crash: the change log (episodes to fold again) and the stale
    # stories (documents to make again). An entry leaves the first after its stories entered the
    # second, and the second after the index has committed.

    def pending(self, limit: int) -> tuple[Change, ...]:
        """The oldest entries of the change log."""
        ...

    def pending_count(self) -> tuple[int, int]:
        """Entries of the change log, and stale stories."""
        ...

    def log_everything(self) -> int:
        """Put every episode into the change log (before a rebuild); how many."""
        ...

    def fold_neighbours(self, episodes: Sequence[EpisodeId]) -> tuple[FoldRow, ...]:
        """Every episode that evidence could tie to one of these, or whose evidence one of these
        could void, those that still exist among them: the members of their stories; those that
        share an enclosure key, or a title key within 48 h, or a length within their podcast;
        and the members of the stories of all these."""
        ...

    def key_titles(self, keys: Iterable[str]) -> dict[tuple[PodcastId, str], int]:
        """(podcast, enclosure key) -> number of distinct title keys that share it there."""
        ...

    def length_titles(
        self, lengths: Iterable[tuple[PodcastId, int]]
    ) -> dict[tuple[PodcastId, int, str], int]:
        """(podcast, length, title key) -> episodes, for these (podcast, length)."""
        ...

    def set_stories(self, stories: Iterable[FoldedStory]) -> None:
        """Store folds, and mark these stories stale and those that lost a member to them. A
        story without members stays as a stale row until ``acknowledge``."""
        ...

    def folded(self, upto_seq: int) -> None:
        """Drop the log entries up to ``upto_seq``: their stories and boilerplate are stored."""
        ...

    def stories_of(self, episodes: Iterable[EpisodeId]) -> dict[EpisodeId, StoryId]: ...

    def sentence_keys(self, podcast_id: PodcastId) -> Iterator[tuple[EpisodeId, StoryId, bytes]]:
        """(episode, its story, sorted 8-byte sentence hashes) of a podcast."""
        ...

    def set_sentence_keys(self, keys: Mapping[EpisodeId, bytes]) -> None:
        """Replace derived sentence hashes (a rebuild under a new normaliser); logs nothing."""
        ...

    def keyword_sets(
        self, podcast_id: PodcastId
    ) -> Iterator[tuple[EpisodeId, StoryId, tuple[str, ...]]]:
        """(episode, its story, published keywords) of a podcast, only those that have any."""
        ...

    def boilerplate(
        self, podcasts: Iterable[PodcastId]
    ) -> dict[PodcastId, tuple[frozenset[int], frozenset[str]]]:
        """The stored boilerplate of each of these shows: sentence hashes and keywords; empty sets
        where a show has none."""
        ...

    def set_boilerplate(
        self,
        podcast_id: PodcastId,
        sentences: frozenset[int],
        keywords: frozenset[str],
        stale: Iterable[StoryId],
    ) -> None:
        """Store a show's boilerplate and mark the stories that it changes stale, at once."""
        ...

    def stale(self, limit: int, *, after: StoryId | None = None) -> tuple[StoryId, ...]:
        """Stale stories by id, those without members among them."""
        ...

    def acknowledge(
        self,
        indexed: Mapping[StoryId, tuple[int, str]],
        gone: Iterable[StoryId],
        *,
        at: datetime,
    ) -> int:
        """After the index committed: note (digest, language) of the indexed stories, which are
        stale no more, drop the rows of the gone ones, and raise the generation in the last
        transaction, which notes when (``at``). Returns the new generation."""
        ...

    def indexed(self) -> Iterator[tuple[StoryId, int]]:
        """(story, digest) of every story, by id; digest 0 where it was never indexed."""
        ...

    def languages(self, stories: Iterable[StoryId]) -> dict[StoryId, str]: ...

    def derived(self, stories: Iterable[StoryId]) -> dict[StoryId, Derived]:
        """What is known of indexed stories; their phrases from ``set_phrases`` until they are
        acknowledged again."""
        ...

    def unread(self, limit: int) -> tuple[StoryId, ...]:
        """Indexed stories whose phrases aren't known, by id."""
        ...

    def set_phrases(self, found: Mapping[StoryId, Iterable[KeyPhrase]]) -> None:
        """Note the key phrases of indexed stories."""
        ...

    def sync(self) -> None:
        """What was committed so far survives a power cut from here on. The index commits only
        after this, so it never knows more than the catalog."""
        ...

    # -- all of it -----------------------------------------------------------------------------

    def copy_to(self, target: Path) -> None:
        """Write the catalog as it is at one moment to a new file that only its owner may read;
        readers and writers go on meanwhile."""
        ...

    def replace_with(self, file: Path, *, at: datetime) -> None:
        """All that is in ``file`` (what ``copy_to`` wrote, of this version's tables) instead of
        what is here, in one step: readers see all of the old or all of the new. The file is used
        up. The generation and the incarnation grow past those of both, ids that were given are
        not given again. Only the holder of the index lock calls this, and makes the index anew.
        Raises ``Busy`` where others write without a pause."""
        ...

    def incarnation(self) -> int:
        """Another number after each ``replace_with``, and only then."""
        ...

    def steady(self, incarnation: int) -> AbstractContextManager[None]:
        """For the block nothing replaces the catalog: for who writes by what it read, ids above
        all. Raises ``StoreError`` (``replaced``) where the catalog is of another incarnation than
        that under which it was read."""
        ...

    def generation(self) -> int:
        """Grows by one with every ``acknowledge``."""
        ...

    def changed_at(self) -> datetime | None:
        """When the generation was reached; None before the first."""
        ...

    def close(self) -> None: ...


class Polls(Protocol):
    """The crawler's part of the catalog: which feeds are due, who has them, what came of it.

    A claimed feed is its crawler's until the lease ends or its poll is noted; then it is due when
    the note says. So two crawlers don't ask for one feed, and one that was killed holds its feeds
    no longer than a lease. What is due farther ahead than any wait, and a lease longer than any,
    were written under a clock that ran ahead: they don't count. Raises ``StoreError``.
    """

    def claim(
        self,
        now: datetime,
        *,
        limit: int,
        per_host: int,
        until: datetime,
        busy: Collection[str] = (),
    ) -> tuple[Poll, ...]:
        """Up to ``limit`` feeds that are due and free, leased to the caller ``until`` then: up to
        ``per_host`` of a host, hosts taking turns, the longest due first; none of hosts at rest
        and of ``busy`` ones."""
        ...

    def note(self, noted: Iterable[Noted], now: datetime) -> None:
        """Write down what came of polls: each feed's next state and time, its host's state, and
        the counts. Ends the leases. A feed that was removed meanwhile stays so."""
        ...

    def renew(self, before: Iterable[datetime], until: datetime) -> None:
        """Leases that end at one of these times end ``until`` then: their crawler lives."""
        ...

    def release(self, ids: Iterable[FeedId], until: datetime) -> None:
        """Give claimed feeds back unpolled: those still leased ``until`` then."""
        ...

    def set_due(self, ids: Sequence[FeedId], due_at: datetime | None) -> None:
        """Poll these next then; None: never again."""
        ...

    def move(self, feed_id: FeedId, url: str) -> bool:
        """The feed's address is ``url`` from now on, the old one an alias. False, and nothing
        done, where another feed has that address."""
        ...

    def of(self, ids: Iterable[FeedId]) -> tuple[Poll, ...]:
        """The polls of these feeds, by id, of any feed that there is."""
        ...

    def page(
        self, limit: int, *, states: Collection[str] | None = None, after: FeedId | None = None
    ) -> tuple[Poll, ...]:
        """Polled feeds by id, past ``after``, of one of these states."""
        ...

    def holds(self, hosts: Collection[str]) -> dict[str, HostHold]:
        """What is known of these hosts, at rest or about to be."""
        ...

    def state(self, now: datetime) -> CrawlState: ...

    def standing(self, now: datetime) -> Standing:
        """How far the library has come and how old it is: one look at all feeds."""
        ...

    def next_due(self, now: datetime) -> datetime | None:
        """When there is something to claim next, in the past where there is now; None for a
        library that polls nothing."""
        ...

    def host_counts(self) -> dict[str, int]:
        """Host -> feeds that are polled."""
        ...

    def answers(self, limit: int) -> dict[str, dict[str, int]]:
        """Host -> outcome -> how often, of the hosts that were asked most, those first."""
        ...

    def outcomes(self) -> dict[str, int]:
        """Outcome -> how often, all hosts together."""
        ...

    def begin_round(self, round_: Round) -> int:
        """Note a round; its number. The newest 500 are kept."""
        ...

    def set_round(self, number: int, round_: Round) -> None:
        """How that round stands."""
        ...

    def wakes(self, ids: Collection[FeedId], now: datetime) -> dict[FeedId, Wakes]:
        """How these feeds were woken for the hour up to ``now`` and later; those that were, and
        those that a crawler has."""
        ...

    def wake(self, due: Mapping[FeedId, datetime], now: datetime) -> tuple[FeedId, ...]:
        """Feeds are due then, for a push (P17), unless they are sooner or aren't polled. One that
        a crawler has will be due ``WOKEN_AFTER`` its poll is noted. Each that this changes was
        woken once more; those. ``ingest.push.wake`` decides which may be."""
        ...


class Pushes(Protocol):
    """Subscriptions at hubs. ``Polls.note`` keeps them in step with what feeds say: a hub that a
    polled feed names is ``new``; what no feed names any more, or one that is polled no more, is
    ``leaving``. Raises ``StoreError``."""

    def claim(self, now: datetime, *, limit: int, until: datetime) -> tuple[Push, ...]:
        """Up to ``limit`` that are due, the longest due first; nobody else's ``until`` then."""
        ...

    def at(self, token: str) -> Push | None:
        """The one with this token."""
        ...

    def of(self, feed_id: FeedId) -> tuple[Push, ...]:
        """Those of a feed, the oldest first."""
        ...

    def change(self, before: Push, after: Push) -> bool:
        """Write ``after`` down; False, and nothing done, where it is no more as ``before``, but
        for ``due_at``."""
        ...

    def forget(self, push: Push) -> None: ...

    def podping_block(self) -> int | None:
        """The last block of Hive that was read for announcements; None where none was."""
        ...

    def set_podping_block(self, number: int) -> None: ...


class SearchReader(Protocol):
    """Counts and lists over the stories of the index as of the last ``refresh``. All counts are
    exact. Raises ``IndexDamaged`` or ``SearchError``, nothing of the engine's own."""

    def refresh(self) -> None:
        """See what was committed since."""
        ...

    def count(self, query: Query) -> int: ...

    def facts(
        self, query: Query, *, by: Period = "year", windows: Sequence[tuple[int, int]] = ()
    ) -> Facts:
        """Every figure over the stories of ``query``. ``windows`` are disjoint half-open ranges
        of seconds."""
        ...

    def podcasts(self, query: Query) -> Mapping[int, int]:
        """Canonical podcast -> stories."""
        ...

    def heard(
        self, query: Query, podcasts: Collection[int], *, member: bool = False
    ) -> Mapping[int, tuple[int, int | None]]:
        """Podcast -> its stories of ``query``, and the seconds of the newest that has a date (None
        where none has), for those of ``podcasts`` that have any: stories whose canonical podcast
        it is or (``member``) any member's."""
        ...

    def newest(self, query: Query, limit: int, *, before: int | None = None) -> tuple[Hit, ...]:
        """Newest first (``seq`` descending), only those with ``seq < before``."""
        ...

    def best(self, query: Query, limit: int, *, offset: int = 0) -> tuple[Hit, ...]:
        """By relevance (each engine's own), ties by ``seq`` descending."""
        ...

    def shortest(self, query: Query, limit: int, *, at_least_ms: int) -> tuple[Hit, ...]:
        """Those of known duration from ``at_least_ms`` on, the shortest first, ties by ``seq``
        descending."""
        ...

    def terms(self, prefix: str, limit: int = 100) -> tuple[tuple[str, int], ...]:
        """Tokens of field ``text`` that start so, with their number of stories, in token order."""
        ...

    def digests(self) -> Iterator[tuple[StoryId, int]]:
        """(story, digest) of every document, in no order; a double is yielded twice."""
        ...

    def info(self) -> IndexInfo: ...


class SearchWriter(Protocol):
    """The one writer of an index; whoever has it holds the index lock."""

    def upsert(self, docs: Iterable[StoryDoc]) -> int:
        """Add or replace by id; idempotent; how many."""
        ...

    def delete(self, stories: Iterable[StoryId]) -> None: ...

    def commit(self) -> None:
        """Durable when it returns, and seen by readers that refresh."""
        ...

    def close(self) -> None:
        """Lets go without committing what was not committed."""
        ...


class SearchIndex(Protocol):
    """An index in a folder (or in memory, or on servers)."""

    def reader(self) -> SearchReader:
        """Raises ``IndexDamaged`` where there is no usable index of this version."""
        ...

    def writer(self) -> SearchWriter:
        """Opens the live index for writing, making an empty one where there is none at all."""
        ...

    def rebuild(self) -> SearchWriter:
        """A writer of a fresh index beside the live one; readers see the live one until
        ``swap``."""
        ...

    def swap(self) -> None:
        """Make the rebuilt (and closed) index the live one, and drop the old."""
        ...

    def exists(self) -> bool:
        """Whether there is an index at all, usable or not."""
        ...

    def discard(self) -> None:
        """There is no index from here on, until the next one is made: what it was made from is
        about to be replaced. Readers that are open stay so."""
        ...

    def usable(self) -> bool:
        """Whether ``reader`` and ``writer`` would open; False calls for a rebuild."""
        ...
