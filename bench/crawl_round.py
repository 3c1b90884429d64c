"""A whole round of the crawler over a library of many feeds that have nothing new.

Run as ``python -m bench.crawl_round [--feeds N]``. Each feed has a host and an address of its own
(127/8, one nginx). A first round, in a process of its own, fills the library through the crawler;
then the clock is two days on, and a second process crawls again: every feed is due, every answer
is a 304. Measured of that process: time by the clock, processor time, and the most memory it had.
Pacing is wide open; claims, validators, decisions and notes in the catalog are those of every
crawl. Exit status 1 where a feed isn't answered 304, or memory is over its bar.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.crawl_clients import peak_mb
from bench.crawl_server import nginx
from earmark.library import CATALOG, open_library
from earmark.net.http import HttpFetcher
from earmark.net.options import FetchOptions
from earmark.settings import Settings
from earmark.store.sqlite import open_store

FEEDS = 100_000
MEMORY_MB = 300
BEGINS = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
CONNECTIONS = 200


def resolve(host: str) -> Sequence[str]:
    """``show70000.example`` is at 127.17.17.113: an address for each."""
    rest, last = divmod(int(host.removeprefix("show").partition(".")[0]), 250)
    second, third = divmod(rest, 250)
    return (f"127.{16 + second}.{third}.{last + 1}",)


def fetcher() -> HttpFetcher:
    """That of every crawl, with the pacing wide open."""
    return HttpFetcher(
        FetchOptions(
            user_agent="earmark-bench/1 (+https://earmark.example)",
            allow=("127.0.0.0/8",),
            odd_ports=True,
            connections=CONNECTIONS,
            host_rate=1e6,
            resolve=resolve,
        )
    )


def crawl(folder: Path, now: datetime) -> None:
    """One round in this process; its figures as a line of JSON."""
    settings = Settings(data=folder, connections=CONNECTIONS)
    with open_library(settings, now=lambda: now, fetcher=fetcher) as library:
        cpu, wall = time.process_time(), time.perf_counter()
        round_ = library.crawl(once=True)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    figures = {"asked": round_.asked, "same": round_.not_modified, "failed": round_.failed}
    print(json.dumps(figures | {"cpu_s": cpu, "wall_s": wall, "peak_mb": peak_mb()}))


def in_a_process(folder: Path, now: datetime) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.crawl_round", "--crawl", str(folder)]
    out = subprocess.run(
        [*command, "--now", now.isoformat()], stdout=subprocess.PIPE, text=True, check=False
    )
    if out.returncode:
        raise SystemExit(f"The crawl ended with {out.returncode}; its words are above.")
    figures: dict[str, float] = json.loads(out.stdout.splitlines()[-1])
    return figures


def whole_round(feeds: int) -> bool:
    """Print the table; whether every feed was answered 304 and memory is under its bar."""
    with nginx() as server, tempfile.TemporaryDirectory(prefix="earmark-bench-") as name:
        folder = Path(name)
        store = open_store(folder / CATALOG)
        urls = (f"http://show{number}.example:{server.port}/show/1" for number in range(feeds))
        store.record_feeds([(url, "") for url in urls], due_at=BEGINS)
        store.close()
        first = in_a_process(folder, BEGINS)
        again = in_a_process(folder, BEGINS + timedelta(days=2))
    print(f"{'':16} {'seconds':>9} {'CPU s':>8} {'feeds/s':>9} {'us of CPU':>10} {'peak MB':>9}")
    for title, run in (("all new", first), ("all answered 304", again)):
        each = run["cpu_s"] / max(1, run["asked"]) * 1e6
        rate = run["asked"] / run["wall_s"]
        print(
            f"{title:16} {run['wall_s']:9.1f} {run['cpu_s']:8.1f} {rate:9,.0f} {each:10,.0f}"
            f" {run['peak_mb']:9.0f}"
        )
    if first["failed"]:
        print(f"Of the first round {first['failed']:,} failed.")
    whole = again["asked"] == again["same"] == feeds
    if not whole:
        print(f"Of {feeds:,} feeds {again['same']:,} were answered 304: NOT reached. {again}")
    small = again["peak_mb"] <= MEMORY_MB
    said = "reached" if small else "NOT reached"
    print(f"Memory of a round: {again['peak_mb']:.0f} MB (bar {MEMORY_MB}: {said})")
    return whole and small


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--feeds", type=int, default=FEEDS)
    options.add_argument("--crawl", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--now", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.crawl:
        crawl(given.crawl, given.now)
        return 0
    return 0 if whole_round(given.feeds) else 1


if __name__ == "__main__":
    sys.exit(main())
