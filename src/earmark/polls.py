"""The nouns of polling: what is asked of a server, what came back, and what is known of a feed
between two polls. Imports nothing of ours but ``model``.

A feed's polling state (``Poll``) is kept apart from what its publisher says (``model.Podcast``):
a refresh replaces the second and never touches the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from earmark.model import FeedId, PodcastId

FetchKind = Literal["feed", "page", "opml", "image", "transcript", "chapters", "hub"]
"""What an answer is fetched for: decides caps and the ``Accept`` header, never the safety."""

# ---------------------------------------------------------------- asked and answered


@dataclass(frozen=True, slots=True)
class Validators:
    """``ETag`` and ``Last-Modified`` as raw bytes, echoed as they came (P1), of the address that
    answered with them (P3)."""

    url: str
    etag: bytes | None = None
    last_modified: bytes | None = None


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One GET (a hub: POST). Sizes are bytes; 0 is the cap of its kind."""

    url: str
    kind: FetchKind = "feed"
    validators: Validators | None = None
    """Sent only to the address they belong to, on whichever hop that is."""
    key: int = 0
    """Of the asker's choosing, to know the answer by (a feed's id)."""
    max_bytes: int = 0
    """Of the body as unpacked."""
    body: bytes | None = None
    """What is posted."""
    body_type: str = "application/x-www-form-urlencoded"
    """The media type of ``body``."""


FailureCode = Literal[
    "bad-address",  # no web address: scheme, port, characters, no host
    "private-address",  # the connected address is refused (S1 to S3)
    "no-such-host",  # DNS has no answer
    "not-reached",  # refused, reset, unreachable, network down: not told apart (S4)
    "timed-out",
    "not-secure",  # TLS: certificate or handshake
    "too-large",  # body over a cap, packed or unpacked, or its ratio
    "headers-too-large",
    "bad-encoding",  # Content-Encoding that cannot be undone, or several layers
    "redirects",  # a loop, over 5 hops, to a refused place, https to http
    "cut-short",  # the answer ended before it was whole
    "bad-answer",  # no HTTP
    "stopped",  # by us, before an answer
]


AnswerCode = Literal[
    "password-refused",  # 401
    "payment",  # 402
    "forbidden",  # 403
    "legal",  # 451
    "not-found",  # 404
    "gone",  # 410
    "too-many",  # 429, or 403 to several feeds of the host in a row (P7)
    "unavailable",  # 503 with Retry-After (P7)
    "server-error",  # any other 5xx
    "odd-status",  # any other status, a 304 that nobody asked for among them
    "empty",  # a 200 without a body
    "not-a-feed",
    "emptied",  # no items, where there were five at least (P16)
    "unreadable",
    "worker-died",  # the process that read it, of its memory limit or a fault
]
"""Why an answer that came is no feed."""

PollFailure = FailureCode | AnswerCode
"""What ``Poll.failure`` holds; ``failures.FAILURES`` has the words of each."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer. ``code`` is stable; ``message`` says what happened in one sentence
    and ``remedy`` what the operator can do; neither echoes a body or tells an open port from a
    closed one (S4)."""

    code: FailureCode
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect that was followed: who answered with which status, and to where."""

    url: str
    status: int
    target: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a request. Without ``failure`` there is a ``status``, whatever it is."""

    request: FetchRequest
    url: str
    """The address that answered, after redirects."""
    status: int = 0
    headers: tuple[tuple[str, bytes], ...] = ()
    """Of the last answer, in order; names in small letters, values as raw bytes."""
    body: bytes = b""
    """Unpacked; empty for a 304."""
    hops: tuple[Hop, ...] = ()
    failure: Failure | None = None
    wire_bytes: int = 0
    """Bodies as they travelled, all hops."""
    elapsed_ms: int = 0

    def header(self, name: str) -> bytes | None:
        """The first value of a header (small letters), None where it wasn't sent."""
        return next((value for key, value in self.headers if key == name), None)


# ---------------------------------------------------------------- known between two polls

PollState = Literal["new", "fine", "quiet", "moving", "failing", "refused", "gone", "dead"]
"""``new``: never answered. ``fine``. ``quiet``: answers, but nothing new for long (P10).
``moving``: answers permanently from elsewhere, not yet believed (P13). ``failing``: no feed came
(P15, P16). ``refused``: 401, 402, 403, 451. ``gone``: 404 or a first 410. ``dead``: given up, but
for a look once a month."""

NextReason = Literal[
    "first",  # never polled
    "usual",  # by the gap between its episodes (P10)
    "unknown",  # no history yet: 6 h (P10)
    "quiet",  # nothing new for long: 12 h, 24 h, 7 d (P10)
    "no-validators",  # once a day (P4)
    "asked-for-longer",  # max-age, Expires, ttl, sy:updatePeriod (P8)
    "skipped-hours",  # skipHours, skipDays (P8)
    "rule",  # podcast:updateFrequency names a time (P9)
    "complete",  # says that it ended (P9)
    "failing",
    "refused",
    "not-found",
    "gone",
    "host-asked",  # Retry-After or 429 of its host (P7)
    "pushed",  # a hub or Podping woke it (P17)
    "subscribed",  # its hub tells of news: once a day for all that (P17)
    "by-hand",
    "spread",  # first import, spread over time (P11)
]


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect (or ``itunes:new-feed-url``) that isn't believed yet (P13, P14)."""

    target: str
    answers: int
    """In a row with this target and a feed that shares its episodes. 0: the first of them shared
    too few, and what it brought since proves nothing."""
    since: datetime
    hinted: bool = False
    """Only the document said so, no redirect."""


