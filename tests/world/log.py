"""What the world's server wrote down, read back: the judge's only evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.world.answers import Conditional


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``start_s`` and ``end_s`` are of the monotonic clock, ``now`` of the virtual
    one; status 0 is a client that left before it was answered."""

    method: str
    host: str
    address: str
    path: str
    headers: tuple[tuple[str, str], ...]
    status: int
    retry_after: str
    """What was said with a 429."""
    conditional: Conditional
    connection: int
    start_s: float
    end_s: float
    round_number: int
    now: datetime

    @property
    def url(self) -> str:
        return f"{self.host}{self.path}"

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class Link:
    """One connection: to which address, and from when to when it was open."""

    number: int
    address: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Log:
    requests: tuple[Request, ...]
    links: tuple[Link, ...]


def read_log(lines: Iterable[str]) -> Log:
    """The log of a server; connections that are still open end with the last event."""
    requests, opened, links, last = [], {}, [], 0.0
    for line in lines:
        event = json.loads(line)
        last = max(last, event["start"], event.get("end", 0.0))
        if event["what"] == "open":
            opened[event["connection"]] = event
        elif event["what"] == "close":
            links.append(_link(opened.pop(event["connection"]), event["start"]))
        else:
            requests.append(_request(event))
    links += [_link(event, last) for event in opened.values()]
    requests.sort(key=lambda request: request.start_s)
    return Log(tuple(requests), tuple(links))


def _link(event: dict[str, object], end_s: float) -> Link:
    number, address, start = event["connection"], event["address"], event["start"]
    assert isinstance(number, int)
    assert isinstance(start, float)
    return Link(number, str(address), start, end_s)


_KEPT = (
    *("method", "host", "address", "path", "status", "retry_after", "conditional"),
    "connection",
)
"""Fields that are called in the log as they are here."""


def _request(event: dict[str, object]) -> Request:
    return Request(
        **{name: event[name] for name in _KEPT},  # type: ignore[arg-type]
        headers=tuple((name, value) for name, value in event["headers"]),  # type: ignore[attr-defined]
        start_s=event["start"],  # type: ignore[arg-type]
        end_s=event["end"],  # type: ignore[arg-type]
        round_number=event["round"],  # type: ignore[arg-type]
        now=datetime.fromisoformat(str(event["now"])),
    )
