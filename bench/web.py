"""Whole requests for topic pages: how long, how many bytes, against the index's part and Datasette.

Run as ``python -m bench.web [--episodes N]``. A server process answers over loopback, as people
run it; one client asks for compressed pages, one after another. Topics are asked for the first
time (words that stand in so many episodes by chance), after others have warmed the server, and the
planted one again and again. The library was read ahead, as a server does when it has nothing
else to do; how long that took is said when the library is made. In the same run: the index's own
part of each page, the same page rendered and compressed from data in memory, and Datasette's page
of the same search over the same episodes (full text, three facets, 30 rows). The bars are for
1,000 matches in a million episodes.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from bench.generate import PLANTED, word
from bench.web_library import datasette_database, settings_of
from earmark.library import Library, open_library
from earmark.model import Phrase, TopicPage, TopicRequest
from earmark.ports import SearchReader
from earmark.search.tantivy_index import TantivyIndex
from earmark.text.tokens import TEXT_VERSION
from earmark.topics.figures import figures
from earmark.topics.page import FactsCache
from earmark.topics.stories import grades_of
from earmark.web.app import create_app
from earmark.web.pages.topic import made

MILLION = 1_000_000
ROUNDS = 60
SHOWN = 30
SIZES = {10: "word 10", 1_000: "word 1k", 100_000: "word 10%"}
"""Matches in a million episodes, and what is planted so often."""
NEAR = 0.12
"""A word of chance may stand in so many more or fewer."""


@dataclass(frozen=True)
class Timing:
    """Milliseconds by the clock, one request after another."""

    median: float
    p95: float
    bytes: int = 0

    @classmethod
    def of(cls, runs: Sequence[float], size: int = 0) -> Timing:
        cuts = quantiles(runs, n=20, method="inclusive")
        return cls(cuts[9], cuts[18], size)


def timed(work: Callable[[], int], runs: int) -> Timing:
    """``work`` gives the bytes of its answer."""
    spent, size = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        size = work()
        spent.append((time.perf_counter() - start) * 1_000)
    return Timing.of(spent, size)


# ---------------------------------------------------------------- topics of a size


def topics_of(reader: SearchReader, matches: int, wanted: int) -> list[str]:
    """Words that about so many episodes hold, found from the frequent to the rare."""
    low, high = 0, 399_999
    while low < high:  # the first rank that isn't too frequent
        middle = (low + high) // 2
        if reader.count(Phrase((word(middle),))) > matches * (1 + NEAR):
            low = middle + 1
        else:
            high = middle
    found = []
    for rank in range(low, min(low + 20 * wanted, 400_000)):
        stories = reader.count(Phrase((word(rank),)))
        if abs(stories - matches) <= max(1, NEAR * matches):
            found.append(word(rank))
        if len(found) == wanted:
            break
    return found


# ---------------------------------------------------------------- servers


@contextmanager
def serving(command: Sequence[str], said: str) -> Iterator[tuple[str, int]]:
    """Start a server, wait until it says its address, and stop it; (host:port, process id)."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            for line in process.stdout or ():
                if found := re.search(said, line):
                    yield found[1], process.pid
                    break
            else:
                raise SystemExit(f"{command[0]} didn't start")
        finally:
            process.terminate()


class Client:
    """One connection that stays open, as a browser keeps it."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=120)

    def get(self, path: str) -> int:
        """The bytes of the body as sent. Exits where the answer is no page."""
        try:
            answer = self._asked(path)
        except ConnectionError:  # a server closes what was silent while others were asked
            self._connection.close()
            answer = self._asked(path)
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return len(body)

    def _asked(self, path: str) -> http.client.HTTPResponse:
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        return self._connection.getresponse()


# ---------------------------------------------------------------- the parts of a page


def index_part(reader: SearchReader, cache: FactsCache, phrase: str) -> int:
    """What only the index can say: all figures, the newest, their grades. What is the same for
    every phrase is counted once, as the library does."""
    request = TopicRequest(phrase=phrase, as_of=datetime.now(UTC).date())
    counted = figures(reader, ((phrase,),), request, base=cache.get(reader, request, 0))
    hits = reader.newest(counted.query, SHOWN + 1)
    return len(grades_of(reader, [hit.id for hit in hits], ((phrase,),)))


class FromMemory:
    """A library that has its topic pages ready."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages: dict[TopicRequest, TopicPage] = {}

    def topic(self, request: TopicRequest) -> TopicPage:
        """The page as it was made the first time."""
        if request not in self._pages:
            self._pages[request] = self._library.topic(request)
        return self._pages[request]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)


def from_memory(library: Library) -> Callable[[str], int]:
    """Renders and compresses the page of a topic from data in memory."""
    ready: Any = FromMemory(library)
    app = create_app(ready, started_at=library.now())

    def render(key: str) -> int:
        scope = {
            "type": "http",
            "method": "GET",
            "path": f"/topics/{key}",
            "root_path": "",
            "query_string": b"",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
            "app": app,
            "client": ("127.0.0.1", 1),
            "headers": [(b"host", b"127.0.0.1")],
        }
        return len(gzip.compress(bytes(made(Request(scope), key).body), 6))

    return render


