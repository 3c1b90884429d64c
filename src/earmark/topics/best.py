"""Best podcasts, from the index and the catalog: the ranked ones, when each was last heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from earmark.model import AllOf, Among, PodcastId, Published, Query, RankedPodcast, StoryId
from earmark.ports import SearchReader, Store
from earmark.topics.figures import Figures, LibraryFacts
from earmark.topics.periods import day_end_s
from earmark.topics.ranking import Candidate, Latest, leaders, rank_podcasts
from earmark.topics.scope import Phrases


def best_podcasts(
    counted: Figures, phrases: Phrases, base: LibraryFacts, *, reader: SearchReader, store: Store
) -> tuple[RankedPodcast, ...]:
    """The best podcasts of a counted topic."""
    best = leaders(counted.candidates)
    found = store.podcasts(PodcastId(candidate.podcast) for candidate in best)
    shows = {podcast: show for podcast, show in found.items() if base.sight.shows(show)}
    latest = _latest(best, counted, base, reader=reader, store=store)
    return rank_podcasts(best, latest=latest, shows=shows, as_of=base.as_of, phrases=phrases)


def _latest(
    best: Sequence[Candidate],
    counted: Figures,
    base: LibraryFacts,
    *,
    reader: SearchReader,
    store: Store,
) -> Mapping[int, Latest]:
    """When each podcast last came to the topic, and when it was last heard at all: there only
    the day of the page and what may be seen count, since dates or a language that were asked
    for don't end a show."""
    anything = AllOf((Published(high_s=day_end_s(base.as_of)), *base.sight.filters))
    places = {}
    for candidate in best:
        one = frozenset({candidate.podcast})
        places[candidate.podcast] = (
            _newest(reader, AllOf((counted.query, Among("podcast", one), Published()))),
            _newest(reader, AllOf((anything, Among("any_podcast", one)))),
        )
    members = store.members({story for pair in places.values() for story in pair if story})
    dates: dict[StoryId | None, datetime | None] = {
        story: found[0].published_at for story, found in members.items()
    }
    return {
        podcast: Latest(topic=dates.get(on_topic), show=dates.get(at_all))
        for podcast, (on_topic, at_all) in places.items()
    }


def _newest(reader: SearchReader, query: Query) -> StoryId | None:
    return next((hit.id for hit in reader.newest(query, 1)), None)
