"""Writing XML and HTML: elements from strings. Writing needs no tree, so the standard library's
escapes do; lxml, which reads foreign documents, stays where they are read."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from earmark.formats.characters import writable

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

Attributes = Mapping[str, object]
"""Name to value; an attribute whose value is None is left out."""


def escaped(text: str) -> str:
    """Text for an element, of XML or of HTML. ``>`` is escaped too, so ``]]>`` ends nothing."""
    return escape(writable(text))


def start(name: str, attributes: Attributes | None = None, *, end: str = ">") -> str:
    """A start tag. Values are quoted; line ends in them are kept."""
    given = (attributes or {}).items()
    pairs = "".join(
        f" {key}={quoteattr(writable(str(value)))}" for key, value in given if value is not None
    )
    return f"<{name}{pairs}{end}"


def element(name: str, text: str = "", attributes: Attributes | None = None) -> str:
    """A whole element with escaped text, on a line of its own."""
    if not text:
        return start(name, attributes, end="/>\n")
    return f"{start(name, attributes)}{escaped(text)}</{name}>\n"
