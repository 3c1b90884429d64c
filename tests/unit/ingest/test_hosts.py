"""What a host asks for: rule P7 of docs/why/polling.md."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.ingest.polled import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    OTHER,
    Life,
    about,
    fetched_of,
    headers,
    new_feed,
    show,
    weekly,
)

from earmark.ingest.answers import plan_poll, request_for
from earmark.ingest.headers import good_for, links_of, retry_after
from earmark.ingest.schedule import WEEK
from earmark.polls import Fetched, FetchRequest, HostHold

REQUEST = FetchRequest("https://hive.example/feed.xml")


def said(**named: str | bytes) -> Fetched:
    return Fetched(REQUEST, REQUEST.url, 200, headers(**named))


@pytest.mark.parametrize(
    ("value", "date", "wait"),
    [
        ("120", "", 2 * MINUTE),
        ("0", "", MINUTE),
        ("99999999", "", WEEK),
        ("9" * 300, "", None),
        ("-5", "", None),
        ("soon", "", None),
        ("", "", None),
        ("Mon, 02 Nov 2026 13:00:00 GMT", "", HOUR),
        ("Mon, 02 Nov 2026 13:00:00 GMT", "Mon, 02 Nov 2026 12:30:00 GMT", 30 * MINUTE),
        ("Thu, 01 Jan 1970 01:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", HOUR),
        ("Sun, 01 Nov 2026 13:00:00 GMT", "", MINUTE),
        ("Fri, 01 Jan 2100 00:00:00 GMT", "", WEEK),
        ("Monday, 02-Nov-26 13:00:00 GMT", "", HOUR),
        ("Mon Nov  2 13:00:00 2026", "", HOUR),
    ],
)
def test_p7_retry_after(value: str, date: str, wait: timedelta | None) -> None:
    """A date is judged by the server's own clock, which stands in 1970 in one row."""
    fetched = said(retry_after=value, **({"date": date} if date else {}))
    assert retry_after(fetched, NOW) == wait


@pytest.mark.parametrize("status", [429, 503])
def test_p7_retry_after_holds_the_host_and_the_feed(status: int) -> None:
    life = Life()
    plan = life.answers(status, said=headers(retry_after="7200"))
    assert plan.hold == HostHold("hive.example", NOW + 2 * HOUR, 1)
    assert life.poll.due_at == NOW + 2 * HOUR
    assert (life.poll.reason, life.poll.state, life.poll.failures) == ("host-asked", "fine", 0)
    assert life.events == ["host-held", "failed"]
    life.answers(304)
    assert life.poll.failure == ""
    assert life.hold == HostHold("hive.example", NOW + 2 * HOUR, 0), "the doubling ends"


def test_p7_the_host_that_answered_is_held_not_the_one_that_redirected() -> None:
    plan = Life().answers(429, hops=((302, OTHER),))
    assert plan.hold is not None
    assert plan.hold.host == "new.example"


def test_p7_429_without_it_is_an_hour_doubling_to_a_day() -> None:
    life = Life()
    waits = []
    for _ in range(7):
        plan = life.answers(429)
        assert plan.hold is not None
        waits.append(plan.hold.until - life.now)
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY, DAY]


def test_p7_requests_that_were_under_way_strike_once() -> None:
    """Two connections are told off at once; a third was answered before."""
    life = Life()
    first = life.answers(429).hold
    assert first is not None
    beside = plan_poll(weekly(), fetched_of(request_for(weekly()), 429), None, NOW, hold=first)
    assert beside.hold is not None
    assert beside.hold.strikes == 1
    good = plan_poll(weekly(), fetched_of(request_for(weekly()), 304), None, NOW, hold=first)
    assert good.hold is None, "an old answer doesn't end the rest"


def test_p7_503_without_retry_after_is_an_error_of_the_feed() -> None:
    life = Life()
    assert life.answers(503).hold is None
    assert life.poll.failure == "server-error"


def test_p7_a_new_feed_is_asked_again_as_soon_as_its_host_allows() -> None:
    life = Life(new_feed())
    life.answers(429, said=headers(retry_after="60"))
    assert about(life.wait, HOUR), "P4 still counts"
    assert (life.poll.state, life.poll.reason) == ("new", "host-asked")


