"""A document that is not well-formed -> bytes that libxml2's recovery makes the most of.

Every pass is linear in the size of the document.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Iterator

from earmark.parse.balance import MOST_TAGS, Balance, shortened

_ROOT = re.compile(rb"<(?:[A-Za-z0-9_]{1,20}:)?(?:rss|rdf|feed|channel)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,300}\?>", re.IGNORECASE)
_REFERENCE = re.compile(
    rb"&(?:#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13))
_XML_ENTITIES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_KNOWN_REFERENCES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;", b"&#")
_OPENING = re.compile(rb"<(?:[A-Za-z0-9_]{1,20}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_CLOSING = re.compile(
    rb"</(?:[A-Za-z0-9_]{1,20}:)?(?:item|entry|rss|rdf|feed|channel)\s*+>", re.IGNORECASE
)
_BETWEEN = re.compile(rb"</(?:item|entry)>\s{0,200}<(?:item|entry)[\s>]", re.IGNORECASE)
_BEFORE_CDATA = re.compile(rb"<([A-Za-z][\w:.-]{0,60})(?:\s[^<>]{0,300})?>\s{0,200}\Z")

_MOST_BARE = 200_000
LONGEST_SLICE = 1_000_000
MOST_SLICES = 10_000
LONGEST_ROOT_TAG = 20_000


def without_doctype(utf8: bytes) -> bytes:
    """The document without its DOCTYPE, so that no entity it declares can ever be expanded.
    One that does not end stays: the document is not well-formed then."""
    root = _ROOT.search(utf8, 0, 65_536)
    at = utf8[: root.start() if root else 65_536].upper().find(b"<!DOCTYPE")
    if at < 0:
        return utf8
    end = _doctype_end(utf8, at)
    return utf8 if end < 0 else utf8[:at] + utf8[end:]


def _doctype_end(utf8: bytes, at: int) -> int:
    """Just after the ``>`` that closes it: the first outside ``[...]`` and quotes."""
    quote, inside = b"", False
    for found in re.finditer(rb"[\"'\[\]>]", utf8[at:]):
        mark = found.group()
        if quote:
            quote = b"" if mark == quote else quote
        elif mark in b"\"'":
            quote = mark
        elif mark == b">" and not inside:
            return at + found.end()
        elif mark != b">":
            inside = mark == b"["
    return -1


def repaired(utf8: bytes) -> bytes:
    """The document from its root on, without control bytes and stray declarations, HTML entities
    as characters, every bare ``&`` escaped outside CDATA and comments, and tags balanced."""
    root = _ROOT.search(utf8)
    if root is not None:
        utf8 = utf8[root.start() :]
    utf8 = utf8.translate(None, _CONTROL)
    return b"".join(_mended(utf8, _mend_references(utf8)))


def _mend_references(utf8: bytes) -> Callable[[bytes], bytes]:
    # A document that is mostly ampersands is an attack: escaping would make it five times longer,
    # and each entity that nobody declared would be an element.
    bare = utf8.count(b"&") - sum(map(utf8.count, _KNOWN_REFERENCES))
    if bare > max(_MOST_BARE, len(utf8) // 20):
        return lambda text: text.replace(b"&", b"")
    return escaped


def escaped(text: bytes) -> bytes:
    """HTML entities as characters, every other bare ``&`` as ``&amp;``."""
    return _REFERENCE.sub(_reference, text) if b"&" in text else text


def _mended(utf8: bytes, mend: Callable[[bytes], bytes]) -> Iterator[bytes]:
    # Balancing costs a microsecond a tag; a document of more tags than any feed has is an attack.
    balance = Balance() if utf8.count(b"<") <= MOST_TAGS else None
    for text, protected in segments(utf8):
        mended = mend(_DECLARATION.sub(b"", text) if b"<?" in text else text)
        yield balance.piece(mended) if balance is not None else mended
        yield shortened(protected)


def segments(utf8: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(markup and text, CDATA section or comment) pairs; a section that never ends is closed."""
    at = 0
    for opening in re.finditer(rb"<!\[CDATA\[|<!--", utf8):
        if opening.start() < at:
            continue
        closing = b"]]>" if opening.group() == b"<![CDATA[" else b"-->"
        end = utf8.find(closing, opening.end())
        if end < 0:
            yield utf8[at : opening.start()], utf8[opening.start() :] + closing
            return
        yield utf8[at : opening.start()], utf8[opening.start() : end + 3]
        at = end + 3
    yield utf8[at:], b""


