"""Published notes -> HTML that can be shown: the one place where foreign markup is let through.

Cleaning happens whenever notes are shown and nothing cleaned is stored, so that a stricter policy
holds at once for all that was ever added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import nh3

from earmark.formats.characters import writable
from earmark.formats.urls import LONGEST_URL, REL, safe_url

__all__ = ["CleanHtml", "clean_html", "safe_url"]

MOST_BYTES = 100_000
"""Of UTF-8. The cleaner takes quadratic time for some inputs (a row of ``&``)."""
DEEPEST = 300
"""Elements in one another. The cleaner's time grows with the square of it."""

TAGS = frozenset((
    "p", "br", "a", "ul", "ol", "li", "b", "strong", "i", "em", "u", "s", "code", "pre",
    "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dl", "dt", "dd", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "sub", "sup", "span", "div", "abbr", "time",
    "figure", "figcaption",
))  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
CONTENT_DROPPED = frozenset((
    "script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "xmp",
    "textarea", "title", "noembed", "noframes", "plaintext", "select", "applet", "audio", "video",
    "canvas",
))  # fmt: skip
"""Elements that go with all that is inside."""
HEADING = "h3"
"""All six headings become this one. Notes stand under a heading of ours of level 2, and what a
publisher wrote (a lone h1, an h5 for its size) must neither rise above it nor leave a level out;
headings stay headings, so that a screen reader can step through long notes."""

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(CONTENT_DROPPED),
    attributes=ATTRIBUTES,
    attribute_filter=lambda _, name, value: _attribute(name, value),
    link_rel=REL,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)

_BLOCKS = (
    "address|article|aside|blockquote|br|center|dd|div|dl|dt|figure|footer|h[1-6]|header|hr|li|"
    "main|nav|ol|p|pre|section|table|td|th|tr|ul"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*+>")
_ESCAPED_TAG = re.compile(
    r"&lt;/?(?:p|br|div|a|span|li|ul|ol|b|i|em|strong|h[1-6])(?:\s|/|&gt;)", re.IGNORECASE
)
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))
# A browser opens formatting that was never closed anew in each block, unless three of it are the
# same (HTML standard, "reconstruct the active formatting elements"). Its attributes are dropped
# anyway; left in until then, they'd make 22 MB of 24 kB of notes.
_STYLES = frozenset((
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
_STYLE_DEPTH = 30
_STYLED = re.compile(rf"<({'|'.join(sorted(_STYLES))})[\s/][^>]*+>", re.IGNORECASE)
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSED_BY_THE_NEXT = frozenset((
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "td", "tfoot", "th", "thead", "tbody", "tr", "track", "wbr",
))  # fmt: skip
_BLANK_LINES = re.compile(r"\n[^\S\n]*+\n\s*+")

# What the cleaner writes: tags whose values are quoted, and text in which & < > are escaped.
_WRITTEN_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*+>)')
_WRITTEN_HEADING = re.compile(r"<(/?)h[1-6]>")
_WRITTEN_URL = re.compile(r'(?<!\w)https?://(?:[^\s<>"&\u3000-\u303f\uff00-\uffef]|&amp;)++')
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*+</p>\s*+")
_AFTER_URL = ".,;:!?'*_~’”»…"


@dataclass(frozen=True, slots=True)
class CleanHtml:
    """Notes to be shown as they are."""

    html: str
    cut: bool
    """Whether the notes were longer than ``MOST_BYTES`` and end early."""


def clean_html(source: str) -> CleanHtml:
    """Published notes, HTML or plain text, as HTML of harmless tags, whose links are absolute
    http, https or mailto addresses. Notes without block markup keep their lines, and written
    addresses become links. Raises nothing; any text is taken."""
    text, cut = _bounded(source)
    if not _TAG.search(text) and _ESCAPED_TAG.search(text):
        text = _unescaped(text)
    if not _BLOCK.search(text):
        text = _paragraphs(text)
    plain = _STYLED.sub(r"<\1>", text)
    shallow = plain[: _too_deep(plain)]
    written = "".join(_finished(_CLEANER.clean(shallow)))
    return CleanHtml(_EMPTY_PARAGRAPH.sub("", written).strip(), cut or len(shallow) < len(plain))


def _too_deep(text: str) -> int | None:
    """Where more than ``DEEPEST`` elements are in one another, by the tags alone. Formatting
    counts for more, the first three of a name."""
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _TAG_NAME.finditer(text):
        name, step = tag[2].lower(), -1 if tag[1] else 1
        if name not in _CLOSED_BY_THE_NEXT and opened[name] + step >= 0:
            dear = name in _STYLES and max(opened[name], opened[name] + step) <= 3
            opened[name] += step
            depth += step * (_STYLE_DEPTH if dear else 1)
        if depth > DEEPEST:
            return tag.start()
    return None


def _bounded(source: str) -> tuple[str, bool]:
    """The beginning of the source without what cannot be shown, and whether more followed."""
    utf8 = writable(source[:MOST_BYTES]).encode()
    cut = len(source) > MOST_BYTES or len(utf8) > MOST_BYTES
    return utf8[:MOST_BYTES].decode("utf-8", "ignore"), cut


def _attribute(name: str, value: str) -> str | None:
    if name == "href":
        return safe_url(value)
    if name in ("colspan", "rowspan"):
        return value if value.isascii() and value.isdecimal() and len(value) < 3 else None
    return value


def _unescaped(text: str) -> str:
    """HTML that was escaped once more, read once."""
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return text


def _paragraphs(text: str) -> str:
    """Plain text, in which a line's end and an empty line mean what they look like. Line ends
    inside a tag are left."""
    parts = re.split(r"(<[^<>]*+>)", text.strip())
    for number in range(0, len(parts), 2):
        lines = _BLANK_LINES.sub("<p>", parts[number])
        parts[number] = lines.replace("\n", "<br>")
    return "<p>" + "".join(parts) if text.strip() else ""


def _finished(html: str) -> Iterator[str]:
    """What was cleaned with its headings lowered, links without an address dropped, and addresses
    in its text made links."""
    in_link = False
    for part in _WRITTEN_TAG.split(html):
        if part.startswith(("<a ", "</a>")):
            was_link, in_link = in_link, ' href="' in part
            yield part if was_link or in_link else ""
        elif part.startswith(("<h", "</h")):
            yield _WRITTEN_HEADING.sub(rf"<\1{HEADING}>", part)
        elif in_link or part.startswith("<") or "://" not in part:
            yield part
        else:
            yield _WRITTEN_URL.sub(_link, part)


def _link(found: re.Match[str]) -> str:
    """A written address as a link; the punctuation of the sentence around it stays outside."""
    written = found[0]
    if len(written) > LONGEST_URL:
        return written
    url = _without_punctuation(written)
    if safe_url(url) != url:
        return written
    return f'<a href="{url}" rel="{REL}">{url}</a>{written[len(url) :]}'


def _without_punctuation(url: str) -> str:
    if url.endswith("&amp;"):
        return url.removesuffix("&amp;")
    url = url if url.endswith(";") else url.rstrip(_AFTER_URL)
    while url.endswith((")", "]")) and url.count(url[-1]) > url.count(
        "(" if url[-1] == ")" else "["
    ):
        url = url[:-1].rstrip(_AFTER_URL)
    return url
