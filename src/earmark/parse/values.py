"""Text of a feed -> values that can be stored: cleaned, capped, and each fault counted."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import TypeVar

from earmark.parse.dates import parse_date
from earmark.parse.durations import parse_duration
from earmark.parse.problems import Problems

LONGEST_TITLE = 1_000
LONGEST_URL = 2_048
LONGEST_NOTE = 512 * 1024
"""Bytes of UTF-8."""
MOST_ENTRIES = 200
"""Categories, persons, transcripts and the like of one item."""
MOST_TAGS = 2_000
"""Elements without a field that are kept of an item, or of a channel."""
LARGEST_LENGTH = 2**53
LARGEST_NUMBER = 1_000_000

_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    chr(plane * 0x10000 + low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)
)
_UNSTORABLE = re.compile(f"[\x00-\x08\x0b-\x1f\ud800-\udfff{_NONCHARACTERS}]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile("<[^<>]{0,2000}>")
# U+FFFE and U+FFFF are no characters of XML. The others by their first byte: looking for a single
# byte runs at the speed of memory.
_NONCHARACTER_BYTES = {
    b"\xef": re.compile(rb"\xef\xb7[\x90-\xaf]"),
    **{
        bytes((first,)): re.compile(bytes((first,)) + rb"[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]")
        for first in range(0xF0, 0xF5)
    },
}
_MANY = 10_000
_SUSPECT_REFERENCE = re.compile(rb"&#(?:[0-9]{5,}|[xX][0-9a-fA-F]{4,})")
_SCHEMES = ("feed", "podcast", "itpc", "pcast")

_T = TypeVar("_T")


def may_hold_unstorable(utf8: bytes) -> bool:
    """Whether a well-formed document could hold noncharacters. XML itself bars control
    characters and surrogates, so that the texts of nearly all feeds need no second look."""
    if any(_holds(utf8, first, pattern) for first, pattern in _NONCHARACTER_BYTES.items()):
        return True
    return b"&#" in utf8 and _SUSPECT_REFERENCE.search(utf8) is not None


def _holds(utf8: bytes, first: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Whether the pattern, which begins with this byte, is found. Stepping from byte to byte is
    the quicker way where they are few, as in most feeds."""
    at = utf8.find(first)
    for _ in range(_MANY):
        if at < 0 or pattern.match(utf8, at):
            return at >= 0
        at = utf8.find(first, at + 1)
    return pattern.search(utf8, at) is not None if at >= 0 else False


