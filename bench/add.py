"""Add a library from files: episodes a second on two cores, CPU of each step, peak memory.

Run as ``python -m bench.add [--episodes N] [--feeds FOLDER]``. The bars: 1,000 episodes a second on
real feeds, 2,000 on generated ones with notes of 700 characters, memory flat.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.generate import generate_feeds
from earmark.ingest.add import ReadTask, read, store_document
from earmark.ingest.documents import make_documents
from earmark.ingest.folding import fold_pending
from earmark.ingest.indexing import STORIES_A_COMMIT, STORIES_A_TASK, Indexing, chunks
from earmark.ingest.prepare import Caps
from earmark.ingest.sources import find_sources
from earmark.ingest.worker import Workers
from earmark.library import utc_now
from earmark.search.tantivy_index import TantivyIndex
from earmark.store.sqlite import open_store
from earmark.text.tokens import TEXT_VERSION

SEED = 7
GENERATED = 40_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of ``earmark add`` as a whole process with its workers."""

    episodes: int
    wall_s: float
    cpu_s: float
    peak_mb: float


def run_add(feeds: Path, data: Path) -> Run:
    """Add a folder into an empty library, as a person would."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "earmark.cli", "add", str(feeds), "--json", "--data", str(data)],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    store = open_store(data / "catalog.db")
    _, episodes = store.counts()
    store.close()
    return Run(episodes, wall, cpu, after.ru_maxrss / 1024)


class Steps:
    """CPU seconds of this process by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        start = time.process_time()
        yield
        self.seconds[step] += time.process_time() - start


def run_steps(feeds: Path, data: Path) -> Steps:
    """The same work in one process, each step by itself, for its CPU."""
    steps, caps = Steps(), Caps()
    store = open_store(data / "catalog.db")
    for source in find_sources(str(feeds)):
        task = ReadTask(source, caps)
        with steps.timed("read, parse, keys"):
            document = read(task)
        with steps.timed("plan and store"):
            store_document(task, document, store, datetime.now(UTC))
    with steps.timed("fold and boilerplate"):
        while fold_pending(store):
            pass
    index = TantivyIndex(data / "index", text_version=TEXT_VERSION)
    indexing = Indexing(store, index, Workers(0), data / "index.lock", utc_now)
    writer = index.writer()
    while stories := store.stale(STORIES_A_COMMIT):
        with steps.timed("fetch stored texts"):
            tasks = [indexing.task(chunk) for chunk in chunks(stories, STORIES_A_TASK)]
        with steps.timed("text into documents"):
            documents = [document for task in tasks for document in make_documents(task)]
        with steps.timed("index"):
            writer.upsert(documents)
            writer.commit()
        with steps.timed("acknowledge"):
            made = {each.id: (each.digest, each.language) for each in documents}
            gone = (story for story in stories if story not in made)
            store.acknowledge(made, gone, at=utc_now())
    writer.close()
    store.close()
    return steps


def report(title: str, feeds: Path, bar: int | None) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        run = run_add(feeds, Path(folder))
    rate = run.episodes / run.wall_s
    against = f" (bar {bar:,}: {'reached' if rate >= bar else 'NOT reached'})" if bar else ""
    print(f"{title}: {run.episodes:,} episodes in {run.wall_s:.1f} s")
    print(f"  {rate:,.0f} episodes a second{against}")
    print(f"  CPU {run.cpu_s:.1f} s = {run.cpu_s / run.episodes * 1e6:,.0f} us an episode")
    return run


def report_steps(feeds: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        steps = run_steps(feeds, Path(folder))
        store = open_store(Path(folder) / "catalog.db")
        _, episodes = store.counts()
        store.close()
    for step, seconds in sorted(steps.seconds.items(), key=lambda item: -item[1]):
        print(f"    {step:<22} {seconds / episodes * 1e6:7,.0f} us an episode")


def report_memory(feeds_small: Path, feeds_large: Path) -> None:
    """Peak memory of the largest process, a library against one four times as large; each in a
    process of its own, because a peak never falls."""
    peaks = []
    for feeds in (feeds_small, feeds_large):
        with tempfile.TemporaryDirectory() as data:
            command = [sys.executable, "-m", "bench.add", "--peak", str(feeds), "--data", data]
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            peaks.append(float(out))
    small, large = peaks
    print(f"Peak memory of the largest process: {small:.0f} MB, and {large:.0f} MB")
    print(f"  for four times the episodes: ratio {large / small:.2f} (flat: at most 1.5)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=GENERATED)
    parser.add_argument("--feeds", type=Path, default=_shared_feeds())
    parser.add_argument("--peak", type=Path)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    if arguments.peak:
        print(run_add(arguments.peak, arguments.data).peak_mb)
        return
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        for feeds, episodes in ((small, arguments.episodes // 4), (large, arguments.episodes)):
            feeds.mkdir()
            generate_feeds(episodes, SEED, feeds)
        report("Generated feeds, notes of 700 characters", large, 2_000)
        report_steps(small)
        if arguments.feeds:
            report("Real feeds", arguments.feeds, 1_000)
            report_steps(arguments.feeds)
        else:
            print("Real feeds: left out, there is no folder of them (EARMARK_SHARED).")
        report_memory(small, large)


def _shared_feeds() -> Path | None:
    """Real feeds, where the machine has them."""
    shared = Path(os.environ.get("EARMARK_SHARED", Path(__file__).parents[2] / "shared"))
    feeds = shared / "data" / "feeds" / "podcast"
    return feeds if feeds.is_dir() else None


if __name__ == "__main__":
    main()
