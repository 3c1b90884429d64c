"""Whether a feed has moved: rules P13 and P14 of docs/why/polling.md, and the proof of I1."""

from __future__ import annotations

import pytest
from tests.unit.ingest.polled import (
    DAY,
    HOUR,
    NOW,
    OTHER,
    SAME,
    URL,
    WEB_PAGE,
    Life,
    fetched_of,
    headers,
    new_feed,
    show,
    weekly,
)

from earmark.ingest.answers import plan_poll, request_for
from earmark.ingest.bodies import Document
from earmark.ingest.moves import hinted_target, permanent_target, shares_enough
from earmark.model import ParsedFeed
from earmark.polls import Fetched, Hop, Move

MOVED = ((301, OTHER),)
STRANGER = show(items=10, known=10, shared=0, new=10)


def every_two_days(life: Life, times: int, **answer: object) -> None:
    for _ in range(times):
        life.answers(at=life.now + 2 * DAY, **answer)  # type: ignore[arg-type]


def hash_of(life: Life) -> int:
    """Of a document that is new each time."""
    return len(life.plans) + 10


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize("status", [301, 308])
def test_p13_five_answers_over_seven_days_with_the_same_episodes_move_a_feed(status: int) -> None:
    life = Life()
    for number in range(5):
        assert life.poll.url == URL
        plan = life.answers(
            200, show(hash_of(life)), hops=((status, OTHER),), at=NOW + number * 2 * DAY
        )
        assert plan.store, "followed at once"
        if number < 4:
            assert plan.move_to is None
            assert life.poll.state == "moving"
            assert life.poll.move == Move(OTHER, number + 1, NOW)
    assert plan.move_to == OTHER
    assert (life.poll.move, life.poll.state) == (None, "fine")
    assert [event for event in life.events if event != "new-episodes"] == ["moving", "moved"]


def test_p13_five_answers_in_a_day_are_not_enough_nor_two_in_a_month() -> None:
    life = Life()
    for number in range(20):
        life.answers(200, show(hash_of(life)), hops=MOVED, at=NOW + number * 5 * HOUR)
    assert life.plans[-1].move_to is None
    slow = Life()
    for number in range(4):
        slow.answers(200, show(hash_of(slow)), hops=MOVED, at=NOW + number * 30 * DAY)
    assert slow.plans[-1].move_to is None
    assert slow.poll.move is not None
    assert slow.poll.move.answers == 4


@pytest.mark.parametrize("status", [302, 303, 307])
def test_p13_temporary_redirects_never_move_a_feed(status: int) -> None:
    life = Life()
    every_two_days(life, 30, status=200, document=show(), hops=((status, OTHER),))
    assert all(plan.move_to is None for plan in life.plans)
    assert (life.poll.move, life.poll.state) == (None, "fine")


def test_p13_a_304_and_the_same_bytes_stand_for_the_document_they_repeat() -> None:
    """A quiet show moves too."""
    life = Life()
    life.answers(200, show(1), said=headers(etag='"2"'), hops=MOVED)
    every_two_days(life, 2, status=304, hops=MOVED)
    every_two_days(life, 1, status=200, document=SAME, said=headers(etag='"2"'), hops=MOVED)
    every_two_days(life, 1, status=304, hops=MOVED)
    assert life.plans[-1].move_to == OTHER


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "document": show(90)},
        {"status": 200, "document": show(90), "hops": ((301, "https://third.example/f"),)},
        {"status": 200, "document": show(90), "hops": ((302, OTHER),)},
        {"status": 200, "document": WEB_PAGE, "hops": MOVED},
        {"status": 404, "hops": MOVED},
    ],
    ids=["none", "another target", "temporary", "a web page", "nothing there"],
)
def test_p13_what_breaks_the_row(answer: dict[str, object]) -> None:
    life = Life()
    every_two_days(life, 4, status=200, document=show(80), hops=MOVED)
    every_two_days(life, 1, **answer)
    assert life.poll.move is None or life.poll.move.answers == 1
    every_two_days(life, 4, status=200, document=show(80), hops=MOVED)
    assert all(plan.move_to is None for plan in life.plans)


@pytest.mark.parametrize("answer", [{"failure": "timed-out"}, {"status": 502}, {"status": 429}])
def test_p13_errors_neither_count_nor_break_the_row(answer: dict[str, object]) -> None:
    life = Life()
    every_two_days(life, 4, status=200, document=show(80), hops=MOVED)
    every_two_days(life, 3, hops=MOVED, **answer)
    assert life.poll.move is not None
    assert life.poll.move.answers == 4
    every_two_days(life, 1, status=200, document=show(80), hops=MOVED)
    assert life.plans[-1].move_to == OTHER


