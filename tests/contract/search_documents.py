"""Stories for the search suites: short to write, with figures that are easy to count by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from earmark.model import PodcastId, StoryDoc, StoryFields, StoryId


def day(text: str) -> int:
    """Seconds of a UTC day such as ``2024-02-29``."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def story(
    number: int,
    text: str = "",
    *,
    podcast: int = 1,
    on: str | None = "2024-01-01",
    seen: str = "2020-01-01",
    also_in: tuple[int, ...] = (),
    language: str = "en",
    duration_ms: int | None = None,
    members: int = 1,
    visibility: int = 0,
    has_transcript: bool = False,
    people: tuple[tuple[str, str], ...] = (),
    subject: str = "",
    discussed: str = "",
    aside: str = "",
    exact: str = "",
    digest: int = 0,
) -> StoryDoc:
    published_s = None if on is None else day(on)
    return StoryDoc(
        id=StoryId(number),
        podcast=PodcastId(podcast),
        any_podcast=(PodcastId(podcast), *map(PodcastId, also_in)),
        language=language,
        published_s=published_s,
        sort_s=day(seen) if published_s is None else published_s,
        duration_ms=duration_ms,
        members=members,
        visibility=visibility,
        has_transcript=has_transcript,
        people=people,
        fields=StoryFields(text, subject, discussed, aside, exact, language),
        digest=digest,
    )
