"""A feed's polls told as histories: answers in order, under a clock that only the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from earmark.ingest.answers import plan_poll, request_for
from earmark.ingest.bodies import Document
from earmark.keys import host_of
from earmark.model import FeedId, ParsedFeed
from earmark.parse.feed import PARSER_VERSION
from earmark.polls import (
    Failure,
    FailureCode,
    Fetched,
    FetchRequest,
    Hop,
    HostHold,
    Poll,
    PollPlan,
    Validators,
)

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
"""A Monday."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URL = "https://hive.example/feed.xml"
OTHER = "https://new.example/feed.xml"


def weekly(**changes: object) -> Poll:
    """A weekly show in good order, whose server knows 304."""
    poll = Poll(
        FeedId(7),
        URL,
        NOW,
        host="hive.example",
        document_hash=1,
        state="fine",
        validators=Validators(URL, b'"1"'),
        parser=PARSER_VERSION,
        asked_at=NOW - DAY,
        answered_at=NOW - DAY,
        newest_at=NOW - 3 * DAY,
        gap=7 * DAY,
        status=200,
    )
    return replace(poll, **changes)  # type: ignore[arg-type]


def new_feed(url: str = URL) -> Poll:
    return Poll(FeedId(7), url, NOW, host=host_of(url))


def headers(**said: str | bytes) -> tuple[tuple[str, bytes], ...]:
    return tuple(
        (name.replace("_", "-"), value.encode() if isinstance(value, str) else value)
        for name, value in said.items()
    )


def show(
    hash_: int = 2,
    *,
    items: int = 10,
    known: int = 10,
    shared: int = 9,
    new: int = 1,
    newest_at: datetime | None = NOW,
    gap: timedelta | None = 7 * DAY,
    feed: ParsedFeed | None = None,
) -> Document:
    """The document of a show that gained an episode."""
    feed = feed or ParsedFeed("rss", "Hive Talk")
    return Document(hash_, feed, "", items, known, shared, new, newest_at, gap)


SAME = Document(1)
WEB_PAGE = Document(3, error="not-a-feed")


@dataclass
class Life:
    """One feed and what it goes through."""

    poll: Poll = field(default_factory=weekly)
    now: datetime = NOW
    hold: HostHold | None = None
    plans: list[PollPlan] = field(default_factory=list)

    def answers(
        self,
        status: int = 200,
        document: Document | None = None,
        *,
        said: tuple[tuple[str, bytes], ...] = (),
        hops: tuple[tuple[int, str], ...] = (),
        failure: FailureCode | None = None,
        at: datetime | None = None,
    ) -> PollPlan:
        """The feed is asked when it is due (or ``at``) and gets this answer."""
        self.now = at or max(self.poll.due_at or self.now, self.now)
        request = request_for(self.poll)
        fetched = fetched_of(request, status, said, hops, failure)
        plan = plan_poll(self.poll, fetched, document, self.now, hold=self.hold)
        self.poll = plan.poll
        self.hold = plan.hold or self.hold
        self.plans.append(plan)
        return plan

    @property
    def wait(self) -> timedelta:
        assert self.poll.due_at is not None
        return self.poll.due_at - self.now

    @property
    def events(self) -> list[str]:
        return [event.code for plan in self.plans for event in plan.events]


def fetched_of(
    request: FetchRequest,
    status: int = 200,
    said: tuple[tuple[str, bytes], ...] = (),
    hops: tuple[tuple[int, str], ...] = (),
    failure: FailureCode | None = None,
) -> Fetched:
    """The answer at the end of these redirects."""
    urls = [request.url, *(target for _, target in hops)]
    followed = tuple(
        Hop(url, code, target) for url, (code, target) in zip(urls, hops, strict=False)
    )
    if failure is not None:
        return Fetched(request, urls[-1], failure=Failure(failure, "No."), elapsed_ms=9)
    body = b"x" if status == 200 else b""
    return Fetched(request, urls[-1], status, said, body, followed, elapsed_ms=9)


def about(wait: timedelta, least: timedelta) -> bool:
    """Whether it is this wait and at most a tenth more."""
    return least <= wait <= least * 1.1