def test_p13_a_captive_portal_moves_nothing_and_loses_nothing() -> None:
    """liferea#915, vienna-rss#380, AntennaPod#5324: whole libraries were rewritten."""
    life = Life()
    every_two_days(life, 30, status=200, document=WEB_PAGE, hops=((301, "http://portal.example/"),))
    every_two_days(
        life, 30, status=200, document=WEB_PAGE, hops=((308, "https://portal.example/"),)
    )
    assert not any(plan.store or plan.move_to for plan in life.plans)
    assert (life.poll.url, life.poll.document_hash) == (URL, 1)


def test_i1_a_redirect_to_a_strangers_feed_is_followed_and_never_believed() -> None:
    """Its episodes, once stored, are known: they must not prove it the next time."""
    life = Life()
    life.answers(200, STRANGER, said=headers(etag='"s"'), hops=MOVED)
    assert life.plans[0].store
    assert life.poll.move == Move(OTHER, 0, NOW)
    every_two_days(life, 10, status=304, hops=MOVED)
    every_two_days(life, 10, status=200, document=show(91, shared=10), hops=MOVED)
    assert all(plan.move_to is None for plan in life.plans)
    assert "move-refused" in life.events
    assert life.poll.state == "moving"
    every_two_days(life, 1, status=200, document=show(92))
    assert life.poll.move is None


def test_i1_a_stranger_in_mid_row_ends_it() -> None:
    life = Life()
    every_two_days(life, 4, status=200, document=show(80), hops=MOVED)
    every_two_days(life, 1, status=200, document=STRANGER, hops=MOVED)
    every_two_days(life, 9, status=200, document=show(81), hops=MOVED)
    assert all(plan.move_to is None for plan in life.plans)


def test_p13_a_feed_added_at_an_address_that_redirects_proves_itself_from_then_on() -> None:
    life = Life(new_feed())
    first = show(known=0, shared=0, new=10)
    life.answers(200, first, said=headers(etag='"1"'), hops=MOVED)
    assert life.poll.move is None, "nothing was known to compare with"
    every_two_days(life, 4, status=304, hops=MOVED)
    assert life.plans[-1].move_to is None
    every_two_days(life, 1, status=304, hops=MOVED)
    assert life.plans[-1].move_to == OTHER


@pytest.mark.parametrize(
    ("hops", "target"),
    [
        ([], None),
        ([(301, OTHER)], OTHER),
        ([(308, OTHER)], OTHER),
        ([(301, OTHER), (301, "https://c.example/")], "https://c.example/"),
        ([(301, OTHER), (302, "https://cdn.example/")], OTHER),
        ([(302, OTHER), (301, "https://c.example/")], None),
        ([(301, OTHER), (301, URL)], None),
        ([(301, "http://new.example/feed.xml")], None),
        ([(301, "https://hive.example/feed.xml#top")], None),
        ([(301, "ftp://new.example/")], None),
        ([(301, "https://new.example/" + "x" * 3_000)], None),
    ],
)
def test_p13_where_permanent_redirects_lead(
    hops: list[tuple[int, str]], target: str | None
) -> None:
    """Never from https down to http, nor back to itself."""
    told = [Hop(URL, status, to) for status, to in hops]
    assert permanent_target(URL, told) == target


def test_p13_a_feed_of_http_may_move_to_https() -> None:
    assert permanent_target("http://a.example/f", [Hop("", 301, "https://a.example/f")])


@pytest.mark.parametrize(
    ("items", "known", "shared", "enough"),
    [
        (10, 10, 5, True),
        (10, 10, 4, False),
        (300, 10, 5, True),
        (10, 300, 5, True),
        (1, 1, 0, False),
        (1, 9, 1, True),
        (0, 3, 0, False),
        (10, 0, 0, None),
    ],
)
def test_p13_half_of_the_episodes(items: int, known: int, shared: int, enough: bool | None) -> None:
    """An archive may be opened or closed with the move."""
    assert shares_enough(items, known, shared) is enough


# ---------------------------------------------------------------- hints


def hinting(target: str | None, hash_: int = 2, **more: int) -> Document:
    feed = ParsedFeed("rss", "Hive Talk", new_feed_url=target, self_url="https://self.example/f")
    return show(hash_, feed=feed, **more)


def hinted(target: str = OTHER) -> Life:
    """A feed that has named another address for eight days."""
    life = Life()
    every_two_days(life, 1, status=200, document=hinting(target), said=headers(etag='"2"'))
    every_two_days(life, 4, status=304)
    return life