@dataclass(frozen=True, slots=True)
class Poll:
    """The polling state of one feed: all that a decision about the next poll may look at."""

    feed_id: FeedId
    url: str
    due_at: datetime | None
    """When to poll next; None for a feed that isn't polled."""
    podcast_id: PodcastId | None = None
    title: str = ""
    host: str = ""
    """Registrable domain (or address) that pacing counts by."""
    document_hash: int | None = None
    """Of the document that the last note tells of: one that was stored and not noted, since the
    crawler was killed in between, is read once more."""
    reason: NextReason = "first"
    """Why ``due_at`` is when it is."""
    state: PollState = "new"
    validators: Validators | None = None
    parser: int = 0
    """Version of the parser that read the last document: another one drops validators (P3)."""
    asked_at: datetime | None = None
    """The last request."""
    answered_at: datetime | None = None
    """The last 200 with a feed, or 304."""
    changed_at: datetime | None = None
    """The last document with an episode that wasn't there at the first reading."""
    newest_at: datetime | None = None
    """Date of the newest episode."""
    gap: timedelta | None = None
    """Median gap of the last 10 episodes."""
    complete: bool = False
    wanted: timedelta = timedelta(0)
    """The longest that the publisher asked for: ttl, sy:updatePeriod (P8)."""
    skip: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    """skipHours (GMT, 0 to 23) and skipDays (Monday is 0)."""
    rule: str = ""
    """``podcast:updateFrequency`` rrule, as published."""
    rule_start: str = ""
    """Its ``dtstart``, as published (the offset counts for BYDAY)."""
    status: int = 0
    """Of the last answer; 0 for none."""
    failure: str = ""
    """Code of the last failure, "" where the last poll went well."""
    failures: int = 0
    """In a row, of one kind: waits grow with it."""
    failing_since: datetime | None = None
    gone: int = 0
    """410s, at least a day apart."""
    move: Move | None = None
    offered: tuple[str, ...] = ()
    """Feeds that this one names (``podcast:podroll``): offered, not taken."""
    hub: str = ""
    """WebSub hub, and the topic it knows the feed by."""
    topic: str = ""
    pushed_until: datetime | None = None
    """Until when its hub, which did so before, tells of news. Kept by ``Pushes``."""
    polls: int = 0
    not_modified: int = 0


@dataclass(frozen=True, slots=True)
class HostHold:
    """A host that asked for rest (P7): none of its feeds is polled before ``until``."""

    host: str
    until: datetime
    strikes: int = 0
    """429s in a row, for the doubling."""
    refusals: int = 0
    """Feeds in a row that it answered with 403."""


EventCode = Literal[
    "new-episodes",
    "failed",
    "recovered",
    "given-up",  # a 404 for 90 days, a second 410, a dead feed for a year
    "moving",  # a permanent redirect or a hint that has to prove itself
    "move-refused",
    "moved",
    "host-held",
    "rehosted",
    "rewritten",
]


@dataclass(frozen=True, slots=True)
class PollEvent:
    """Something for the log. ``message`` names no address: it may hold a secret."""

    code: EventCode
    message: str


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What an answer means: made by ``ingest.answers``, carried out by the crawl."""

    poll: Poll
    """The feed's next state, its address unchanged."""
    store: bool = False
    """Whether the document's episodes are written; old data stays where it isn't (P16)."""
    hold: HostHold | None = None
    """The state of the host that answered, where it changed."""
    move_to: str | None = None
    """The feed's proven new address (P13, P14); its old one becomes an alias."""
    events: tuple[PollEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """What is written down of one poll: the feed's next state, and what its host did."""

    poll: Poll
    outcome: str
    """HTTP status, or the code of the failure: what ``Polls.answers`` counts."""
    host: str
    """Who was asked."""
    hold: HostHold | None = None
    """The host's state from here on, where it changed."""


@dataclass(frozen=True, slots=True)
class Round:
    """One run of the crawler over all that was due."""

    started_at: datetime
    ended_at: datetime | None = None
    """None while it goes on, or where it was killed."""
    asked: int = 0
    not_modified: int = 0
    failed: int = 0
    new_episodes: int = 0
    wire_bytes: int = 0


@dataclass(frozen=True, slots=True)
class CrawlState:
    """How the keeping up to date stands."""

    feeds: int
    """That are polled."""
    states: Mapping[PollState, int]
    due: int
    """Of ``feeds``, whose time has come."""
    late: int
    """Of ``due``, by more than a day."""
    next_at: datetime | None
    """When the next poll is due; in the past where there is a backlog."""
    held: tuple[HostHold, ...] = ()
    last: Round | None = None
    """The newest round."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a library has come and how old it is, cheap enough for every page."""

    feeds: int
    """That are polled."""
    waiting: int
    """Of ``feeds``, those that were never asked and will be."""
    shows: int
    """Of ``feeds``, those that brought a show."""
    within_a_day: int
    """Of ``feeds``, those that answered within a day."""
    checked_at: datetime | None
    """When the newest round ended, or, while it goes on, began; None where there was none."""

    @property
    def without(self) -> int:
        """Feeds that were asked and brought no show yet."""
        return self.feeds - self.waiting - self.shows


@dataclass(frozen=True, slots=True)
class CrawlProgress:
    """How a round goes, told a few times a second."""

    round: Round
    under_way: int = 0
    """Requests and documents that are being worked on."""
    due: int = 0
    """Feeds that wait to be asked."""
    failures: Mapping[str, int] = field(default_factory=dict)
    """Code -> how often, in this round."""
    elapsed_s: float = 0.0
    next_at: datetime | None = None
    """Where nothing is due: when something will be."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Polled feeds, and how the keeping up to date stands."""

    polls: tuple[Poll, ...]
    state: CrawlState
    next: str | None = None
