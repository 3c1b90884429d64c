"""Best podcasts about a topic: how much of a show is about it, how surely, how lately.

Pure. First score = lower Wilson bound of n/of times log(1 + n); the best of those are weighed by
how many of the n are *about* the topic and how many are of the last 12 months. A show's title
and description explain and never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from math import log1p
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from earmark.model import Podcast, PodcastId, RankedPodcast
from earmark.text.tokens import tokens
from earmark.topics.ended import has_ended, is_silent
from earmark.topics.periods import in_words, month_in_words
from earmark.topics.scope import Phrases

_Numbers = TypeVar("_Numbers", float, NDArray[np.float64])

CANDIDATES = 500
SHOWN = 20
Z = 1.96
"""95 % confidence: one episode of one is no proof, nine of ten are."""


_ROUNDING = 1e-9

_NAMED = {
    "title": "the show is named for it",
    "description": "the show describes itself with it",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Counts of stories of one podcast."""

    podcast: int
    episodes: int
    """On the topic."""
    of: int
    """In the library, under the same filters."""
    subject: int
    recent: int
    """On the topic, in the last 12 calendar months."""


@dataclass(frozen=True, slots=True)
class Latest:
    """When a podcast was last heard; None where none of its stories has a date."""

    topic: datetime | None = None
    """On the topic."""
    show: datetime | None = None
    """On anything."""


def shortlist(
    matching: Mapping[int, int], library: Mapping[int, int], limit: int = CANDIDATES
) -> tuple[int, ...]:
    """Podcasts of the best first score, best first; ties by stories, then by lower id."""
    ids = np.fromiter(matching, dtype=np.int64, count=len(matching))
    n = np.fromiter(matching.values(), dtype=np.float64, count=len(matching))
    of = np.fromiter(map(library.__getitem__, matching), np.float64, count=len(matching))
    first = wilson(n, of) * np.log1p(n)
    if len(ids) > limit:  # all that could be among them, so that only these are sorted
        likely = first >= np.partition(first, -limit)[-limit]
        ids, n, first = ids[likely], n[likely], first[likely]
    order = np.lexsort((ids, -n, -first))[:limit]
    return tuple(ids[order].tolist())


def score(candidate: Candidate) -> float:
    """The final score: the first one, up to doubled by the part of its episodes that are about
    the topic, and up to half as much again by the part that is recent."""
    first = wilson(candidate.episodes, candidate.of) * log1p(candidate.episodes)
    about = candidate.subject / candidate.episodes
    lately = candidate.recent / candidate.episodes
    return first * (1 + about) * (1 + lately / 2)


def wilson(n: _Numbers, of: _Numbers) -> _Numbers:
    """Lower bound of the Wilson interval of the proportion ``n / of`` (Wilson 1927)."""
    share = n / of
    spread = Z * (share * (1 - share) / of + Z * Z / (4 * of * of)) ** 0.5
    bound: _Numbers = (share + Z * Z / (2 * of) - spread) / (1 + Z * Z / of)
    return bound


def leaders(candidates: Sequence[Candidate], limit: int = SHOWN) -> tuple[Candidate, ...]:
    """The best by score and stories, and all that tie with the last of them: those whose latest
    dates decide the order."""
    standings = {each.podcast: _standing(each) for each in _likely(candidates, limit)}
    near = (candidate for candidate in candidates if candidate.podcast in standings)
    ordered = sorted(near, key=lambda candidate: standings[candidate.podcast])
    if len(ordered) <= limit:
        return tuple(ordered)
    last = standings[ordered[limit - 1].podcast]
    return tuple(takewhile(lambda each: standings[each.podcast] <= last, ordered))


