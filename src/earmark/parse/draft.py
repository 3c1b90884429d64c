"""What has been read of one item, before its fields are made."""

from __future__ import annotations

from lxml import etree

from earmark.model import Chapter, Enclosure, Person, Soundbite, Tag, TranscriptLink
from earmark.parse.tree import kept
from earmark.parse.values import MOST_TAGS, Values


class Draft:
    """Texts by slot, as published, and what the elements with attributes say, cleaned."""

    __slots__ = (
        "alternates", "block", "chapters", "chapters_url", "enclosures", "home", "image_url",
        "keywords", "link", "permalink", "persons", "soundbites", "tags", "texts", "transcripts",
        "values",
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
    if len(draft.tags) < MOST_TAGS:
        draft.tags.append(kept(element, draft.values, draft.home))
    else:
        draft.values.problems.count("tags-cut")
