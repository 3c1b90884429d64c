"""What has been read of a channel or an item, before its fields are made."""

from __future__ import annotations

from lxml import etree

from earmark.model import Chapter, Enclosure, Person, Soundbite, Tag, TranscriptLink
from earmark.parse.tree import kept
from earmark.parse.values import MOST_TAGS, Values, says_yes


class BaseDraft:
    """What is read of a channel and of an item alike: texts by slot, as published, and what the
    elements with attributes say, cleaned."""

    __slots__ = (
        "block", "home", "image_url", "keywords", "link", "persons", "tags", "texts", "values",
    )  # fmt: skip

    def __init__(self, values: Values, home: str):
        self.values = values
        self.home = home
        self.texts: dict[str, str] = {}
        self.tags: list[Tag] = []
        self.keywords: list[str] = []
        self.persons: list[Person] = []
        self.link: str | None = None
        self.image_url: str | None = None
        self.block = False


class Draft(BaseDraft):
    """An item's."""

    __slots__ = (
        "alternates", "chapters", "chapters_url", "enclosures", "permalink", "soundbites",
        "transcripts",
    )  # fmt: skip

    def __init__(self, values: Values, home: str):
        super().__init__(values, home)
        self.enclosures: list[Enclosure] = []
        self.alternates: list[Enclosure] = []
        self.transcripts: list[TranscriptLink] = []
        self.chapters: list[Chapter] = []
        self.soundbites: list[Soundbite] = []
        self.permalink: str | None = None
        self.chapters_url: str | None = None


def keep(element: etree._Element, draft: BaseDraft) -> None:
    """An element without a field: kept whole."""
    if len(draft.tags) < MOST_TAGS:
        draft.tags.append(kept(element, draft.values, draft.home))
    else:
        draft.values.problems.count("tags-cut")


def block(element: etree._Element, draft: BaseDraft) -> None:
    """``podcast:block`` with an ``id`` speaks to that service alone."""
    if element.get("id") is None:
        draft.block = draft.block or says_yes(element.text)
    else:
        keep(element, draft)
