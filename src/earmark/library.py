"""Library: every verb that a user has. ``open_library`` is the one place that names adapters.

A command line, or a server, only translates to and from these verbs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType

from earmark import __version__
from earmark.artwork import Artwork
from earmark.condition import BackupReport, Finding, Health, Vitals
from earmark.errors import IndexDamaged, StoreError
from earmark.ingest.add import Adding
from earmark.ingest.check import check_index
from earmark.ingest.companion import Meanwhile, companion, kept_companion
from earmark.ingest.crawl import OnCrawl, Pause
from earmark.ingest.indexing import Indexing, never
from earmark.ingest.lock import try_lock
from earmark.ingest.prepare import Caps
from earmark.ingest.progress import OnProgress, Progress, silent
from earmark.ingest.worker import Workers
from earmark.keeping import Keeping, untold
from earmark.model import (
    AddOptions,
    AddReport,
    EpisodeId,
    EpisodeList,
    EpisodePage,
    Feed,
    HomePage,
    IndexReport,
    LibraryState,
    Note,
    Podcast,
    PodcastId,
    PodcastList,
    PodcastPage,
    PopularityPoint,
    SearchPage,
    Suggestion,
    TopicFeed,
    TopicName,
    TopicPage,
    TopicRequest,
    TopicRow,
    Visible,
)
from earmark.polls import Round
from earmark.ports import Fetcher, SearchIndex, SearchReader, Store
from earmark.search.tantivy_index import TantivyIndex
from earmark.settings import FILE_NAME, Settings
from earmark.store.copies import examine
from earmark.store.podcast_index import open_dump
from earmark.store.sqlite import open_store
from earmark.text.tokens import TEXT_VERSION, as_words
from earmark.topics.asked import Asked
from earmark.topics.browse import episode_list, podcast_list
from earmark.topics.episode import episode_page
from earmark.topics.feed import shareable, topic_feed, topic_podcasts
from earmark.topics.figures import popularity_of
from earmark.topics.home import home_page
from earmark.topics.kept import Kept
from earmark.topics.named import episode_called, podcast_called
from earmark.topics.page import FactsCache, search_page, topic_page, topic_rows
from earmark.topics.podcast import podcast_page
from earmark.topics.query import read_topic
from earmark.topics.scope import complete
from earmark.topics.suggest import suggest
from earmark.topics.why import why
from earmark.upkeep.archive import Unpacked, unpacked, write_backup
from earmark.upkeep.doctor import diagnose
from earmark.upkeep.look import look
from earmark.upkeep.restore import prepare, put_back
from earmark.upkeep.vitals import health, vitals

__all__ = [
    "Library",
    "Progress",
    "doctor",
    "has_library",
    "open_library",
    "restore_library",
    "utc_now",
]

CATALOG = "catalog.db"
INDEX = "index"
LOCK = "index.lock"


INDEXED_AGAIN_S = 0.1
"""Between looks at the change log of the process that indexes."""
FEW_SOURCES = 8
"""So many are added before a second process is worth its start."""
PAGES_KEPT = 64
"""Topic pages. Some 150 kB each."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Library:
    """One library. Verbs raise ``EarmarkError`` and nothing else that is foreseeable. Threads may
    ask at the same time."""

    def __init__(
        self,
        store: Store,
        index: SearchIndex,
        *,
        lock: Path,
        caps: Caps,
        workers: int,
        now: Callable[[], datetime],
        keeping: Keeping,
        artwork: Artwork,
        meanwhile: Meanwhile | None = None,
    ):
        """``meanwhile`` indexes in another process while this one adds."""
        self.keeping = keeping
        self.artwork = artwork
        self._store = store
        self._index = index
        self._lock = lock
        self._folder = lock.parent
        self._caps = caps
        self._now = now
        self._workers = Workers(workers)
        self._meanwhile = meanwhile
        self._indexing = Indexing(store, index, self._workers, lock, now)
        self._opening = Lock()
        self._opened: tuple[SearchReader, int] | None = None
        self._facts = FactsCache()
        self._homes: Kept[HomePage] = Kept(8)
        self._pages: Kept[TopicPage] = Kept(PAGES_KEPT)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self.keeping.close()
        self.artwork.close()
        self._workers.close()
        self._store.close()

    # -- filling -------------------------------------------------------------------------------

    def add(
        self,
        sources: Sequence[str],
        *,
        options: AddOptions | None = None,
        on_progress: OnProgress | None = None,
    ) -> Iterator[AddReport]:
        """Add feed files, folders, OPML files, dumps of Podcast Index and addresses: one report a
        source, as it is stored. The index follows when all are; a run that was cut short is
        finished by the next."""
        say = on_progress or silent
        yield from self._indexed(self._adding(options, say).add(sources), say)

    def add_text(
        self,
        text: str,
        *,
        options: AddOptions | None = None,
        on_progress: OnProgress | None = None,
    ) -> Iterator[AddReport]:
        """Add what a person pasted: an OPML list, or addresses of feeds, shows and episodes in
        lines. The first few are fetched at once, one report each as it is stored."""
        say = on_progress or silent
        yield from self._indexed(self._adding(options, say).add_text(text), say)

    def _adding(self, options: AddOptions | None, say: OnProgress) -> Adding:
        return Adding(
            self._store,
            self._workers,
            self._caps,
            self._now,
            fetcher=lambda: self.keeping.fetcher,
            open_dump=open_dump,
            options=options or AddOptions(),
            say=say,
        )

    def _indexed(self, reports: Iterator[AddReport], say: OnProgress) -> Iterator[AddReport]:
        """The reports; then the index follows."""
        with ExitStack() as beside:
            for number, report in enumerate(reports):
                if number == FEW_SOURCES and self._meanwhile:
                    beside.enter_context(companion(self._meanwhile))
                yield report
        self.index_pending(say)

    def subscribe(
        self, pasted: str | bytes, *, options: AddOptions | None = None
    ) -> list[AddReport]:
        """As ``add_text``, for who waits at a page: a whole file may be pasted too, and what was
        only recorded isn't waited for."""
        reports = list(self._adding(options, silent).add_text(pasted))
        self.keeping.changed()
        if any(report.podcast is not None for report in reports):
            self.index_pending()
        return reports

    def crawl(
        self,
        *,
        once: bool = False,
        stop: Callable[[], bool] = never,
        pause: Pause | None = None,
        on_progress: OnCrawl | None = None,
    ) -> Round:
        """Ask for the feeds that are due and index what they bring, again and again until
        ``stop`` says so; ``once``: until nothing is due. The last round.

        Raises ``StoreError``; stopped or killed at any moment, the next run does the rest.
        """
        with ExitStack() as beside:
            if self._meanwhile:
                beside.enter_context(companion(self._meanwhile))
            else:
                self.index_pending(stop=stop)
            last = self.keeping.crawl(
                once=once,
                stop=stop,
                pause=pause,
                on_progress=on_progress or untold,
                on_stored=partial(self._index_after_round, stop),
            )
        if once:
            self.index_pending(stop=stop)
        return last

    def read_ahead(self) -> int:
        """Find what pages ask of some of the stories, so that pages needn't; of how many. 0 where
        all were read, or where there is something to index first."""
        return self._indexing.read_ahead()

    def _index_after_round(self, stop: Callable[[], bool]) -> None:
        if not self._meanwhile:
            self.index_pending(stop=stop)

    def remove(self, target: str) -> str:
        """Take a podcast (id, title or feed address) down and keep it out; what was removed, in
        words. Raises ``NotFound``, or ``InvalidInput`` where several are meant."""
        found = podcast_called(target, self._store)
        if isinstance(found, Feed):
            self._store.remove_feed(found.id)
            return f"The feed {found.url} stays out."
        episodes = self._store.remove(found.id)
        self.index_pending()
        return f"“{found.title}” and its {episodes:,} episodes are removed, and stay out."

    def index_pending(
        self, on_progress: OnProgress | None = None, *, stop: Callable[[], bool] = never
    ) -> bool:
        """Bring the index up to date, unless another process does; whether we did anything.
        ``stop`` is asked after each commit."""
        say = on_progress or silent
        rebuilt = self._index_is_anothers() and self._indexing.rebuild(say)
        return self._indexing.index_pending(say, stop=stop) or rebuilt

    def _index_is_anothers(self) -> bool:
        """Whether the index was made from another catalog, since this one was never indexed: the
        catalog was lost or moved away, and its index stayed."""
        if self._store.generation() or not self._index.usable():
            return False
        return self._index.reader().info().stories > 0

    def index_rebuild(self, on_progress: OnProgress | None = None) -> bool:
        """Make the index anew beside the live one, then swap; False where another process holds
        the lock."""
        self._opened = None
        return self._indexing.rebuild(on_progress or silent)

    def index_check(self, *, deep: bool = False) -> IndexReport:
        """Every difference between index and catalog. ``deep`` makes each document anew."""
        reader = self._index.reader()
        return check_index(self._store, reader, self._indexing if deep else None)

    # -- all of it -----------------------------------------------------------------------------

    def backup(self, file: Path) -> BackupReport:
        """Write catalog and settings to one file, while others read and write. Raises
        ``InvalidInput``, ``StoreError``."""
        return write_backup(
            file,
            copy=self._store.copy_to,
            settings=self._folder / FILE_NAME,
            examine=examine,
            version=__version__,
            now=self._now(),
        )

    def _put_back(self, found: Unpacked, say: OnProgress) -> None:
        lock = partial(try_lock, self._lock)
        put_back(
            found,
            store=self._store,
            index=self._index,
            lock=lock,
            folder=self._folder,
            now=self._now(),
        )
        self.index_pending(say)

    # -- asking --------------------------------------------------------------------------------

    @staticmethod
    def topic_name(phrase: str) -> TopicName:
        """What a phrase is called as a topic. Raises ``InvalidQuery`` for what is none."""
        return read_topic(phrase)[0]

    @staticmethod
    def topic_of_key(key: str) -> TopicName:
        """The topic that has this key, or to which another spelling of it leads. Raises
        ``InvalidQuery``."""
        _, phrases = read_topic(key.replace("-", " "))
        return read_topic(as_words(phrases[0]))[0]

    def now(self) -> datetime:
        """What time it is for this library."""
        return self._now()

    def _today(self) -> date:
        return self._now().date()

    def state(self) -> LibraryState:
        """What every answer depends on."""
        return LibraryState(
            generation=self._store.generation(),
            changed_at=self._store.changed_at(),
            pending=self._indexing.pending(),
        )

    def changed_at(self) -> datetime | None:
        """When what it answers was last another; None while it never was."""
        return self._store.changed_at()

    def vitals(self) -> Vitals:
        """Figures for a monitor. Raises ``StoreError``."""
        return vitals(self._store, self._folder, self._now())

    def health(self) -> Health:
        """Whether this library can do its work; raises nothing that is foreseeable."""
        return health(self._store, self._index, self._folder, self._now())

    def topic(self, request: TopicRequest) -> TopicPage:
        """The page of a phrase. Raises ``InvalidQuery`` or ``InvalidInput``."""
        waiting = self._indexing.pending()  # first: what changes while the page is made counts
        reader, generation = self._fresh_reader()
        request = complete(request, self._today())
        here = partial(topic_page, store=self._store, cache=self._facts, today=self._today())
        make = partial(here, request, reader=reader, generation=generation)
        if not waiting:  # then all is as it was when the generation was reached
            return self._pages.get((generation, request), make)
        page = make()
        said = f"{waiting:,} changes are not indexed yet; another process is at it."
        note = Note("not-indexed-yet", said, waiting)
        return replace(page, notes=(*page.notes, note))

    def popularity(self, request: TopicRequest) -> tuple[PopularityPoint, ...]:
        """That of the topic page alone: for a picture by other periods. Raises ``InvalidQuery``
        or ``InvalidInput``."""
        asked = self._asked(request)
        _, phrases = read_topic(request.phrase, request.also)
        return popularity_of(asked.reader, phrases, request, base=asked.base)

    def topic_rows(self, request: TopicRequest) -> Iterator[TopicRow]:
        """One row for each story behind a topic page's figures, newest first."""
        asked = self._asked(request)
        rows_of = partial(topic_rows, reader=asked.reader, store=self._store, base=asked.base)
        return rows_of(request, today=self._today())

    def search(
        self, query: str, *, limit: int = 30, cursor: str | None = None, visible: Visible = None
    ) -> SearchPage:
        """Ranked episodes with quotes. Raises ``InvalidQuery``, ``InvalidInput`` and ``NotFound``,
        also for a show that the asker may not see."""
        reader, _ = self._fresh_reader()
        page_of = partial(search_page, reader=reader, store=self._store, today=self._today())
        return page_of(query, limit=limit, cursor=cursor, visible=visible)

    def why(self, phrase: str, episode: str, *, visible: Visible = None) -> str:
        """One sentence: why an episode (id, address or guid) is or isn't on a topic's page. Raises
        ``InvalidQuery`` and ``NotFound``, also for an episode that the asker may not see."""
        reader, _ = self._fresh_reader()
        request = TopicRequest(phrase=phrase, visible=visible)
        found = episode_called(episode, self._store, visible)
        return why(request, found, reader=reader, store=self._store, today=self._today())

    # -- browsing ------------------------------------------------------------------------------
    #
    # ``visible`` says what the asker may see: None is the owner, who sees all.

    def home(self, *, visible: Visible = None) -> HomePage:
        """What the library is about, what came last, which shows it has."""
        asked = self._asked(TopicRequest("", visible=visible))
        key = asked.generation, visible, asked.as_of
        return self._homes.get(key, lambda: home_page(asked))

    def podcasts(
        self,
        *,
        language: str | None = None,
        named: str | None = None,
        limit: int = 60,
        cursor: str | None = None,
        visible: Visible = None,
    ) -> PodcastList:
        """Shows by title: those that declare a language, whose title holds ``named``. Raises
        ``InvalidInput`` for a limit or a cursor that is none."""
        asked = self._asked(TopicRequest("", visible=visible))
        return podcast_list(asked, language=language, named=named, limit=limit, cursor=cursor)

    def podcast_page(
        self,
        podcast_id: int,
        *,
        limit: int = 30,
        cursor: str | None = None,
        visible: Visible = None,
    ) -> PodcastPage:
        """A show with its figures and episodes. Raises ``NotFound``, also where the asker may not
        see it, and ``InvalidInput``."""
        asked = self._asked(TopicRequest("", visible=visible))
        return podcast_page(asked, PodcastId(podcast_id), limit=limit, cursor=cursor)

    def episodes(
        self,
        *,
        podcast: int | None = None,
        language: str | None = None,
        limit: int = 30,
        cursor: str | None = None,
        visible: Visible = None,
    ) -> EpisodeList:
        """Stories by date, newest first. Raises ``NotFound`` and ``InvalidInput``."""
        asked = self._asked(TopicRequest("", visible=visible))
        show = None if podcast is None else PodcastId(podcast)
        return episode_list(asked, podcast=show, language=language, limit=limit, cursor=cursor)

    def episode_page(self, episode_id: int, *, visible: Visible = None) -> EpisodePage:
        """Any episode. Raises ``NotFound``, also where the asker may not see it."""
        return episode_page(self._asked(TopicRequest("", visible=visible)), EpisodeId(episode_id))

    def topic_feed(self, request: TopicRequest, *, whole: bool) -> TopicFeed:
        """The newest stories of a topic to be followed, nothing of private feeds among them.
        ``whole``: with all notes, not only those whose licence permits it. ``limit`` and
        ``cursor`` are not looked at. Raises ``InvalidQuery`` and ``InvalidInput``."""
        request = shareable(request)
        return topic_feed(self._asked(request), request, whole=whole)

    def topic_podcasts(self, request: TopicRequest) -> tuple[Podcast, ...]:
        """The shows of a topic whose feeds anybody may follow, those of most stories first.
        Raises ``InvalidQuery`` and ``InvalidInput``."""
        request = shareable(request)
        return topic_podcasts(self._asked(request), request)

    def suggest(
        self, text: str, *, limit: int = 8, visible: Visible = None
    ) -> tuple[Suggestion, ...]:
        """Topics and shows that somebody who typed this far may mean."""
        return suggest(self._asked(TopicRequest("", visible=visible)), text, limit=limit)

    def _asked(self, request: TopicRequest) -> Asked:
        """The library under the filters of a request."""
        reader, generation = self._fresh_reader()
        request = complete(request, self._today())
        base = self._facts.get(reader, request, generation)
        return Asked(reader, self._store, generation, base)

    def _fresh_reader(self) -> tuple[SearchReader, int]:
        """A reader that sees what the catalog's generation says, and that generation.

        Threads share a reader and none refreshes it: a page that is being made goes on with the
        one it began with, so that all its figures are of one generation.
        """
        with self._opening:
            generation = self._store.generation()
            if self._opened is None and not generation and not self._index.exists():
                self._indexing.rebuild()  # nothing was ever added: an index of nothing
            if self._opened is None and self._index_is_anothers():
                raise IndexDamaged("The index was made from another catalog than this.", INDEX)
            if self._opened is None or self._opened[1] != generation:
                self._opened = self._index.reader(), generation
            return self._opened


