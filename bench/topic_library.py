"""Generated libraries as a tantivy index and as an SQLite FTS5 database, kept between runs.

A library lies in ``.bench-cache/`` under its size, seed, schema and a hash of the generator.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import bench.generate
from bench.generate import generate_docs
from earmark.model import StoryDoc
from earmark.search.columns import period_of, seq_of
from earmark.search.schema import SCHEMA_VERSION
from earmark.search.tantivy_index import TantivyIndex

CACHE = Path(".bench-cache")
SEED = 11
TEXT_VERSION = 1
_BATCH = 2_000

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -400000;
CREATE TABLE story (
  id INTEGER PRIMARY KEY, podcast INTEGER, ts INTEGER, seq INTEGER, duration INTEGER,
  members INTEGER, has_transcript INTEGER, language TEXT, year INTEGER);
CREATE TABLE person (story INTEGER, role TEXT, name TEXT);
CREATE VIRTUAL TABLE words USING fts5 (text, subject, discussed, aside, content='');
"""


@dataclass(frozen=True)
class Build:
    """What building the tantivy index took."""

    stories: int
    cpu_s: float
    index_bytes: int
    text_bytes: int


@dataclass(frozen=True)
class Library:
    """A generated library on disk."""

    index: Path
    database: Path
    build: Build


def library(stories: int) -> Library:
    """The library of this size, built if it isn't there."""
    code = zlib.crc32(Path(bench.generate.__file__).read_bytes())
    folder = CACHE / f"topic-{stories}-{SEED}-{SCHEMA_VERSION}-{code:08x}"
    facts = folder / "build.json"
    if not facts.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        build = _build_index(folder / "index", stories)
        _build_database(folder / "words.db", stories)
        facts.write_text(json.dumps(asdict(build)))
    return Library(folder / "index", folder / "words.db", Build(**json.loads(facts.read_text())))


def open_index(folder: Path) -> TantivyIndex:
    """The built index."""
    return TantivyIndex(folder, text_version=TEXT_VERSION)


def _batches(stories: int) -> Iterator[list[StoryDoc]]:
    docs = generate_docs(stories, SEED)
    while batch := list(islice(docs, _BATCH)):
        yield batch


def _build_index(folder: Path, stories: int) -> Build:
    """Build with a rebuild's writer; the CPU of generating (this thread's) is left out."""
    index = open_index(folder)
    start, generating, text = time.process_time(), 0.0, 0
    writer = index.rebuild()
    before = time.thread_time()
    for batch in _batches(stories):
        generating += time.thread_time() - before
        writer.upsert(batch)
        text += sum(len(doc.fields.text) + len(doc.fields.aside) for doc in batch)
        before = time.thread_time()
    writer.commit()
    writer.close()
    index.swap()
    spent = time.process_time() - start - generating
    return Build(stories, spent, index.reader().info().bytes, text)


def _build_database(path: Path, stories: int) -> None:
    database = sqlite3.connect(path)
    database.executescript(_TABLES)
    for batch in _batches(stories):
        database.executemany("INSERT INTO story VALUES (?,?,?,?,?,?,?,?,?)", map(_story_row, batch))
        database.executemany(
            "INSERT INTO person VALUES (?,?,?)",
            [(doc.id, role, name) for doc in batch for role, name in doc.people],
        )
        database.executemany(
            "INSERT INTO words (rowid, text, subject, discussed, aside) VALUES (?,?,?,?,?)",
            map(_words_row, batch),
        )
    database.executescript(
        "CREATE INDEX person_story ON person (story);"
        "INSERT INTO words (words) VALUES ('optimize');"
        "ANALYZE story; ANALYZE person;"
    )
    database.commit()
    database.close()


def _story_row(doc: StoryDoc) -> tuple[object, ...]:
    published_s = doc.published_s
    return (
        doc.id,
        doc.podcast,
        published_s,
        seq_of(doc),
        doc.duration_ms,
        doc.members,
        int(doc.has_transcript),
        doc.language,
        None if published_s is None else period_of(published_s, "year"),
    )


def _words_row(doc: StoryDoc) -> tuple[object, ...]:
    fields = doc.fields
    return (doc.id, fields.text, fields.subject, fields.discussed, fields.aside)
