"""One item (RSS) or entry (Atom) -> ``ParsedEpisode``."""

from __future__ import annotations

from lxml import etree

from earmark.model import (
    Chapter,
    Enclosure,
    ParsedEpisode,
    Person,
    Soundbite,
    Tag,
    TranscriptLink,
)
from earmark.parse.durations import parse_duration
from earmark.parse.namespaces import XML
from earmark.parse.people import author_name, person
from earmark.parse.rules import Rule, Rules
from earmark.parse.tree import inner_markup, is_element, kept, local_name, plain_text
from earmark.parse.values import Values, explicit, says_yes, split_keywords

_MEDIA = ("audio", "video")
_NOTE_SLOTS = (
    "content:encoded", "atom:content", "content", "xhtml:body", "description", "itunes:summary",
    "atom:summary", "summary", "media:description", "googleplay:description",
)  # fmt: skip


class Draft:
    """What has been read of one item."""

    __slots__ = (
        "alternates", "authors", "block", "chapters", "chapters_url", "enclosures", "home",
        "image_url", "keywords", "link", "permalink", "persons", "soundbites", "tags", "texts",
        "transcripts", "values",
    )  # fmt: skip

    def __init__(self, values: Values, home: str):
        self.values = values
        self.home = home
        self.texts: dict[str, str] = {}
        self.tags: list[Tag] = []
        self.enclosures: list[Enclosure] = []
        self.alternates: list[Enclosure] = []
        self.keywords: list[str] = []
        self.persons: list[Person] = []
        self.authors: list[Tag] = []
        self.transcripts: list[TranscriptLink] = []
        self.chapters: list[Chapter] = []
        self.soundbites: list[Soundbite] = []
        self.block = False
        self.link: str | None = None
        self.permalink: str | None = None
        self.image_url: str | None = None
        self.chapters_url: str | None = None


def keep(element: etree._Element, draft: Draft) -> None:
    """An element without a field: kept whole."""
    draft.tags.append(kept(element, draft.values, draft.home))


def read_item(item: etree._Element, values: Values, home: str = "") -> ParsedEpisode:
    """The episode that an item describes. Raises nothing; faults are counted in ``values``."""
    draft = Draft(values, home)
    texts = draft.texts
    memo = RULES.memo(home)
    for element in item:
        rule = memo.get(element.tag)
        if rule is None:
            rule = RULES.learn(element.tag, memo, home)
        if isinstance(rule, str):
            text = element.text if not len(element) else _inner(element, rule)
            if not text:
                continue
            if rule in texts:
                keep(element, draft)
            else:
                texts[rule] = text
        else:
            rule(element, draft)
    return _episode(draft, item)


def _inner(element: etree._Element, slot: str) -> str:
    """Unescaped HTML: markup for notes, the words alone for everything else."""
    return inner_markup(element) if slot in _NOTE_SLOTS else plain_text(element)


def _episode(draft: Draft, item: etree._Element) -> ParsedEpisode:
    take, values = draft.texts.pop, draft.values
    notes = _notes(draft)
    title = _title(draft)
    guid = take("guid", None) or take("id", None) or _about(item)
    published_raw = take("pubdate", None) or take("published", None) or take("dc:date", None)
    updated_raw = take("updated", None)
    duration_raw = take("itunes:duration", None)
    duration_ms = values.duration_ms(duration_raw)
    published_at = values.date(published_raw)
    updated_at = values.date(updated_raw)
    if duration_ms is None and duration_raw and not duration_raw.isspace():
        draft.tags.append(Tag("itunes:duration", (), values.note(duration_raw)))
    if published_raw is None and updated_at is not None:
        published_raw, published_at = updated_raw, updated_at
    season, number = _numbered(draft)
    persons = _persons(draft)
    keywords = _keywords(draft)
    subtitle = take("itunes:subtitle", None)
    episode_type = take("itunes:episodetype", None)
    explicit_raw = take("itunes:explicit", None)
    language = take("language", None) or item.get(XML + "lang")
    enclosure = draft.enclosures[0] if draft.enclosures else None
    alternates = draft.enclosures[1:] + draft.alternates
    if enclosure is None and draft.alternates:
        enclosure, alternates = alternates[0], alternates[1:]
    _keep_rest(draft)
    return ParsedEpisode(
        title,
        values.identifier(guid) if guid else None,
        draft.link or draft.permalink,
        published_at,
        values.short(published_raw) or None if published_raw else None,
        updated_at,
        duration_ms,
        notes,
        values.note(subtitle) or None if subtitle else None,
        enclosure,
        values.few(alternates) if alternates else (),
        draft.image_url,
        season,
        number,
        values.short(episode_type).lower() or None if episode_type else None,
        explicit(explicit_raw) if explicit_raw else None,
        draft.block,
        values.short(language) or None if language else None,
        keywords,
        persons,
        values.few(draft.transcripts) if draft.transcripts else (),
        values.few(draft.chapters) if draft.chapters else (),
        draft.chapters_url,
        values.few(draft.soundbites) if draft.soundbites else (),
        tuple(draft.tags),
    )


