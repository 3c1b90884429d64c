"""What an answer means for a feed: rules P1 to P3, P10, P15 and P16 of docs/why/polling.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.ingest.polled import (
    DAY,
    HOUR,
    NOW,
    OTHER,
    SAME,
    URL,
    WEB_PAGE,
    Life,
    about,
    fetched_of,
    headers,
    new_feed,
    show,
    weekly,
)

from earmark.failures import CODES
from earmark.ingest.answers import known_hash, plan_poll, request_for
from earmark.ingest.bodies import Document, document_of, history
from earmark.ingest.plan import plan_refresh
from earmark.keys import title_key
from earmark.model import (
    EpisodeId,
    KnownEpisode,
    ParsedEpisode,
    ParsedFeed,
    PreparedEpisode,
    PreparedFeed,
)
from earmark.parse.feed import PARSER_VERSION
from earmark.polls import AnswerCode, FailureCode, Fetched, HostHold, Validators

# ---------------------------------------------------------------- validators


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        (b'"abc"', b"Mon, 02 Nov 2026 12:00:00 GMT"),
        (b'W/"abc"', None),
        (b"no quotes at all", None),
        (None, b"2026-11-02 yesterday-ish"),
        (b'"\xff\xfe"', b"Mon, 2 Nov 2026"),
    ],
)
def test_p1_validators_are_kept_as_bytes_and_sent_back_unchanged(
    etag: bytes | None, modified: bytes | None
) -> None:
    life = Life(new_feed())
    said = {"etag": etag, "last_modified": modified}
    life.answers(200, show(), said=headers(**{k: v for k, v in said.items() if v}))
    assert request_for(life.poll).validators == Validators(URL, etag, modified)


def test_p1_none_is_invented_and_one_of_absurd_length_is_none() -> None:
    assert request_for(new_feed()).validators is None
    life = Life(new_feed())
    life.answers(200, show(), said=headers(etag=b"", last_modified=b"x" * 5_000))
    assert life.poll.validators is None


def test_p2_each_200_replaces_both() -> None:
    life = Life()
    life.answers(200, show(), said=headers(etag='"2"', last_modified="then"))
    life.answers(200, show(3), said=headers(etag='"3"', last_modified="then"))
    assert life.poll.validators == Validators(URL, b'"3"', b"then")
    life.answers(200, show(4), said=headers(last_modified="now"))
    assert life.poll.validators == Validators(URL, None, b"now")


@pytest.mark.parametrize("document", [show(), SAME], ids=["another", "the same"])
def test_p2_a_200_without_validators_clears_them(document: Document) -> None:
    life = Life()
    life.answers(200, document)
    assert life.poll.validators is None
    assert life.poll.reason == "no-validators"


def test_p2_a_304_renews_what_it_names() -> None:
    life = Life(weekly(validators=Validators(URL, b'"1"', b"then")))
    life.answers(304, said=headers(etag='"2"'))
    assert life.poll.validators == Validators(URL, b'"2"', b"then")
    life.answers(304, said=headers(last_modified="now"))
    assert life.poll.validators == Validators(URL, b'"2"', b"now")
    life.answers(304)
    assert life.poll.validators == Validators(URL, b'"2"', b"now")
    assert (life.poll.polls, life.poll.not_modified) == (3, 3)


def test_p3_validators_belong_to_the_address_that_answered() -> None:
    life = Life()
    life.answers(200, show(), said=headers(etag='"2"'), hops=((302, OTHER),))
    assert life.poll.validators == Validators(OTHER, b'"2"')
    life.answers(200, show(3), said=headers(etag='"9"'))
    assert life.poll.validators == Validators(URL, b'"9"')


def test_p3_another_parser_reads_all_again() -> None:
    poll = weekly(parser=PARSER_VERSION - 1)
    assert request_for(poll).validators is None
    assert known_hash(poll) is None
    assert known_hash(weekly()) == 1
    life = Life(poll)
    life.answers(200, show(1), said=headers(etag='"2"'))
    assert life.plans[0].store, "the same bytes, read anew"
    assert life.poll.parser == PARSER_VERSION
    assert request_for(life.poll).validators == Validators(URL, b'"2"')


@pytest.mark.parametrize(
    ("document", "failure"),
    [(WEB_PAGE, None), (None, None), (Document(2, error="too-large"), None), (None, "cut-short")],
)
def test_p3_validators_of_what_was_cut_or_is_no_feed_are_not_kept(
    document: Document | None, failure: FailureCode | None
) -> None:
    life = Life()
    life.answers(200, document, said=headers(etag='"bad"'), failure=failure)
    assert life.poll.validators == Validators(URL, b'"1"'), "those of what is stored"


def test_p3_validators_of_a_document_that_ends_in_an_item_are_not_kept() -> None:
    life = Life()
    cut = show(feed=ParsedFeed("rss", "Hive Talk", cut_off=True))
    life.answers(200, cut, said=headers(etag='"cut"'))
    assert (life.poll.validators, life.poll.failure) == (None, "")


def test_p3_a_304_that_nobody_asked_for_is_no_answer() -> None:
    life = Life(new_feed())
    life.answers(304)
    assert life.poll.failure == "odd-status"
    elsewhere = Life()
    elsewhere.answers(304, hops=((302, OTHER),))
    assert elsewhere.poll.failure == "odd-status"
    assert elsewhere.poll.validators is None, "so that the next answer is whole"


# ---------------------------------------------------------------- a feed came


def test_a_new_document_is_stored_and_its_wishes_are_kept() -> None:
    life = Life(new_feed())
    plan = life.answers(200, show(known=0, shared=0, new=10, newest_at=NOW - DAY, gap=DAY))
    assert plan.store
    poll = life.poll
    assert (poll.state, poll.reason, poll.document_hash) == ("fine", "no-validators", 2)
    assert (poll.newest_at, poll.gap, poll.answered_at) == (NOW - DAY, DAY, NOW)
    assert poll.changed_at is None, "all is new at the first reading: that is no news"
    assert life.events == ["new-episodes"]


def test_p10_a_new_episode_moves_the_look_back_at_once() -> None:
    life = Life(weekly(newest_at=NOW - 400 * DAY, gap=DAY, state="quiet"))
    life.answers(304)
    assert (life.poll.state, life.poll.reason) == ("quiet", "quiet")
    life.answers(200, show(newest_at=NOW, gap=DAY), said=headers(etag='"2"'))
    assert (life.poll.state, life.poll.reason) == ("fine", "usual")
    assert about(life.wait, 3 * HOUR)
    assert life.poll.changed_at == life.now


def test_p8_the_headers_of_a_304_lengthen_the_wait_too() -> None:
    life = Life(weekly(gap=HOUR))
    life.answers(304, said=headers(cache_control="public, max-age=36000"))
    assert about(life.wait, 10 * HOUR)
    assert life.poll.reason == "asked-for-longer"


def test_p5_nothing_is_asked_before_the_stored_time_however_often_it_answers() -> None:
    """A year of polls: no two requests within the hour, and 304 costs nobody a body."""
    life = Life(weekly(gap=HOUR, newest_at=NOW))
    for _ in range(1_000):
        life.answers(304)
        life.poll = replace(life.poll, newest_at=life.now)
        assert life.wait >= HOUR
    assert life.poll.not_modified == 1_000


# ---------------------------------------------------------------- what is no feed


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (WEB_PAGE, "not-a-feed"),
        (None, "empty"),
        (Document(3, ParsedFeed("rss"), items=0, known=5), "emptied"),
        (Document(3, error="too-large"), "too-large"),
        (Document(3, error="worker-died"), "worker-died"),
        (Document(3, error="unforeseen"), "unreadable"),
        (Document(3), "unreadable"),
    ],
)
def test_p16_what_is_no_feed_changes_nothing_but_the_count(
    document: Document | None, code: AnswerCode
) -> None:
    before = weekly(offered=(OTHER,), wanted=HOUR)
    life = Life(before)
    plan = life.answers(200, document)
    assert not plan.store
    assert (life.poll.failure, life.poll.failures, life.poll.state) == (code, 1, "failing")
    kept = ("document_hash", "validators", "newest_at", "gap", "offered", "wanted", "answered_at")
    assert all(getattr(life.poll, name) == getattr(before, name) for name in kept)
    assert life.events == ["failed"]


def test_p16_a_new_show_may_have_few_or_no_episodes_yet() -> None:
    life = Life()
    assert life.answers(200, Document(3, ParsedFeed("rss"), items=0, known=4)).store


def test_p16_the_same_bytes_are_not_stored_again() -> None:
    life = Life(weekly(failure="server-error", failures=3, failing_since=NOW - DAY))
    plan = life.answers(200, SAME, said=headers(etag='"2"'))
    assert not plan.store
    assert (life.poll.failure, life.poll.failures, life.poll.failing_since) == ("", 0, None)
    assert life.poll.validators == Validators(URL, b'"2"')
    assert life.events == ["recovered"]


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("status", "failure"),
    [(500, None), (503, None), (0, "no-such-host"), (0, "not-secure"), (0, "timed-out"),
     (0, "not-reached"), (418, None)],
)  # fmt: skip
def test_p15_errors_wait_an_hour_doubling_to_a_week(
    status: int, failure: FailureCode | None
) -> None:
    life = Life()
    waits = []
    for _ in range(10):
        life.answers(status, failure=failure)
        waits.append(life.wait)
        assert life.poll.state == "failing"
    assert all(about(wait, HOUR * 2**n) for n, wait in enumerate(waits[:8]))
    assert all(about(wait, 7 * DAY) for wait in waits[8:])
    assert life.events == ["failed"], "said once"
    life.answers(304)
    assert (life.poll.state, life.poll.failures) == ("fine", 0)
    assert life.events == ["failed", "recovered"]


def test_p15_404_waits_a_day_doubling_to_thirty_and_is_dead_after_ninety() -> None:
    life = Life()
    waits = []
    while life.poll.state != "dead":
        life.answers(404)
        waits.append(life.wait)
    days = [1, 2, 4, 8, 16, 30, 30, 30]
    assert all(about(wait, n * DAY) for wait, n in zip(waits, days, strict=True))
    assert life.poll.failing_since is not None
    assert life.now - life.poll.failing_since >= 90 * DAY
    assert life.events == ["failed", "given-up"]


def test_p15_a_dead_feed_is_asked_monthly_for_a_year_and_wakes_up() -> None:
    life = Life(weekly(state="dead", failure="not-found", failures=8, failing_since=NOW - 91 * DAY))
    asked = 0
    while life.poll.due_at is not None:
        life.answers(404 if asked % 2 else 500)
        asked += 1
        assert life.poll.due_at is None or about(life.wait, 30 * DAY)
    assert asked == 13
    life.poll = replace(life.poll, due_at=life.now + DAY)
    life.answers(200, show(), said=headers(etag='"2"'))
    assert life.poll.state == "fine"


def test_p15_a_second_410_a_day_apart_ends_the_asking() -> None:
    life = Life()
    life.answers(410)
    assert (life.poll.state, life.poll.gone) == ("gone", 1)
    assert about(life.wait, DAY)
    life.answers(410)
    assert (life.poll.state, life.poll.due_at, life.poll.gone) == ("dead", None, 2)
    assert life.events == ["failed", "given-up"]


def test_p15_a_410_asked_for_by_hand_within_the_day_does_not_count() -> None:
    life = Life()
    life.answers(410)
    life.answers(410, at=NOW + HOUR)
    life.answers(500, at=NOW + 2 * HOUR)
    life.answers(410, at=NOW + 3 * HOUR)
    assert (life.poll.state, life.poll.gone) == ("gone", 1)
    life.answers(410, at=NOW + 3 * HOUR + DAY)
    assert life.poll.state == "dead"


def test_p15_an_error_between_two_410_is_no_matter() -> None:
    life = Life()
    life.answers(410)
    life.answers(500, at=NOW + DAY)
    life.answers(410, at=NOW + DAY + HOUR)
    assert (life.poll.state, life.poll.due_at) == ("dead", None)


def test_p15_a_feed_that_came_back_has_no_410() -> None:
    life = Life()
    for status in (410, 304, 410):
        life.answers(status)
    assert (life.poll.state, life.poll.gone) == ("gone", 1)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "password-refused"), (402, "payment"), (403, "forbidden"), (451, "legal")],
)
def test_p15_refusals_are_weekly(status: int, code: AnswerCode) -> None:
    life = Life()
    for _ in range(5):
        life.answers(status)
        assert (life.poll.state, life.poll.failure) == ("refused", code)
        assert about(life.wait, 7 * DAY)
    assert life.poll.failures == 5


def test_p15_waits_grow_with_failures_of_one_kind() -> None:
    """A night of errors before a 404 doesn't hide the feed for a month."""
    life = Life()
    for _ in range(6):
        life.answers(500)
    life.answers(404)
    assert about(life.wait, DAY)
    assert life.poll.failing_since == NOW, "the row is one"


