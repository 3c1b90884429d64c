"""What every fetcher must do, whichever door it is.

A test writes what servers say, by address, and asks; ``door`` makes each kind of fetcher see just
that. Their hosts are names of one loopback server.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from tests.fake_fetcher import Answer, FakeFetcher, Said, redirect
from tests.hostile_server import ALLOWED, HostileServer, Seen, reply

from earmark.net.http import HttpFetcher
from earmark.net.options import FetchOptions
from earmark.polls import Failure, FetchRequest, Validators
from earmark.ports import Fetcher

FEED = b"<rss/>"
SERVER = HostileServer()
HERE = f":{SERVER.port}"
A = f"http://a.example{HERE}/feed"
B = f"http://b.example{HERE}/feed"

Door = Callable[[dict[str, Said]], Fetcher]
"""Makes a fetcher of what is said at each address."""


def test_an_answer_is_handed_out_whole(door: Door) -> None:
    said = Answer(FEED, 200, {"etag": b'W/"1"', "x-thing": b"\xe9"})
    fetched = door({A: said}).fetch(FetchRequest(A, key=7))
    assert (fetched.failure, fetched.status, fetched.body) == (None, 200, FEED)
    assert (fetched.url, fetched.request.key, fetched.hops) == (A, 7, ())
    assert (fetched.header("etag"), fetched.header("x-thing")) == (b'W/"1"', b"\xe9")


@pytest.mark.parametrize("status", [204, 401, 404, 410, 429, 500, 503])
def test_any_status_is_an_answer(door: Door, status: int) -> None:
    fetched = door({A: Answer(status=status, headers={"retry-after": b"7"})}).fetch(FetchRequest(A))
    assert (fetched.failure, fetched.status) == (None, status)
    assert fetched.header("retry-after") == b"7"


def test_p1_validators_are_sent_as_they_came(door: Door) -> None:
    fetcher = door({A: Answer(FEED, headers={"etag": b'W/"odd\xff'})})
    fetched = fetcher.fetch(FetchRequest(A, validators=Validators(A, b'W/"odd\xff', b"Tuesday")))
    assert (fetched.failure, fetched.status, fetched.body) == (None, 304, b"")


def test_p3_validators_go_to_the_address_that_they_are_of(door: Door) -> None:
    fetcher = door({A: redirect(B), B: Answer(FEED, headers={"etag": b'"b"'})})
    of_a = FetchRequest(A, validators=Validators(A, b'"b"'))
    of_b = FetchRequest(A, validators=Validators(B, b'"b"'))
    assert fetcher.fetch(of_a).status == 200
    assert fetcher.fetch(of_b).status == 304


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_told(door: Door, status: int) -> None:
    fetched = door({A: redirect(B, status), B: FEED}).fetch(FetchRequest(A))
    assert (fetched.url, fetched.body) == (B, FEED)
    assert [(hop.url, hop.status, hop.target) for hop in fetched.hops] == [(A, status, B)]


def test_a_relative_redirect_starts_from_where_it_stands(door: Door) -> None:
    fetched = door({A: redirect("new?x=1#y"), f"http://a.example{HERE}/new?x=1": FEED}).fetch(
        FetchRequest(A)
    )
    assert (fetched.url, fetched.body) == (f"http://a.example{HERE}/new?x=1", FEED)


def test_five_hops_are_followed_and_no_more(door: Door) -> None:
    chain: dict[str, Said] = {
        f"http://a.example{HERE}/{n}": redirect(f"/{n + 1}") for n in range(6)
    }
    fetcher = door(chain | {f"http://a.example{HERE}/6": FEED})
    assert fetcher.fetch(FetchRequest(f"http://a.example{HERE}/1")).body == FEED
    sixth = fetcher.fetch(FetchRequest(f"http://a.example{HERE}/0"))
    assert sixth.failure is not None
    assert (sixth.failure.code, len(sixth.hops)) == ("redirects", 5)


@pytest.mark.parametrize(
    "target", ["/feed", "#again", "file:///etc/passwd", "gopher://b.example/", "data:,x", "http://"]
)
def test_redirects_that_are_not_followed(door: Door, target: str) -> None:
    fetched = door({A: redirect(target)}).fetch(FetchRequest(A))
    assert fetched.failure is not None
    assert fetched.failure.code == "redirects"
    assert fetched.body == b""


def test_a_loop_of_two(door: Door) -> None:
    fetched = door({A: redirect(B), B: redirect(A)}).fetch(FetchRequest(A))
    assert fetched.failure is not None
    assert fetched.failure.code == "redirects"


def test_a_redirect_without_a_place_is_an_answer(door: Door) -> None:
    fetched = door({A: Answer(status=301)}).fetch(FetchRequest(A))
    assert (fetched.failure, fetched.status, fetched.hops) == (None, 301, ())


@pytest.mark.parametrize(
    "url",
    [
        *("", "feed.xml", "file:///etc/passwd", "ftp://a.example/", "data:,x", "http:///x"),
        *("http://a.example/\r\nX: y", "\\\\a.example\\x"),
    ],
)
def test_s3_what_is_no_web_address_is_told_apart(door: Door, url: str) -> None:
    fetched = door({A: FEED}).fetch(FetchRequest(url))
    assert fetched.failure is not None
    assert fetched.failure.code == "bad-address"


def test_a_host_that_there_is_not(door: Door) -> None:
    fetched = door({A: FEED}).fetch(FetchRequest(f"http://nobody.example{HERE}/"))
    assert fetched.failure is not None
    assert fetched.failure.code == "no-such-host"
    assert fetched.status == 0


def test_a_fragment_and_credentials_are_told_to_nobody(door: Door) -> None:
    fetched = door({A: FEED}).fetch(FetchRequest(f"http://me:secret@a.example{HERE}/feed#top"))
    assert (fetched.url, fetched.body) == (A, FEED)


def test_the_askers_cap_holds(door: Door) -> None:
    fetcher = door({A: b"x" * 1000})
    assert fetcher.fetch(FetchRequest(A, max_bytes=1000)).body == b"x" * 1000
    fetched = fetcher.fetch(FetchRequest(A, max_bytes=999))
    assert fetched.failure is not None
    assert (fetched.failure.code, fetched.body) == ("too-large", b"")


def test_a_form_is_posted_and_follows_only_what_keeps_it(door: Door) -> None:
    fetcher = door({A: redirect(B, 303), f"http://a.example{HERE}/keep": redirect(B, 307), B: FEED})
    post = {"kind": "hub", "body": b"hub.mode=subscribe"}
    assert fetcher.fetch(FetchRequest(A, **post)).status == 303  # type: ignore[arg-type]
    kept = fetcher.fetch(FetchRequest(f"http://a.example{HERE}/keep", **post))  # type: ignore[arg-type]
    assert (kept.status, kept.url) == (200, B)


def test_started_requests_end_once_each(door: Door) -> None:
    fetcher = door({A: FEED, B: Answer(status=404)})
    for key, url in enumerate([A, B, "file:///x", A]):
        fetcher.start(FetchRequest(url, key=key))
    assert fetcher.under_way() == 4
    ended = {}
    while fetcher.under_way():
        for fetched in fetcher.ended(60_000):
            assert fetched.request.key not in ended
            ended[fetched.request.key] = fetched
    statuses = {key: fetched.status for key, fetched in ended.items()}
    assert statuses == {0: 200, 1: 404, 2: 0, 3: 200}
    assert fetcher.ended(0) == []


def test_closed_it_answers_stopped(door: Door) -> None:
    fetcher = door({A: FEED})
    fetcher.start(FetchRequest(A, key=1))
    fetcher.close()
    (started,) = fetcher.ended(0)
    for fetched in (started, fetcher.fetch(FetchRequest(A))):
        assert isinstance(fetched.failure, Failure)
        assert fetched.failure.code == "stopped"
    assert fetcher.under_way() == 0


def real_door(answers: dict[str, Said], closing: ExitStack) -> Fetcher:
    """A real fetcher; the server says what is written."""
    written = FakeFetcher(answers)

    def says(seen: Seen) -> bytes:
        known = Validators(seen.url, seen.header("if-none-match"), seen.header("if-modified-since"))
        said = written.said(FetchRequest(seen.url, validators=known))
        assert isinstance(said, Answer)
        return reply(said.body, said.status, said.headers.items())

    hosts = {urlsplit(url).hostname for url in answers}
    options = FetchOptions(
        "Earmark/test",
        allow=(ALLOWED,),
        odd_ports=True,
        host_rate=1e6,
        resolve=lambda host: [ALLOWED] if host in hosts else [],
    )
    SERVER.says = says
    return closing.enter_context(contextlib.closing(HttpFetcher(options)))


DOORS = {"fake": lambda answers, _closing: FakeFetcher(answers), "real": real_door}


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    with ExitStack() as closing:
        yield lambda answers: DOORS[request.param](answers, closing)


@pytest.fixture(scope="module", autouse=True)
def listening() -> Iterator[None]:
    with SERVER:
        yield
