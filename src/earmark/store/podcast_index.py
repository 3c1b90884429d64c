"""The Podcast Index database dump (public.podcastindex.org/podcastindex_feeds.db.tgz): one SQLite
table ``podcasts``, a row a feed, read as a stream and never written to.

Which columns there are has changed over the years: only ``url`` must be there, and those that a
filter looks at. Feeds that the index calls dead or another one's duplicate are passed over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from earmark.errors import InvalidInput, SourceError
from earmark.model import FeedFilter

_PULSE = 100_000
"""Steps of SQLite after which Ctrl-C is heard."""
_CACHE_KIB = 8 * 1024
_CATEGORIES = tuple(f"category{number}" for number in range(1, 11))
_REMEDY = "Download it again (podcastindex.org, data dump) and unpack it."

Condition = tuple[str, tuple[object, ...]]
"""SQL of a ``WHERE``, and its values."""


def open_dump(path: str) -> PodcastIndexDump:
    """Raises ``SourceError`` for a database that is none of Podcast Index, or damaged."""
    address = Path(path).resolve().as_uri()
    with _in_our_words(path):
        # Immutable: nothing is written beside it either, no log, no lock.
        connection = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)
        try:
            return PodcastIndexDump(connection, path)
        except BaseException:
            connection.close()
            raise


class PodcastIndexDump:
    """``ports.FeedDump``."""

    def __init__(self, connection: sqlite3.Connection, path: str):
        self._connection = connection
        self._path = path
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.set_progress_handler(lambda: 0, _PULSE)
        connection.execute("PRAGMA trusted_schema = OFF")  # a foreign file
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._columns = _columns(connection, path)

    def count(self, wanted: FeedFilter) -> int:
        where, values = self._where(wanted)
        query = f"SELECT count(*) FROM podcasts WHERE {where}"  # noqa: S608 - of our own words
        with _in_our_words(self._path):
            count = int(self._connection.execute(query, values).fetchone()[0])
        return count if wanted.limit is None else min(count, wanted.limit)

    def feeds(self, wanted: FeedFilter) -> Iterator[tuple[str, str]]:
        title = "title" if "title" in self._columns else "''"
        with _in_our_words(self._path):
            for where, values, most in self._parts(wanted):
                rows = self._connection.execute(
                    f"SELECT url, {title} FROM podcasts WHERE {where} LIMIT ?",  # noqa: S608
                    (*values, most),
                )
                for url, name in rows:
                    yield str(url or ""), str(name or "")

    def close(self) -> None:
        self._connection.close()

    # -- filters ---------------------------------------------------------------------------------

    def _parts(self, wanted: FeedFilter) -> Iterator[tuple[str, tuple[object, ...], int]]:
        """Conditions and limits that together give the wanted rows, each in the file's order.

        Under a limit the most popular come: those over a score, then as many of that score as
        fit. To find the score takes a look at each row, but no memory.
        """
        where, values = self._where(wanted)
        if wanted.limit is None or "popularityScore" not in self._columns:
            yield where, values, -1 if wanted.limit is None else wanted.limit
            return
        score, left = "coalesce(popularityScore, 0)", wanted.limit
        scores = self._connection.execute(
            f"SELECT {score}, count(*) FROM podcasts WHERE {where} GROUP BY 1 ORDER BY 1 DESC",  # noqa: S608
            values,
        )
        for last, count in scores:
            if count >= left:
                yield f"{where} AND {score} > ?", (*values, last), -1
                yield f"{where} AND {score} = ?", (*values, last), left
                return
            left -= count
        yield where, values, -1

    def _where(self, wanted: FeedFilter) -> Condition:
        parts = [*self._alive(), *self._languages(wanted), *self._categories(wanted)]
        if wanted.active_since is not None:
            self._need("newestItemPubdate", "--active-since")
            since = datetime.combine(wanted.active_since, time(), UTC).timestamp()
            parts.append(("newestItemPubdate >= ?", (int(since),)))
        if wanted.min_episodes:
            self._need("episodeCount", "--min-episodes")
            parts.append(("episodeCount >= ?", (wanted.min_episodes,)))
        return " AND ".join(sql for sql, _ in parts), tuple(v for _, vs in parts for v in vs)

    def _alive(self) -> Iterator[Condition]:
        yield "url <> ''", ()
        for column in ("dead", "duplicateOf"):
            if column in self._columns:
                yield f"coalesce({column}, 0) IN (0, '', '0')", ()

    def _languages(self, wanted: FeedFilter) -> Iterator[Condition]:
        """``en`` means ``en-GB`` and ``en_us`` too."""
        if not wanted.languages:
            return
        self._need("language", "--language")
        said = "lower(replace(trim(language), '_', '-')) || '-'"
        wants = tuple(f"{each.strip().lower().replace('_', '-')}-" for each in wanted.languages)
        parts = [f"substr({said}, 1, {len(each)}) = ?" for each in wants]
        yield f"({' OR '.join(parts)})", wants

    def _categories(self, wanted: FeedFilter) -> Iterator[Condition]:
        """The index has "Society & Culture" as two words in two columns."""
        if not wanted.categories:
            return
        columns = [each for each in _CATEGORIES if each in self._columns]
        self._need(_CATEGORIES[0], "--category")
        one = f"? IN ({', '.join(f'lower({column})' for column in columns)})"
        wants = [each.lower().replace("&", " ").split() for each in wanted.categories]
        if not all(wants):
            raise InvalidInput("A category has a name.", "--category")
        parts = [" AND ".join([one] * len(words)) for words in wants]
        yield f"({' OR '.join(parts)})", tuple(word for words in wants for word in words)

    def _need(self, column: str, option: str) -> None:
        if column not in self._columns:
            raise InvalidInput(
                f"This dump has no column `{column}`, which {option} looks at.",
                self._path,
                remedy=f"Leave {option} out, or download a newer dump.",
            )


def _columns(connection: sqlite3.Connection, path: str) -> frozenset[str]:
    """The columns of its table. A view of that name could be anything, and isn't read."""
    kind = connection.execute("SELECT type FROM sqlite_master WHERE name = 'podcasts'").fetchone()
    columns = frozenset(row[1] for row in connection.execute("PRAGMA table_info(podcasts)"))
    if kind != ("table",) or "url" not in columns:
        raise SourceError(
            "This database is no Podcast Index dump: it has no table `podcasts` with a `url`.",
            path,
            remedy="Give podcastindex_feeds.db, as it comes out of its .tgz.",
        )
    return columns


@contextmanager
def _in_our_words(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise KeyboardInterrupt from error  # raised between two steps of SQLite
        raise SourceError(f"The dump cannot be read: {error}.", path, remedy=_REMEDY) from error
