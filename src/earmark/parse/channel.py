"""What a feed says of itself -> the fields of ``ParsedFeed`` that describe the podcast."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from earmark.model import Tag
from earmark.parse.draft import BaseDraft, block, keep
from earmark.parse.namespaces import XML
from earmark.parse.people import author_name, person
from earmark.parse.rules import Rule, Rules, ignore
from earmark.parse.tree import inner_markup, is_element, local_name, plain_text
from earmark.parse.values import Values, explicit, says_yes, split_keywords, whole

_DESCRIPTIONS = (
    "description", "itunes:summary", "content:encoded", "itunes:subtitle",
    "googleplay:description", "media:description",
)  # fmt: skip
_MOST_TTL = 525_600
"""Minutes in a year."""


class ChannelDraft(BaseDraft):
    """A channel's."""

    __slots__ = (
        "categories", "complete", "funding", "hub_url", "locked", "new_feed_url", "self_url",
    )  # fmt: skip

    def __init__(self, values: Values, home: str):
        super().__init__(values, home)
        self.categories: list[str] = []
        self.funding: list[tuple[str, str]] = []
        self.self_url: str | None = None
        self.hub_url: str | None = None
        self.new_feed_url: str | None = None
        self.complete = self.locked = False


def read_channel(
    elements: Iterable[etree._Element], language: str | None, values: Values, home: str = ""
) -> dict[str, Any]:
    """Keyword arguments for ``ParsedFeed``, from every element that is no item. Where a document
    has several channels the first to say something is believed. Raises nothing."""
    draft = ChannelDraft(values, home)
    memo = RULES.memo(home)
    for element in elements:
        rule = memo.get(element.tag) or RULES.learn(element.tag, memo, home)
        if isinstance(rule, str):
            _take_text(element, rule, draft)
        else:
            rule(element, draft)
    return _fields(draft, language)


def language_of(channels: Iterable[etree._Element]) -> str | None:
    """What ``xml:lang`` says of all that is inside."""
    return next((said for channel in channels if (said := channel.get(XML + "lang"))), None)


def _take_text(element: etree._Element, slot: str, draft: ChannelDraft) -> None:
    text = element.text
    if len(element):
        text = inner_markup(element) if slot in _DESCRIPTIONS else plain_text(element)
    if not text or text.isspace():
        return
    if slot in draft.texts:
        keep(element, draft)
    else:
        draft.texts[slot] = text


def _fields(draft: ChannelDraft, language: str | None) -> dict[str, Any]:
    take, values = draft.texts.pop, draft.values

    def short(slot: str) -> str | None:
        text = take(slot, None)
        return values.short(text) or None if text else None

    fields = {
        "title": _title(draft),
        "link": draft.link,
        "self_url": draft.self_url,
        "hub_url": draft.hub_url,
        "new_feed_url": draft.new_feed_url,
        "description": _description(draft),
        "language": short("language") or (values.short(language) if language else None),
        "author": _author(draft),
        "image_url": draft.image_url,
        "categories": values.words(tuple(draft.categories)),
        "keywords": values.words(tuple(draft.keywords)),
        "guid": short("podcast:guid"),
        "medium": short("podcast:medium"),
        "type": short("itunes:type"),
        "explicit": explicit(take("itunes:explicit", None)),
        "block": draft.block,
        "complete": draft.complete,
        "locked": draft.locked,
        "ttl_minutes": _minutes(take("ttl", None)),
        "license": short("podcast:license"),
        "funding": values.few(draft.funding),
        "persons": values.few(draft.persons),
    }
    _keep_rest(draft)
    return {**fields, "tags": tuple(draft.tags)}


def _title(draft: ChannelDraft) -> str:
    titles = []
    for slot in ("title", "itunes:title", "media:title", "dc:title"):
        text = draft.texts.pop(slot, None)
        if text:
            titles.append((slot, draft.values.title(text)))
    if not titles:
        return ""
    chosen = titles[0][1]
    draft.tags.extend(Tag(slot, (), text) for slot, text in titles[1:] if text != chosen)
    return chosen


def _description(draft: ChannelDraft) -> str:
    """The first that says something; the others are kept where they say something else."""
    chosen = ""
    for slot in _DESCRIPTIONS:
        text = draft.texts.pop(slot, None)
        cleaned = draft.values.note(text) if text else ""
        if not chosen:
            chosen = cleaned
        elif cleaned and cleaned not in chosen:
            draft.tags.append(Tag(slot, (), cleaned))
    return chosen


def _author(draft: ChannelDraft) -> str | None:
    for slot in ("itunes:author", "author", "dc:creator", "googleplay:author", "managingeditor"):
        text = draft.texts.pop(slot, None)
        if text:
            return author_name(draft.values.title(text)) or None
    return None


def _minutes(text: str | None) -> int | None:
    minutes = whole(text.strip()) if text else None
    return min(minutes, _MOST_TTL) if minutes else None


