"""CSV: readable by any reader of RFC 4180, run by no spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.topic_pages import ROW

from earmark.formats.csv import COLUMNS, topic_csv
from earmark.model import TopicRow


def read_back(*rows: TopicRow) -> list[dict[str, str]]:
    text = "".join(topic_csv(rows))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_header_and_row():
    assert "".join(topic_csv([ROW])) == (
        "story_id,podcast_id,podcast,episode_id,title,published_at,duration_ms,language,grade,"
        "listed_episodes,has_transcript,link,enclosure_url\r\n"
        "41,7,Ordinary Machines,41,What an mfu figure hides,2026-03-10T06:00:00Z,3905000,en,"
        "subject,2,true,,https://cdn.example/41.mp3\r\n"
    )


def test_without_rows_there_is_a_header():
    assert list(topic_csv([])) == [",".join(COLUMNS) + "\r\n"]


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('Soup, "hot"', 'Soup, "hot"'),
        ("two\nlines", "two\nlines"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("'quoted'", "'quoted'"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_cells(title, cell):
    assert read_back(replace(ROW, title=title))[0]["title"] == cell


def test_rows_are_read_as_lines_are_taken():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield ROW

    lines = topic_csv(rows())
    next(lines)
    assert taken == [0]


@settings(max_examples=60, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_title_reads_back(title):
    cell = read_back(replace(ROW, title=title))[0]["title"]
    assert cell in (title, "'" + title)
    assert not cell.startswith(("=", "+", "-", "@"))
