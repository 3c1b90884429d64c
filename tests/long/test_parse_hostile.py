"""Attacks at full size under a memory limit, and 10,000 mutations of 20 feeds. Seeded."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.memory import grown
from tests.world.process import real_feeds

from earmark.errors import ParseError
from earmark.parse.feed import parse_feed

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "tests/unit/parse"
SIZE = 8_000_000
SECONDS = 1.0
"""Of processor time."""
TIMES = 6.0
"""Its own size in memory, beside the document: five, and what malloc doesn't give back between
two steps. A document of a few bytes may take as much as one of a megabyte."""
MUTATIONS = 10_000

ATTACK = """
import sys, time
sys.path[:0] = {paths!r}
from attacks import ATTACKS
from earmark.errors import ParseError
from earmark.parse.feed import parse_feed
from tests.memory import grown
data = ATTACKS[{name!r}]({size})
start = time.process_time()
with grown() as memory:
    try:
        feed = parse_feed(data)
    except ParseError:
        pass
    else:
        assert "root:" not in repr(feed.title), "leaked"
spent = time.process_time() - start
assert spent < {seconds}, f"{{spent:.2f}} s"
allowed = {times} * max(len(data), 1_000_000)
assert memory.bytes < allowed, f"{{memory.bytes / len(data):.1f}} times its size"
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
    paths = [str(UNIT), str(ROOT)]
    code = ATTACK.format(paths=paths, name=name, size=SIZE, seconds=SECONDS, times=TIMES)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]


def mutated(data: bytes, choice: random.Random) -> bytes:
    """Bytes put in and taken out, a few times."""
    scraps = (b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"</item>", b"<item>", b"\0", b'"')
    for _ in range(choice.randint(1, 6)):
        at = choice.randrange(len(data) + 1)
        put = choice.choice(scraps) if choice.random() < 0.6 else choice.randbytes(3)
        data = data[:at] + put + data[at + choice.choice((0, 0, 1, 5, 40)) :]
    return data


def check_mutations(feeds: list[bytes]) -> None:
    """None raises what isn't ours, none takes a second, and all together no more memory than the
    largest is allowed."""
    assert len(feeds) == 20
    choice = random.Random(20)
    with grown() as memory:
        for number in range(MUTATIONS):
            data = mutated(feeds[number % 20], choice)
            start = time.process_time()
            try:
                feed = parse_feed(data)
            except ParseError:
                continue
            assert time.process_time() - start < SECONDS
            assert len(feed.episodes) == len(feed.item_hashes)
    assert memory.bytes < TIMES * max(4_000_000, *map(len, feeds))


def test_10_000_mutations_of_20_feeds_raise_nothing_of_others() -> None:
    check_mutations([path.read_bytes() for path in sorted((UNIT / "golden").glob("*.xml"))[:20]])


def test_10_000_mutations_of_20_real_feeds_raise_nothing_of_others() -> None:
    folder = real_feeds()
    if folder is None:
        pytest.skip("there is no folder of real feeds (EARMARK_SHARED)")
    small = [path for path in sorted(folder.glob("*.xml")) if path.stat().st_size < 100_000]
    check_mutations([path.read_bytes() for path in small[:: len(small) // 20][:20]])
