"""Every measurement in one report: parsing, topic pages and growth, adding a library.

Run as ``make bench``, or ``EPISODES=20000 make bench`` for a short run over small libraries (the
bars are for the full size). Each part is a process of its own, so that none warms or burdens
another. Exit status 1 where a part fails; a bar that isn't reached is named at the end.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple

PEERS = ("lxml", "feedparser", "fastfeedparser", "tantivy", "sqlalchemy")
MISSED = "NOT reached"
"""What a part prints in the line of a bar that it missed."""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    module: str
    episodes: int | None = None
    """Episodes of the full run, where the part can be run with fewer."""

    def command(self, wanted: int | None) -> list[str]:
        command = [sys.executable, "-m", self.module]
        if self.episodes is None or wanted is None:
            return command
        return [*command, "--episodes", str(min(wanted, self.episodes))]


PARTS = (
    Part("Parsing", "bench.parse"),
    Part("Topic pages and growth", "bench.topic", 1_000_000),
    Part("Adding a library", "bench.add", 40_000),
)


class Outcome(NamedTuple):
    failed: bool
    missed: list[str]


def run(part: Part, wanted: int | None) -> Outcome:
    """Run a part, printing its lines as they come."""
    print(f"\n== {part.title}\n", flush=True)
    missed = []
    start = time.perf_counter()
    with subprocess.Popen(part.command(wanted), stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if MISSED in line:
                missed.append(f"{part.title}: {line.strip()}")
    print(f"\n({time.perf_counter() - start:.0f} s)", flush=True)
    return Outcome(process.returncode != 0, missed)


def wanted_episodes() -> int | None:
    """``EPISODES`` of the environment. Exits with 2 where it is no number."""
    given = os.environ.get("EPISODES", "")
    if given and not (given.isdecimal() and int(given)):
        print(f"EPISODES={given}: write a number above 0, as in EPISODES=20000.", file=sys.stderr)
        sys.exit(2)
    return int(given) if given else None


def machine() -> str:
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return f"Python {platform.python_version()}, {system}; {peers}"


def main() -> int:
    wanted = wanted_episodes()
    print(machine())
    outcomes = [run(part, wanted) for part in PARTS]
    missed = [line for outcome in outcomes for line in outcome.missed]
    failed = [part.title for part, outcome in zip(PARTS, outcomes, strict=True) if outcome.failed]
    print("\n== Bars not reached" if missed or failed else "\n== Every bar is reached")
    print("\n".join([*missed, *(f"{title}: failed" for title in failed)]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