def test_stopped_by_us_costs_what_was_sent_and_nothing_else() -> None:
    poll = weekly()
    request = request_for(poll)
    waiting = replace(fetched_of(request, failure="stopped"), elapsed_ms=0)
    assert plan_poll(poll, waiting, None, NOW).poll == poll
    sent = plan_poll(poll, fetched_of(request, failure="stopped"), None, NOW).poll
    assert sent.due_at is not None
    assert sent.due_at >= NOW + HOUR
    assert (sent.failure, sent.state, sent.asked_at) == ("", "fine", NOW)


# ---------------------------------------------------------------- what a body turned out to be


def _known(number: int, *, in_feed: bool = True) -> KnownEpisode:
    at = NOW - number * 7 * DAY
    return KnownEpisode(
        EpisodeId(number), (f"g{number}",), f"talk {number}", f"hive.example/{number}.mp3", at,
        None, None, None, number, 1, in_feed,
    )  # fmt: skip


def _prepared(numbers: list[int], unchanged: list[int], shift: int = 0) -> PreparedFeed:
    episodes = (
        ParsedEpisode(f"Talk {n}", f"g{n + shift}", published_at=NOW - n * 7 * DAY) for n in numbers
    )
    items = tuple(
        PreparedEpisode(each, 1_000 + n, title_key(each.title), None, b"")
        for n, each in zip(numbers, episodes, strict=True)
    )
    return PreparedFeed(ParsedFeed("rss", "Hive Talk", unchanged=tuple(unchanged)), items)


