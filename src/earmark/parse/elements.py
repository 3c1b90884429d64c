"""Elements of an item (RSS) or entry (Atom), each with the rule that puts it into the draft."""

from __future__ import annotations

from lxml import etree

from earmark.model import Chapter, Enclosure, Soundbite, TranscriptLink
from earmark.parse.draft import Draft, block, keep
from earmark.parse.durations import parse_duration
from earmark.parse.people import person
from earmark.parse.rules import Rule, Rules
from earmark.parse.tree import inner_markup, is_element, local_name, plain_text
from earmark.parse.values import Values

_MEDIA = ("audio", "video")
NOTE_SLOTS = (
    "content:encoded", "atom:content", "content", "xhtml:body", "description", "itunes:summary",
    "atom:summary", "summary", "media:description", "googleplay:description",
)  # fmt: skip
"""Texts that can be the notes, the best first."""


def _link(element: etree._Element, draft: Draft) -> None:
    """RSS ``<link>url</link>``; Atom ``<link rel href>``, also inside RSS."""
    text = element.text
    href = element.get("href") if not text or text.isspace() else None
    if href is None:
        _first_link(text, draft)
        return
    rel = element.get("rel", "alternate")
    if rel == "enclosure":
        _enclosure(element, draft, "href")
    elif rel == "alternate" and draft.link is None:
        draft.link = draft.values.url(href)
    else:
        keep(element, draft)


def _first_link(text: str | None, draft: Draft) -> None:
    url = draft.values.url(text.strip()) if text else None
    if url is not None and draft.link is None:
        draft.link = url


def _guid(element: etree._Element, draft: Draft) -> None:
    text = element.text
    if not text:
        return
    if "guid" in draft.texts:
        keep(element, draft)
        return
    draft.texts["guid"] = text
    if draft.link is not None:
        return
    text = text.strip()
    if text.startswith("http") and element.get("isPermaLink", "true").lower() != "false":
        draft.permalink = draft.values.url(text)


def _enclosure_of(
    element: etree._Element, attribute: str, values: Values, length: str = "length"
) -> Enclosure | None:
    url = values.url(element.get(attribute))
    if url is None:
        return None
    kind = element.get("type")
    size = element.get(length)
    return Enclosure(
        url, values.short(kind) or None if kind else None, values.length(size) if size else None
    )


def _enclosure(element: etree._Element, draft: Draft, attribute: str = "url") -> None:
    enclosure = _enclosure_of(element, attribute, draft.values)
    if enclosure is not None:
        draft.enclosures.append(enclosure)


def _alternate(element: etree._Element, draft: Draft) -> None:
    """``podcast:alternateEnclosure``: each source is a way to play; the tag keeps the rest."""
    keep(element, draft)
    values = draft.values
    kind = element.get("type")
    for source in element:
        url = values.url(source.get("uri")) if local_name(source) == "source" else None
        if url is not None:
            own = source.get("contentType") or kind
            length = values.length(element.get("length"))
            draft.alternates.append(Enclosure(url, values.short(own) if own else None, length))


def _media_content(element: etree._Element, draft: Draft) -> None:
    """Sound and film can be played; pictures are only kept. Its children speak for the item."""
    kind = element.get("medium") or (element.get("type") or "").partition("/")[0]
    if kind in _MEDIA:
        found = _enclosure_of(element, "url", draft.values, "fileSize")
        if found is not None:
            draft.alternates.append(found)
    keep(element, draft)


def _media_group(element: etree._Element, draft: Draft) -> None:
    for child in element:
        if local_name(child) == "content":
            _media_content(child, draft)
        elif is_element(child):
            keep(child, draft)


def _category(element: etree._Element, draft: Draft) -> None:
    word = element.text or element.get("label") or element.get("term") or element.get("text")
    if word and not word.isspace():
        draft.keywords.append(word)
    if len(element):  # iTunes nests sub-categories
        for child in filter(is_element, element):
            _category(child, draft)


def _person(element: etree._Element, draft: Draft) -> None:
    found = person(element, draft.values)
    if found is not None:
        draft.persons.append(found)


