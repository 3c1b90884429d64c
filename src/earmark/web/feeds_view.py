"""What the page of feeds shows of each feed: decided here, worded in the catalogues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from earmark.failures import failure_code, mends_itself
from earmark.keys import without_secrets
from earmark.model import FeedId
from earmark.polls import CrawlState, Poll, PollState

NEEDS: tuple[PollState, ...] = ("moving", "refused", "gone", "dead", "failing")
"""What a person can do something about, the quickest done first."""
STATES: tuple[PollState, ...] = (*NEEDS, "quiet", "new", "fine")
"""Every state, as the filter offers them."""


PASSING = 3
"""Failures in a row before one that often passes by itself needs a person."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed. No address in it holds a secret."""

    poll: Poll
    why: str
    """When it is asked next, and why then: one sentence, in English."""
    offers: tuple[str, ...] = ()
    """Feeds that it recommends and that the library doesn't know."""

    @property
    def address(self) -> str:
        return without_secrets(self.poll.url)

    @property
    def name(self) -> str:
        """Its show's title, else its address."""
        return self.poll.title or self.address

    @property
    def failure(self) -> str:
        """The code whose words say what is wrong; "" where nothing is."""
        return failure_code(self.poll.failure) if self.poll.failure else ""

    @property
    def needs_a_person(self) -> bool:
        """Whether it won't be well by itself: a failure that often passes has gone on."""
        return not (mends_itself(self.poll.failure) and self.poll.failures < PASSING)

    @property
    def since(self) -> datetime | None:
        """Since when something is wrong."""
        if self.failure or self.poll.move is None:
            return self.poll.failing_since
        return self.poll.move.since

    @property
    def target(self) -> str:
        """Where it says that it lives now; "" where it stays."""
        return without_secrets(self.poll.move.target) if self.poll.move else ""

    @property
    def asked(self) -> bool:
        """Whether it is asked at all."""
        return self.poll.due_at is not None


@dataclass(frozen=True, slots=True)
class Need:
    """Feeds of one state that need a person: the first of them, of how many."""

    state: PollState
    count: int
    rows: tuple[FeedRow, ...]


def rows_of(
    polls: Sequence[Poll],
    reasons: Mapping[FeedId, str],
    offers: Mapping[FeedId, tuple[str, ...]],
) -> tuple[FeedRow, ...]:
    return tuple(
        FeedRow(
            poll,
            reasons[poll.feed_id],
            tuple(without_secrets(url) for url in offers.get(poll.feed_id, ())),
        )
        for poll in polls
    )


def states_of(state: CrawlState) -> tuple[tuple[PollState, int], ...]:
    """State -> feeds, of those that there are."""
    return tuple((name, state.states[name]) for name in STATES if state.states.get(name))