def _document(prepared: PreparedFeed, known: list[KnownEpisode]) -> Document:
    return document_of(9, prepared, known, plan_refresh(prepared, known, now=NOW), NOW)


def test_a_document_is_summed_up_with_what_is_known() -> None:
    known = [_known(n) for n in range(1, 9)] + [_known(9, in_feed=False)]
    found = _document(_prepared([0, 1], [2, 3, 4]), known)
    assert (found.items, found.known, found.shared, found.new) == (5, 8, 4, 1)
    assert (found.newest_at, found.gap) == (NOW, 7 * DAY)


def test_i5_over_the_network_a_re_hosted_feed_brings_no_news() -> None:
    known = [_known(n) for n in range(10)]
    found = _document(_prepared([*range(10), 20], [], shift=100), known)
    assert found.rehosted
    assert (found.shared, found.new) == (10, 0)
    life = Life()
    life.answers(200, found)
    assert life.events == ["rehosted"]
    assert life.plans[0].store
    assert life.poll.changed_at is None


@pytest.mark.parametrize(
    ("days", "newest", "gap"),
    [
        ([], None, None),
        ([3], 3, None),
        ([0, 7, 14, 21], 0, 7),
        ([0, 0, 0, 7, 7, 14, 14], 0, 7),
        ([-5, 1, 8], 1, 7),
        ([0, *range(100, 1_000, 100), *range(1_000, 2_000)], 0, 100),
        ([0, 1, 2, 3, 4, 100, 200], 0, 1),
    ],
)
def test_p10_the_gap_is_the_median_of_the_last_ten(
    days: list[int], newest: int | None, gap: int | None
) -> None:
    """In one go, ahead of time, and older than ten: none counts."""
    found = history([None, *(NOW - day * DAY for day in days)], NOW)
    assert found[0] == (None if newest is None else NOW - newest * DAY)
    assert found[1] == (None if gap is None else gap * DAY)


