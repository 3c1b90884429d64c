"""The crawler over a real catalog and a network written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feeds import Item, rss
from tests.fake_fetcher import Answer, FakeFetcher, Said

from earmark.errors import StoreError
from earmark.ingest.claims import STARTED_OF_A_HOST
from earmark.ingest.crawl import Crawler
from earmark.ingest.prepare import Caps
from earmark.ingest.worker import Workers
from earmark.polls import CrawlProgress, Failure, Poll, Round
from earmark.store.sqlite import SqliteStore, open_store

NOW = datetime(2024, 1, 10, tzinfo=UTC)
DAY = timedelta(days=1)
ETAG = {"etag": b'"1"', "content-type": b"application/rss+xml"}
ITEMS = [Item(f"Part {n}", f"g{n}", day=n, notes="Words.") for n in range(1, 8)]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = open_store(tmp_path / "catalog.db")
    yield made
    made.close()


Crawl = Callable[..., Round]


@pytest.fixture
def crawled(store: SqliteStore, clock: Clock) -> Crawl:
    """One round over what ``answers`` says, the feeds of it recorded as due the first time."""

    def once(answers: Mapping[str, Said], *, stop=lambda: False, told=lambda _: None) -> Round:
        fetcher = FakeFetcher(answers)
        store.record_feeds([(url, "") for url in answers], due_at=clock())
        crawler = Crawler(store, fetcher, Workers(0), caps=Caps(), now=clock, under_way=8)
        try:
            return crawler.run(
                once=True, stop=stop, pause=unwaited, on_progress=told, on_stored=lambda: None
            )
        finally:
            once.asked = fetcher.asked  # type: ignore[attr-defined]

    return once


def unwaited(_seconds: float) -> None:
    raise AssertionError("nothing waits in a round that is done once")


def polls(store: SqliteStore) -> dict[str, Poll]:
    return {poll.url: poll for poll in store.polls.page(100)}


def feed(count: int = 7, title: str = "Tales") -> bytes:
    return rss(title, ITEMS[:count])


A, B, C = (f"https://{name}.example/feed" for name in "abc")


def test_due_feeds_are_stored_and_due_again_later(store, crawled, clock) -> None:
    round_ = crawled({A: Answer(feed(), headers=ETAG), B: feed(2, "Other")})
    assert (round_.asked, round_.failed, round_.new_episodes) == (2, 0, 9)
    assert store.counts() == (2, 9)
    poll = polls(store)[A]
    assert (poll.state, poll.title, poll.status, poll.polls) == ("fine", "Tales", 200, 1)
    assert poll.due_at is not None
    assert poll.due_at > clock() + timedelta(hours=1)
    assert crawled({}).asked == 0


def test_304_costs_nothing_and_grown_feeds_bring_their_new_episodes(store, crawled, clock) -> None:
    crawled({A: Answer(feed(4), headers=ETAG), B: Answer(feed(3, "B"), headers=ETAG)})
    clock.now += 2 * DAY
    grown = Answer(feed(5), headers={"etag": b'"2"'})
    round_ = crawled({A: grown, B: Answer(feed(3, "B"), headers=ETAG)})
    assert (round_.asked, round_.not_modified, round_.new_episodes) == (2, 1, 1)
    assert store.counts() == (2, 8)
    assert polls(store)[A].changed_at == clock()


def test_p16_the_same_bytes_again_are_not_written(store, crawled, clock) -> None:
    crawled({A: feed()})
    before = store.feed_at(A)
    clock.now += 2 * DAY
    assert crawled({A: feed()}).new_episodes == 0
    assert store.feed_at(A).document_hash == before.document_hash
    assert store.pending_count()[0] == 7  # those of the first time


def test_one_bad_feed_costs_one_feed(store, crawled) -> None:
    told: list[CrawlProgress] = []
    round_ = crawled(
        {A: b"<html>no feed</html>", B: feed(), C: Failure("timed-out", "No answer in time.")},
        told=told.append,
    )
    assert (round_.asked, round_.failed, round_.new_episodes) == (3, 2, 7)
    assert max(told, key=lambda each: each.round.asked).failures == {
        "not-a-feed": 1,
        "timed-out": 1,
    }
    assert {url: poll.failure for url, poll in polls(store).items()} == {
        A: "not-a-feed",
        B: "",
        C: "timed-out",
    }


def page(*urls: str) -> Answer:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{u}">' for u in urls)
    return Answer(
        f"<html><head>{links}</head></html>".encode(), headers={"content-type": b"text/html"}
    )


def given(store: SqliteStore, clock: Clock, url: str, answers: Mapping[str, Said]) -> list[str]:
    """What is asked for when one address is given."""
    store.record_feeds([(url, "")], due_at=clock())
    fetcher = FakeFetcher(answers)
    Crawler(store, fetcher, Workers(0), caps=Caps(), now=clock, under_way=8).run(
        once=True,
        stop=lambda: False,
        pause=unwaited,
        on_progress=lambda _: None,
        on_stored=lambda: None,
    )
    return [asked.url for asked in fetcher.asked]


def test_a_page_that_was_given_leads_to_the_feed_it_names(store, clock) -> None:
    assert given(store, clock, A, {A: page(B, C), B: Answer(feed(), headers=ETAG)}) == [A, B]
    assert store.counts() == (1, 7)
    assert store.feed_at(A) == store.feed_at(B)
    assert polls(store)[B].state == "fine"


def test_pages_that_name_each_other_are_asked_for_once(store, clock) -> None:
    assert given(store, clock, A, {A: page(B), B: page(A)}) == [A, B]
    assert polls(store)[B].failure == "not-a-feed"


def test_a_page_of_a_feed_that_is_here_already_is_asked_for_no_more(store, crawled, clock) -> None:
    crawled({B: Answer(feed(), headers=ETAG), A: page(B)})
    clock.now += 2 * DAY
    crawled({})
    assert {url: poll.due_at is None for url, poll in polls(store).items()} == {A: True, B: False}


def test_p16_an_emptied_feed_keeps_its_episodes(store, crawled, clock) -> None:
    crawled({A: feed()})
    clock.now += 2 * DAY
    assert crawled({A: rss("Tales", [])}).failed == 1
    assert store.counts() == (1, 7)
    assert polls(store)[A].failure == "emptied"


def test_p7_a_host_that_asks_for_rest_has_it(store, crawled, clock) -> None:
    urls = [f"https://big.example/{n}" for n in range(30)]
    resting: dict[str, Said] = dict.fromkeys(
        urls, Answer(status=429, headers={"retry-after": b"7200"})
    )
    round_ = crawled({**resting, B: feed()})
    assert round_.new_episodes == 7
    big = [asked for asked in crawled.asked if asked.url in resting]
    assert len(big) <= STARTED_OF_A_HOST  # those that were under way when it said so
    clock.now += timedelta(hours=1)
    assert crawled({}).asked == 0
    clock.now += timedelta(hours=1, seconds=1)
    assert crawled(dict.fromkeys(urls, feed())).new_episodes == 7 * 30


def test_p13_a_feed_that_moved_for_good_is_asked_there(store, crawled, clock) -> None:
    crawled({A: feed()})
    moved: dict[str, Said] = {
        A: Answer(status=301, headers={"location": B.encode()}),
        B: Answer(feed(), headers=ETAG),
    }
    for _ in range(6):
        clock.now += 2 * DAY
        store.polls.set_due([store.feed_at(A).id], clock())
        crawler = Crawler(
            store, FakeFetcher(moved), Workers(0), caps=Caps(), now=clock, under_way=8
        )
        crawler.run(
            once=True,
            stop=lambda: False,
            pause=unwaited,
            on_progress=lambda _: None,
            on_stored=lambda: None,
        )
    assert store.feed_at(A).url == B
    assert store.feed_at(B).id == store.feed_at(A).id
    assert store.counts() == (1, 7)


def test_a_removed_feed_stays_removed_whatever_comes(store, crawled, clock) -> None:
    crawled({A: feed()})
    podcast = store.feed_at(A).podcast_id
    clock.now += 2 * DAY

    def remove(_: CrawlProgress) -> None:
        if store.podcast(podcast):
            store.remove(podcast)

    crawled({A: feed(6)}, told=remove)
    assert store.counts() == (0, 0)
    assert polls(store) == {}


def test_stopped_work_is_free_for_the_next_at_once(store, crawled) -> None:
    answers: dict[str, Said] = {f"https://h{n}.example/": feed(1, f"Show {n}") for n in range(40)}
    asked = iter([False, False, True, True, True])
    first = crawled(answers, stop=lambda: next(asked, True))
    assert 0 < first.asked < 40
    second = crawled({**answers})
    assert first.asked + second.asked == 40
    assert store.counts() == (40, 40)


def test_the_round_is_kept(store, crawled, clock) -> None:
    round_ = crawled({A: feed()})
    assert store.polls.state(clock()).last == round_
    assert (round_.started_at, round_.ended_at) == (NOW, NOW)


def test_nothing_of_an_older_catalog_is_written_into_a_restored_one(
    store, crawled, clock, tmp_path
) -> None:
    """Feed ids mean other feeds there."""
    crawled({A: feed(3, "A")})
    other = open_store(tmp_path / "other.db")
    other.record_feeds([(B, "Of the backup")], due_at=clock() + DAY)
    other.copy_to(tmp_path / "backup.db")
    other.close()
    clock.now += 2 * DAY

    looks = iter(range(100))

    def restored_meanwhile() -> bool:
        if next(looks) == 2:
            store.replace_with(tmp_path / "backup.db", at=clock())
        return False

    with pytest.raises(StoreError) as raised:
        crawled({A: feed(5, "A")}, stop=restored_meanwhile)
    assert raised.value.code == "replaced"
    assert store.counts() == (0, 0)
    assert [(poll.url, poll.polls) for poll in store.polls.page(10)] == [(B, 0)]
