"""Which published addresses may be linked: one rule for notes, pages and feeds alike."""

from __future__ import annotations

import re

LONGEST_URL = 2_048
REL = "noopener noreferrer nofollow ugc"
"""What every link to an address that a publisher gave says."""

_ESCAPED = str.maketrans({" ": "%20", '"': "%22", "<": "%3C", ">": "%3E", "`": "%60"})
_AUTHORITY_END = re.compile(r"[/?#]")
_MAIL = re.compile(r"[^\s@:/\\?#]++@[^\s@:/\\?#]++(?:\?.*+)?", re.DOTALL)


def safe_url(url: str | None) -> str | None:
    """An absolute http, https or mailto address of at most 2,048 characters, ready for an
    attribute; None for everything else: other schemes however spelt, relative addresses,
    ``//host``, credentials (``user:pass@``), characters that aren't printable. A space inside is
    escaped: publishers write them in file names."""
    plain = (url or "").strip().translate(_ESCAPED)
    scheme, colon, rest = plain.partition(":")
    if not colon or len(plain) > LONGEST_URL or not plain.isprintable():
        return None  # control characters, also inside a scheme; bidi controls; lone surrogates
    scheme = scheme.lower()
    if scheme == "mailto":
        return f"mailto:{rest}" if _MAIL.fullmatch(rest) else None
    if scheme in ("http", "https") and rest.startswith("//") and _is_host(rest[2:]):
        return f"{scheme}:{rest}"
    return None


def web_url(url: str | None) -> str | None:
    """``safe_url``, http and https only: pages, enclosures, feeds, pictures."""
    safe = safe_url(url)
    return None if safe is None or safe.startswith("mailto:") else safe


def _is_host(rest: str) -> bool:
    """Whether an address begins with a host and nothing before it. Browsers take a backslash
    for a slash, so that ``good.example\\@bad.example`` would name another host here than there."""
    authority = _AUTHORITY_END.split(rest, maxsplit=1)[0]
    return authority not in ("", ".") and "@" not in authority and "\\" not in authority
