"""Languages as feeds declare them, for the ``lang`` attribute: publishers write ``en_US``,
``English`` and worse there, and a screen reader should hear no voice that nobody meant."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

LONGEST_TAG = 35
"""Characters (RFC 5646, 4.4.1)."""


@lru_cache(maxsize=512)
def language_tag(declared: str | None) -> str:
    """``en-US``, of ``en_us``; "" for what names no language."""
    code = (declared or "").strip().replace("_", "-")
    if not code.isascii() or len(code) > LONGEST_TAG or code.lower() == "und":
        return ""
    try:
        return str(Locale.parse(code, sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError):
        return ""


def lang(declared: str | None) -> Markup:
    """The attribute with a space before it, or nothing."""
    return _attribute(language_tag(declared))


@lru_cache(maxsize=512)
def _attribute(tag: str) -> Markup:
    return Markup(' lang="{}"').format(tag) if tag else Markup()
