"""The body of an answer, piece by piece: plain, packed once, or of no interest. Pure.

Packed bodies are unpacked here and not by libcurl, which takes a cut gzip stream for whole, refuses
one of several members, and tells nobody how much had travelled when it is time to judge a ratio.
"""

from __future__ import annotations

import zlib
from typing import Protocol

from earmark.net import failures
from earmark.net.options import KIB, Caps
from earmark.polls import Failure

GZIP = b"\x1f\x8b"
GZIP_STREAM = 16 + zlib.MAX_WBITS
"""What zlib calls a gzip header and trailer."""
STEP = 32 * KIB
"""So much is unpacked before it is looked at again: what zlib hands out without putting it together
from parts."""
SKIPPED = 64 * KIB
"""The body of a redirect is read so far, to use the connection again."""


class Body(Protocol):
    def take(self, data: bytes) -> Failure | None:
        """The next piece as it travelled, or why no more is taken."""
        ...

    def content(self) -> bytes:
        """All that came, unpacked."""
        ...

    def is_whole(self) -> bool | None:
        """Whether it says itself that it is whole; None: only HTTP can tell."""
        ...


class PlainBody:
    """What isn't packed."""

    def __init__(self, most: int):
        self._most = most
        self._size = 0
        self._pieces: list[bytes] = []

    def take(self, data: bytes) -> Failure | None:
        self._size += len(data)
        if self._size > self._most:
            return failures.TOO_LARGE
        self._pieces.append(data)
        return None

    def content(self) -> bytes:
        return b"".join(self._pieces)

    def is_whole(self) -> bool | None:
        return None


class PackedBody:
    """gzip, one layer of it, of one or more members. What follows the last is dropped: some
    servers pad."""

    def __init__(self, caps: Caps, *, max_ratio: int, ratio_from: int):
        self._caps = caps
        self._max_ratio = max_ratio
        self._ratio_from = ratio_from
        self._wire = 0
        self._size = 0
        self._pieces: list[bytes] = []
        self._member = zlib.decompressobj(GZIP_STREAM)
        self._padding = False

    def take(self, data: bytes) -> Failure | None:
        self._wire += len(data)
        if self._wire > self._caps.wire:
            return failures.TOO_LARGE
        try:
            return self._unpack(data)
        except zlib.error:
            return failures.BAD_ENCODING

    def content(self) -> bytes:
        return b"".join(self._pieces)

    def is_whole(self) -> bool | None:
        """Its end is in the stream. Servers that state the length before packing send less than
        they said."""
        return self._member.eof

    def _unpack(self, data: bytes) -> Failure | None:
        """A step at a time, so that no bomb is unpacked further than it takes to see it."""
        full = False
        while (data or full) and not self._padding:
            if self._member.eof and not self._next_member(data):
                return None
            piece = self._member.decompress(data, STEP)
            self._pieces.append(piece)
            self._size += len(piece)
            if self._size > self._caps.unpacked:
                return failures.TOO_LARGE
            if self._size > max(self._ratio_from, self._max_ratio * self._wire):
                return failures.BOMB
            ended = self._member.eof
            data = self._member.unused_data if ended else self._member.unconsumed_tail
            full = len(piece) == STEP and not ended  # the rest may be inside, without more input
        return None

    def _next_member(self, data: bytes) -> bool:
        if data[0] == GZIP[0]:
            self._member = zlib.decompressobj(GZIP_STREAM)
        else:
            self._padding = True
        return not self._padding


class SkippedBody:
    """That of a redirect: nobody reads it, but the connection is used again where it is short."""

    def __init__(self) -> None:
        self._size = 0

    def take(self, data: bytes) -> Failure | None:
        self._size += len(data)
        return failures.TOO_LARGE if self._size > SKIPPED else None

    def content(self) -> bytes:
        return b""

    def is_whole(self) -> bool | None:
        return True


class MaybePackedBody:
    """What calls itself gzip, before its first two bytes came. Caching plug-ins say so of text
    that they didn't pack."""

    def __init__(self, packed: PackedBody, plain: PlainBody):
        self._packed = packed
        self._plain = plain
        self._start = b""
        self._chosen: Body | None = None

    def take(self, data: bytes) -> Failure | None:
        if self._chosen is None:
            data = self._start = self._start + data
            if len(data) < len(GZIP):
                return None
            self._chosen = self._packed if data.startswith(GZIP) else self._plain
        return self._chosen.take(data)

    def content(self) -> bytes:
        return self._start if self._chosen is None else self._chosen.content()

    def is_whole(self) -> bool | None:
        return None if self._chosen is None else self._chosen.is_whole()
