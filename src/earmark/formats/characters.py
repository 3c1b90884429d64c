"""Which characters of published text may be written, in whatever format."""

from __future__ import annotations

import re

# Control characters but tab and line end, bidi overrides (they make a text read as another; marks
# and isolates, which right-to-left text needs, stay), lone surrogates and noncharacters.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_LINE_END = re.compile("\r\n?|\x85")


def writable(text: str) -> str:
    """The text without what XML forbids, UTF-8 cannot say or a reader could be misled by; each
    line ends in LF."""
    if text.replace("\n", "").isprintable():  # most texts; 7 times as quick
        return text
    return _LINE_END.sub("\n", _UNSHOWN.sub("", text))


def one_line(text: str, most: int) -> str:
    """``writable``, white space made single, at most so many characters, the last an ellipsis
    where it was cut."""
    line = " ".join(writable(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
