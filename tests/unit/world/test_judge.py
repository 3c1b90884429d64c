"""The judge of crawls sees each fault that it is there for, and none where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.world import judge
from tests.world.log import Link, Log, Request, read_log
from tests.world.shows import BEGINS
from tests.world.sites import sites

WORLD = sites(100)
SITE = next(site for site in WORLD if site.kind == "both")
HEADERS = (("host", SITE.host), ("user-agent", "Earmark"), ("accept-encoding", "gzip"))

GOOD = Request(
    method="GET",
    host=SITE.host,
    address=SITE.address,
    path=SITE.path,
    headers=HEADERS,
    status=200,
    retry_after="",
    conditional="none",
    connection=1,
    start_s=0.0,
    end_s=0.1,
    round_number=0,
    now=BEGINS,
)


def later(request: Request, hours: float, **changes: object) -> Request:
    """The same address, so many hours on, in the next round."""
    return replace(
        request,
        now=request.now + timedelta(hours=hours),
        round_number=request.round_number + 1,
        start_s=request.start_s + 60,
        end_s=request.end_s + 60,
        **changes,  # type: ignore[arg-type]
    )


def judged(*requests: Request, links: tuple[Link, ...] = ()) -> list[str]:
    return judge.complaints(Log(requests, links), WORLD, rate=1, connections=2)


def test_what_is_polite_raises_no_complaint() -> None:
    same = later(GOOD, 48, status=304, conditional="current")
    assert (
        judged(GOOD, same, links=(Link(1, "127.16.0.1", 0, 5), Link(2, "127.16.0.1", 0, 5))) == []
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (replace(GOOD, method="HEAD"), "HEAD"),
        (replace(GOOD, headers=(*HEADERS, ("cookie", "visitor=1"))), "cookie"),
        (replace(GOOD, headers=(*HEADERS, ("referer", "http://a.example/"))), "referer"),
        (replace(GOOD, headers=HEADERS[:2]), "gzip"),
        (replace(GOOD, headers=(HEADERS[0], HEADERS[2])), "names"),
        (replace(GOOD, path=f"{SITE.path}?t=1"), "query"),
        (replace(GOOD, path="/1.mp3"), "no feed"),
        (replace(GOOD, conditional="partial"), "partial"),
        (replace(GOOD, conditional="strange"), "strange"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_of_one_request_is_seen(fault: Request, said: str) -> None:
    assert any(said in complaint for complaint in judged(fault))


@pytest.mark.parametrize(
    ("status", "retry_after", "hours"),
    [
        (200, "", 1),
        (304, "", 1),
        (404, "", 24),
        (410, "", 24),
        (403, "", 7 * 24),
        (500, "", 1),
        (429, "", 1),
        (429, "86400", 24),
        (429, "Thu, 04 Jun 2026 08:00:00 GMT", 72),
    ],
)
def test_what_comes_before_its_time_is_seen(status: int, retry_after: str, hours: int) -> None:
    first = replace(GOOD, status=status, retry_after=retry_after)
    assert any("until" in said for said in judged(first, later(first, hours - 0.01)))
    assert judged(first, later(first, hours)) == []


def test_a_host_that_asked_for_rest_has_it_for_all_its_feeds() -> None:
    rest = replace(GOOD, status=429, retry_after="86400")
    other = replace(WORLD[0], host=SITE.host)
    assert judged(rest, later(replace(GOOD, path=other.path), 2))


def test_failures_in_a_row_are_left_alone_for_longer() -> None:
    gone = replace(GOOD, status=404)
    second = later(gone, 24)
    assert judged(gone, second, later(second, 47))
    assert judged(gone, second, later(second, 48)) == []


def test_an_address_is_asked_once_a_round() -> None:
    assert any("2 times" in said for said in judged(GOOD, replace(GOOD, start_s=30, end_s=31)))


def every(gap_s: float, many: int) -> list[Request]:
    starts = [number * gap_s for number in range(many)]
    return [replace(GOOD, start_s=start, end_s=start) for start in starts]


def test_a_rate_is_seen_by_name_and_by_address() -> None:
    assert list(judge.over_rate(every(1.0, 60), 1)) == []
    names = {said.partition(":")[0] for said in judge.over_rate(every(0.7, 60), 1)}
    assert names == {SITE.host, SITE.address}


def linked(*spans: tuple[float, float]) -> Log:
    """Connections to one host, each with a request that took no time."""
    links = tuple(Link(number, SITE.address, *span) for number, span in enumerate(spans))
    requests = (
        replace(GOOD, connection=link.number, start_s=link.start_s, end_s=link.start_s)
        for link in links
    )
    return Log(tuple(requests), links)


def test_connections_at_a_time_are_counted_by_host() -> None:
    three = linked((0, 10), (1, 10), (2, 10))
    assert list(judge.over_connections(three, 3)) == []
    assert list(judge.over_connections(three, 2)) == [f"{SITE.host}: 3 at a time"]
    assert list(judge.over_connections(linked((0, 1), (1, 2), (2, 3)), 1)) == []


def test_requests_at_a_time_are_counted_by_address() -> None:
    hosts = [replace(GOOD, host=f"{name}.example") for name in "abc"]
    assert list(judge.over_connections(Log(tuple(hosts), ()), 2)) == [
        f"at {SITE.address}: 3 at a time"
    ]


def test_a_front_has_more_of_everything() -> None:
    hosts = [replace(GOOD, host=f"h{n}.example", start_s=n / 10, end_s=n / 10) for n in range(21)]
    assert judge.fronts_of(hosts) == {SITE.address}
    assert list(judge.over_rate(hosts, 1)) == []
    assert list(judge.over_rate(hosts[:20], 1)) == [f"{SITE.address}: 14 requests in 10 s"]


def test_slots_are_requests_under_way_at_a_time() -> None:
    held = [replace(GOOD, start_s=number, end_s=9.0) for number in range(4)]
    assert judge.slots_held(held, SITE.host) == 4
    assert judge.slots_held(held, "another.example") == 0


def test_the_share_of_304_leaves_the_first_answers_out() -> None:
    same = later(GOOD, 48, status=304)
    again = later(same, 48, status=200)
    assert judge.not_modified_share([GOOD, same, again], {GOOD.url}) == 0.5
    assert judge.sent_again([GOOD, same, again], lambda _: True) == [GOOD.url]
    assert judge.sent_again([GOOD, same, again], lambda _: False) == []


def test_connections_still_open_end_with_the_log() -> None:
    log = read_log(
        [
            '{"what":"open","connection":1,"address":"127.0.0.1","start":1.0}',
            '{"what":"open","connection":2,"address":"127.0.0.1","start":2.0}',
            '{"what":"close","connection":1,"address":"127.0.0.1","start":3.0}',
        ]
    )
    assert log.links == (Link(1, "127.0.0.1", 1.0, 3.0), Link(2, "127.0.0.1", 2.0, 3.0))
