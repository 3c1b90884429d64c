"""The nouns of push (P17): what a hub was asked for, and how often feeds were woken. Imports
nothing of ours but ``model``.

A push is a hint and nothing else: it makes a feed due, and the feed is asked as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from earmark.model import FeedId

WOKEN_AFTER = timedelta(minutes=2)
"""Between a request for a feed and one that a push causes."""
MOST_WAKES = 20
WAKES_COUNT_FOR = timedelta(hours=1)
"""So many wake-ups of a feed, in so long a time."""

PushState = Literal["new", "asked", "active", "denied", "leaving"]
"""``new``: a feed names a hub that wasn't asked yet. ``asked``: the hub hasn't come back yet to
confirm. ``active``: confirmed, until its lease ends. ``denied`` by the hub. ``leaving``: the feed
is gone or names another hub; to be forgotten once the hub knows."""


@dataclass(frozen=True, slots=True)
class Push:
    """A subscription of one feed at one hub, or the wish for one (W3C WebSub)."""

    id: int
    feed_id: FeedId
    hub: str
    topic: str
    """The address that the hub knows the feed by."""
    url: str
    """The feed's own."""
    state: PushState
    due_at: datetime
    """When the hub is to be asked next."""
    token: str = ""
    """Ends the callback's address, so that nobody guesses it; "" before the hub was asked."""
    secret: str = ""
    """Key of the signatures under what the hub sends."""
    asked_at: datetime | None = None
    lease_until: datetime | None = None
    delivered_at: datetime | None = None
    """The last message that was rightly signed: this hub does tell of news."""
    failures: int = 0
    """Times that the hub was asked since it last confirmed."""


@dataclass(frozen=True, slots=True)
class Wakes:
    """How a feed was woken lately."""

    at: tuple[datetime, ...] = ()
    """For when, the oldest first; no more than count."""
    claimed: bool = False
    """A crawler has it now, and may have asked for it before the news was out."""
    waiting: bool = False
    """It was woken while a crawler had it, and is asked for once more after that."""
