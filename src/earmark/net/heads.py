"""The head of an answer: lines as libcurl hands them out, to a status and headers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

Headers = tuple[tuple[str, bytes], ...]

FOLLOWED = frozenset({301, 302, 303, 307, 308})
KEEPS_METHOD = frozenset({307, 308})
BLANK = 32
END = b"\r\n"
NOT_PACKED = frozenset({b"", b"identity", b"none", b"utf-8"})
"""The last is no encoding of a body; servers say it that mean the text in it."""


def read_head(lines: Sequence[bytes]) -> tuple[int, Headers]:
    """Status and headers of the last head among these lines; interim answers stand before it,
    trailers after it. (0, ()) where there is none."""
    start = _last_start(lines)
    if start < 0:
        return 0, ()
    headers: list[tuple[str, bytes]] = []
    for line in lines[start + 1 :]:
        name, colon, value = line.partition(b":")
        if colon and line[0] > BLANK:
            headers.append((_name(name), value.strip()))
        elif not line.strip():
            break
        elif headers:  # folded, as was allowed once
            headers[-1] = (headers[-1][0], headers[-1][1] + b" " + line.strip())
    return _status(lines[start]), tuple(headers)


def _last_start(lines: Sequence[bytes]) -> int:
    if END in lines and lines.index(END) == len(lines) - 1:
        return 0  # one head and nothing after it, as nearly always
    start = len(lines) - 1
    while start >= 0 and not lines[start].startswith(b"HTTP/"):
        start -= 1
    return start


def layers(headers: Headers) -> list[bytes]:
    """The encodings that a body says it is packed in."""
    said = b",".join(value for name, value in headers if name == "content-encoding")
    names = (name.strip().lower() for name in said.split(b","))
    return [name for name in names if name not in NOT_PACKED]


def location(status: int, headers: Headers, *, posted: bool) -> bytes | None:
    """Where a redirect leads; None for an answer that is none. A form that was posted follows
    only what keeps it a POST (RFC 9110, 15.4)."""
    if status not in (KEEPS_METHOD if posted else FOLLOWED):
        return None
    return next((value for name, value in headers if name == "location"), None)


@lru_cache(maxsize=1024)
def _name(name: bytes) -> str:
    return name.strip().lower().decode("latin-1")


def _status(line: bytes) -> int:
    words = line.split(None, 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
