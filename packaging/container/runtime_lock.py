"""The part of requirements.lock that a container needs: what runs (``runtime``) or what builds the
wheel (``build``), each with its hashes, from one lock for all.

Standard library only: it runs before anything is installed. The lock names behind each pin what
needs it (``# via``), so the part is everything that is reached from pyproject.toml.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
OURS = "earmark (pyproject.toml"
"""How the lock calls our own pyproject.toml."""


def part(lock: str, wanted: list[str]) -> str:
    """The entries of ``lock`` for the ``wanted`` requirements and all that they need.

    Raises ``SystemExit`` where the lock has none for one of them.
    """
    entries = dict(_entries(lock))
    kept = {_canonical(each) for each in wanted}
    missing = sorted(kept - entries.keys())
    if missing:
        raise SystemExit(f"requirements.lock has no {', '.join(missing)}: run `make lock`")
    before = 0
    while before != len(kept):
        before = len(kept)
        kept |= {name for name, entry in entries.items() if _needed_by(entry) & kept}
    return "".join(entry for name, entry in entries.items() if name in kept)


def _entries(lock: str) -> list[tuple[str, str]]:
    """(name, its lines) of each pin."""
    found: list[tuple[str, str]] = []
    for line in lock.splitlines(keepends=True):
        pin = _PIN.match(line)
        if pin:
            found.append((_canonical(pin["name"]), line))
        elif found:
            found[-1] = found[-1][0], found[-1][1] + line
    return found


def _needed_by(entry: str) -> set[str]:
    said = entry.partition("# via")[2]
    names = (line.strip(" #") for line in said.splitlines())
    return {_canonical(name) for name in names if name and not name.startswith(OURS)}


def _canonical(requirement: str) -> str:
    """The name in a requirement, as PEP 503 compares it."""
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def main(which: str) -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    wanted = {
        "runtime": project["project"]["dependencies"],
        "build": project["build-system"]["requires"],
    }[which]
    sys.stdout.write(part(Path("requirements.lock").read_text("utf-8"), wanted))


if __name__ == "__main__":
    main(sys.argv[1])
