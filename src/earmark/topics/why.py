"""Why an episode is or isn't on a topic's page: one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date

from earmark.model import (
    Among,
    Episode,
    EpisodeId,
    Evidence,
    Grade,
    SpanKind,
    TextField,
    TopicRequest,
)
from earmark.ports import SearchReader, Store
from earmark.text.language import base_tag
from earmark.text.tokens import is_spaceless, token_spans
from earmark.topics.episodes import story_evidence
from earmark.topics.grade import grade
from earmark.topics.periods import in_words
from earmark.topics.query import read_topic
from earmark.topics.scope import Phrases
from earmark.topics.stories import StoredStory, grades_of, stored_stories

_FIELD_NAMES: dict[TextField, str] = {
    "title": "title",
    "notes": "notes",
    "chapters": "chapters",
    "keywords": "keywords",
    "people": "people",
    "transcript": "transcript",
}
_ASIDE: dict[SpanKind, str] = {
    "own": "its own words",
    "ad": "an advertisement",
    "boilerplate": "what the show says in every episode",
    "address": "an address",
}


def why(
    request: TopicRequest, episode: Episode, *, reader: SearchReader, store: Store, today: date
) -> str:
    """One sentence: why this episode, one that the asker may see, is or isn't on the page of
    ``request``.

    Raises ``InvalidQuery`` for a phrase that is none.
    """
    request = replace(request, as_of=request.as_of or today)
    _, phrases = read_topic(request.phrase, request.also)
    stories = stored_stories(store, (episode.story_id,), visible=request.visible)
    story = stories.get(episode.story_id)
    if story is None or not reader.count(Among("id", frozenset({int(episode.story_id)}))):
        return (
            "Not listed: the episode is not in the index yet; "
            "`earmark index rebuild` or the next `earmark add` puts it there."
        )
    found = grades_of(reader, (story.id,), phrases).get(story.id)
    if found is None:
        return _unmentioned(story, request.phrase, phrases)
    quote = _first_quote(story, phrases, found)
    if found == "ad" and request.grade != "ad":
        return f"Not listed: its only mentions are in {_ASIDE[quote.kind]}: {_quoted(quote)}."
    obstacle = _obstacle(story, request, found, store)
    if obstacle:
        return f"Not listed: it does mention the topic, but {obstacle}."
    return f"{_place(story, episode.id, store)}{_reason(story, phrases, found, quote)}."


def _first_quote(story: StoredStory, phrases: Phrases, found: Grade) -> Evidence:
    """A story that the index finds has evidence always."""
    return story_evidence(story, phrases, found)[0][0]


# ---------------------------------------------------------------- listed


def _place(story: StoredStory, asked: EpisodeId, store: Store) -> str:
    canonical = story.canonical
    if asked == canonical.id:
        return "Listed: "
    member = next(member for member in story.members if member.id == asked)
    show = store.podcast(canonical.podcast_id)
    of_show = f" of {show.title}" if show else ""
    return (
        f"Listed as one with “{canonical.title}”{of_show} (episode {canonical.id}), "
        f"the same recording ({member.fold_reason or 'folded'}): "
    )


def _reason(story: StoredStory, phrases: Phrases, found: Grade, quote: Evidence) -> str:
    where = _FIELD_NAMES[quote.field]
    quoted = _quoted(quote)
    undated = "" if story.canonical.published_at else "; it has no date, so it is in no period"
    if found == "ad":
        return f"the grade is ad, its only mentions are in {_ASIDE[quote.kind]}, {quoted}{undated}"
    because = {
        "subject": _why_subject(story, phrases, quote),
        "discussed": f"it is more than named in passing; its {where} {_says(quote)} it",
        "mentioned": f"its {where} {_says(quote)} it",
    }[found]
    return f"the grade is {found}, because {because}: {quoted}{undated}"


def _why_subject(story: StoredStory, phrases: Phrases, quote: Evidence) -> str:
    if quote.field in ("title", "keywords"):
        return f"its {_FIELD_NAMES[quote.field]} {_says(quote)} it"
    if grade(story.without_transcripts().fields(), phrases) == "subject":
        return "its notes are about it from the start"
    return "it comes up all through the transcript"


def _quoted(quote: Evidence) -> str:
    """Without its full stop: the reason goes on, or has one of its own."""
    return f"“{quote.quote.rstrip('.')}”"


def _says(quote: Evidence) -> str:
    return "has" if quote.field in ("title", "transcript") else "have"


# ---------------------------------------------------------------- mentioned, but left out


def _obstacle(story: StoredStory, request: TopicRequest, found: Grade, store: Store) -> str | None:
    """The first filter of the request that leaves the story out."""
    checks = (
        _wrong_date(story, request),
        _wrong_language(story, request),
        _wrong_podcast(story, request, store),
        _wrong_grade(request, found),
    )
    return next((reason for reason in checks if reason), None)


def _wrong_date(story: StoredStory, request: TopicRequest) -> str | None:
    published = story.canonical.published_at
    if published is None:
        filtered = request.since or request.until
        return "it has no date, and the page asks for dates" if filtered else None
    day = published.astimezone(UTC).date()
    if request.as_of and day > request.as_of:
        return f"it is of {in_words(day)}, later than the day of the page"
    if (request.since and day < request.since) or (request.until and day > request.until):
        return f"it is of {in_words(day)}, outside the dates asked for"
    return None


def _wrong_language(story: StoredStory, request: TopicRequest) -> str | None:
    wanted = [base_tag(language) or language for language in request.languages]
    if not wanted or story.language in wanted:
        return None
    return f"its language is {story.language}, and the page asks for {' or '.join(wanted)}"


def _wrong_podcast(story: StoredStory, request: TopicRequest, store: Store) -> str | None:
    theirs = {member.podcast_id for member in story.members}
    if not request.podcasts or theirs.intersection(request.podcasts):
        return None
    show = store.podcast(story.canonical.podcast_id)
    return f"it is of {show.title if show else 'another podcast'}, which the page does not ask for"


def _wrong_grade(request: TopicRequest, found: Grade) -> str | None:
    if request.grade is None or request.grade == found:
        return None
    return f"its grade is {found}, and the page asks for {request.grade}"


# ---------------------------------------------------------------- not mentioned


def _unmentioned(story: StoredStory, phrase: str, phrases: Phrases) -> str:
    for word in _longer_words(story, phrases):
        return (
            f"Not listed: “{word}” contains “{phrase}”, but a match inside a longer word is no "
            "mention."
        )
    known = any(text.transcript for text in story.texts)
    return (
        f"Not listed: “{phrase}” stands nowhere in its title, notes, chapters, keywords and "
        f"people, {'nor in its transcript' if known else 'and no transcript of it is known'}."
    )


def _longer_words(story: StoredStory, phrases: Phrases) -> Iterator[str]:
    """Words, as written, that hold a phrase without being it."""
    for piece in story.pieces():
        for phrase in phrases:
            if not any(is_spaceless(token) for token in phrase):
                yield from _holding(piece.text, " ".join(phrase))


def _holding(text: str, phrase: str) -> Iterator[str]:
    spans = token_spans(text)
    joined = " ".join(token for token, _, _ in spans)
    at = joined.find(phrase)  # the first is enough for a reason
    if at >= 0:
        first = joined.count(" ", 0, at)
        last = joined.count(" ", 0, at + len(phrase) - 1)
        yield text[spans[first][1] : spans[last][2]]