# ---------------------------------------------------------------- any answer

spans = st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes))
names = st.sampled_from(
    ["etag", "last-modified", "cache-control", "expires", "date", "retry-after", "link"]
)
values = st.binary(max_size=40) | st.sampled_from(
    [
        b"max-age=99999999999999",
        b"0",
        b"Mon, 02 Nov 2026 12:00:00 GMT",
        b"-1",
        b"1e9",
        b"<x>;rel=hub",
    ]
)
documents = st.none() | st.builds(
    Document,
    hash=st.integers(0, 3),
    feed=st.none() | st.just(ParsedFeed("rss", new_feed_url=OTHER)),
    error=st.sampled_from(["", "not-a-feed", "odd"]),
    items=st.integers(0, 20),
    known=st.integers(0, 20),
    shared=st.integers(0, 20),
    new=st.integers(0, 3),
)
hops = st.lists(
    st.tuples(
        st.sampled_from([301, 302, 303, 307, 308]), st.sampled_from([URL, OTHER, "http://", ""])
    ),
    max_size=3,
).map(tuple)
answers = st.tuples(
    st.sampled_from([200, 203, 204, 206, 301, 304, 401, 403, 404, 410, 429, 500, 503, 999]),
    documents,
    st.lists(st.tuples(names, values), max_size=5).map(tuple),
    hops,
    st.none() | st.sampled_from(CODES[:13]),
    spans,
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(answers, max_size=30))
def test_any_history_keeps_the_rules(
    told: list[
        tuple[int, Document | None, tuple[tuple[str, bytes], ...], tuple[tuple[int, str], ...],
              FailureCode | None, timedelta]
    ],
) -> None:  # fmt: skip
    poll, now, hold = new_feed(), NOW, None
    for status, document, said, hopped, failure, late in told:
        now = max(now, poll.due_at or now) + late
        fetched = fetched_of(request_for(poll), status, said, hopped, failure)
        plan = plan_poll(poll, fetched, document, now, hold=hold)
        if plan.store:
            _stores_only_feeds(fetched, document)
        if plan.poll.due_at is not None and failure != "stopped":
            assert plan.poll.due_at >= now + HOUR
            assert plan.poll.due_at <= now + 33 * DAY
        if plan.hold is not None:
            assert plan.hold.until <= now + 7 * DAY
            hold = plan.hold
        assert plan.move_to is None or plan.move_to.startswith("https://")
        poll = plan.poll


def _stores_only_feeds(fetched: Fetched, document: Document | None) -> None:
    assert fetched.failure is None
    assert fetched.status in (200, 203)
    assert document is not None
    assert document.feed is not None
    assert not document.error


def test_a_hold_of_another_time_is_no_hold() -> None:
    ahead = HostHold("hive.example", NOW + 4_000 * DAY, 9)
    life = Life(hold=ahead)
    life.answers(304)
    assert life.wait < 2 * DAY
