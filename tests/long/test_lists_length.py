"""Lists and dumps of any length are recorded in flat memory, and again in less time."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.podcast_index import Row, at, write_dump

pytestmark = pytest.mark.long

OUTLINES = 1_000_000
ROWS = 200_000
DESCRIPTION = "What the show is about, in some words. " * 20
MOST_MEGABYTES = 40
"""That recording may take more than starting does, the catalog's page cache among it."""

RUN = """
import resource, sys
from typer.testing import CliRunner
from earmark.cli import app
import earmark.library

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

def run(*arguments):
    result = CliRunner().invoke(app, ["add", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return result.output

data = ["--data", sys.argv[1]]
run(sys.argv[2], *data)
before = peak()
print(run(*sys.argv[3:], *data).strip())
print(peak() - before)
"""


@pytest.fixture
def recorded(tmp_path: Path) -> Callable[..., tuple[dict[str, object], int, float]]:
    """Adds with these arguments; the report, megabytes more than one feed takes, and seconds of
    processor, start and index among them."""
    first = tmp_path / "first.opml"
    first.write_text('<opml><body><outline xmlUrl="https://first.example/"/></body></opml>')

    def add(*arguments: object) -> tuple[dict[str, object], int, float]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-c", RUN, tmp_path / "data", first, *map(str, arguments)],
            capture_output=True,
            timeout=900,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        report, grown = done.stdout.splitlines()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        return json.loads(report), int(grown), cpu

    return add


def told(what: str, count: int, seconds: float, grown: int) -> None:
    print(f"\n{what}: {count / seconds:,.0f} per CPU second, +{grown} MB")  # noqa: T201


def write_list(path: Path) -> Path:
    with path.open("w") as file:
        file.write("<opml version='2.0'><head/><body><outline text='All'>\n")
        for number in range(OUTLINES):
            file.write(
                f'<outline type="rss" text="The show of number {number:07}" '
                f'xmlUrl="https://feeds.example/shows/{number:07}.xml"/>\n'
            )
        file.write("</outline></body></opml>\n")
    return path


def test_a_list_of_a_million_feeds(
    tmp_path: Path, recorded: Callable[..., tuple[dict[str, object], int, float]]
) -> None:
    path = write_list(tmp_path / "list.opml")
    assert path.stat().st_size > 100_000_000
    report, grown, seconds = recorded(path)
    assert (report["feeds"], report["named"]) == (10_000, OUTLINES)
    told("counted", OUTLINES, seconds, grown)
    assert grown < MOST_MEGABYTES
    report, grown, seconds = recorded(path, "--limit", OUTLINES)
    assert report["feeds"] == OUTLINES - 10_000
    told("recorded", OUTLINES, seconds, grown)
    assert grown < MOST_MEGABYTES
    report, grown, seconds = recorded(path, "--limit", OUTLINES)
    assert report["feeds"] == 0
    told("known already", OUTLINES, seconds, grown)
    assert grown < MOST_MEGABYTES


def row(number: int) -> Row:
    return Row(
        f"https://host{number % 999}.example/{number}/feed.xml",
        f"Show {number}",
        newestItemPubdate=at(2020 + number % 7),
        language=("en", "de", "en-us", "fr")[number % 4],
        popularityScore=number % 30,
        description=DESCRIPTION,
        category1=("technology", "comedy")[number % 2],
    )


def test_a_dump_of_200_000_feeds(
    tmp_path: Path, recorded: Callable[..., tuple[dict[str, object], int, float]]
) -> None:
    path = write_dump(tmp_path / "podcastindex_feeds.db", map(row, range(ROWS)))
    report, grown, seconds = recorded(
        path, "--language", "en", "--active-since", "2026", "--limit", 5_000
    )
    assert report["feeds"] == report["named"] == 5_000
    told("filtered", ROWS, seconds, grown)
    assert grown < MOST_MEGABYTES
    report, grown, seconds = recorded(path)
    assert (report["feeds"], report["named"]) == (ROWS - 5_000, ROWS)
    told("recorded", ROWS, seconds, grown)
    assert grown < MOST_MEGABYTES
    report, grown, seconds = recorded(path)
    assert report["feeds"] == 0
    told("known already", ROWS, seconds, grown)
    assert grown < MOST_MEGABYTES
