"""Dumps of Podcast Index, made in tests: the columns of the published schema that matter here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """A feed, with the names of the dump's columns."""

    url: str
    title: str = ""
    dead: int = 0
    newestItemPubdate: int | None = None  # noqa: N815 - the dump's own names
    language: str = "en"
    episodeCount: int = 10  # noqa: N815
    popularityScore: int | None = 0  # noqa: N815
    description: str = ""
    category1: str = ""
    category2: str = ""
    duplicateOf: int | None = None  # noqa: N815


def at(year: int, month: int = 1, day: int = 1) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


ROWS = [
    Row("https://a.example/fog", "Fog", language="en", category1="technology"),
    Row("https://a.example/dead", "Dead", dead=1),
    Row("https://a.example/horn", "Horn", language="EN_us", newestItemPubdate=at(2026)),
    Row("https://a.example/gull", "Gull", language="en-GB", episodeCount=3),
    Row("https://a.example/twin", "Twin", duplicateOf=1),
    Row("https://a.example/nebel", "Nebel", language="de"),
    Row("ftp://a.example/old", "Old", language="enx"),
    Row("", "Nowhere"),
]


def write_dump(path: Path, rows: Iterable[Row], *, without: tuple[str, ...] = ()) -> Path:
    names = [each.name for each in fields(Row) if each.name not in without]
    kept = [number for number, each in enumerate(fields(Row)) if each.name in names]
    with sqlite3.connect(path) as dump:
        dump.execute(f"CREATE TABLE podcasts (id INTEGER PRIMARY KEY, {', '.join(names)})")
        marks = ", ".join("?" * len(names))
        dump.executemany(
            f"INSERT INTO podcasts ({', '.join(names)}) VALUES ({marks})",
            ([astuple(row)[number] for number in kept] for row in rows),
        )
    dump.close()
    return path