def _likely(candidates: Sequence[Candidate], limit: int) -> Sequence[Candidate]:
    """All that could be among the best: ``score`` of all at once differs by a rounding error."""
    if len(candidates) <= limit:
        return candidates
    counts = [(each.episodes, each.of, each.subject, each.recent) for each in candidates]
    n, of, subject, recent = np.array(counts, dtype=np.float64).T
    scores = wilson(n, of) * np.log1p(n) * (1 + subject / n) * (1 + recent / n / 2)
    enough = np.partition(scores, -limit)[-limit] * (1 - _ROUNDING)
    return [candidates[at] for at in np.flatnonzero(scores >= enough).tolist()]


def rank_podcasts(
    candidates: Iterable[Candidate],
    *,
    latest: Mapping[int, Latest],
    shows: Mapping[PodcastId, Podcast],
    as_of: date,
    phrases: Phrases = (),
    limit: int = SHOWN,
) -> tuple[RankedPodcast, ...]:
    """The best podcasts with the reason in words; ties by stories, then by latest date, then by
    lower id. Podcasts without a row in ``shows`` (taken down meanwhile) are left out."""
    known = [candidate for candidate in candidates if candidate.podcast in shows]
    dates = {candidate.podcast: latest.get(candidate.podcast, Latest()) for candidate in known}
    known.sort(key=lambda candidate: _order(candidate, dates[candidate.podcast].topic))
    return tuple(
        _ranked(
            candidate,
            dates[candidate.podcast],
            shows[PodcastId(candidate.podcast)],
            as_of,
            phrases,
        )
        for candidate in known[:limit]
    )


def reason(
    candidate: Candidate, latest: Latest, show: Podcast, as_of: date, phrases: Phrases = ()
) -> str:
    """``12 of its 40 episodes, 5 of them about it; last on 3 March 2026``."""
    parts = [f"{_share(candidate)}{_about(candidate)}"]
    named = named_in(show, phrases)
    if named is not None:
        parts.append(_NAMED[named])
    if latest.topic is not None:
        parts.append(f"last on {in_words(latest.topic.date())}")
    if show.complete:
        parts.append("the show has ended")
    elif latest.show is not None and is_silent(latest.show, as_of):
        parts.append(f"silent since {month_in_words(latest.show.date())}")
    return "; ".join(parts)


def named_in(show: Podcast, phrases: Phrases) -> Literal["title", "description"] | None:
    """Where the show itself has one of the phrases."""
    if _says(show.title, phrases):
        return "title"
    return "description" if _says(show.description, phrases) else None


def _says(text: str, phrases: Phrases) -> bool:
    words = f" {tokens(text)} "
    return any(f" {' '.join(phrase)} " in words for phrase in phrases)


def _share(candidate: Candidate) -> str:
    if candidate.of == 1:
        return "Its only episode here"
    if candidate.episodes == candidate.of:
        return f"All of its {candidate.of} episodes"
    return f"{candidate.episodes} of its {candidate.of} episodes"


def _about(candidate: Candidate) -> str:
    if not candidate.subject:
        return ""
    if candidate.episodes == 1:
        return ", and it is about it"
    if candidate.subject == candidate.episodes:
        return ", each about it"
    return f", {candidate.subject} of them about it"


def _ranked(
    candidate: Candidate, latest: Latest, show: Podcast, as_of: date, phrases: Phrases
) -> RankedPodcast:
    return RankedPodcast(
        id=show.id,
        title=show.title,
        episodes=candidate.episodes,
        of=candidate.of,
        latest_at=latest.topic,
        score=round(score(candidate), 6),
        why=reason(candidate, latest, show, as_of, phrases),
        subject=candidate.subject,
        named=named_in(show, phrases),
        ended=has_ended(show.complete, latest.show, as_of),
        show_latest_at=latest.show,
    )


def _standing(candidate: Candidate) -> tuple[float, int]:
    return -score(candidate), -candidate.episodes


def _order(candidate: Candidate, latest: datetime | None) -> tuple[float, int, float, int]:
    return (*_standing(candidate), -(latest.timestamp() if latest else 0.0), candidate.podcast)