def storable(text: str) -> str:
    """The text without NUL, control characters other than tab and newline, lone surrogates and
    noncharacters; line ends made ``\\n``."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("", text)


class Values:
    """Makes values of one document. ``dirty`` says that texts may hold what cannot be stored."""

    __slots__ = ("_names", "_words", "dirty", "longest_note", "problems")

    def __init__(self, problems: Problems, *, dirty: bool, longest_note: int = LONGEST_NOTE):
        self.problems = problems
        self.dirty = dirty
        self.longest_note = longest_note
        # Items of a feed repeat their authors and keywords; a repeated text is cleaned once.
        self._names: dict[str, str] = {}
        self._words: dict[tuple[str, ...], tuple[str, ...]] = {}

    def name(self, text: str) -> str:
        """A title that is likely to come again (an author, a role)."""
        known = self._names.get(text)
        if known is None:
            known = self._names[text] = self.title(text)
        return known

    def words(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Distinct names in their order, at most 200, empty ones left out."""
        known = self._words.get(texts)
        if known is None:
            cleaned = dict.fromkeys([word for text in texts if (word := self.name(text))])
            known = self._words[texts] = self.few(list(cleaned))
        return known

    def attribute(self, text: str) -> str:
        """An attribute of a kept tag."""
        if text.isprintable() and not self.dirty and len(text) <= LONGEST_TITLE:
            return text
        return self.note(text)

    def title(self, text: str) -> str:
        """A title or name in one line: white space made single, entities that were escaped
        twice (``Q&amp;amp;A``) read, bidi controls removed, at most 1,000 characters."""
        if "&" in text and ";" in text:
            text = html.unescape(text)
        if not text.isprintable():
            text = _UNSTORABLE.sub("", _BIDI.sub("", text.replace("\r", "\n")))
        text = " ".join(text.split())
        if len(text) > LONGEST_TITLE:
            self.problems.count("title-cut", text)
            return text[:LONGEST_TITLE].rstrip()
        return text

    def markup_title(self, text: str) -> str:
        """A title that is HTML (Atom ``type="html"``), without its tags."""
        return self.title(_MARKUP.sub("", text) if "<" in text else text)

    def note(self, text: str) -> str:
        """Long text or HTML as published, at most ``longest_note`` bytes of UTF-8."""
        if self.dirty:
            text = storable(text)
        elif "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip()
        if len(text) * 4 > self.longest_note:
            return self._cut_note(text)
        return text

    def _cut_note(self, text: str) -> str:
        encoded = text.encode("utf-8", "ignore")
        if len(encoded) <= self.longest_note:
            return text
        self.problems.count("text-cut", text[:80])
        return encoded[: self.longest_note].decode("utf-8", "ignore")

    def short(self, text: str) -> str:
        """A word or code: stripped, at most 1,000 characters."""
        text = text.strip()
        if self.dirty or not text.isprintable():
            text = storable(text)
        return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE]

    def identifier(self, text: str) -> str | None:
        """A guid: stripped, never case-folded; None when nothing is left."""
        text = text.strip()
        if self.dirty or not text.isprintable():
            text = storable(text)
        return text[:LONGEST_URL] or None

    def url(self, text: str | None) -> str | None:
        """An http or https address; ``feed:``, ``podcast:``, ``itpc:`` and ``pcast:`` mean http.
        None, and a problem, for any other scheme, a relative address or one that is too long."""
        if not text:
            return None
        if (
            text.startswith(("https://", "http://"))
            and len(text) <= LONGEST_URL
            and text.isprintable()
            and " " not in text
        ):
            return text
        return self._odd_url(text)

    def _odd_url(self, text: str) -> str | None:
        if len(text) > LONGEST_URL * 3:
            self.problems.count("url-too-long", text[:80])
            return None
        plain = "".join(c for c in _UNSTORABLE.sub("", text.strip()) if c.isprintable())
        if not plain:
            return None
        web = web_address(plain)
        if web is None:
            self.problems.count("url-refused", plain[:80])
        elif len(web) > LONGEST_URL:
            self.problems.count("url-too-long", plain[:80])
            web = None
        return web

    def date(self, text: str | None) -> datetime | None:
        moment = parse_date(text) if text else None
        if moment is None and text and not text.isspace():
            self.problems.count("date-unreadable", text[:80])
        return moment

    def duration_ms(self, text: str | None) -> int | None:
        duration = parse_duration(text) if text else None
        if duration is None and text and not text.isspace():
            self.problems.count("duration-unreadable", text[:80])
        return duration

    def number(self, text: str | None) -> int | None:
        """A season or an episode number, 0 to a million."""
        return self._whole(text, LARGEST_NUMBER, "number-unreadable")

    def length(self, text: str | None) -> int | None:
        """Bytes of an enclosure; None for 0, negatives and what is no number."""
        return self._whole(text, LARGEST_LENGTH, "length-unreadable") or None

    def _whole(self, text: str | None, most: int, code: str) -> int | None:
        text = text.strip() if text else ""
        if not text:
            return None
        number = whole(text)
        if number is None or number > most:
            if not (text.startswith("-") and whole(text[1:]) is not None):
                self.problems.count(code, text[:80])
            return None
        return number

    def few(self, entries: list[_T]) -> tuple[_T, ...]:
        """At most 200 of them."""
        if len(entries) > MOST_ENTRIES:
            self.problems.count("list-cut", str(len(entries)))
            del entries[MOST_ENTRIES:]
        return tuple(entries)


def whole(text: str) -> int | None:
    """A whole number of up to 16 plain digits (``12.0`` counts), else None."""
    digits = text.removesuffix(".0")
    return int(digits) if len(digits) <= 16 and digits.isdecimal() and digits.isascii() else None


def web_address(url: str) -> str | None:
    """The address as http or https, spaces escaped; None when it is neither."""
    scheme, colon, rest = url.partition(":")
    scheme = scheme.lower()
    if not colon:
        return None
    if scheme in _SCHEMES:
        nested = rest.lstrip("/")
        if nested.lower().startswith(("http://", "https://", "http//", "https//")):
            inner, _, host = nested.partition("//")
            scheme, rest = inner.rstrip(":").lower(), "//" + host
        else:
            scheme, rest = "http", "//" + nested
    if scheme not in ("http", "https") or not rest.startswith("//") or len(rest) == 2:
        return None
    return f"{scheme}:{rest}".replace(" ", "%20")


def says_yes(text: str | None) -> bool:
    """iTunes: only ``Yes`` (Podcasting 2.0 ``yes``, and ``true`` as publishers write) counts."""
    return bool(text) and str(text).strip().lower() in ("yes", "true", "y", "1")


def explicit(text: str | None) -> bool | None:
    """``itunes:explicit``: yes, true, explicit; no, false, clean; else not said."""
    word = (text or "").strip().lower()
    if word in ("yes", "true", "explicit", "1"):
        return True
    return False if word in ("no", "false", "clean", "0") else None


def split_keywords(text: str) -> list[str]:
    """Comma-separated words (``itunes:keywords``; some publishers use semicolons)."""
    separator = "," if "," in text or ";" not in text else ";"
    return [word for part in text.split(separator) if (word := part.strip())]
