"""Attacks at full size under a memory limit, and 10,000 mutations of 20 feeds. Seeded."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from earmark.errors import ParseError
from earmark.parse.feed import parse_feed

pytestmark = pytest.mark.long

UNIT = Path(__file__).parents[1] / "unit" / "parse"
SIZE = 8_000_000
MEMORY = 1_000_000_000
SECONDS = 1.5
"""Of processor time; none takes a whole one on a machine of 2026."""

ATTACK = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
sys.path.insert(0, {unit!r})
from attacks import ATTACKS
from earmark.errors import ParseError
from earmark.parse.feed import parse_feed
data = ATTACKS[{name!r}]({size})
start = time.process_time()
try:
    feed = parse_feed(data)
except ParseError:
    pass
else:
    assert "root:" not in repr(feed.title), "leaked"
spent = time.process_time() - start
assert spent < {seconds}, spent
"""

NAMES = (
    "billion laughs", "quadratic entity", "external entity", "external DTD", "parameter entity",
    "xinclude", "many attributes", "many namespaces", "deep", "deep and unclosed",
    "less-than signs", "ampersands", "brackets", "cdata openings", "comment openings",
    "item openings", "empty items", "short items", "dated items", "tags of an item",
    "tags of a channel", "categories", "persons", "markup in a note", "spaces in a tag",
    "a long name", "doctype openings", "digits",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_of_8_mb_costs_little_time_and_memory(name: str) -> None:
    code = ATTACK.format(memory=MEMORY, unit=str(UNIT), name=name, size=SIZE, seconds=SECONDS)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]


def test_10_000_mutations_of_20_feeds_raise_nothing_of_others() -> None:
    feeds = [path.read_bytes() for path in sorted((UNIT / "golden").glob("*.xml"))[:20]]
    assert len(feeds) == 20
    choice = random.Random(20)
    scraps = [b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"</item>", b"<item>", b"\0", b'"']
    for number in range(10_000):
        data = feeds[number % 20]
        for _ in range(choice.randint(1, 6)):
            at = choice.randrange(len(data) + 1)
            put = choice.choice(scraps) if choice.random() < 0.6 else choice.randbytes(3)
            data = data[:at] + put + data[at + choice.choice((0, 0, 1, 5, 40)) :]
        try:
            feed = parse_feed(data)
        except ParseError:
            continue
        assert len(feed.episodes) == len(feed.item_hashes)
