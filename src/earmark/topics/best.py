"""Best podcasts, from the index and the catalog: the ranked ones, when each was last heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earmark.model import AllOf, PodcastId, Published, RankedPodcast
from earmark.ports import SearchReader, Store
from earmark.topics.figures import Figures, LibraryFacts
from earmark.topics.periods import at, day_end_s
from earmark.topics.ranking import Candidate, Latest, leaders, rank_podcasts
from earmark.topics.scope import Phrases


def best_podcasts(
    counted: Figures, phrases: Phrases, base: LibraryFacts, *, reader: SearchReader, store: Store
) -> tuple[RankedPodcast, ...]:
    """The best podcasts of a counted topic."""
    best = leaders(counted.candidates)
    found = store.podcasts(PodcastId(candidate.podcast) for candidate in best)
    shows = {podcast: show for podcast, show in found.items() if base.sight.shows(show)}
    latest = _latest(best, counted, base, reader)
    return rank_podcasts(best, latest=latest, shows=shows, as_of=base.as_of, phrases=phrases)


def _latest(
    best: Sequence[Candidate], counted: Figures, base: LibraryFacts, reader: SearchReader
) -> Mapping[int, Latest]:
    """When each podcast last came to the topic, and when it was last heard at all: there only
    the day of the page and what may be seen count, since dates or a language that were asked
    for don't end a show."""
    shows = [candidate.podcast for candidate in best]
    on_topic = reader.heard(counted.query, shows)
    anything = AllOf((Published(high_s=day_end_s(base.as_of)), *base.sight.filters))
    at_all = reader.heard(anything, shows, member=True)
    never = 0, None
    return {
        show: Latest(at(on_topic.get(show, never)[1]), at(at_all.get(show, never)[1]))
        for show in shows
    }
