"""What an address answered -> the catalog, and noted as the feed's poll, so that it isn't asked
again before its time (P4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from earmark.errors import FeedRemoved, NotFetched
from earmark.failures import FAILURES, by_hand, failure_code, kind_of
from earmark.ingest.answers import plan_poll
from earmark.ingest.bodies import Document, document_of
from earmark.ingest.crawl import outcome_of
from earmark.ingest.moves import permanent_target
from earmark.ingest.plan import plan_refresh
from earmark.ingest.prepare import document_hash
from earmark.ingest.recognise import feed_of
from earmark.ingest.reports import known_report, stored_report
from earmark.ingest.schedule import LEAST
from earmark.keys import holds_secret, host_of, url_key
from earmark.model import AddReport, Feed, FeedId, PreparedFeed
from earmark.parse.discover import may_be_feed
from earmark.polls import Fetched, HostHold, Noted, Poll, PollPlan
from earmark.ports import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """A feed that came: of which address, and what it holds."""

    url: str
    fetched: Fetched
    prepared: PreparedFeed

    @property
    def has_media(self) -> bool:
        episodes = (each.episode for each in self.prepared.prepared)
        return any(episode.enclosure or episode.alternates for episode in episodes)


def store_answer(source: str, answer: Answer, store: Store, now: datetime) -> AddReport:
    """Follow a feed and store what came. Raises ``FeedRemoved``, and ``NotFetched`` where what
    came is worse than what is known (P16)."""
    feed = _settled(answer, store, now)
    if feed is None or feed.podcast_id is None:
        feed = _recorded(answer.url, answer.prepared.feed.title, store, now)
    elif url_key(feed.url) != url_key(answer.url):
        return known_report(source, feed, store)
    known = store.known(feed.id)
    refresh = plan_refresh(answer.prepared, known, now=now)
    hashed = document_hash(answer.fetched.body)
    document = document_of(hashed, answer.prepared, known, refresh, now)
    plan = _planned(poll_of(feed.id, store), answer.fetched, document, store, now)
    report = AddReport(source)
    if plan.store:
        feed, new = store.apply(
            feed.url, answer.prepared.feed, refresh, document_hash=hashed, now=now
        )
        parsed = answer.prepared.feed
        report = stored_report(source, feed, parsed, plan=refresh, known=known, new=new)
    _note(plan, answer.fetched, store, now)
    if plan.poll.failure:
        raise not_fetched(plan.poll.failure, answer.url, tried_again=True)
    return report


def note_failure(
    url: str, fetched: Fetched, store: Store, now: datetime, *, wanted: bool
) -> NotFetched:
    """The error to say of an address from which nothing came. A feed that is known is polled again
    when its time comes, and so is an unknown one that is ``wanted`` and whose address looks like a
    feed's, where the failure may pass."""
    feed = store.feed_at(url)
    unknown = Poll(FeedId(0), url, None)
    code = _planned(unknown, fetched, None, store, now).poll.failure or "stopped"
    passing = kind_of(code) in ("failing", "host", "ours")
    if feed is None and wanted and passing and code != "bad-address" and may_be_feed(url):
        feed = _recorded(url, "", store, now)
    if feed is not None:
        plan = _planned(poll_of(feed.id, store), fetched, None, store, now)
        _note(plan, fetched, store, now)
    return not_fetched(code, url, tried_again=feed is not None)


def not_fetched(code: str, url: str, *, tried_again: bool) -> NotFetched:
    words = FAILURES[failure_code(code)]
    remedy = words.remedy if tried_again else by_hand(code)
    return NotFetched(f"It was not added: {words.message}.", url, remedy=remedy)


def poll_of(feed_id: FeedId, store: Store) -> Poll:
    return store.polls.of([feed_id])[0]


def hold_of(url: str, store: Store) -> HostHold | None:
    """What is known of a host's wish for rest."""
    host = host_of(url)
    return store.polls.holds([host]).get(host)


def _planned(
    poll: Poll, fetched: Fetched, document: Document | None, store: Store, now: datetime
) -> PollPlan:
    return plan_poll(poll, fetched, document, now, hold=hold_of(fetched.url, store))


def _note(plan: PollPlan, fetched: Fetched, store: Store, now: datetime) -> None:
    noted = Noted(plan.poll, outcome_of(fetched), host_of(fetched.url), plan.hold)
    store.polls.note([noted], now)


def _recorded(url: str, title: str, store: Store, now: datetime) -> Feed:
    """Made before anything else is stored, and due after the least wait: where this run ends here,
    the crawler goes on."""
    store.record_feeds([(url, title)], due_at=now + LEAST)
    feed = store.feed_at(url)
    assert feed is not None  # noqa: S101 - just recorded
    return feed


def _settled(answer: Answer, store: Store, now: datetime) -> Feed | None:
    """The known feed that this is, if any; where it came as a file, or its old address brings
    nothing any more, it lives at this one from now on."""
    feed = _known_as(answer, store)
    if feed is None:
        return None
    if feed.removed:
        raise FeedRemoved(answer.url)
    lost = not feed.url.startswith("http") or bool(poll_of(feed.id, store).failure)
    if url_key(feed.url) != url_key(answer.url):
        if lost and store.polls.move(feed.id, answer.url):
            feed = replace(feed, url=answer.url)
        else:
            store.add_alias(feed.id, answer.url)
    if feed.due_at is None:
        store.polls.set_due([feed.id], now + LEAST)
    return feed


def _known_as(answer: Answer, store: Store) -> Feed | None:
    """By its address, by where it permanently leads (I1), or by what it holds; but a feed with a
    secret in its address and one without are two, whatever they hold."""
    known = store.feed_at(answer.url)
    target = permanent_target(answer.url, answer.fetched.hops)
    if known is None and target is not None:
        known = store.feed_at(target)
    if known is not None:
        return known
    named = replace(answer.prepared.feed, self_url=answer.url)  # P14: its own name moves nothing
    known = feed_of(replace(answer.prepared, feed=named), answer.url, store)
    apart = known is not None and holds_secret(known.url) != holds_secret(answer.url)
    return None if apart else known
