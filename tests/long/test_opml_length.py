"""A list of a million feeds, 105 MB, is streamed: beyond its bytes it takes next to no memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

OUTLINES = 1_000_000
MOST_MEGABYTES = 20

READ = """
import pathlib, resource
from earmark.parse.opml import parse_opml

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

data = pathlib.Path({path!r}).read_bytes()
before = peak()
listed = parse_opml(data, max_bytes=200_000_000)
assert len(listed.outlines) == 10_000, len(listed.outlines)
assert [problem.code for problem in listed.problems] == ["outlines-cut"]
print(len(data), peak() - before)
"""


def test_a_list_of_a_million_feeds_takes_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    with path.open("w") as file:
        file.write("<opml version='2.0'><head/><body><outline text='All'>\n")
        for number in range(OUTLINES):
            file.write(
                f'<outline type="rss" text="The show of number {number:07}" '
                f'xmlUrl="https://feeds.example/shows/{number:07}.xml"/>\n'
            )
        file.write("</outline></body></opml>\n")
    code = READ.format(path=str(path))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=300, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    size, grown = map(int, done.stdout.split())
    assert size > 100_000_000
    assert grown < MOST_MEGABYTES, f"{grown} MB more than the list itself"
