"""One item (RSS) or entry (Atom) -> ``ParsedEpisode``."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from earmark.model import Enclosure, ParsedEpisode, Person, Tag
from earmark.parse.draft import Draft, keep
from earmark.parse.elements import NOTE_SLOTS, RULES
from earmark.parse.namespaces import XML
from earmark.parse.people import author
from earmark.parse.tree import inner_markup, plain_text
from earmark.parse.values import Values, explicit, split_keywords

_RANKS = {slot: rank for rank, slot in enumerate(NOTE_SLOTS)}
_FULL = NOTE_SLOTS.index("xhtml:body")
"""Slots up to this rank hold the full text, those after it a summary."""
_AUTHORS = ("itunes:author", "dc:creator", "author", "googleplay:author")
_OTHER_TITLES = ("itunes:title", "media:title", "dc:title")
_LANGUAGE = XML + "lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
"""RSS 1.0 names an item by it."""


def read_items(
    items: Iterable[etree._Element], values: Values, home: str = ""
) -> tuple[ParsedEpisode, ...]:
    """The episodes that items describe. Raises nothing; faults are counted in ``values``."""
    memo = RULES.memo(home)
    episodes = []
    for item in items:
        draft = Draft(values, home)
        texts = draft.texts
        for element in item:
            rule = memo.get(element.tag)
            if rule is None:
                rule = RULES.learn(element.tag, memo, home)
            if isinstance(rule, str):
                text = _inner(element, rule) if len(element) else element.text
                if text:
                    if rule in texts:
                        keep(element, draft)
                    else:
                        texts[rule] = text
            else:
                rule(element, draft)
        episodes.append(_episode(draft, item))
    return tuple(episodes)


def _inner(element: etree._Element, slot: str) -> str:
    """Unescaped HTML: markup for notes, the words alone for everything else."""
    return inner_markup(element) if slot in _RANKS else plain_text(element)


def _episode(draft: Draft, item: etree._Element) -> ParsedEpisode:
    """Every text goes to its field. What is left is a note or has no field: that comes last."""
    take, values = draft.texts.pop, draft.values
    title = _title(draft)
    guid = take("guid", None)
    duration_ms = _duration(draft)
    published_raw = take("pubdate", None) or take("published", None) or take("dc:date", None)
    published_at = values.date(published_raw) if published_raw else None
    updated_raw = take("updated", None)
    updated_at = values.date(updated_raw) if updated_raw else None
    if published_raw is None and updated_at is not None:
        published_raw, published_at = updated_raw, updated_at
    season = _number("itunes:season", "podcast:season", draft)
    number = _number("itunes:episode", "podcast:episode", draft)
    persons = values.few(draft.persons) if draft.persons else _authors(draft)
    keywords = _keywords(draft)
    subtitle = take("itunes:subtitle", None)
    episode_type = take("itunes:episodetype", None)
    explicit_raw = take("itunes:explicit", None)
    language = take("language", None)
    if item.keys():
        guid, language = guid or item.get(_ABOUT), language or item.get(_LANGUAGE)
    enclosure, alternates = _enclosures(draft)
    notes = _notes(draft)
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
        alternates,
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
    texts = draft.texts
    text = texts.pop("title", None)
    title = draft.values.title(text) if text else ""
    for slot in _OTHER_TITLES:
        if slot in texts:
            other = draft.values.title(texts.pop(slot))
            if not title:
                title = other
            elif other and other != title:
                draft.tags.append(Tag(slot, (), other))
    return title


def _duration(draft: Draft) -> int | None:
    """A duration that cannot be read is kept as a tag, and so is 0: publishers write it for
    "unknown", and no mean may count it."""
    text = draft.texts.pop("itunes:duration", None)
    if text is None:
        return None
    duration_ms = draft.values.duration_ms(text)
    if not duration_ms and not text.isspace():
        draft.tags.append(Tag("itunes:duration", (), draft.values.note(text)))
    return duration_ms or None


def _number(slot: str, other_slot: str, draft: Draft) -> int | None:
    """The first that can be read; one before it that cannot is kept as a tag."""
    texts, number = draft.texts, None
    for name in (slot, other_slot):
        text = texts.pop(name, None)
        if text is None or number is not None:
            continue
        number = draft.values.number(text)
        if number is None and not text.isspace():
            draft.tags.append(Tag(name, (), draft.values.short(text)))
    return number


def _authors(draft: Draft) -> tuple[Person, ...]:
    """Where no ``podcast:person`` is named, the author; the other authors stay texts."""
    texts = draft.texts
    for slot in _AUTHORS:
        text = texts.get(slot)
        if text:
            persons = author(draft.values.name(text))
            if persons:
                del texts[slot]
                return persons
    return ()


def _keywords(draft: Draft) -> tuple[str, ...]:
    words, texts = draft.keywords, draft.texts
    for slot in ("itunes:keywords", "media:keywords"):
        if slot in texts:
            words.extend(split_keywords(texts.pop(slot)))
    return draft.values.words(tuple(words)) if words else ()


def _enclosures(draft: Draft) -> tuple[Enclosure | None, tuple[Enclosure, ...]]:
    """The media file and other ways to play it."""
    found = draft.enclosures
    if len(found) == 1 and not draft.alternates:
        return found[0], ()
    found = found + draft.alternates
    return (found[0], draft.values.few(found[1:])) if found else (None, ())


def _notes(draft: Draft) -> str:
    """The full text, else the longest of the summaries. A text that the chosen one does not hold
    is kept as a tag, so that nothing published is lost; so is a text that no field took (an
    author beside persons)."""
    clean = draft.values.note
    found = []
    last = cleaned = ""
    for slot, text in draft.texts.items():
        rank = _RANKS.get(slot)
        if rank is not None:
            if text != last:  # most publishers say the same twice
                last, cleaned = text, clean(text)
            found.append((rank, slot, cleaned))
        elif not text.isspace():
            draft.tags.append(Tag(slot, (), clean(text)))
    if len(found) < 2:
        return found[0][2] if found else ""
    found.sort()
    chosen = _chosen([(rank, text) for rank, _, text in found])
    for _, slot, text in found:
        if text and text != chosen and text not in chosen:
            draft.tags.append(Tag(slot, (), text))
    return chosen


def _chosen(notes: list[tuple[int, str]]) -> str:
    for rank, text in notes:
        if text and rank <= _FULL:
            return text
    return max((text for _, text in notes), key=len)
