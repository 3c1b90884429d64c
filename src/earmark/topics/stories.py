"""Stories as they stand in the catalog: member episodes, their texts, and the pieces searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from earmark.model import (
    AllOf,
    Among,
    Boilerplate,
    Derived,
    Episode,
    EpisodeId,
    EpisodeText,
    Grade,
    Hit,
    IndexField,
    Piece,
    PodcastId,
    Query,
    StoryFields,
    StoryId,
    Visible,
)
from earmark.ports import SearchReader, Store
from earmark.text.document import story_fields
from earmark.text.searchable import EXCERPT_CHARS, searchable, shortened
from earmark.topics.kept import Kept
from earmark.topics.phrases import KeyPhrases, key_phrases
from earmark.topics.scope import Phrases, holds

_EXCERPTS: Kept[tuple[Piece, ...]] = Kept(2_048)
"""The same stories stand behind many topics. Some 8 kB each."""

UNKNOWN = Derived("und")
"""Of a story that isn't indexed yet."""

_FIELD_GRADES: tuple[tuple[IndexField, Grade], ...] = (
    ("subject", "subject"),
    ("discussed", "discussed"),
    ("text", "mentioned"),
    ("aside", "ad"),
)
"""The grade rule as fields, the highest grade first."""


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A story, its canonical episode first everywhere."""

    id: StoryId
    members: tuple[Episode, ...]
    texts: tuple[EpisodeText, ...]
    boilerplate: tuple[Boilerplate, ...]
    """Of each member's show."""
    derived: Derived

    @property
    def language(self) -> str:
        return self.derived.language

    @property
    def canonical(self) -> Episode:
        return self.members[0]

    def pieces(self) -> tuple[Piece, ...]:
        """What is searched of all members, in text order."""
        return tuple(
            piece
            for text, known in zip(self.texts, self.boilerplate, strict=True)
            for piece in _pieces(text, known)
        )

    def fields(self) -> StoryFields:
        """As the index has them."""
        return story_fields(tuple(zip(self.texts, self.boilerplate, strict=True)))

    def without_transcripts(self) -> StoredStory:
        """The same without its longest texts."""
        return replace(self, texts=tuple(replace(text, transcript=None) for text in self.texts))

    def excerpt(self) -> tuple[Piece, ...]:
        """That of the canonical episode."""
        return excerpt(self.texts[0], self.boilerplate[0])

    def key_phrases(self) -> KeyPhrases:
        """Those of the excerpt."""
        if self.derived.phrases is not None:
            return KeyPhrases(self.derived.phrases)
        return key_phrases(self.excerpt(), self.language)


def _pieces(text: EpisodeText, known: Boilerplate) -> tuple[Piece, ...]:
    """Mostly there is no more than the excerpt has."""
    short = text.transcript is None and len(text.notes) <= EXCERPT_CHARS
    return excerpt(text, known) if short else searchable(text, known)


def excerpt(text: EpisodeText, known: Boilerplate) -> tuple[Piece, ...]:
    """The pieces of an episode without transcript and without the end of long notes: enough to
    sample words from, and quick to read."""
    short = shortened(text)
    key = text.episode_id, hash(short), hash(known)  # in place of texts that would be kept too
    return _EXCERPTS.get(key, lambda: searchable(short, known))


def stored_stories(
    store: Store,
    ids: Iterable[StoryId],
    *,
    visible: Visible = None,
    transcripts: bool = True,
) -> dict[StoryId, StoredStory]:
    """These stories with their texts, transcripts only where they are asked for; one that is gone
    meanwhile is left out, and so is all that may not be seen (any more: the index learns of it
    later than the catalog)."""
    stories = tuple(ids)
    members = _seen(store.members(stories), store, visible)
    episodes = (episode.id for found in members.values() for episode in found)
    texts = store.texts(episodes, transcripts=transcripts)
    derived = store.derived(stories)
    shows = {episode.podcast_id for found in members.values() for episode in found}
    boilerplate = {show: Boilerplate(*each) for show, each in store.boilerplate(shows).items()}
    return {
        story: _stored(story, members[story], texts, boilerplate, derived.get(story) or UNKNOWN)
        for story in stories
        if members.get(story)
    }


def _seen(
    members: dict[StoryId, tuple[Episode, ...]], store: Store, visible: Visible
) -> dict[StoryId, tuple[Episode, ...]]:
    """Members that may be seen, of the stories whose canonical episode may be."""
    if visible is None:
        return members
    shows = store.podcasts({each.podcast_id for found in members.values() for each in found})
    seen = {show.id for show in shows.values() if show.visibility in visible}
    return {
        story: tuple(each for each in found if each.podcast_id in seen)
        for story, found in members.items()
        if found[0].podcast_id in seen
    }


def _stored(
    story: StoryId,
    members: tuple[Episode, ...],
    texts: dict[EpisodeId, EpisodeText],
    boilerplate: dict[PodcastId, Boilerplate],
    derived: Derived,
) -> StoredStory:
    return StoredStory(
        id=story,
        members=members,
        texts=tuple(texts[member.id] for member in members),
        boilerplate=tuple(boilerplate[member.podcast_id] for member in members),
        derived=derived,
    )


def grades_of(
    reader: SearchReader,
    stories: Sequence[StoryId],
    phrases: Phrases,
    *,
    mentioning: bool = False,
) -> dict[StoryId, Grade]:
    """The grade of each of these stories that mentions a topic at all, as the index counts it.
    ``mentioning``: it is known that all of them do, in their own words."""
    if not stories:
        return {}
    wanted = frozenset(int(story) for story in stories)
    these = Among("id", wanted)

    def within(query: Query) -> tuple[Hit, ...]:
        return reader.newest(AllOf((query, these)), len(stories))

    grades: dict[StoryId, Grade] = {}
    for field, grade in _FIELD_GRADES:
        if mentioning and grade == "mentioned":
            return dict.fromkeys(stories, grade) | grades
        if len(grades) == len(wanted):
            break
        for hit in within(holds(phrases, field)):
            grades.setdefault(hit.id, grade)
    return grades
