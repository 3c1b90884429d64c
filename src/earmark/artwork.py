"""The pictures of shows and episodes (H6): fetched when a browser asks for one, made ours, kept.
``Library.artwork`` has the verbs.

Only what the catalog names is ever fetched, and only for an address that we signed. A picture that
fails is remembered, and left alone for longer each time. Pages never wait for any of this.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from threading import Lock

from earmark.errors import EarmarkError, InvalidInput, NotAPicture, NotFound
from earmark.ingest.worker import Workers
from earmark.keys import host_of
from earmark.model import EpisodeId, Podcast, PodcastId, Visible
from earmark.net.few_at_once import FewAtOnce
from earmark.net.picture_cache import PictureCache
from earmark.net.picture_marks import PictureMarks
from earmark.pictures import SIZES, FoundPicture, PictureOf
from earmark.polls import FetchRequest
from earmark.ports import Fetcher, Store

KEY = "secrets/artwork.key"
PICTURES = "artwork"
AT_ONCE = 8
OF_A_HOST = 2
MOST_ASKED = 400
"""Pictures that wait or are fetched; who asks for more gets what is drawn."""
OLD_AFTER = timedelta(days=30)
"""Publishers change what lies at an address: then it is fetched again, and the old is shown."""
FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=7)
FAULTS_KEPT = 10_000

_LOG = logging.getLogger(__name__)

PAINTER_BYTES = 768 * 1024 * 1024
"""Address space of the process that decodes: 40 million pixels need 670 MB at most."""
PAINTER_S = 10
"""Of its processor's time, for one picture; 40 million pixels need one."""


class Artwork:
    """The pictures of one library. Threads may ask at the same time. Nothing is read or made in the
    data folder before somebody asks for a picture."""

    def __init__(
        self,
        store: Store,
        fetcher: Callable[[], Fetcher] | None,
        folder: Path,
        *,
        most_bytes: int,
        workers: int,
        now: Callable[[], datetime],
    ):
        """``fetcher`` opens the door to the network, once somebody needs it; None: there are no
        pictures here. ``workers`` 0: they are decoded in this process."""
        self._store = store
        self._open_fetcher = fetcher
        self._marks = PictureMarks(folder / KEY)
        self._cache = PictureCache(folder / PICTURES, most_bytes)
        self._painters = Workers(min(workers, 1), memory_bytes=PAINTER_BYTES, task_s=PAINTER_S)
        self._now = now
        self._faults: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()
        self._drawing = Lock()
        self._line = FewAtOnce(
            self._fetch, host_of, threads=AT_ONCE, of_a_host=OF_A_HOST, most=MOST_ASKED
        )

    def close(self) -> None:
        """The fetcher is closed before, or this waits for what it fetches."""
        self._line.close()
        self._painters.close()

    def mark(self, of: PictureOf, url: str) -> str | None:
        """What the address of a picture carries, by which ``find`` knows that we wrote it; None
        where there are no pictures. ``url`` is where the publisher has it."""
        if self._open_fetcher is None:
            return None
        try:
            return self._marks.mark(of, url)
        except OSError:
            _LOG.warning("no key for pictures can be read or made in the data folder")
            return None

    def find(self, of: PictureOf, mark: str, size: int, *, visible: Visible) -> FoundPicture:
        """What there is of a picture, in one of ``SIZES``; what isn't there is fetched meanwhile,
        which this doesn't wait for. Raises ``NotFound`` for a mark that isn't ours, and for what
        the asker may not see."""
        if self._open_fetcher is None or not self._is_ours(of, mark):
            raise NotFound("There is no such picture.", str(of.id))
        show, url = self._named(of, visible)
        if url is None:
            return FoundPicture(show, current=False)
        current, name = self._marks.is_of(mark, url), self._marks.file_name(url)
        now = self._now()
        picture = self._cache.get(name, size, now=now)
        if picture is not None and now - picture.at < OLD_AFTER:
            return FoundPicture(show, picture, current)
        wait = self._wait_left(name, now)
        coming = None if wait else self._line.ask(name, url)
        return FoundPicture(show, picture, current, coming, ceil(wait.total_seconds()))

    def _is_ours(self, of: PictureOf, mark: str) -> bool:
        try:
            return self._marks.is_ours(of, mark)
        except OSError:
            return False

    def _named(self, of: PictureOf, visible: Visible) -> tuple[Podcast, str | None]:
        """The show, and where its picture or its episode's is."""
        own, show_id = None, PodcastId(of.id)
        if of.kind == "episode":
            episode = self._store.episode(EpisodeId(of.id))
            if episode is None:
                raise NotFound("There is no such picture.", str(of.id))
            own, show_id = episode.image_url, episode.podcast_id
        show = self._store.podcast(show_id)
        if show is None or not (visible is None or show.visibility in visible):
            raise NotFound("There is no such picture.", str(of.id))
        return show, own or show.image_url

    # -- on the threads of the line --------------------------------------------------------------

    def _fetch(self, name: str, url: str) -> None:
        """Fetch, make ours and keep one picture; what goes wrong is remembered, not raised."""
        try:
            code = self._fetched(name, url)
        except InvalidInput as error:  # a setting is missing without which nothing is fetched
            _LOG.warning("no pictures: %s", error)
            code = error.code
        except (EarmarkError, OSError) as error:
            code = error.code if isinstance(error, EarmarkError) else "not-kept"
        except Exception:
            _LOG.exception("a picture could not be made")
            code = "unforeseen"
        if code != "stopped":
            self._remember(name, url, code)

    def _fetched(self, name: str, url: str) -> str:
        """The code of what was wrong, "" for nothing."""
        if self._is_kept(name):  # it came while somebody asked
            return ""
        assert self._open_fetcher is not None  # noqa: S101 - else nothing is asked for
        answer = self._open_fetcher().fetch(FetchRequest(url, "image"))
        if answer.failure is not None:
            return answer.failure.code
        if answer.status != 200:
            return f"status-{answer.status}"
        with self._drawing:  # one is made at a time: it takes a processor
            pictures = _drawn(self._painters, answer.body)
        self._cache.put(name, pictures, now=self._now())
        return ""

    def _is_kept(self, name: str) -> bool:
        now = self._now()
        kept = (self._cache.get(name, size, now=now) for size in SIZES)
        return all(picture is not None and now - picture.at < OLD_AFTER for picture in kept)

    def _remember(self, name: str, url: str, code: str) -> None:
        with self._lock:
            times, _ = self._faults.pop(name, (0, None))
            if not code:
                return
            wait = min(FIRST_WAIT * 4 ** min(times, 10), LONGEST_WAIT)
            self._faults[name] = times + 1, self._now() + wait
            while len(self._faults) > FAULTS_KEPT:
                self._faults.popitem(last=False)
        _LOG.info(
            "no picture",
            extra={"host": host_of(url), "code": code, "again_s": int(wait.total_seconds())},
        )

    def _wait_left(self, name: str, now: datetime) -> timedelta:
        with self._lock:
            _, until = self._faults.get(name, (0, now))
        return max(until - now, timedelta(0))


def _drawn(painters: Workers, content: bytes) -> tuple[bytes, ...]:
    """A picture made ours in a process with limits. Raises ``EarmarkError``."""
    from earmark.net.pictures import draw  # noqa: PLC0415 - loads every decoder

    outcome = painters.submit(draw, content).outcome()
    if outcome.value is None:
        raise outcome.error or NotAPicture("Nothing came of it.")
    return outcome.value
