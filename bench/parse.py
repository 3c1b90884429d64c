"""Parsing against its peers, in one run: ``python -m bench.parse``.

Every round reads every feed once with each parser, in turn, so that a noisy neighbour burdens all
alike; a figure is the median of the rounds, in processor time. The feeds are the shared ones
(``EARMARK_SHARED``, or ``shared`` beside the repository), else generated.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import fastfeedparser
import feedparser
from lxml import etree

from earmark.parse.feed import parse_feed

ROUNDS = 5
FEEDPARSER_SHARE = 12
"""feedparser is so slow that it reads only every 12th feed; it is compared in MB/s."""

BARS = (
    ("whole feed, times feedparser", "earmark", "feedparser", 25.0),
    ("whole feed, share of libxml2's bare tree", "earmark", "libxml2 tree", 0.40),
    ("delta, no new item, times fastfeedparser", "delta 0", "fastfeedparser", 1.5),
    ("delta, one new item, times fastfeedparser", "delta 1", "fastfeedparser", 1.5),
)

Parser = Callable[[bytes, int], object]


def feeds() -> list[bytes]:
    """The podcast feeds of the shared data, else 60 generated ones."""
    beside = Path(__file__).parents[2] / "shared"
    folder = Path(os.environ.get("EARMARK_SHARED", beside)) / "data/feeds/podcast"
    found = [path.read_bytes() for path in sorted(folder.glob("*.*"))] if folder.is_dir() else []
    return found or [generated(number) for number in range(60)]


def generated(number: int) -> bytes:
    """A feed of 100 episodes with the usual tags."""
    item = (
        "<item><title>Part {n} of {show}</title><guid isPermaLink='false'>{show}-{n}</guid>"
        "<link>https://show{show}.example/{n}</link>"
        "<pubDate>Tue, 05 Mar 2024 06:{m:02}:00 +0000</pubDate>"
        "<itunes:duration>00:{m:02}:10</itunes:duration><itunes:episode>{n}</itunes:episode>"
        "<description><![CDATA[{notes}]]></description>"
        "<enclosure url='https://cdn.example/{show}/{n}.mp3' type='audio/mpeg' length='9000'/>"
        "</item>\n"
    )
    notes = "<p>What was said about ropes, horns and the sea.</p>\n" * 30
    items = "".join(item.format(n=n, m=n % 60, show=number, notes=notes) for n in range(100))
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
        f"<title>Show {number}</title>"
    )
    return f"{head}{items}</channel></rss>".encode()


def parsers(documents: Sequence[bytes]) -> dict[str, Parser]:
    """Each takes a document and its number."""
    hashes = [parse_feed(data).item_hashes for data in documents]
    all_known = [frozenset(each) for each in hashes]
    all_but_one = [frozenset(each[1:]) for each in hashes]
    return {
        "earmark": lambda data, _: parse_feed(data),
        "delta 0": lambda data, at: parse_feed(data, known=all_known[at]),
        "delta 1": lambda data, at: parse_feed(data, known=all_but_one[at]),
        "libxml2 tree": lambda data, _: etree.fromstring(data, etree.XMLParser(recover=True)),
        "fastfeedparser": lambda data, _: _quietly(fastfeedparser.parse, data),
        "feedparser": lambda data, _: feedparser.parse(data),
    }


def _quietly(parse: Callable[[bytes], object], data: bytes) -> object:
    """fastfeedparser refuses a few documents; the time that it took counts."""
    try:
        return parse(data)
    except ValueError:
        return None


def measure(documents: Sequence[bytes]) -> dict[str, float]:
    """Median MB of feed a second of processor time, by parser."""
    rates: dict[str, list[float]] = {}
    compared = parsers(documents)
    for _ in range(ROUNDS):
        for name, parse in compared.items():
            step = FEEDPARSER_SHARE if name == "feedparser" else 1
            chosen = range(0, len(documents), step)
            start = time.process_time()
            for at in chosen:
                parse(documents[at], at)
            spent = time.process_time() - start
            rates.setdefault(name, []).append(sum(len(documents[at]) for at in chosen) / spent)
    return {name: statistics.median(values) / 1e6 for name, values in rates.items()}


def main() -> None:
    """Print MB/s of each parser and whether each bar is reached."""
    documents = feeds()
    megabytes = sum(map(len, documents)) / 1e6
    print(f"{len(documents)} feeds, {megabytes:.1f} MB, median of {ROUNDS} rounds\n")
    rates = measure(documents)
    for name, rate in rates.items():
        print(f"{name:16} {rate:8.1f} MB/s")
    print()
    for what, ours, peer, bar in BARS:
        ratio = rates[ours] / rates[peer]
        verdict = "reached" if ratio >= bar else "NOT reached"
        print(f"{what:45} {ratio:6.2f}  bar {bar:5.2f}  {verdict}")


if __name__ == "__main__":
    main()
