"""The contract of ``ports.Pushes``, and of waking feeds, over each implementation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from store_samples import NOW

from earmark.model import FeedId
from earmark.polls import Noted, Poll
from earmark.ports import Store
from earmark.pushes import Push, Wakes

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HUB, OTHER = "https://hub.example/", "https://other.example/"
URL = "https://a.example/"


def claimed(store: Store, now: datetime = NOW) -> Poll:
    (poll,) = store.polls.claim(now, limit=1, per_host=1, until=now + 15 * MINUTE)
    return poll


def polled(store: Store, hub: str = HUB, url: str = URL, **changes: object) -> FeedId:
    """A feed whose document names this hub, due again in a day."""
    store.record_feeds([(url, "")], due_at=NOW)
    feed = store.feed_at(url)
    assert feed is not None
    (poll,) = store.polls.of([feed.id])
    note(store, replace(poll, hub=hub, topic=url if hub else "", due_at=NOW + DAY), **changes)
    return feed.id


def note(store: Store, poll: Poll, now: datetime = NOW, **changes: object) -> None:
    store.polls.note([Noted(replace(poll, **changes), "200", "a.example")], now)  # type: ignore[arg-type]


def one(store: Store, feed_id: FeedId) -> Push:
    (push,) = store.pushes.of(feed_id)
    return push


def active(store: Store, feed_id: FeedId) -> Push:
    push = one(store, feed_id)
    after = replace(
        push, state="active", token="t", secret="s", asked_at=NOW, lease_until=NOW + 10 * DAY,
        delivered_at=NOW, failures=2, due_at=NOW + 8 * DAY,
    )  # fmt: skip
    assert store.pushes.change(push, after)
    return after


def test_a_hub_that_a_feed_names_is_due(store: Store) -> None:
    feed_id = polled(store)
    (push,) = store.pushes.claim(NOW, limit=9, until=NOW + HOUR)
    assert (push.feed_id, push.hub, push.topic, push.url) == (feed_id, HUB, URL, URL)
    assert (push.state, push.token, push.failures) == ("new", "", 0)
    assert store.pushes.claim(NOW, limit=9, until=NOW + HOUR) == ()
    assert len(store.pushes.claim(NOW + HOUR, limit=9, until=NOW + 2 * HOUR)) == 1


def test_a_feed_without_a_hub_has_none(store: Store) -> None:
    assert store.pushes.of(polled(store, hub="")) == ()
    assert store.pushes.claim(NOW, limit=9, until=NOW + HOUR) == ()


def test_the_longest_due_is_claimed_first(store: Store) -> None:
    ids = [polled(store, url=f"https://{n}.example/") for n in range(3)]
    for feed_id, days in zip(ids, (3, 1, 2), strict=True):
        push = one(store, feed_id)
        store.pushes.change(push, replace(push, due_at=NOW - days * DAY))
    found = store.pushes.claim(NOW, limit=2, until=NOW + HOUR)
    assert [push.feed_id for push in found] == [ids[0], ids[2]]


def test_every_field_is_kept_and_found_by_its_token(store: Store) -> None:
    after = active(store, polled(store))
    assert store.pushes.at("t") == after
    assert store.pushes.at("") is None
    assert store.pushes.at("x") is None


def test_what_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    push = one(store, polled(store))
    asked = replace(push, state="asked", token="t", asked_at=NOW)
    store.pushes.claim(NOW, limit=1, until=NOW + HOUR)
    assert store.pushes.change(push, asked)  # being claimed is no change
    assert not store.pushes.change(push, replace(push, state="denied"))
    assert one(store, push.feed_id) == asked


def test_polled_again_it_stays_as_it_is(store: Store) -> None:
    feed_id = polled(store)
    after = active(store, feed_id)
    polled(store)
    assert one(store, feed_id) == after


def test_p17_another_hub_is_asked_and_the_old_one_left(store: Store) -> None:
    feed_id = polled(store)
    active(store, feed_id)
    polled(store, OTHER)
    old, new = store.pushes.of(feed_id)
    assert (old.state, old.hub, old.due_at, old.failures) == ("leaving", HUB, NOW, 0)
    assert (new.state, new.hub, new.token) == ("new", OTHER, "")
    polled(store)  # and back: the other was never asked, so it needn't know
    assert [(push.hub, push.state) for push in store.pushes.of(feed_id)] == [(HUB, "new")]


def test_p17_a_hub_that_is_no_longer_named_is_left(store: Store) -> None:
    feed_id = polled(store)
    active(store, feed_id)
    polled(store, "")
    assert one(store, feed_id).state == "leaving"


def test_p17_hubs_of_a_feed_that_is_removed_or_given_up_are_left(store: Store) -> None:
    urls = [f"https://{n}.example/" for n in range(3)]
    ids = [polled(store, url=url) for url in urls]
    for feed_id in ids:
        push = one(store, feed_id)
        store.pushes.change(push, replace(push, state="active", token=f"t{feed_id}"))
    store.remove_feed(ids[0])
    store.polls.set_due([ids[1]], None)
    (poll,) = store.polls.of([ids[2]])
    note(store, poll, due_at=None)
    assert [one(store, feed_id).state for feed_id in ids] == ["leaving"] * 3
    assert len(store.pushes.claim(NOW, limit=9, until=NOW + HOUR)) == 3
    store.pushes.forget(one(store, ids[0]))
    assert store.pushes.of(ids[0]) == ()
    (poll,) = store.polls.of([ids[0]])
    note(store, poll, due_at=NOW)  # what was under way when it was removed
    assert store.pushes.of(ids[0]) == ()


def test_a_hub_that_proved_itself_is_known_to_the_poll(store: Store) -> None:
    feed_id = polled(store)
    push = active(store, feed_id)

    def until() -> datetime | None:
        (poll,) = store.polls.of([feed_id])
        return poll.pushed_until

    assert until() == push.lease_until
    store.pushes.change(push, replace(push, delivered_at=None))
    assert until() is None
    store.pushes.change(replace(push, delivered_at=None), replace(push, state="denied"))
    assert until() is None


def test_a_clock_that_ran_ahead_stops_nothing_here(store: Store) -> None:
    push = one(store, polled(store))
    store.pushes.change(push, replace(push, due_at=NOW + 400 * DAY))
    assert len(store.pushes.claim(NOW, limit=1, until=NOW + HOUR)) == 1


# ---------------------------------------------------------------- waking


def test_p17_a_woken_feed_is_due_then(store: Store) -> None:
    feed_id = polled(store)
    at = NOW + 2 * MINUTE
    assert store.polls.wakes([feed_id], NOW) == {}
    assert store.polls.wake({feed_id: at}, NOW) == (feed_id,)
    (poll,) = store.polls.of([feed_id])
    assert (poll.due_at, poll.reason) == (at, "pushed")
    assert store.polls.wakes([feed_id], NOW) == {feed_id: Wakes((at,))}
    assert store.polls.wake({feed_id: at}, NOW) == ()  # it is due then already
    assert claimed(store, at).feed_id == feed_id


def test_wake_ups_are_forgotten_after_an_hour(store: Store) -> None:
    feed_id = polled(store)
    for minutes in (30, 20, 10):
        store.polls.wake({feed_id: NOW + minutes * MINUTE}, NOW)
    at = {n: NOW + n * MINUTE for n in (10, 20, 30)}
    assert store.polls.wakes([feed_id], NOW)[feed_id].at == (at[30], at[20], at[10])
    assert store.polls.wakes([feed_id], at[20] + HOUR)[feed_id].at == (at[30],)
    assert store.polls.wakes([feed_id], NOW - 9 * DAY)[feed_id].at == ()  # a clock ran ahead


def test_p17_a_feed_that_a_crawler_has_is_asked_once_more(store: Store) -> None:
    store.record_feeds([(URL, "")], due_at=NOW)
    poll = claimed(store)
    key = poll.feed_id
    assert store.polls.wakes([key], NOW) == {key: Wakes(claimed=True)}
    assert store.polls.wake({key: NOW + MINUTE}, NOW) == (key,)
    assert store.polls.wake({key: NOW + MINUTE}, NOW) == ()
    assert store.polls.wakes([key], NOW) == {key: Wakes((NOW + MINUTE,), True, True)}
    note(store, poll, due_at=NOW + DAY)
    (after,) = store.polls.of([key])
    assert (after.due_at, after.reason) == (NOW + 2 * MINUTE, "pushed")
    note(store, poll, due_at=NOW + DAY)
    (after,) = store.polls.of([key])
    assert after.due_at == NOW + DAY


def test_a_feed_that_failed_when_it_was_woken_waits_as_long_as_others(store: Store) -> None:
    store.record_feeds([(URL, "")], due_at=NOW)
    poll = claimed(store)
    store.polls.wake({poll.feed_id: NOW + MINUTE}, NOW)
    note(store, poll, due_at=NOW + DAY, failure="timed-out")
    (after,) = store.polls.of([poll.feed_id])
    assert after.due_at == NOW + DAY


def test_what_is_not_polled_is_not_woken(store: Store) -> None:
    gone, removed = polled(store), polled(store, url="https://b.example/")
    store.polls.set_due([gone], None)
    store.remove_feed(removed)
    at = NOW + MINUTE
    assert store.polls.wake({gone: at, removed: at, FeedId(999): at}, NOW) == ()
    assert [poll.due_at for poll in store.polls.of([gone, removed])] == [None, None]


def test_the_last_block_is_remembered(store: Store) -> None:
    assert store.pushes.podping_block() is None
    for number in (7, 2**40):
        store.pushes.set_podping_block(number)
        assert store.pushes.podping_block() == number