def _reference(match: re.Match[bytes]) -> bytes:
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        if name in _XML_ENTITIES:
            return match[0]
        character = html.entities.html5.get(name.decode("ascii") + ";")
        return character.encode() if character else b"&amp;" + match[0][1:]
    if decimal is None and hexadecimal is None:
        return b"&amp;"
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return match[0] if _is_character(code) else b""


def _is_character(code: int) -> bool:
    """XML 1.0, production 2."""
    if code < 0x20:
        return code in (9, 10, 13)
    return code < 0xD800 or 0xDFFF < code < 0xFFFE or 0xFFFF < code < 0x110000


def swallows(utf8: bytes) -> bool:
    """Whether a CDATA section that was never closed holds the start of the next one and the items
    between: well-formed, and yet not what anybody wrote."""
    return any(
        section.find(b"<![CDATA[", 9) > 0 and _BETWEEN.search(section) is not None
        for _, section in segments(utf8)
    )


def ends_in_item(utf8: bytes) -> bool:
    """Whether a document ends within an item, as a download that was cut off does: after the last
    item that opens comes no end tag, neither its own nor the channel's."""
    opening = max(map(utf8.rfind, (b"<item", b"<entry")))
    return opening >= 0 and _CLOSING.search(utf8, opening) is None


def root_tag(utf8: bytes) -> tuple[bytes, bytes]:
    """The root's start tag, with the namespaces it declares, and its end tag."""
    found = _ROOT.search(utf8)
    end = utf8.find(b">", found.start()) if found else -1
    if found is None or end < 0 or end - found.start() > LONGEST_ROOT_TAG:
        return b"<rss>", b"</rss>"
    name = found.group()[1:].rstrip(b" \t\r\n>")
    return utf8[found.start() : end].rstrip(b"/") + b">", b"</" + name + b">"


def openings(utf8: bytes) -> list[int]:
    """Where items open, outside CDATA and comments."""
    found: list[int] = []
    at = 0
    for text, protected in segments(utf8):
        found.extend(at + opening.start() for opening in _OPENING.finditer(text))
        at += len(text) + len(protected)
    return found


def slices(utf8: bytes) -> list[bytes]:
    """Each item from where it opens, wherever that is, to where the next one opens or it ends.

    CDATA that an item never closes is closed before the end tag of the element it began in;
    otherwise it would swallow the items after it.
    """
    starts = [opening.start() for opening in _OPENING.finditer(utf8)]
    ends = [*starts[1:], len(utf8)][:MOST_SLICES]
    return [_one(utf8[start:end]) for start, end in zip(starts, ends, strict=False)]


def _one(piece: bytes) -> bytes:
    name = re.match(rb"<([\w:]{1,40})", piece)
    end_tag = b"</" + (name[1] if name else b"item") + b">"
    end = piece.lower().rfind(end_tag.lower())
    body = piece[:end] if end > 0 else piece
    return _cdata_closed(body[:LONGEST_SLICE]) + end_tag


def _cdata_closed(body: bytes) -> bytes:
    last = body.rfind(b"<![CDATA[")
    if last < 0 or body.find(b"]]>", last) >= 0:
        return body
    owner = _BEFORE_CDATA.search(body[max(0, last - 600) : last])
    if owner is not None:
        end = body.find(b"</" + owner[1] + b">", last)
        if end >= 0:
            return body[:end] + b"]]>" + body[end:]
    return body + b"]]>"
