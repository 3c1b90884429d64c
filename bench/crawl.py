"""The crawler against its peers: requests a second of processor time, and a whole round.

Run as ``make bench-crawl`` (``FEEDS=2000 make bench-crawl`` for a short run). Two parts:

- One nginx on loopback, 100 addresses, 100 requests at a time and 4 an address, 80 % of them
  answered 304 and 20 % with 50 kB of packed feed, which the client unpacks. Ours, bare libcurl
  multi and aiohttp take turns; the figures are medians of their rounds, processor time of the
  client alone. All must get the same answers.
- A library of 100,000 feeds on as many hosts and addresses, pacing wide open, whose second round
  is answered 304 throughout (``bench.crawl_round``).

Exit status 1 where a bar isn't reached or a part fails, 2 where nginx is missing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from statistics import median

from bench.crawl_clients import CLIENTS
from bench.crawl_round import FEEDS, whole_round
from bench.crawl_server import Server, nginx

BAR = 0.7
"""Of the requests of bare libcurl multi."""
ROUNDS = 5
REQUESTS = 4_000


@dataclass(frozen=True, slots=True)
class Run:
    """One client's round."""

    answers: tuple[tuple[str, int], ...]
    unpacked: int
    cpu_s: float
    wall_s: float
    peak_mb: float

    @property
    def requests(self) -> int:
        return sum(many for _, many in self.answers)

    @property
    def per_cpu_second(self) -> float:
        return self.requests / self.cpu_s


def run(client: str, server: Server, requests: int) -> Run:
    """A round in a process of its own."""
    command = [sys.executable, "-m", "bench.crawl_clients", client]
    command += [str(server.port), server.etag.decode(), str(requests)]
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    if out.returncode:
        raise SystemExit(f"{client} failed:\n{out.stderr}")
    told = json.loads(out.stdout)
    answers = tuple(sorted(told.pop("statuses").items()))
    return Run(answers, **told)


def throughput(requests: int, rounds: int) -> bool:
    """Print the table of the clients; whether the bar is reached."""
    runs: dict[str, list[Run]] = {client: [] for client in CLIENTS}
    with nginx() as server:
        print(f"Feed: {server.packed:,} bytes packed, {server.unpacked:,} unpacked")
        for number in range(rounds):
            turn = number % len(CLIENTS)
            for client in (*CLIENTS, *CLIENTS)[turn : turn + len(CLIENTS)]:
                runs[client].append(run(client, server, requests))
    if len({(each.answers, each.unpacked) for of in runs.values() for each in of}) != 1:
        raise SystemExit(f"The clients got different answers: {runs}")
    print(f"{rounds} rounds of {requests:,} requests each: {dict(runs['bare'][0].answers)}")
    print(f"{'':10} {'a CPU second':>14} {'of bare':>9} {'by the clock':>14} {'peak MB':>9}")
    rates = {name: median(each.per_cpu_second for each in of) for name, of in runs.items()}
    for name, of in runs.items():
        wall = median(each.requests / each.wall_s for each in of)
        peak = max(each.peak_mb for each in of)
        of_bare = rates[name] / rates["bare"]
        print(f"{name:10} {rates[name]:14,.0f} {of_bare:9.2f} {wall:14,.0f} {peak:9.0f}")
    reached = rates["ours"] >= BAR * rates["bare"]
    ratio = rates["ours"] / rates["bare"]
    print(f"Ours: {ratio:.2f} of bare (bar {BAR}: {'reached' if reached else 'NOT reached'})")
    return reached


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--requests", type=int, default=REQUESTS, help="of a client in a round")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--feeds", type=int, default=FEEDS, help="of the whole round")
    given = options.parse_args()
    print("== Requests a second of processor time\n", flush=True)
    quick = throughput(given.requests, given.rounds)
    print(f"\n== A round over {given.feeds:,} feeds\n", flush=True)
    whole = whole_round(given.feeds)
    return 0 if quick and whole else 1


if __name__ == "__main__":
    sys.exit(main())