# ---------------------------------------------------------------- the report


@dataclass(frozen=True)
class Parts:
    """Everything that is timed."""

    reader: SearchReader
    cache: FactsCache
    server: Client
    memory: Callable[[str], int]
    datasette: Client


@dataclass(frozen=True)
class Measured:
    """One size of topic."""

    first: Timing
    again: Timing
    index: Timing
    memory: Timing
    datasette: Timing


def measure(matches: int, words: Sequence[str], parts: Parts) -> Measured:
    """All of one size, peers in turns over the same words."""
    planted = PLANTED[SIZES[matches]].tokens[0]
    works: dict[str, Callable[[str], int]] = {
        "first": lambda each: parts.server.get(f"/topics/{quote(each)}"),
        "index": lambda each: index_part(parts.reader, parts.cache, each),
        "datasette": lambda each: parts.datasette.get(datasette_path(each)),
        "memory": parts.memory,
    }
    runs: dict[str, list[float]] = {name: [] for name in works}
    sizes = dict.fromkeys(works, 0)
    for each in words:
        parts.memory(each)  # so that it is there
        for name, work in works.items():
            start = time.perf_counter()
            sizes[name] = work(each)
            runs[name].append((time.perf_counter() - start) * 1_000)
    timings = {name: Timing.of(times, sizes[name]) for name, times in runs.items()}
    again = timed(lambda: parts.server.get(f"/topics/{planted}"), ROUNDS)
    return Measured(again=again, **timings)


def datasette_path(word_: str) -> str:
    """The page of a search with facets, 30 rows, newest first."""
    values = [
        *(("_search", word_), ("_size", SHOWN), ("_sort_desc", "published")),
        *(("_facet", column) for column in ("podcast", "year", "language")),
    ]
    return f"/episodes/episodes?{urlencode(values)}"


def report(sizes: dict[int, Measured], episodes: int) -> None:
    """Print the table and the verdicts."""
    print(f"Topic pages over {episodes:,} episodes, ms by the clock: median / p95")
    heads = ("first time", "again", "index part", "from memory", "Datasette")
    print(f"  {'matches':>9}" + "".join(f"{head:>18}" for head in heads) + "  bytes sent")
    for matches, found in sizes.items():
        timings = (found.first, found.again, found.index, found.memory, found.datasette)
        cells = "".join(f"{f'{each.median:.1f} / {each.p95:.1f}':>18}" for each in timings)
        print(
            f"  {matches:>9,}{cells}  {found.first.bytes:,} (Datasette {found.datasette.bytes:,})"
        )
    print("Ratios of medians")
    for matches, found in sizes.items():
        whole = found.first.median
        print(
            f"  {matches:>9,}: {whole / found.index.median:.1f} times the index's part, "
            f"{whole / found.memory.median:.1f} times from memory, "
            f"{whole / found.datasette.median:.2f} of Datasette"
        )
    bars(sizes[1_000])


def bars(found: Measured) -> None:
    """The bars are for p95 of 1,000 matches, asked for the first time."""
    for peer, ratio, most in (
        ("p95 against from memory", found.first.p95 / found.memory.p95, 4),
        ("p95 against Datasette", found.first.p95 / found.datasette.p95, 1),
    ):
        verdict = "reached" if ratio <= most else "NOT reached"
        print(f"  {peer}: {ratio:.2f} (bar {most}: {verdict})")


def memory_mb(process: int) -> float:
    """Anonymous memory of a process; not a number where there is no /proc."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return float("nan")
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=MILLION)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    settings = settings_of(arguments.episodes)
    database = datasette_database(arguments.episodes)
    ours = [sys.executable, "-m", "earmark.cli", "serve", "--port", "0"]
    theirs = [sys.executable, "-m", "datasette", "serve", str(database), "--port", "0"]
    limits = ["sql_time_limit_ms", "60000", "facet_time_limit_ms", "60000", "suggest_facets", "off"]
    for name, value in zip(limits[::2], limits[1::2], strict=True):
        theirs += ["--setting", name, value]
    with (
        serving([*ours, "--data", str(settings.data)], "http://([0-9.:]+)") as (address, process),
        serving(theirs, "running on http://([0-9.:]+)") as (other, _),
        open_library(settings, workers=0) as library,
    ):
        reader = TantivyIndex(settings.data / "index", text_version=TEXT_VERSION).reader()
        parts = Parts(reader, FactsCache(), Client(address), from_memory(library), Client(other))
        found = {}
        for matches in SIZES:
            share = max(matches * arguments.episodes // MILLION, 10)
            words = topics_of(reader, share, arguments.rounds + 5)
            measure(matches, words[:5], parts)  # warms all of them
            found[matches] = measure(matches, words[5:], parts)
        report(found, arguments.episodes)
        mb = memory_mb(process)
        print(f"Anonymous memory of the server: {mb:.0f} MB "
              f"(bar 400: {'reached' if mb < 400 else 'NOT reached'})")  # fmt: skip


if __name__ == "__main__":
    main()
