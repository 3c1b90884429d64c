"""A sample of a topic's stories: their key phrases, and their texts where somebody reads them.

Phrases that were read ahead are as good as found; only for the others are texts fetched and cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from earmark.model import Boilerplate, EpisodeText, Hit, Query, StoryId, Visible
from earmark.ports import SearchReader, Store
from earmark.text.searchable import shortened, texts_of
from earmark.topics.phrases import KeyPhrases, key_phrases
from earmark.topics.stories import UNKNOWN, StoredStory, excerpt

SAMPLE = 150


@dataclass(frozen=True, slots=True)
class Sample:
    """Stories that may be seen; each has its phrases."""

    phrases: Mapping[StoryId, KeyPhrases]
    known: Mapping[StoryId, StoredStory]
    """Those of them, and others, that are read already."""
    store: Store

    def texts(self) -> Iterator[str]:
        """What their excerpts are cut from; fetched when the first is asked for."""
        others = (story for story in self.phrases if story not in self.known)
        known = (self.known[story].texts[0] for story in self.phrases if story in self.known)
        for text in (*known, *_texts(self.store, others).values()):
            yield from texts_of(shortened(text))


def sample_of(
    query: Query,
    known: Mapping[StoryId, StoredStory],
    *,
    reader: SearchReader,
    store: Store,
    visible: Visible,
) -> Sample:
    """At most ``SAMPLE`` stories: the newest and the best. ``known`` may all be seen."""
    hits = _sampled(reader, query)
    others = _seen([hit for hit in hits if hit.id not in known], store, visible)
    derived = store.derived(others)
    phrases = {hit.id: known[hit.id].key_phrases() for hit in hits if hit.id in known}
    unread = []
    for story in others:
        found = derived.get(story, UNKNOWN).phrases
        if found is None:
            unread.append(story)
        else:
            phrases[story] = KeyPhrases(found)
    if unread:
        phrases |= _read(
            unread, {story: derived.get(story, UNKNOWN).language for story in unread}, store
        )
    return Sample(phrases, known, store)


def _sampled(reader: SearchReader, query: Query) -> tuple[Hit, ...]:
    newest = reader.newest(query, SAMPLE)
    if len(newest) < SAMPLE:
        return newest
    half = {hit.id: hit for hit in (*newest[: SAMPLE // 2], *reader.best(query, SAMPLE // 2))}
    return tuple(half.values())


def _seen(hits: Sequence[Hit], store: Store, visible: Visible) -> list[StoryId]:
    """Those of shows that may be seen, as the catalog has it now."""
    if visible is None:
        return [hit.id for hit in hits]
    shows = store.podcasts({hit.podcast for hit in hits})
    seen = {show.id for show in shows.values() if show.visibility in visible}
    return [hit.id for hit in hits if hit.podcast in seen]


def _read(
    stories: Sequence[StoryId], languages: Mapping[StoryId, str], store: Store
) -> dict[StoryId, KeyPhrases]:
    """The key phrases of stories that nobody read yet."""
    texts = _texts(store, stories)
    shows = {text.podcast_id for text in texts.values()}
    boilerplate = {show: Boilerplate(*each) for show, each in store.boilerplate(shows).items()}
    return {
        story: key_phrases(excerpt(text, boilerplate[text.podcast_id]), languages[story])
        for story, text in texts.items()
    }


def _texts(store: Store, stories: Iterable[StoryId]) -> dict[StoryId, EpisodeText]:
    """What the canonical episode of each says in words, but for its transcript."""
    episodes = store.canonical(stories)
    texts = store.texts(episodes.values(), transcripts=False)
    return {story: texts[episode] for story, episode in episodes.items() if episode in texts}