def test_p14_a_hint_that_lasted_is_tried_once_and_proven_by_what_is_there() -> None:
    life = hinted()
    assert all(plan.move_to is None for plan in life.plans)
    assert life.poll.state == "fine"
    request = request_for(life.poll)
    assert (request.url, request.validators, request.key) == (OTHER, None, 7)
    plan = life.answers(200, hinting(OTHER, 3), said=headers(etag='"n"'))
    assert (plan.move_to, plan.store) == (OTHER, True)
    assert life.poll.move is None
    assert life.poll.validators is not None
    assert life.poll.validators.url == OTHER


def test_p14_the_target_may_send_the_very_same_bytes() -> None:
    life = hinted()
    assert life.poll.document_hash == 2
    assert life.answers(200, Document(2)).move_to == OTHER


@pytest.mark.parametrize(
    ("answer", "hops"),
    [
        ({"status": 200, "document": hinting(OTHER, 3, shared=1)}, ()),
        ({"status": 200, "document": hinting(URL, 3)}, ()),
        ({"status": 200, "document": hinting("https://third.example/f", 3)}, ()),
        ({"status": 200, "document": hinting(OTHER, 3)}, ((301, URL),)),
        ({"status": 200, "document": WEB_PAGE}, ()),
        ({"status": 404}, ()),
        ({"failure": "no-such-host"}, ()),
    ],
    ids=["a stranger", "a loop", "leads on", "redirects back", "a web page", "nothing", "no host"],
)
def test_p14_without_proof_nothing_changes(
    answer: dict[str, object], hops: tuple[tuple[int, str], ...]
) -> None:
    life = hinted()
    before = life.poll
    every_two_days(life, 1, hops=hops, **answer)
    plan = life.plans[-1]
    assert (plan.move_to, plan.store) == (None, False)
    kept = ("url", "validators", "document_hash", "failure", "failures", "state", "newest_at")
    assert all(getattr(life.poll, name) == getattr(before, name) for name in kept)
    assert life.poll.move == Move(OTHER, 0, life.now, hinted=True)
    assert request_for(life.poll).url == URL, "the feed itself is next"
    every_two_days(life, 4, status=304)
    assert request_for(life.poll).url == URL
    every_two_days(life, 1, status=304)
    assert request_for(life.poll).url == OTHER, "tried again after it lasted anew"


def test_p14_a_hint_that_goes_or_changes_starts_anew() -> None:
    life = Life()
    every_two_days(life, 4, status=200, document=hinting(OTHER))
    every_two_days(life, 1, status=200, document=hinting(None, 3))
    assert life.poll.move is None
    every_two_days(life, 4, status=200, document=hinting(OTHER))
    assert request_for(life.poll).url == URL


def test_p14_where_the_old_address_dies_the_hint_still_leads_to_the_new_one() -> None:
    life = hinted()
    life.poll = weekly(move=life.poll.move, answered_at=life.poll.answered_at, failure="timed-out",
                       failures=3, failing_since=life.now, state="failing")  # fmt: skip
    plan = life.answers(200, hinting(OTHER, 3))
    assert plan.move_to == OTHER
    assert (life.poll.failure, life.poll.state) == ("", "fine")


@pytest.mark.parametrize(
    ("hint", "target"),
    [
        (None, None),
        ("", None),
        (URL, None),
        ("https://www.hive.example/feed.xml/", None),
        ("http://new.example/feed.xml", None),
        ("javascript:alert(1)", None),
        (OTHER, OTHER),
    ],
)
def test_p14_a_feed_that_names_itself_stays(hint: str | None, target: str | None) -> None:
    assert hinted_target(URL, hint) == target


def test_p14_self_never_moves_a_feed() -> None:
    life = Life()
    every_two_days(life, 20, status=200, document=hinting(None))
    assert life.poll.move is None
    assert all(plan.move_to is None for plan in life.plans)


def test_p14_a_redirect_counts_before_a_hint() -> None:
    life = Life()
    every_two_days(life, 1, status=200, document=hinting("https://third.example/f"), hops=MOVED)
    assert life.poll.move == Move(OTHER, 1, life.now)


def test_an_answer_of_an_address_that_was_changed_meanwhile_is_no_trial() -> None:
    request = request_for(weekly())
    plan = plan_poll(weekly(url=OTHER), Fetched(request, URL, 200), show(), NOW)
    assert (plan.store, plan.move_to) == (True, None)
    assert fetched_of(request).url == URL
