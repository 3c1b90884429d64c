"""A generated library whole, catalog and index, and the same episodes as Datasette would have
them; both kept between runs in ``.bench-cache/`` under their size and a hash of the generator."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import bench.generate
from bench.generate import generate_feeds
from earmark.ingest.progress import Progress
from earmark.library import open_library
from earmark.search.schema import SCHEMA_VERSION
from earmark.settings import Settings
from earmark.store.codec import unpack_text

CACHE = Path(".bench-cache")
SEED = 11
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE episodes (
  id INTEGER PRIMARY KEY, podcast TEXT, title TEXT, published TEXT, year INTEGER,
  language TEXT, duration_ms INTEGER, notes TEXT);
CREATE VIRTUAL TABLE episodes_fts USING fts5 (title, notes, content='episodes', content_rowid='id');
"""
_FINISH = """
INSERT INTO episodes_fts (episodes_fts) VALUES ('rebuild');
INSERT INTO episodes_fts (episodes_fts) VALUES ('optimize');
CREATE INDEX episodes_podcast ON episodes (podcast);
CREATE INDEX episodes_year ON episodes (year);
CREATE INDEX episodes_language ON episodes (language);
CREATE INDEX episodes_published ON episodes (published);
ANALYZE;
"""
_ROWS = """
SELECT episodes.id, podcasts.title, episodes.title, episodes.published_at,
  coalesce(episodes.language, podcasts.language), episodes.duration_ms, notes.notes_z
FROM episodes JOIN podcasts ON podcasts.id = episodes.podcast_id
LEFT JOIN notes ON notes.episode_id = episodes.id
"""


def settings_of(episodes: int) -> Settings:
    """The library of this size, added and read ahead if it isn't yet; an interrupted run goes
    on."""
    folder = _folder(episodes)
    settings = Settings(data=folder / "data")
    if not (folder / "added").exists():
        feeds = folder / "feeds"
        shutil.rmtree(feeds, ignore_errors=True)
        _say(f"generating feeds of {episodes:,} episodes")
        generate_feeds(episodes, SEED, feeds)
        with open_library(settings) as library:
            for number, _ in enumerate(library.add([str(feeds)], on_progress=_progress), 1):
                if number % 2_000 == 0:
                    _say(f"{number:,} shows added")
        shutil.rmtree(feeds)
        (folder / "added").touch()
    _read_ahead(settings)
    return settings


def _read_ahead(settings: Settings) -> None:
    """What a server does when it has nothing else to do."""
    began, stories = time.process_time(), 0
    with open_library(settings, workers=0) as library:
        while read := library.read_ahead():
            stories += read
            if not stories % 50_000:
                _say(f"{stories:,} stories read ahead")
    if stories:
        spent = (time.process_time() - began) / stories * 1e6
        _say(f"{stories:,} stories read ahead, {spent:.0f} us of processor time each")


def datasette_database(episodes: int) -> Path:
    """The same episodes in one table with full-text search, facets indexed."""
    path = _folder(episodes) / "episodes.db"
    if not path.exists():
        _say("making the same episodes as a database for Datasette")
        catalog = settings_of(episodes).data / "catalog.db"
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        database = sqlite3.connect(unfinished)
        database.executescript(_TABLES)
        database.executemany("INSERT INTO episodes VALUES (?,?,?,?,?,?,?,?)", _rows(catalog))
        database.executescript(_FINISH)
        database.commit()
        database.close()
        unfinished.rename(path)
    return path


def _folder(episodes: int) -> Path:
    code = zlib.crc32(Path(bench.generate.__file__).read_bytes())
    return CACHE.absolute() / f"web-{episodes}-{SEED}-{SCHEMA_VERSION}-{code:08x}"


def _rows(catalog: Path) -> Iterator[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)
    for id_, podcast, title, published_us, language, duration, notes_z in connection.execute(_ROWS):
        day = time.gmtime(published_us // 1_000_000)
        published = time.strftime("%Y-%m-%d", day)
        notes = unpack_text(notes_z)
        yield id_, podcast, title, published, day.tm_year, language, duration, notes
    connection.close()


def _progress(progress: Progress) -> None:
    _say(f"{progress.stage}: {progress.done:,} of {progress.total:,}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
