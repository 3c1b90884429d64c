"""Was the crawler polite? Pure functions of the server's log: each gives its complaints, in words.

Numbers (P1 to P18) are the project's rules of politeness, as code and tests name them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from tests.world.log import Log, Request
from tests.world.sites import PORTAL, Site

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WINDOW_S = 10.0
"""The rate of a host is judged over so long: a request that the machine kept waiting makes the
next one seem to come soon."""
SLACK = 2
"""Requests more than the rate in a window, for the same reason."""
LARGE = 10
"""So much more often are large hosts and fronts asked (P12)."""
FRONT_HOSTS, FRONT_CONNECTIONS = 20, 5
"""More hosts than that at an address make a front, with so many times the connections."""

Span = tuple[float, float]
"""From when to when, in seconds."""


def complaints(log: Log, world: Sequence[Site], *, rate: float, connections: int) -> list[str]:
    """All that a log shows to be wrong, whatever the world; the limits are those of P12."""
    return [
        *unlike_a_feed_reader(log.requests),
        *astray(log.requests, world),
        *asked_twice(log.requests),
        *too_early(log.requests),
        *wrong_validators(log.requests),
        *over_rate(log.requests, rate),
        *over_connections(log, connections),
    ]


# ---------------------------------------------------------------- one request


def unlike_a_feed_reader(requests: Iterable[Request]) -> Iterator[str]:
    """P6: GET alone, no cookie, referrer, query, fragment or credentials; gzip; one name."""
    names = set()
    for request in requests:
        sent = {name for name, _ in request.headers}
        for unwanted in sent & {"cookie", "referer", "authorization", "from", "range"}:
            yield f"{request.url}: {unwanted} was sent"
        if request.method != "GET":
            yield f"{request.url}: {request.method}"
        if set(request.path) & set("?#"):
            yield f"{request.url}: a query or a fragment"
        if "gzip" not in (request.header("accept-encoding") or ""):
            yield f"{request.url}: gzip isn't asked for"
        names.add(request.header("user-agent"))
    if len(names) > 1 or None in names:
        yield f"{len(names)} names: {names}"


def astray(requests: Iterable[Request], world: Sequence[Site]) -> Iterator[str]:
    """P18: enclosures, artwork and all else that a feed names is never asked for by a crawl."""
    known = {site.path for site in world} | {site.current for site in world} | {"/login"}
    yield from (f"{request.url}: no feed" for request in requests if request.path not in known)


def wrong_validators(requests: Iterable[Request]) -> Iterator[str]:
    """P1 and P3: both where both are known, as they were given, to whom gave them."""
    for request in requests:
        if request.conditional in ("partial", "strange"):
            tag, date = request.header("if-none-match"), request.header("if-modified-since")
            yield f"{request.url}: {request.conditional} validators: {tag!r}, {date!r}"


# ---------------------------------------------------------------- time


def asked_twice(requests: Iterable[Request]) -> Iterator[str]:
    """No address is asked twice in a round (the portal, where many are led, is)."""
    counts = Counter(
        (request.round_number, request.url) for request in requests if request.host != PORTAL
    )
    yield from (
        f"{url}: {many} times in round {n}" for (n, url), many in counts.items() if many > 1
    )


def too_early(requests: Iterable[Request]) -> Iterator[str]:
    """Nothing is asked before its time, by the virtual clock: P4 and P15 for an address, P7 for a
    host that asked for rest."""
    until: dict[str, tuple[datetime, str]] = {}
    failures: Counter[str] = Counter()
    for request in requests:
        for place in (request.url, request.host):
            if place in until and request.now < until[place][0]:
                at, why = until[place]
                yield f"{request.url}: asked at {request.now}, {why} until {at}"
        if request.host == PORTAL:
            continue
        failures[request.url] = failures[request.url] + 1 if request.status >= 400 else 0
        wait = least_wait(request, failures[request.url])
        until[request.url] = request.now + wait, f"after {request.status}"
        if request.status == 429:
            until[request.host] = request.now + wait, "rest was asked for"


def least_wait(request: Request, failures: int) -> timedelta:
    """How long an address is to be left alone after an answer; ``failures`` in a row with it."""
    match request.status:
        case 410:
            return DAY if failures == 1 else 28 * DAY
        case 404:
            return min(DAY * (1 << failures - 1), 30 * DAY)
        case 401 | 402 | 403 | 451:
            return 7 * DAY
        case 429:
            return asked_rest(request)
        case status if status >= 500:
            return min(HOUR * (1 << failures - 1), 7 * DAY)
    return HOUR


def asked_rest(request: Request) -> timedelta:
    """What Retry-After said, which the log keeps beside the answer; an hour without it (P7)."""
    said = request.retry_after
    if not said:
        return HOUR
    if said.isdecimal():
        return timedelta(seconds=int(said))
    return parsedate_to_datetime(said) - request.now


def over_rate(requests: Sequence[Request], rate: float) -> Iterator[str]:
    """P12: so many requests a second to a host name, and to an address; a front that many hosts
    share may be asked as often as a large host."""
    fronts = fronts_of(requests)
    for name, of in _by_place(requests):
        most = rate * LARGE if name in fronts else rate
        starts = [request.start_s for request in of]
        first = 0
        for last, start in enumerate(starts):
            while starts[first] <= start - WINDOW_S:
                first += 1
            if last - first + 1 > most * WINDOW_S + 1 + SLACK:
                yield f"{name}: {last - first + 1} requests in {WINDOW_S:g} s"
                break


def over_connections(log: Log, most: int) -> Iterator[str]:
    """P12: so many connections to a host name at a time, idle ones among them, and so many
    requests at an address; five times as many at a front."""
    host_of = {request.connection: request.host for request in log.requests}
    spans: dict[str, list[Span]] = defaultdict(list)
    for link in log.links:
        if link.number in host_of:
            spans[host_of[link.number]].append((link.start_s, link.end_s))
    fronts = fronts_of(log.requests)
    for request in log.requests:
        spans[f"at {request.address}"].append((request.start_s, request.end_s))
    for name, of in spans.items():
        peak = _most_at_once(of)
        if peak > (most * FRONT_CONNECTIONS if name.removeprefix("at ") in fronts else most):
            yield f"{name}: {peak} at a time"


def fronts_of(requests: Iterable[Request]) -> set[str]:
    """Addresses that serve many hosts."""
    hosts: dict[str, set[str]] = defaultdict(set)
    for request in requests:
        hosts[request.address].add(request.host)
    return {address for address, of in hosts.items() if len(of) > FRONT_HOSTS}


# ---------------------------------------------------------------- figures


def slots_held(requests: Iterable[Request], host: str) -> int:
    """The most requests that a host had under way at a time."""
    return _most_at_once((each.start_s, each.end_s) for each in requests if each.host == host)


def not_modified_share(requests: Iterable[Request], urls: Collection[str]) -> float:
    """The share of 304 among the polls of these addresses that came with validators, and could
    have: all but the first answer of each (P19)."""
    seen: set[str] = set()
    polls = same = 0
    for request in requests:
        if request.url in urls and request.status in (200, 304):
            polls += request.url in seen
            same += request.status == 304
            seen.add(request.url)
    return same / polls if polls else 0.0


def sent_again(requests: Iterable[Request], has_validators: Callable[[Request], bool]) -> list[str]:
    """Whole answers that a better crawler would have been spared: it had been given validators
    and brought none."""
    seen: set[str] = set()
    found = []
    for request in requests:
        if request.status == 200 and request.url in seen and request.conditional == "none":
            found.append(request.url)
        if request.status == 200 and has_validators(request):
            seen.add(request.url)
    return found


def _by_place(requests: Iterable[Request]) -> Iterable[tuple[str, list[Request]]]:
    found: dict[str, list[Request]] = defaultdict(list)
    for request in requests:
        found[request.host].append(request)
        if request.address != request.host:
            found[request.address].append(request)
    return found.items()


def _most_at_once(spans: Iterable[Span]) -> int:
    """Where one ends as another begins, they don't overlap."""
    events = sorted(event for start, end in spans for event in ((start, 1), (end, -1)))
    at_once = most = 0
    for _, change in events:
        at_once += change
        most = max(most, at_once)
    return most
