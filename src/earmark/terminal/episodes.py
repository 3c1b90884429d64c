"""An episode as a person reads it: title, facts, the sentence that says why it is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from earmark.model import Evidence, TopicEpisode
from earmark.terminal.clean import clean_line
from earmark.terminal.screen import Screen
from earmark.terminal.words import GRADES, count, day, length, moment

FIELDS = {
    "chapters": "in a chapter's name",
    "keywords": "a keyword of the publisher",
    "people": "among its people",
    "transcript": "in the transcript",
}
KEYWORDS = 8
UNTITLED = "(without a title)"


def print_episode(screen: Screen, episode: TopicEpisode) -> None:
    screen.gap()
    screen.write(_title(screen, episode))
    screen.say(_facts(episode), "dim", indent=2)
    quote = _quote(episode)
    if quote is not None:
        screen.write(_quoted(screen, quote), indent=2)
    for line in _also_listed(episode):
        screen.say(line, "dim", indent=2)
    if episode.keywords:
        words = ", ".join(map(clean_line, episode.keywords[:KEYWORDS]))
        screen.say(f"Keywords: {words}", "dim", indent=2)


def _title(screen: Screen, episode: TopicEpisode) -> Text:
    """With its matches bright, where the evidence is the whole title."""
    if not clean_line(episode.title):
        return screen.text(UNTITLED, "title")
    for evidence in episode.evidence:
        if evidence.field == "title" and evidence.quote == episode.title:
            return screen.marked(episode.title, evidence.highlights, "title")
    return screen.text(clean_line(episode.title), "title")


def _facts(episode: TopicEpisode) -> str:
    facts = [clean_line(episode.podcast.title), day(episode.published_at)]
    if episode.duration_ms is not None:
        facts.append(length(episode.duration_ms))
    if episode.grade is not None:
        facts.append(GRADES[episode.grade])
    if episode.mentions > 1:
        facts.append(count(episode.mentions, "mention"))
    return " · ".join([*facts, f"id {episode.id}"])


def _quote(episode: TopicEpisode) -> Evidence | None:
    """The first sentence that the title doesn't show already."""
    for evidence in episode.evidence:
        if clean_line(evidence.quote) != clean_line(episode.title):
            return evidence
    return None


def _quoted(screen: Screen, evidence: Evidence) -> Text:
    quote = Text("“") + screen.marked(evidence.quote, evidence.highlights) + Text("”")
    source = ", ".join(_source(evidence))
    return quote.append(f"  {source}", "dim") if source else quote


def _source(evidence: Evidence) -> Iterator[str]:
    if evidence.speaker:
        yield clean_line(evidence.speaker)
    if evidence.start_ms is not None:
        yield ("about " if evidence.approximate else "") + moment(evidence.start_ms)
    if evidence.kind != "own":
        yield {"ad": "an ad", "address": "an address"}.get(evidence.kind, "boilerplate")
    elif evidence.field in FIELDS:
        yield FIELDS[evidence.field]


def _also_listed(episode: TopicEpisode) -> Iterator[str]:
    """Folded doubles, one line a reason."""
    reasons = Counter(clean_line(double.reason) for double in episode.duplicates)
    for reason, times in reasons.items():
        often = "once" if times == 1 else f"{times} times"
        yield f"Also listed {often} more: {reason}"
