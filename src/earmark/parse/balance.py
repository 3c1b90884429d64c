"""Start and end tags that do not match, made to match as their author meant them.

libxml2's own recovery closes whatever is open at any end tag, so that one stray ``</b>`` ends an
item; here an end tag closes the element of its name, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(rb"<(/?)([A-Za-z_][\w:.-]{0,100})([^<>]*+)>")
_ITEMS = (b"item", b"entry")
_DEEPEST = 200
"""libxml2 gives up at 256."""
MOST_TAGS = 400_000
LONGEST_TEXT = 1_000_000
_TOO_LONG = 4_000_000
"""libxml2 refuses a text of 10 MB, and takes three times the size of one that it reads; all but
512 kB of it would be cut anyway."""


class Balance:
    """Walks over a document, piece by piece, and remembers what is open."""

    def __init__(self) -> None:
        self._open: list[bytes] = []
        self._dropped: dict[bytes, int] = {}

    def piece(self, text: bytes) -> bytes:
        """Markup and text outside CDATA and comments, with its tags balanced."""
        return b"".join(self._parts(text))

    def _parts(self, text: bytes) -> Iterator[bytes]:
        at = 0
        for tag in _TAG.finditer(text):
            yield shortened(text[at : tag.start()])
            at = tag.end()
            if tag[1]:
                yield self._end(tag[2])
            elif tag[3].endswith(b"/"):
                yield tag[0]
            else:
                yield self._start(tag)
        yield shortened(text[at:])

    def _start(self, tag: re.Match[bytes]) -> bytes:
        name = tag[2]
        closing = self._end(name) if name.lower() in _ITEMS else b""
        if len(self._open) >= _DEEPEST:
            self._dropped[name] = self._dropped.get(name, 0) + 1
            return b""
        self._open.append(name)
        return closing + tag[0]

    def _end(self, name: bytes) -> bytes:
        if self._dropped.get(name):
            self._dropped[name] -= 1
            return b""
        wanted = name.lower()
        if not any(wanted == element.lower() for element in reversed(self._open)):
            return b""
        closed = []
        while True:
            element = self._open.pop()
            closed.append(b"</" + element + b">")
            if element.lower() == wanted:
                return b"".join(closed)


def shortened(text: bytes) -> bytes:
    """A text that is longer than any that is kept, cut at a character's start."""
    if len(text) < _TOO_LONG:
        return text
    closing = b"]]>" if text.startswith(b"<![CDATA[") else b""
    return text[:LONGEST_TEXT].decode("utf-8", "ignore").encode() + closing