def test_p7_403_to_three_feeds_in_a_row_is_a_429() -> None:
    hold = None
    for number in range(1, 6):
        plan = plan_poll(weekly(), fetched_of(request_for(weekly()), 403), None, NOW, hold=hold)
        assert plan.hold is not None
        hold = plan.hold
        assert hold.refusals == number
        refused_alone = number < 3
        assert (plan.poll.failure == "forbidden") is refused_alone
        assert (hold.until > NOW) is not refused_alone
    assert plan.poll.reason == "host-asked"
    good = plan_poll(weekly(), fetched_of(request_for(weekly()), 304), None, NOW + DAY, hold=hold)
    assert good.hold == HostHold("hive.example", hold.until, 0, 0)


def test_p7_one_feed_behind_a_password_is_no_sign_however_often() -> None:
    life = Life()
    for _ in range(9):
        life.answers(403)
    assert life.hold is not None
    assert (life.hold.refusals, life.poll.failure) == (1, "forbidden")


def test_p7_other_answers_break_the_row_of_refusals() -> None:
    hold: HostHold | None = HostHold("hive.example", NOW - DAY, 0, 2)
    plan = plan_poll(weekly(), fetched_of(request_for(weekly()), 404), None, NOW, hold=hold)
    assert plan.hold is not None
    assert plan.hold.refusals == 0
    broken = fetched_of(request_for(weekly()), failure="timed-out")
    assert plan_poll(weekly(), broken, None, NOW, hold=hold).hold is None, "no answer says nothing"


def test_p7_a_host_that_asks_for_rest_for_a_week_shows_as_failing() -> None:
    life = Life()
    while life.now < NOW + 7 * DAY:
        assert life.poll.state == "fine"
        life.answers(429)
    assert (life.poll.state, life.poll.failures) == ("failing", 0)
    life.answers(200, show())
    assert life.poll.state == "fine"


# ---------------------------------------------------------------- caching


@pytest.mark.parametrize(
    ("named", "good"),
    [
        ({}, 0),
        ({"cache_control": "max-age=3600"}, 3_600),
        ({"cache_control": 'public, MAX-AGE="7200" , stale-if-error=9'}, 7_200),
        ({"cache_control": "max-age=31536000"}, 86_400),
        ({"cache_control": "max-age=" + "9" * 400}, 0),
        ({"cache_control": "max-age=" + "9" * 16}, 86_400),
        ({"cache_control": "no-cache, no-store, max-age=0"}, 0),
        ({"cache_control": "no-cache"}, 0),
        ({"cache_control": "x-max-age=5"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1", "date": "Mon, 02 Nov 2026 12:00:00 GMT"}, 0),
        ({"expires": "Mon, 02 Nov 2026 14:00:00 GMT"}, 0),
        (
            {"expires": "Mon, 02 Nov 2026 14:00:00 GMT", "date": "Mon, 02 Nov 2026 12:00:00 GMT"},
            7_200,
        ),
        (
            {"expires": "Mon, 02 Nov 2026 10:00:00 GMT", "date": "Mon, 02 Nov 2026 12:00:00 GMT"},
            0,
        ),
        (
            {"expires": "Fri, 01 Jan 2100 10:00:00 GMT", "date": "Mon, 02 Nov 2026 12:00:00 GMT",
             "cache_control": "max-age=60"},
            60,
        ),
    ],
)  # fmt: skip
def test_p8_how_long_an_answer_is_good(named: dict[str, str], good: int) -> None:
    assert good_for(said(**named)) == timedelta(seconds=good)


def test_p17_hub_and_self_of_link_headers() -> None:
    fetched = Fetched(
        REQUEST, REQUEST.url, 200,
        (
            ("link", b'<https://hub.example/>; rel="hub", <https://a.example/f>; REL=self'),
            ("link", b'<https://second.example/>; title="x"; rel="alternate hub"'),
        ),
    )  # fmt: skip
    links = links_of(fetched)
    assert links["hub"] == "https://hub.example/"
    assert links["self"] == "https://a.example/f"
    assert links["alternate"] == "https://second.example/"


@pytest.mark.parametrize(
    "value", [b"<" * 100_000, b"<a>;" * 30_000, b"<a>; rel=" * 9_000, b"<a>" + b" " * 100_000]
)
def test_link_headers_of_no_end_cost_nothing(value: bytes) -> None:
    assert len(links_of(Fetched(REQUEST, REQUEST.url, 200, (("link", value),) * 100))) <= 40


def test_the_server_may_live_in_another_time() -> None:
    assert datetime(1970, 1, 1, tzinfo=UTC) < NOW
    fetched = said(expires="Thu, 01 Jan 1970 02:00:00 GMT", date="Thu, 01 Jan 1970 00:00:00 GMT")
    assert good_for(fetched) == 2 * HOUR
