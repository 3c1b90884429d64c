"""What the crawler's part of every catalog does: the contract of ``ports.Polls``."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import DAY, NOW, URL, add, item

from earmark.model import FeedId
from earmark.polls import HostHold, Move, Noted, Poll, Round, Standing, Validators
from earmark.ports import Store

LEASE = timedelta(minutes=10)
HOUR = timedelta(hours=1)


def record(store: Store, *urls: str) -> None:
    store.record_feeds([(url, "") for url in urls], due_at=NOW)


def claim(store: Store, now=NOW, *, limit: int = 100, per_host: int = 10, busy=()) -> list[Poll]:
    claimed = store.polls.claim(now, limit=limit, per_host=per_host, until=now + LEASE, busy=busy)
    return list(claimed)


def noted(poll: Poll, outcome: str = "200", hold: HostHold | None = None, **changes) -> Noted:
    poll = replace(poll, state="fine", polls=poll.polls + 1, **changes)
    return Noted(poll, outcome, poll.host, hold)


def test_a_recorded_feed_is_claimed_once_with_all_that_is_known(store: Store) -> None:
    record(store, "https://www.a.example:443/feed.xml")
    (poll,) = claim(store)
    assert (poll.url, poll.host) == ("https://www.a.example:443/feed.xml", "a.example")
    assert (poll.state, poll.due_at, poll.polls) == ("new", NOW, 0)
    assert claim(store) == []


def test_p5_nothing_is_claimed_before_its_time(store: Store) -> None:
    record(store, "https://a.example/")
    (poll,) = claim(store)
    store.polls.note([noted(poll, due_at=NOW + HOUR)], NOW)
    assert claim(store, NOW + HOUR - timedelta(seconds=30)) == []
    assert [each.feed_id for each in claim(store, NOW + HOUR)] == [poll.feed_id]


def test_a_lease_ends_by_itself(store: Store) -> None:
    record(store, "https://a.example/")
    claim(store)
    assert claim(store, NOW + LEASE - timedelta(seconds=1)) == []
    assert len(claim(store, NOW + LEASE)) == 1


def test_a_renewed_lease_ends_later(store: Store) -> None:
    record(store, "https://a.example/")
    claim(store)
    later = NOW + timedelta(minutes=5)
    store.polls.renew([NOW + LEASE, NOW + HOUR], later + LEASE)
    assert claim(store, later + LEASE - timedelta(seconds=1)) == []
    assert len(claim(store, later + LEASE)) == 1


def test_released_feeds_are_free_again_but_not_those_of_another(store: Store) -> None:
    record(store, "https://a.example/", "https://b.example/")
    one, other = (poll.feed_id for poll in claim(store))
    store.polls.release([one], NOW + LEASE)
    store.polls.release([other], NOW + HOUR)
    assert [poll.feed_id for poll in claim(store)] == [one]


def test_hosts_take_turns_and_have_a_share(store: Store) -> None:
    record(store, *(f"https://big.example/{n}" for n in range(5)), "https://small.example/")
    hosts = [poll.host for poll in claim(store, limit=3, per_host=2)]
    assert hosts == ["big.example", "small.example", "big.example"]


def test_busy_hosts_and_hosts_at_rest_are_passed_over(store: Store) -> None:
    record(store, "https://a.example/1", "https://a.example/2", "https://b.example/")
    (poll,) = claim(store, limit=1, busy=["b.example"])
    hold = HostHold("a.example", NOW + HOUR, strikes=1)
    store.polls.note([noted(poll, "429", hold, due_at=NOW)], NOW)
    assert [each.host for each in claim(store)] == ["b.example"]
    assert store.polls.holds(["a.example", "c.example"]) == {"a.example": hold}
    assert store.polls.state(NOW).held == (hold,)
    assert {each.host for each in claim(store, NOW + HOUR)} == {"a.example", "b.example"}


def test_a_host_without_strikes_is_forgotten(store: Store) -> None:
    record(store, "https://a.example/1")
    (poll,) = claim(store)
    store.polls.note([noted(poll, hold=HostHold("a.example", NOW + HOUR, 1))], NOW)
    store.polls.note([noted(poll, hold=HostHold("a.example", NOW))], NOW)
    assert store.polls.holds(["a.example"]) == {}


def test_a_clock_that_ran_ahead_stops_nothing(store: Store) -> None:
    record(store, "https://a.example/")
    (poll,) = claim(store, NOW + 400 * DAY)
    assert len(claim(store)) == 1  # the lease of next year counts for nothing
    hold = HostHold("a.example", NOW + 402 * DAY, 1)
    store.polls.note([noted(poll, hold=hold, due_at=NOW + 401 * DAY)], NOW + 400 * DAY)
    assert store.polls.next_due(NOW) == NOW
    assert len(claim(store)) == 1


def test_every_field_of_a_poll_is_kept(store: Store) -> None:
    record(store, "https://a.example/")
    (poll,) = claim(store)
    full = replace(
        poll,
        due_at=NOW + DAY,
        document_hash=2**62 + 1,
        reason="quiet",
        state="moving",
        validators=Validators("https://a.example/x", b'W/"\xff"', b"sometime"),
        parser=3,
        asked_at=NOW,
        answered_at=NOW - HOUR,
        changed_at=NOW - DAY,
        newest_at=NOW - 2 * DAY,
        gap=timedelta(days=7, microseconds=1),
        complete=True,
        wanted=HOUR,
        skip=((1, 2), (6,)),
        rule="FREQ=WEEKLY",
        status=301,
        failure="timed-out",
        failures=2,
        failing_since=NOW - DAY,
        gone=1,
        move=Move("https://b.example/", 3, NOW - DAY, hinted=True),
        offered=("https://c.example/ü",),
        hub="https://hub.example/",
        topic="https://a.example/self",
        polls=7,
        not_modified=4,
    )
    store.polls.note([Noted(full, "304", "a.example")], NOW)
    assert store.polls.of([poll.feed_id]) == (full,)
    assert store.polls.of([FeedId(999)]) == ()


def test_a_removed_feed_is_claimed_by_nobody_and_stays_so(store: Store) -> None:
    record(store, "https://a.example/")
    (poll,) = claim(store)
    store.remove_feed(poll.feed_id)
    store.polls.note([noted(poll, due_at=NOW)], NOW)
    assert claim(store, NOW + DAY) == []
    assert store.polls.page(10) == ()


def test_feeds_that_came_as_files_are_not_polled(store: Store) -> None:
    feed, _ = add(store, [item(1)])
    assert claim(store) == []
    assert store.polls.state(NOW).feeds == 0
    store.polls.set_due([feed.id], NOW)
    (poll,) = claim(store)
    assert (poll.podcast_id, poll.title, poll.document_hash) == (feed.podcast_id, feed.title, None)
    store.polls.set_due([feed.id], None)
    assert claim(store, NOW + DAY) == []
    assert store.polls.page(10) == ()


def test_a_feed_that_was_given_up_is_still_listed(store: Store) -> None:
    record(store, "https://a.example/")
    (poll,) = claim(store)
    store.polls.note([noted(poll, "410", due_at=None)], NOW)
    assert [each.due_at for each in store.polls.page(10)] == [None]
    assert (store.polls.state(NOW).feeds, store.polls.state(NOW).next_at) == (1, None)
    assert claim(store, NOW + 99 * DAY) == []
    record(store, "https://a.example/")
    assert len(claim(store)) == 1


def test_a_moved_feed_is_found_at_both_addresses(store: Store) -> None:
    feed, _ = add(store, [item(1)])
    assert store.polls.move(feed.id, "https://new.example/feed")
    for url in (URL, "https://new.example/feed"):
        found = store.feed_at(url)
        assert found is not None
        assert (found.id, found.url) == (feed.id, "https://new.example/feed")
    (poll,) = store.polls.of([feed.id])
    assert poll.host == "new.example"


def test_no_feed_moves_to_where_another_is(store: Store) -> None:
    feed, _ = add(store, [item(1)])
    record(store, "https://b.example/")
    assert not store.polls.move(feed.id, "http://b.example")
    assert store.feed_at(URL) == feed


def test_pages_of_feeds_by_state(store: Store) -> None:
    record(store, *(f"https://h{n}.example/" for n in range(5)))
    polls = claim(store)
    store.polls.note([noted(poll, due_at=NOW + DAY) for poll in polls[:2]], NOW)
    assert len(store.polls.page(10)) == 5
    fresh = store.polls.page(2, states=["new"])
    more = store.polls.page(2, states=["new"], after=fresh[-1].feed_id)
    assert [poll.host for poll in (*fresh, *more)] == ["h2.example", "h3.example", "h4.example"]


def test_state_counts_feeds_backlog_and_what_comes_next(store: Store) -> None:
    assert store.polls.next_due(NOW) is None
    record(store, "https://a.example/", "https://b.example/")
    first, second = claim(store)
    assert store.polls.next_due(NOW) == NOW + LEASE
    store.polls.note([noted(first, due_at=NOW + DAY)], NOW)
    hold = HostHold(second.host, NOW + 3 * DAY)
    store.polls.note([Noted(replace(second, due_at=NOW), "429", second.host, hold)], NOW)
    state = store.polls.state(NOW + 2 * DAY)
    assert (state.feeds, state.states) == (2, {"fine": 1, "new": 1})
    assert (state.due, state.late, state.next_at) == (2, 2, NOW)
    assert store.polls.next_due(NOW) == NOW + DAY
    assert store.polls.host_counts() == {"a.example": 1, "b.example": 1}


def test_p19_answers_are_counted_by_host_and_outcome(store: Store) -> None:
    record(store, "https://a.example/1", "https://a.example/2", "https://b.example/")
    polls = claim(store)
    for _ in range(2):
        store.polls.note([noted(poll, "304") for poll in polls], NOW)
    store.polls.note([noted(polls[-1], "timed-out")], NOW)
    assert store.polls.answers(1) == {"a.example": {"304": 4, "timed-out": 1}}
    assert store.polls.outcomes() == {"304": 6, "timed-out": 1}


@pytest.mark.parametrize("ended", [None, NOW + HOUR])
def test_the_newest_round_is_kept(store: Store, ended) -> None:
    assert store.polls.state(NOW).last is None
    store.polls.begin_round(Round(NOW - DAY))
    number = store.polls.begin_round(Round(NOW))
    round_ = Round(NOW, ended, asked=5, not_modified=3, failed=1, new_episodes=9, wire_bytes=10**10)
    store.polls.set_round(number, round_)
    assert store.polls.state(NOW).last == round_


def test_standing_counts_what_came_and_what_is_new_enough(store: Store) -> None:
    assert store.polls.standing(NOW) == Standing(0, 0, 0, 0, None)
    add(store, [item(1)])
    record(store, URL, *(f"https://{name}.example/" for name in "abcd"))
    polls = {poll.host: poll for poll in claim(store)}
    asked = {"asked_at": NOW, "due_at": NOW + DAY}
    store.polls.note([noted(polls["a.example"], answered_at=NOW, **asked)], NOW)
    store.polls.note([noted(polls["b.example"], answered_at=NOW - 2 * DAY, **asked)], NOW)
    store.polls.set_due([polls["c.example"].feed_id], None)
    store.polls.begin_round(Round(NOW - DAY, NOW - HOUR))
    assert store.polls.standing(NOW) == Standing(
        feeds=4, waiting=1, shows=1, within_a_day=1, checked_at=NOW - HOUR
    )
    assert store.polls.standing(NOW).without == 2
    store.polls.begin_round(Round(NOW))
    assert store.polls.standing(NOW + 2 * DAY).within_a_day == 0
    assert store.polls.standing(NOW).checked_at == NOW