def _atom_author(element: etree._Element, draft: Draft) -> None:
    """Atom ``<author><name>``; RSS ``<author>`` is text."""
    name = element.text
    if len(element):
        name = next((child.text for child in element if local_name(child) == "name"), name)
    if name and not name.isspace() and "author" not in draft.texts:
        draft.texts["author"] = name
    if len(element) > 1 or "author" not in draft.texts:
        keep(element, draft)


def _transcript(element: etree._Element, draft: Draft) -> None:
    values = draft.values
    url = values.url(element.get("url"))
    if url is None:
        return
    kind, language, rel = (
        values.short(text) or None if text else None
        for text in (element.get("type"), element.get("language"), element.get("rel"))
    )
    draft.transcripts.append(TranscriptLink(url, kind, language, rel))


def _chapters(element: etree._Element, draft: Draft) -> None:
    url = draft.values.url(element.get("url"))
    if url is not None and draft.chapters_url is None:
        draft.chapters_url = url
    else:
        keep(element, draft)


def _psc_chapters(element: etree._Element, draft: Draft) -> None:
    """Podlove Simple Chapters: ``start`` is a Normal Play Time."""
    values = draft.values
    for chapter in element:
        start = values.duration_ms(chapter.get("start")) if local_name(chapter) else None
        if start is not None:
            title = values.title(chapter.get("title") or "")
            draft.chapters.append(Chapter(start, title, values.url(chapter.get("href"))))


def _soundbite(element: etree._Element, draft: Draft) -> None:
    start = parse_duration(element.get("startTime") or "")
    length = parse_duration(element.get("duration") or "")
    if start is None or length is None:
        keep(element, draft)
    else:
        title = draft.values.title(element.text or "")
        draft.soundbites.append(Soundbite(start, length, title))


def _image(element: etree._Element, draft: Draft) -> None:
    url = element.get("href") or element.get("url") or element.text
    if url and draft.image_url is None:
        draft.image_url = draft.values.url(url.strip())
    else:
        keep(element, draft)


def _typed_title(element: etree._Element, draft: Draft) -> None:
    text = plain_text(element)
    if element.get("type") in ("html", "text/html"):
        text = draft.values.markup_title(text)
    if text:
        draft.texts.setdefault("title", text)


def _typed_text(element: etree._Element, draft: Draft) -> None:
    """Atom ``content`` and ``summary``: escaped HTML, plain text or XHTML."""
    slot = "content:encoded" if local_name(element) == "content" else "description"
    text = inner_markup(element) if len(element) else element.text
    if element.get("src"):
        keep(element, draft)
    elif text and not text.isspace():
        draft.texts.setdefault(slot, text)


_TABLE: dict[str, Rule[Draft]] = {
    **{slot: slot for slot in NOTE_SLOTS},
    **{
        slot: slot
        for slot in (
            "title", "pubdate", "itunes:title", "itunes:duration", "itunes:author", "dc:creator",
            "itunes:subtitle", "itunes:keywords", "media:keywords", "itunes:episodetype",
            "itunes:explicit", "itunes:season", "itunes:episode", "podcast:season",
            "podcast:episode", "dc:date", "media:title", "dc:title", "googleplay:author",
            "updated", "published", "language",
        )
    },
    "id": _guid,
    "guid": _guid,
    "link": _link,
    "enclosure": _enclosure,
    "category": _category,
    "itunes:category": _category,
    "author": _atom_author,
    "itunes:image": _image,
    "itunes:block": block,
    "podcast:block": block,
    "podcast:person": _person,
    "podcast:transcript": _transcript,
    "podcast:chapters": _chapters,
    "podcast:soundbite": _soundbite,
    "podcast:alternateenclosure": _alternate,
    "psc:chapters": _psc_chapters,
    "media:content": _media_content,
    "media:group": _media_group,
    "content": _typed_text,
    "summary": _typed_text,
    "atom:title": _typed_title,
    "atom:id": _guid,
    "atom:link": _link,
    "atom:published": "published",
    "atom:issued": "published",
    "issued": "published",
    "atom:created": "published",
    "atom:updated": "updated",
    "atom:modified": "updated",
    "modified": "updated",
    "dcterms:modified": "updated",
    "dcterms:created": "published",
    "dc:language": "language",
    "atom:summary": _typed_text,
    "atom:content": _typed_text,
    "atom:category": _category,
    "atom:author": _atom_author,
}  # fmt: skip

RULES: Rules[Draft] = Rules(_TABLE, keep)
