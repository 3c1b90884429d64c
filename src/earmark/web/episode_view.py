"""How an episode of a list stands in its row: what of its evidence is shown at once and what
unfolds. Pure; ``components/episode.html`` sets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from earmark.formats import entries
from earmark.model import Enclosure, Evidence, TextField, TopicEpisode

QUOTED = 220
"""Characters of a quote in a row. A sentence is mostly shorter; where notes have lost their full
stops, what stands around the topic says enough."""
CUT_MARK = "…"
SAID: tuple[TextField, ...] = ("title", "keywords", "people")
"""Where a match is said in words: its quote would repeat the title, or a single name."""

Playable = Literal["audio", "video"]
_DOCUMENTS = ("pdf", "epub+zip", "zip", "msword")


@dataclass(frozen=True, slots=True)
class Media:
    """What an enclosure leads to, on the web."""

    url: str
    type: str
    player: Playable | None
    """None for what can only be opened."""


def media_of(enclosure: Enclosure | None) -> Media | None:
    """The publisher's file; None where there is none that a page may link to."""
    found = entries.media(enclosure)
    return Media(*found, player_for(found[1])) if found else None


def player_for(media_type: str) -> Playable | None:
    """The element that plays what a publisher says it is; None for documents and pictures."""
    kind, _, form = media_type.lower().partition("/")
    if kind == "video":
        return "video"
    return None if kind in ("", "text", "image") or form in _DOCUMENTS else "audio"


@dataclass(frozen=True, slots=True)
class Shown:
    """A row's evidence."""

    title: Evidence | None
    """The match in the title, where it holds the whole title: marked there, never quoted."""
    said: tuple[TextField, ...]
    """Fields whose match is said and not quoted."""
    quote: Evidence | None
    lead: str
    """How the notes begin, where the title says why the episode is listed, or nothing can be
    quoted."""
    further: tuple[Evidence, ...]
    unshown: int
    """Mentions of which there is no quote."""


def shown(episode: TopicEpisode) -> Shown:
    """What of an episode's evidence is shown at once, and what unfolds."""
    fields = {each.field for each in episode.evidence if each.kind == "own"}
    whole = (each for each in episode.evidence if each.quote == episode.title)
    quotes = tuple(around(each) for each in episode.evidence if _is_quoted(each, episode.title))
    begun = "" if _letters(episode.lead) == _letters(episode.title) else episode.lead
    lead = begun if "title" in fields or not quotes else ""
    quote = quotes[0] if quotes and not lead else None
    return Shown(
        title=next((each for each in whole if each.field == "title"), None),
        said=tuple(field for field in SAID if field in fields),
        quote=quote,
        lead=lead,
        further=quotes[1:] if quote else quotes,
        unshown=max(0, episode.mentions - len(episode.evidence)),
    )


def _is_quoted(evidence: Evidence, title: str) -> bool:
    """Some notes are the title once more."""
    if evidence.kind != "own":
        return True
    return evidence.field not in SAID and _letters(evidence.quote) != _letters(title)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def around(evidence: Evidence, most: int = QUOTED) -> Evidence:
    """The evidence with its quote cut to about ``most`` characters around the first mention, at
    spaces where there are any."""
    text = evidence.quote
    if len(text) <= most or not evidence.highlights:
        return evidence
    first, last = evidence.highlights[0]
    room = max(0, most - (last - first))
    start = max(0, min(first - room // 2, len(text) - most))
    end = _at_space_before(text, last, max(last, start + most))
    start = _at_space_after(text, start, first)
    before, after = CUT_MARK * (start > 0), CUT_MARK * (end < len(text))
    shift = len(before) - start
    marks = (mark for mark in evidence.highlights if start <= mark[0] and mark[1] <= end)
    return replace(
        evidence,
        quote=f"{before}{text[start:end]}{after}",
        highlights=tuple((low + shift, high + shift) for low, high in marks),
    )


def _at_space_after(text: str, start: int, before: int) -> int:
    if not start:
        return 0
    space = text.find(" ", start, before)
    return space + 1 if space >= 0 else start


def _at_space_before(text: str, after: int, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", after, end)
    return space if space >= 0 else end
