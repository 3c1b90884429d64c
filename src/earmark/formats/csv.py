"""A topic's stories as CSV (RFC 4180): one row a story, so that every figure can be checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime

from earmark.formats.json import instant
from earmark.model import TopicRow

COLUMNS = tuple(column.name for column in fields(TopicRow))
"""The header: the names of ``TopicRow``."""

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet run a cell. The wide forms count as the narrow ones in Japanese and
Chinese editions (OWASP, "CSV Injection")."""


def topic_csv(rows: Iterable[TopicRow]) -> Iterator[str]:
    """Lines that end in CR LF, the header first; rows are read as the lines are taken.

    Datetimes are ISO 8601 UTC, durations milliseconds, what isn't known is empty. Published text
    that a spreadsheet would run is led by an apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        yield _taken(buffer)
        writer.writerow([_cell(getattr(row, name)) for name in COLUMNS])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return instant(value) or ""
        case str():
            return f"'{value}" if value.startswith(FORMULA_STARTS) else value
        case _:
            return str(value)