def has_library(folder: Path) -> bool:
    """Whether a library lives in this folder, if only the index of a lost catalog."""
    return (folder / CATALOG).exists() or (folder / INDEX).exists()


def restore_library(
    settings: Settings,
    file: Path,
    *,
    replace: bool = False,
    on_progress: OnProgress | None = None,
    now: Callable[[], datetime] = utc_now,
) -> BackupReport:
    """Bring a library back from a backup, also while others read and write it; ``replace`` where
    there is one. What was brought back.

    Raises ``BadBackup``, ``NewerLibrary``, ``InvalidInput``, ``Busy``, ``StoreError``.
    """
    folder = settings.data
    _make_folder(folder)
    with unpacked(file, folder, examine) as found:
        prepare(found, folder, examine, replace=replace)
        open_store(found.catalog).close()  # brought up to date before anything is touched
        with open_library(settings, now=now) as library:
            library._put_back(found, on_progress or silent)
        return found.report


def doctor(
    settings: Settings,
    *,
    network: bool = False,
    now: Callable[[], datetime] = utc_now,
    fetcher: Callable[[], Fetcher] | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with an installation and how to mend it, also where it can't be opened.
    ``network``: whether an answer comes from there is tried too. Changes nothing."""

    def door(store: Store | None) -> Fetcher:
        return fetcher() if fetcher else _open_fetcher(settings, store)

    seen = look(
        settings,
        now(),
        examine=examine,
        open_store=open_store,
        index=TantivyIndex(settings.data / INDEX, text_version=TEXT_VERSION),
        lock=partial(try_lock, settings.data / LOCK),
        fetcher=door if network else None,
    )
    return diagnose(seen)


def index_meanwhile(
    settings: Settings, over: Callable[[], bool], pause: Callable[[float], None]
) -> None:
    """The work of the process that indexes while another one adds."""
    with open_library(settings, workers=0) as library:
        while not over():
            library.index_pending(stop=over)
            pause(INDEXED_AGAIN_S)


def crawl_meanwhile(
    settings: Settings, over: Callable[[], bool], pause: Callable[[float], None]
) -> None:
    """The work of the process that crawls while another one serves."""

    def read_or_pause(seconds: float) -> None:
        if not library.read_ahead():
            pause(seconds)

    with open_library(settings) as library:
        library.crawl(stop=over, pause=read_or_pause)


@contextmanager
def crawling(settings: Settings) -> Iterator[None]:
    """Crawl and index beside the block, in processes of their own, started again should they
    end."""
    with kept_companion(partial(crawl_meanwhile, settings), "earmark-crawl"):
        yield


def open_library(
    settings: Settings,
    *,
    now: Callable[[], datetime] = utc_now,
    workers: int | None = None,
    fetcher: Callable[[], Fetcher] | None = None,
) -> Library:
    """Open the library in ``settings.data``, made if there is none. ``workers`` is stronger than
    the setting; 0 does all work in this process. ``fetcher`` opens another door to the network
    than the settings say.

    Raises ``StoreError`` (``NewerLibrary``, ``DiskFull``) where the folder can't be used.
    """
    folder = settings.data
    _make_folder(folder)
    caps = Caps(
        settings.max_feed_bytes,
        settings.max_items,
        settings.max_notes_bytes,
        settings.max_outlines,
    )
    index = TantivyIndex(folder / INDEX, text_version=TEXT_VERSION)
    store = open_store(folder / CATALOG)
    count = settings.workers if workers is None else workers
    keeping = Keeping(
        store,
        fetcher or partial(_open_fetcher, settings, store),
        caps=caps,
        workers=count,
        worker_memory=settings.max_worker_memory,
        connections=settings.connections,
        now=now,
        public_url=settings.public_url,
        podping=settings.podping,
    )
    return Library(
        store,
        index,
        lock=folder / LOCK,
        caps=caps,
        workers=count,
        now=now,
        keeping=keeping,
        meanwhile=partial(index_meanwhile, settings) if count > 1 else None,
        artwork=Artwork(
            store,
            (lambda: keeping.fetcher) if settings.artwork else None,
            folder,
            most_bytes=settings.artwork_cache,
            workers=count,
            now=now,
        ),
    )


def _open_fetcher(settings: Settings, store: Store | None) -> Fetcher:
    """The door to the network that the settings describe; libcurl is loaded by who needs it."""
    from earmark.net.http import HttpFetcher  # noqa: PLC0415
    from earmark.net.options import options_from  # noqa: PLC0415

    counts = store.polls.host_counts() if store is not None else {}
    options = options_from(
        version=__version__,
        contact=settings.contact,
        public_url=settings.public_url,
        feeds=sum(counts.values()),
        private_hosts=settings.private_hosts,
        odd_ports=settings.odd_ports,
        connections=settings.connections,
        host_rate=settings.host_rate,
        host_connections=settings.host_connections,
        feeds_of_host=lambda host: counts.get(host, 0),
    )
    return HttpFetcher(options)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder cannot be made: {error.strerror or error}.",
            str(folder),
            remedy="Name another folder with --data or EARMARK_DATA.",
        ) from error