def _title(draft: Draft) -> str:
    """``title``, else those of iTunes and Media RSS, which are kept as tags where they differ."""
    title = ""
    for slot in ("title", "itunes:title", "media:title", "dc:title"):
        text = draft.texts.pop(slot, None)
        if text is None:
            continue
        cleaned = draft.values.title(text)
        if not title:
            title = cleaned
        elif cleaned != title and cleaned:
            draft.tags.append(Tag(slot, (), cleaned))
    return title


def _notes(draft: Draft) -> str:
    """The full text, else the longest of the summaries. A text that the chosen one does not hold
    is kept as a tag, so that nothing published is lost."""
    texts = draft.texts
    found = [(slot, texts.pop(slot)) for slot in _NOTE_SLOTS if slot in texts]
    if not found:
        return ""
    clean = draft.values.note
    if len(found) == 1:
        return clean(found[0][1])
    cleaned = [(slot, clean(text)) for slot, text in found]
    full = [text for slot, text in cleaned[:3] if slot in _NOTE_SLOTS[:4] and text]
    chosen = full[0] if full else max((text for _, text in cleaned), key=len)
    for slot, text in cleaned:
        if text and text not in chosen:
            draft.tags.append(Tag(slot, (), text))
    return chosen


def _about(item: etree._Element) -> str | None:
    """RSS 1.0 names an item by its ``rdf:about``."""
    return (
        item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") if len(item.attrib) else None
    )


def _numbered(draft: Draft) -> tuple[int | None, int | None]:
    found = []
    for slots in (("itunes:season", "podcast:season"), ("itunes:episode", "podcast:episode")):
        number = None
        for slot in slots:
            text = draft.texts.pop(slot, None)
            if text is None or number is not None:
                continue
            number = draft.values.number(text)
            if number is None and not text.isspace():
                draft.tags.append(Tag(slot, (), draft.values.short(text)))
        found.append(number)
    return found[0], found[1]


def _persons(draft: Draft) -> tuple[Person, ...]:
    """``podcast:person``; only where there is none, the author."""
    texts, values = draft.texts, draft.values
    persons = draft.persons
    if not persons:
        for slot in ("itunes:author", "dc:creator", "author", "googleplay:author"):
            text = texts.get(slot)
            name = author_name(values.name(text)) if text else ""
            if name:
                persons.append(Person(name, "author"))
                del texts[slot]
                break
    return values.few(persons) if persons else ()


def _keywords(draft: Draft) -> tuple[str, ...]:
    words = draft.keywords
    for slot in ("itunes:keywords", "media:keywords"):
        text = draft.texts.pop(slot, None)
        if text:
            words.extend(split_keywords(text))
    if not words:
        return ()
    return draft.values.words(tuple(words))


def _keep_rest(draft: Draft) -> None:
    """Texts that no field took (an author beside persons, a second identifier)."""
    for slot, text in draft.texts.items():
        if not text.isspace():
            draft.tags.append(Tag(slot, (), draft.values.note(text)))


# ---------------------------------------------------------------- elements with attributes


def _link(element: etree._Element, draft: Draft) -> None:
    """RSS ``<link>url</link>``; Atom ``<link rel href>``, also inside RSS."""
    text = element.text
    href = element.get("href") if not text or text.isspace() else None
    if href is None:
        _first_link(text, draft)
        return
    rel = element.get("rel", "alternate")
    if rel == "enclosure":
        _add_enclosure(element, "href", draft)
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
    text = text.strip()
    if text.startswith("http") and element.get("isPermaLink", "true").lower() != "false":
        draft.permalink = draft.values.url(text)


def _add_enclosure(element: etree._Element, attribute: str, draft: Draft) -> None:
    enclosure = _enclosure_of(element, attribute, draft.values)
    if enclosure is not None:
        draft.enclosures.append(enclosure)


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


def _enclosure(element: etree._Element, draft: Draft) -> None:
    _add_enclosure(element, "url", draft)


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
    for child in element:  # iTunes nests sub-categories
        if is_element(child):
            _category(child, draft)


def _person(element: etree._Element, draft: Draft) -> None:
    found = person(element, draft.values)
    if found is not None:
        draft.persons.append(found)


def _atom_author(element: etree._Element, draft: Draft) -> None:
    """Atom ``<author><name>``; RSS ``<author>`` is text."""
    name = next((child.text for child in element if local_name(child) == "name"), element.text)
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


def _block(element: etree._Element, draft: Draft) -> None:
    """``podcast:block`` with an ``id`` speaks to that service alone."""
    if element.get("id") is None:
        draft.block = draft.block or says_yes(element.text)
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
    **{slot: slot for slot in _NOTE_SLOTS},
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
    "itunes:block": _block,
    "podcast:block": _block,
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
