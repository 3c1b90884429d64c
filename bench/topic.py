"""A topic page's figures from the index, against SQLite FTS5 and against tantivy's bare calls.

Run as ``python -m bench.topic [--episodes N] [--small N]``. Prints CPU milliseconds (medians of
interleaved, warm runs) and ratios, after checking that all three give the same answers; then
growth from the small library to the large one, and the memory of a process that answers. The bars
are for a topic in 30 % of a million stories.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.generate import PLANTED
from bench.topic_answers import AS_OF, Answer, Phrase, ours
from bench.topic_bare import Bare
from bench.topic_fts5 import Fts5
from bench.topic_library import Library, library, open_index
from earmark.model import TopicRequest
from earmark.ports import SearchReader
from earmark.topics.scope import LibraryFacts, library_facts

ROUNDS = 7
COMPARED = ("word 0.1%", "word 3%", "word 30%", "phrase 0.1%", "phrase 3%", "phrase 30%")
FIXED = ("word 1k", "phrase 1k")
MB = MILLION = 1_000_000

Page = Callable[[Phrase], Answer]


@dataclass(frozen=True)
class Bar:
    """At most so many times the peer."""

    topic: str
    peer: str
    most: float


BARS = (
    Bar("word 30%", "fts5", 1 / 8),
    Bar("word 30%", "bare", 2.5),
    Bar("phrase 30%", "fts5", 1 / 4),
    Bar("phrase 30%", "bare", 2.5),
)


def _verdict(measured: float, most: float) -> str:
    return f"bar {most:.3g}: {'reached' if measured <= most else 'NOT reached'}"


def _timed(page: Page, phrase: Phrase) -> float:
    """CPU milliseconds of one page."""
    start = time.process_time()
    page(phrase)
    return (time.process_time() - start) * 1_000


def _medians(pages: Mapping[str, Page], phrase: Phrase, rounds: int) -> dict[str, float]:
    """CPU milliseconds of each, interleaved, after one warm run whose answers must be equal."""
    answers = {name: page(phrase) for name, page in pages.items()}
    first = next(iter(answers.values()))
    for name, answer in answers.items():
        if answer != first:
            raise SystemExit(f"{name} answers otherwise for {' '.join(phrase)}: {answer}\n{first}")
    runs: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, page in pages.items():
            runs[name].append(_timed(page, phrase))
    return {name: median(times) for name, times in runs.items()}


def _base(reader: SearchReader) -> LibraryFacts:
    return library_facts(reader, TopicRequest(phrase="", as_of=AS_OF))


def _pages(found: Library) -> dict[str, Page]:
    reader = open_index(found.index).reader()
    base = _base(reader)
    fts5, bare = Fts5(found.database), Bare(found.index)
    gathered = Fts5(found.database, gathered=True)
    return {
        "ours": lambda phrase: ours(reader, phrase, base),
        "bare": lambda phrase: bare.answer(phrase, base),
        "fts5": lambda phrase: fts5.answer(phrase, base),
        "gathered": lambda phrase: gathered.answer(phrase, base),
    }


def compare(found: Library, rounds: int) -> None:
    """Print the page's CPU for topics of growing frequency, and the bars."""
    pages = _pages(found)
    print(f"Topic page, {found.build.stories:,} stories, CPU ms (the same answers from all)")
    print("  (fts5 joins for each figure; `gathered` joins once into a table in memory)")
    heads = ("topic", *pages, "ours/bare", "fts5/ours", "gathered/ours")
    print("  " + "".join(f"{head:>14}" for head in heads))
    for topic in COMPARED:
        ms = _medians(pages, PLANTED[topic].tokens, rounds)
        ratios = (ms["ours"] / ms["bare"], ms["fts5"] / ms["ours"], ms["gathered"] / ms["ours"])
        print(f"  {topic:>14}" + "".join(f"{each:14.1f}" for each in (*ms.values(), *ratios)))
        if found.build.stories >= MILLION:
            _print_bars(topic, ms)


def _print_bars(topic: str, ms: Mapping[str, float]) -> None:
    for bar in BARS:
        if bar.topic == topic:
            ratio = ms["ours"] / ms[bar.peer]
            print(f"    against {bar.peer}: {ratio:.3f} ({_verdict(ratio, bar.most)})")


def growth(small: Library, large: Library, rounds: int) -> None:
    """Print what ten times the stories cost."""
    times = large.build.stories / small.build.stories
    print(f"Growth, {times:.0f} times the stories")
    for name, one, other, most in (
        ("build, CPU s", small.build.cpu_s, large.build.cpu_s, 1.1 * times),
        ("index, MB", small.build.index_bytes / MB, large.build.index_bytes / MB, 1.1 * times),
    ):
        print(f"  {name:<24}{one:9.1f} -> {other:9.1f}: {other / one:6.2f} times "
              f"({_verdict(other / one, most)})")  # fmt: skip
    readers = [open_index(each.index).reader() for each in (small, large)]
    bases = [_base(reader) for reader in readers]
    for topic in FIXED:
        one, other = _fixed_page(readers, bases, PLANTED[topic].tokens, rounds)
        print(f"  page, {topic + ', CPU ms':<18}{one:9.1f} -> {other:9.1f}: "
              f"{other / one:6.2f} times ({_verdict(other / one, 2)})")  # fmt: skip
    build = large.build
    print(f"  index / text: {build.index_bytes / build.text_bytes:.2f}; "
          f"build: {build.cpu_s / build.stories * 1e6:.0f} us a story")  # fmt: skip


def _fixed_page(
    readers: Sequence[SearchReader], bases: Sequence[LibraryFacts], phrase: Phrase, rounds: int
) -> list[float]:
    """CPU ms of the page of one topic in each library, interleaved, each run of ten pages."""
    runs: list[list[float]] = [[], []]
    for _ in range(rounds + 1):
        for times, reader, base in zip(runs, readers, bases, strict=True):
            start = time.process_time()
            for _ in range(10):
                ours(reader, phrase, base)
            times.append((time.process_time() - start) * 100)
    return [median(times[1:]) for times in runs]


def answer_all(found: Library) -> None:
    """Answer every planted topic and print this process's anonymous memory, in MB."""
    reader = open_index(found.index).reader()
    base = _base(reader)
    for planted in PLANTED.values():
        ours(reader, planted.tokens, base)
    print(_rss_anon_mb())


def _rss_anon_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def memory(stories: int) -> None:
    """Print the anonymous memory of a process that answered every topic."""
    command = [sys.executable, "-m", "bench.topic", "--answer", "--episodes", str(stories)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    mb = float(out)
    print(f"Anonymous memory of a process that answers: {mb:.0f} MB ({_verdict(mb, 400)})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, help="default: a tenth of it")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--answer", action="store_true", help="only answer and print memory")
    arguments = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    large = library(arguments.episodes)
    if arguments.answer:
        answer_all(large)
        return
    compare(large, arguments.rounds)
    small = library(arguments.small or arguments.episodes // 10)
    growth(small, large, arguments.rounds)
    memory(arguments.episodes)


if __name__ == "__main__":
    main()