def _keep_rest(draft: ChannelDraft) -> None:
    for slot, text in draft.texts.items():
        draft.tags.append(Tag(slot, (), draft.values.note(text)))


# ---------------------------------------------------------------- elements with attributes


def _link(element: etree._Element, draft: ChannelDraft) -> None:
    """RSS ``<link>url</link>``; Atom ``<link rel href>``, also inside RSS."""
    text, href = element.text, element.get("href")
    if href is None:
        if draft.link is None and text:
            draft.link = draft.values.url(text.strip())
        return
    rel = element.get("rel", "alternate").lower()
    slot = {"alternate": "link", "self": "self_url", "hub": "hub_url"}.get(rel)
    if slot is None or getattr(draft, slot) is not None:
        keep(element, draft)
    else:
        setattr(draft, slot, draft.values.url(href.strip()))


def _new_feed_url(element: etree._Element, draft: ChannelDraft) -> None:
    if element.text and draft.new_feed_url is None:
        draft.new_feed_url = draft.values.url(element.text.strip())


def _image(element: etree._Element, draft: ChannelDraft) -> None:
    """iTunes and Google Play: ``href``; RSS: a ``url`` inside."""
    inner = next((child.text for child in element if local_name(child) == "url"), None)
    url = element.get("href") or inner or element.text
    if url and draft.image_url is None:
        draft.image_url = draft.values.url(url.strip())
    elif url and url.strip() != draft.image_url:
        keep(element, draft)


def _category(element: etree._Element, draft: ChannelDraft) -> None:
    word = element.get("text") or element.text or element.get("label") or element.get("term")
    if word and not word.isspace():
        draft.categories.append(word)
    for child in element:  # iTunes nests sub-categories
        if is_element(child):
            _category(child, draft)


def _keywords(element: etree._Element, draft: ChannelDraft) -> None:
    draft.keywords.extend(split_keywords(element.text or ""))


def _complete(element: etree._Element, draft: ChannelDraft) -> None:
    """``itunes:complete``; ``podcast:updateFrequency complete="true"`` says the same."""
    if local_name(element) == "complete":
        draft.complete = draft.complete or says_yes(element.text)
    else:
        draft.complete = draft.complete or says_yes(element.get("complete"))
        keep(element, draft)


def _locked(element: etree._Element, draft: ChannelDraft) -> None:
    draft.locked = draft.locked or says_yes(element.text)
    if element.get("owner"):
        keep(element, draft)


def _funding(element: etree._Element, draft: ChannelDraft) -> None:
    url = draft.values.url((element.get("url") or element.text or "").strip())
    if url is not None:
        draft.funding.append((url, draft.values.title(element.text or "")))


def _person(element: etree._Element, draft: ChannelDraft) -> None:
    found = person(element, draft.values)
    if found is not None:
        draft.persons.append(found)


def _atom_author(element: etree._Element, draft: ChannelDraft) -> None:
    """Atom ``<author><name>``; RSS ``<author>`` is text."""
    name = next((child.text for child in element if local_name(child) == "name"), element.text)
    if name and not name.isspace() and "author" not in draft.texts:
        draft.texts["author"] = name
    if len(element) > 1:
        keep(element, draft)


def _license(element: etree._Element, draft: ChannelDraft) -> None:
    if element.text and "podcast:license" not in draft.texts:
        draft.texts["podcast:license"] = element.text
    if element.attrib:
        keep(element, draft)


_TABLE: dict[str, Rule[ChannelDraft]] = {
    **{slot: slot for slot in _DESCRIPTIONS},
    **{
        slot: slot
        for slot in (
            "title", "itunes:title", "media:title", "dc:title", "language", "itunes:author",
            "dc:creator", "googleplay:author", "managingeditor", "podcast:guid",
            "podcast:medium", "itunes:type", "itunes:explicit", "ttl",
        )
    },
    "channel": ignore,
    "dc:language": "language",
    "atom:title": "title",
    "tagline": "description",
    "atom:tagline": "description",
    "subtitle": "description",
    "atom:subtitle": "description",
    "link": _link,
    "atom:link": _link,
    "atom10:link": _link,
    "itunes:new-feed-url": _new_feed_url,
    "image": _image,
    "itunes:image": _image,
    "googleplay:image": _image,
    "atom:logo": _image,
    "logo": _image,
    "category": _category,
    "itunes:category": _category,
    "googleplay:category": _category,
    "atom:category": _category,
    "itunes:keywords": _keywords,
    "media:keywords": _keywords,
    "itunes:block": block,
    "podcast:block": block,
    "itunes:complete": _complete,
    "podcast:updatefrequency": _complete,
    "podcast:locked": _locked,
    "podcast:funding": _funding,
    "podcast:person": _person,
    "podcast:license": _license,
    "author": _atom_author,
    "atom:author": _atom_author,
}  # fmt: skip

RULES: Rules[ChannelDraft] = Rules(_TABLE, keep)
