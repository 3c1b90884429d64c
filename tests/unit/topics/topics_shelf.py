"""A small library written as tests read it: shows with episodes, indexed in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from earmark.ingest.documents import DocumentTask, StorySource, make_documents
from earmark.model import (
    PUBLIC,
    Boilerplate,
    Chapter,
    Derived,
    Enclosure,
    Episode,
    EpisodeId,
    EpisodeText,
    Person,
    Podcast,
    PodcastId,
    StoryId,
)
from earmark.search.memory import MemoryIndex, MemoryReader
from earmark.text.boilerplate import boilerplate_of
from earmark.text.sentences import sentence_keys

FIRST_SEEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Written:
    """An episode as a test writes it. ``same_as`` is the title of the one it is folded into."""

    title: str
    notes: str = ""
    day: str | None = "2025-01-01"
    minutes: int | None = 30
    keywords: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    chapters: tuple[str, ...] = ()
    transcript: str | None = None
    language: str | None = None
    same_as: str | None = None


@dataclass
class Show:
    title: str
    episodes: list[Written] = field(default_factory=list)
    language: str | None = "en"
    description: str = ""
    visibility: int = PUBLIC
    complete: bool = False


class Shelf:
    """The catalog of a test: the reading methods of ``ports.Store`` that topics asks."""

    def __init__(self, shows: Iterable[Show]) -> None:
        self.shows: dict[PodcastId, Podcast] = {}
        self.episodes: dict[EpisodeId, Episode] = {}
        self.words: dict[EpisodeId, EpisodeText] = {}
        self.stories: dict[StoryId, tuple[Episode, ...]] = {}
        self._by_title: dict[str, StoryId] = {}
        for show in shows:
            self._add_show(show)
        self._languages: dict[StoryId, str] = {}

    def _add_show(self, show: Show) -> None:
        podcast = PodcastId(len(self.shows) + 1)
        self.shows[podcast] = Podcast(
            id=podcast,
            feed_url=f"https://{podcast}.example/feed",
            title=show.title,
            description=show.description,
            language=show.language,
            visibility=show.visibility,
            complete=show.complete,
        )
        for written in show.episodes:
            self._add(podcast, show, written)

    def _add(self, podcast: PodcastId, show: Show, written: Written) -> None:
        number = EpisodeId(len(self.episodes) + 1)
        story = self._by_title[written.same_as] if written.same_as else StoryId(number)
        people = tuple(Person(name, role) for role, name in written.people)
        chapters = tuple(Chapter(n * 60_000, title) for n, title in enumerate(written.chapters))
        episode = Episode(
            id=number,
            podcast_id=podcast,
            story_id=story,
            guid=f"guid-{number}",
            title=written.title,
            published_at=_at(written.day),
            published_raw=written.day,
            first_seen_at=FIRST_SEEN + timedelta(seconds=number),
            duration_ms=None if written.minutes is None else written.minutes * 60_000,
            in_feed=True,
            fold_reason="same audio file" if written.same_as else None,
            link=f"https://{podcast}.example/{number}",
            enclosure=Enclosure(f"https://{podcast}.example/{number}.mp3", "audio/mpeg"),
            persons=people,
            chapters=chapters,
        )
        self.episodes[number] = episode
        self.stories[story] = (*self.stories.get(story, ()), episode)
        self._by_title.setdefault(written.title, story)
        self.words[number] = EpisodeText(
            episode_id=number,
            podcast_id=podcast,
            title=written.title,
            notes=written.notes,
            keywords=written.keywords,
            people=people,
            chapters=chapters,
            transcript=written.transcript,
            language=written.language or show.language,
        )

    # -- what topics asks of a store --------------------------------------------------------

    def podcast(self, podcast_id: PodcastId) -> Podcast | None:
        return self.shows.get(podcast_id)

    def podcasts(self, ids: Iterable[PodcastId]) -> dict[PodcastId, Podcast]:
        return {podcast: self.shows[podcast] for podcast in ids if podcast in self.shows}

    def podcasts_named(self, text: str) -> tuple[Podcast, ...]:
        return tuple(
            show for show in self.shows.values() if text.casefold() in show.title.casefold()
        )

    def members(self, stories: Iterable[StoryId]) -> dict[StoryId, tuple[Episode, ...]]:
        return {story: self.stories[story] for story in stories if story in self.stories}

    def canonical(self, stories: Iterable[StoryId]) -> dict[StoryId, EpisodeId]:
        return {story: found[0].id for story, found in self.members(stories).items()}

    def texts(
        self, episodes: Iterable[EpisodeId], *, transcripts: bool = True
    ) -> dict[EpisodeId, EpisodeText]:
        found = {episode: self.words[episode] for episode in episodes}
        if transcripts:
            return found
        return {episode: replace(text, transcript=None) for episode, text in found.items()}

    def transcribed(self, episodes: Iterable[EpisodeId]) -> set[EpisodeId]:
        return {episode for episode in episodes if self.words[episode].transcript}

    def languages(self, stories: Iterable[StoryId]) -> dict[StoryId, str]:
        return {story: self._languages[story] for story in stories if story in self._languages}

    def derived(self, stories: Iterable[StoryId]) -> dict[StoryId, Derived]:
        return {story: Derived(language) for story, language in self.languages(stories).items()}

    def boilerplate(
        self, podcasts: Iterable[PodcastId]
    ) -> dict[PodcastId, tuple[frozenset[int], frozenset[str]]]:
        return {podcast: self._boilerplate(podcast) for podcast in podcasts}

    def _boilerplate(self, podcast_id: PodcastId) -> tuple[frozenset[int], frozenset[str]]:
        theirs = [word for word in self.words.values() if word.podcast_id == podcast_id]
        keys = [
            (self.episodes[text.episode_id].story_id, sentence_keys(text.notes)) for text in theirs
        ]
        found = boilerplate_of(keys, [], len({story for story, _ in keys}))
        return found.sentences, found.keywords

    # -- the index ----------------------------------------------------------------------------

    def reader(self) -> MemoryReader:
        """All stories, indexed as ingest does it."""
        index = MemoryIndex()
        writer = index.writer()
        documents = make_documents(self._task())
        self._languages = {document.id: document.language for document in documents}
        writer.upsert(documents)
        writer.commit()
        writer.close()
        return index.reader()

    def _task(self) -> DocumentTask:
        sources = tuple(
            StorySource(
                story,
                self.shows[found[0].podcast_id].visibility,
                found,
                tuple(self.words[member.id] for member in found),
            )
            for story, found in self.stories.items()
        )
        known = {show: Boilerplate(*found) for show, found in self.boilerplate(self.shows).items()}
        return DocumentTask(sources, known)


def _at(day: str | None) -> datetime | None:
    return None if day is None else datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


LONG = "Piers and boats and ropes. " * 10
HABIT = "Thank you for listening to the harbour report of the north shore."

UNION = Show(
    "Tide and Trade",
    [
        Written("The MFU and the lobster season", "The union meets tomorrow.", "2024-05-02", 40),
        Written(
            "Quotas again",
            f"A delegate of the Maritime Fishermen's Union (MFU) explains Lobster Prices. {HABIT}",
            "2024-06-02",
            50,
            people=(("guest", "Ada Holm"),),
        ),
        Written(
            "Storm damage",
            f"{LONG}At the end the MFU asks for lobster help. {HABIT}",
            "2025-02-02",
            None,
            people=(("guest", "Ada Holm"),),
        ),
        Written("Nets", f"How nets are mended. {HABIT}", "2025-03-02", 20),
        Written("Ropes", f"How ropes are made, says mfusion. {HABIT}", "2025-04-02", 20),
        Written("Bait", f"This episode is brought to you by MFU insurance. {HABIT}", "2025-05-02"),
        Written("Ice", f"Ice, and how to write to us: mail@mfu.example {HABIT}", "2025-06-02"),
    ],
)
MIRROR = Show(
    "Coast Mirror",
    [
        Written("The MFU and the lobster season!", "Heard on the coast.", "2024-05-03", 40,
                same_as="The MFU and the lobster season"),
        Written("Undated talk", "Members of the MFU talk about Lobster Prices.", None, 10),
    ],
)  # fmt: skip
TRADE = Show(
    "Handelsprat",
    [
        Written(
            "Reklame for barn",
            "Vi spør Matvarebransjens faglige utvalg (MFU) om reklame. MFU svarer. MFU klager.",
            "2023-08-29",
            25,
            keywords=("reklame", "MFU"),
        ),
        Written("Pris på brød", "Hva koster brødet, og hvorfor er det så dyrt?", "2026-03-10", 35),
        Written("Kaffe", "Om kaffe.", "2026-03-11", 35, chapters=("Start", "Hva er MFU?")),
    ],
    language="no",
)
SOUND = Show(
    "音の部屋",
    [
        Written(
            "ラジオの話", "東京都でMFU-radioを聞きました。京都の話もします。", "2020-09-10", 22
        ),
        Written("料理", "夏の料理について話します。とてもおいしい。", "2020-10-10", 30),
    ],
    language="ja",
)
KICK = Show(
    "Stadiongespräch",
    [Written("Der mFußball", "Alles über den mFußball und über Müller.", "2024-11-11", 60)],
    language="de",
)

SHOWS = (UNION, MIRROR, TRADE, SOUND, KICK)
