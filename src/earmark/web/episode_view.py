"""How an episode of a list stands in its row: what of its evidence is shown at once and what
unfolds. Pure; ``components/episode.html`` sets it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from earmark.model import Evidence, TopicEpisode

QUOTED = 220
"""Characters of a quote in a row. A sentence is mostly shorter; where notes have lost their full
stops, what stands around the topic says enough."""
CUT_MARK = "…"


@dataclass(frozen=True, slots=True)
class Shown:
    """A row's evidence."""

    title: Evidence | None
    """The match in the title, where it holds the whole title: marked there, never quoted."""
    in_title: bool
    quote: Evidence | None
    lead: str
    """How the notes begin, where the title says why the episode is listed."""
    further: tuple[Evidence, ...]
    unshown: int
    """Mentions of which there is no quote."""


def shown(episode: TopicEpisode) -> Shown:
    """What of an episode's evidence is shown at once, and what unfolds."""
    titles = [each for each in episode.evidence if each.field == "title"]
    others = tuple(around(each) for each in episode.evidence if each.field != "title")
    lead = episode.lead if titles or not others else ""
    quote = others[0] if others and not lead else None
    return Shown(
        title=next((each for each in titles if each.quote == episode.title), None),
        in_title=bool(titles),
        quote=quote,
        lead=lead,
        further=others[1:] if quote else others,
        unshown=max(0, episode.mentions - len(episode.evidence)),
    )


def around(evidence: Evidence, most: int = QUOTED) -> Evidence:
    """The evidence with its quote cut to about ``most`` characters around the first mention, at
    spaces where there are any."""
    text = evidence.quote
    if len(text) <= most or not evidence.highlights:
        return evidence
    first, last = evidence.highlights[0]
    start = max(0, min(first - (most - (last - first)) // 2, len(text) - most))
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
