"""Who asks what: everything that a page is made from but what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from earmark.errors import NotFound
from earmark.model import (
    AllOf,
    Among,
    Hit,
    Podcast,
    PodcastCard,
    PodcastId,
    Query,
    StoryId,
    TopicEpisode,
    Visible,
)
from earmark.ports import SearchReader, Store
from earmark.text.language import base_tag
from earmark.topics.ended import has_ended
from earmark.topics.episodes import listed_episodes
from earmark.topics.periods import at
from earmark.topics.scope import LibraryFacts
from earmark.topics.stories import StoredStory, stored_stories


@dataclass(frozen=True, slots=True)
class Asked:
    """A library as one asker sees it on one day."""

    reader: SearchReader
    store: Store
    generation: int
    base: LibraryFacts
    """Under no filters but the day and what the asker may see."""

    @property
    def visible(self) -> Visible:
        return self.base.sight.visible

    @property
    def as_of(self) -> date:
        return self.base.as_of

    def within(self, *parts: Query) -> Query:
        """The stories that the asker may see and that are in all of these."""
        all_ = (*parts, *self.base.filters)
        return all_[0] if len(all_) == 1 else AllOf(all_)

    def may_see(self, podcast: Podcast) -> bool:
        return self.base.sight.shows(podcast)

    def podcast(self, podcast_id: PodcastId) -> Podcast:
        """A show that the asker may see. Raises ``NotFound``: of what may not be seen nothing
        is said, not even that it is there."""
        found = self.store.podcast(podcast_id)
        if found is None or not self.may_see(found):
            raise NotFound("There is no such podcast here.", str(podcast_id))
        return found

    def of_show(self, podcast_id: PodcastId) -> Query:
        """The stories heard in a show, also those that another show's episode stands for."""
        return self.within(Among("any_podcast", frozenset({int(podcast_id)})))

    def cards(self, podcasts: Sequence[Podcast]) -> tuple[PodcastCard, ...]:
        """Shows with what is heard in them."""
        shows = [int(podcast.id) for podcast in podcasts]
        heard = self.reader.heard(self.within(), shows, member=True)
        return tuple(self._card(podcast, *heard.get(podcast.id, (0, None))) for podcast in podcasts)

    def _card(self, podcast: Podcast, stories: int, latest_s: int | None) -> PodcastCard:
        latest = at(latest_s)
        ended = has_ended(podcast.complete, latest, self.as_of)
        return PodcastCard(podcast, stories, latest, ended)

    def stories(self, hits: Iterable[Hit]) -> dict[StoryId, StoredStory]:
        """Stories with their texts but transcripts, as the asker may see them now."""
        ids = (hit.id for hit in hits)
        return stored_stories(self.store, ids, visible=self.visible, transcripts=False)

    def rows(self, hits: Sequence[Hit]) -> tuple[TopicEpisode, ...]:
        """Stories as rows of a list that has no topic."""
        return listed_episodes(hits, (), {}, store=self.store, sight=self.base.sight)


def in_language(language: str) -> Query:
    """Stories of a language, however its tag is written."""
    return Among("language", frozenset({base_tag(language) or language}))
