"""What a server sees of the door: one name, nothing that it need not know, and no hurry (P6, P12).
The server's own record is the judge."""

from __future__ import annotations

import os
import resource
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import trustme
from tests.hostile_server import ALLOWED, Wire, head, reply

from earmark.polls import FetchRequest, Validators


def redirect_to(url: str, status: int = 302) -> bytes:
    return reply(status=status, headers=[("Location", url)])


# ---------------------------------------------------------------- P6


def test_p6_what_is_sent(door, server):
    there = server(reply(b"<rss/>", headers=[("Set-Cookie", "a=b")]))
    fetcher = door(user_agent="Earmark/1 (+https://me.example; 3 subscribers)")
    for _ in range(2):
        fetcher.fetch(FetchRequest(there.url("/feed?a=1#part")))
    for seen in there.seen:
        assert (seen.method, seen.target) == ("GET", "/feed?a=1")
        sent = dict(seen.headers)
        assert sent.pop("accept").startswith(b"application/rss+xml")
        assert sent == {
            "host": f"{ALLOWED}:{there.port}".encode(),
            "user-agent": b"Earmark/1 (+https://me.example; 3 subscribers)",
            "accept-encoding": b"gzip",
        }


def test_p6_redirects_tell_no_referrer_and_bring_no_cookies(door, server):
    there = server(
        {
            "/a": head(
                [b"HTTP/1.1 302 Found", b"Content-Length: 0"],
                [("Location", "/b"), ("Set-Cookie", "x=y; Path=/")],
            ),
            "/b": reply(b"<rss/>"),
        }
    )
    assert door().fetch(FetchRequest(there.url("/a"))).body == b"<rss/>"
    assert {"cookie", "referer"}.isdisjoint(dict(there.seen[1].headers))


@pytest.mark.parametrize(
    ("kind", "accept"), [("image", b"image/"), ("page", b"text/html"), ("transcript", b"text/vtt")]
)
def test_each_kind_says_what_it_reads(door, server, kind, accept):
    there = server(reply(b"x"))
    door().fetch(FetchRequest(there.url(), kind))
    assert there.seen[0].header("accept").startswith(accept)


def test_p1_validators_are_sent_byte_for_byte(door, server):
    there = server(reply(status=304, headers=[("ETag", b'W/"new\xe9"')]))
    fetcher = door()
    known = Validators(there.url("/feed"), b'W/"odd \xff"', b"Tuesday last")
    fetched = fetcher.fetch(FetchRequest(there.url("/feed#x"), validators=known))
    assert there.seen[0].header("if-none-match") == b'W/"odd \xff"'
    assert there.seen[0].header("if-modified-since") == b"Tuesday last"
    assert (fetched.status, fetched.header("etag")) == (304, b'W/"new\xe9"')


@pytest.mark.parametrize("etag", [b"", b"a\r\nX-Evil: 1", b"a\nb", b"a\0b", b"x" * 9000])
def test_stored_validators_that_are_none_are_not_sent(door, server, etag):
    there = server(reply(b"x"))
    door().fetch(FetchRequest(there.url(), validators=Validators(there.url(), etag)))
    assert {"if-none-match", "x-evil"}.isdisjoint(dict(there.seen[0].headers))


def test_validators_of_one_request_are_not_in_the_next(door, server):
    there = server(reply(b"x"))
    fetcher = door()
    for known in (Validators(there.url(), b'"a"'), None):
        fetcher.start(FetchRequest(there.url(), validators=known))
        while not fetcher.ended(60_000):
            pass
    assert [seen.header("if-none-match") for seen in there.seen] == [b'"a"', None]


# ---------------------------------------------------------------- credentials


def test_h7_credentials_go_to_their_own_origin_alone(door, server):
    other = server(reply(b"<rss/>"))
    there = server({"/a": redirect_to("/b"), "/b": redirect_to(other.url("/c"))})
    url = f"http://me:s%40cret@{ALLOWED}:{there.port}/a"
    fetched = door().fetch(FetchRequest(url))
    assert [seen.header("authorization") for seen in there.seen] == [b"Basic bWU6c0BjcmV0"] * 2
    assert other.seen[0].header("authorization") is None
    assert other.seen[0].header("referer") is None
    assert "cret" not in f"{fetched.url} {fetched.hops} {fetched.failure}"


def test_h7_credentials_that_a_redirect_names_are_dropped(door, server):
    there = server({"/b": reply(b"<rss/>")})
    first = server(redirect_to(f"http://you:other@{ALLOWED}:{there.port}/b"))
    fetched = door().fetch(FetchRequest(first.url()))
    assert there.seen[0].header("authorization") is None
    assert fetched.hops[0].target == there.url("/b")


# ---------------------------------------------------------------- hubs


def test_a_form_is_posted_once(door, server):
    there = server(reply(status=202))
    fetcher = door()
    fetched = fetcher.fetch(FetchRequest(there.url(), "hub", body=b"hub.mode=subscribe"))
    assert fetched.status == 202
    (seen,) = there.seen
    assert (seen.method, seen.body) == ("POST", b"hub.mode=subscribe")
    assert seen.header("content-type") == b"application/x-www-form-urlencoded"


def test_after_a_form_the_same_handle_asks_again(door, server):
    there = server(reply(b"x"))
    fetcher = door()
    for body in (b"a=1", None, b"", None):
        fetcher.start(FetchRequest(there.url(), "hub", body=body))
        while not fetcher.ended(60_000):
            pass
    assert [(seen.method, seen.body) for seen in there.seen] == [
        *(("POST", b"a=1"), ("GET", b""), ("POST", b""), ("GET", b"")),
    ]


# ---------------------------------------------------------------- TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    return made, str(file)


def tls_of(authority, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert(*names).configure_cert(context)
    return context


def test_https_with_a_trusted_certificate(door, server, authority):
    there = server(reply(b"<rss/>"), tls=tls_of(authority, "a.example"))
    fetcher = door(ca_file=authority[1], resolve=lambda _host: [ALLOWED])
    assert fetcher.fetch(FetchRequest(there.url(host="a.example"))).body == b"<rss/>"


@pytest.mark.parametrize(("host", "trusted"), [("b.example", True), ("a.example", False)])
def test_https_with_another_certificate(door, server, authority, host, trusted):
    there = server(reply(b"<rss/>"), tls=tls_of(authority, "a.example"))
    trust = {"ca_file": authority[1]} if trusted else {}
    fetcher = door(resolve=lambda _host: [ALLOWED], **trust)
    fetched = fetcher.fetch(FetchRequest(there.url(host=host)))
    assert (fetched.failure.code, there.seen) == ("not-secure", [])


def test_https_is_not_left_for_http(door, server, authority):
    plain = server(reply(b"<rss/>"))
    there = server(redirect_to(plain.url()), tls=tls_of(authority, "a.example"))
    fetcher = door(ca_file=authority[1], resolve=lambda _host: [ALLOWED])
    fetched = fetcher.fetch(FetchRequest(there.url(host="a.example")))
    assert (fetched.failure.code, plain.connections) == ("redirects", 0)


def test_http_may_go_over_https_and_back(door, server, authority):
    last = server(reply(b"<rss/>"))
    middle = server(redirect_to(last.url()), tls=tls_of(authority, "a.example"))
    first = server(redirect_to(middle.url(host="a.example")))
    fetcher = door(ca_file=authority[1], resolve=lambda _host: [ALLOWED])
    assert fetcher.fetch(FetchRequest(first.url())).body == b"<rss/>"


# ---------------------------------------------------------------- P12, by the server's record


def held(wire: Wire) -> None:
    wire.hold()
    wire.send(reply(b"x"))


def all_of(fetcher, count: int) -> list:
    ended = []
    while len(ended) < count:
        ended += fetcher.ended(60_000)
    return ended


def test_p12_two_at_a_time_at_one_host(door, server):
    both = threading.Barrier(2, timeout=30)

    def meets(wire: Wire) -> None:
        both.wait()  # answered only when two are here at once
        held(wire)

    there = server(meets)
    fetcher = door(host_connections=2)
    for number in range(8):
        fetcher.start(FetchRequest(there.url(f"/{number}")))
    assert {fetched.status for fetched in all_of(fetcher, 8)} == {200}
    assert there.most_at_once == 2


def test_p12_hosts_at_one_address_count_together(door, server):
    """Their names are of several registrable domains; the address is one, and so is its limit."""
    there = server(held)
    fetcher = door(resolve=lambda _host: [ALLOWED], host_connections=1)
    for number in range(12):
        fetcher.start(FetchRequest(there.url(host=f"show.d{number}.example")))
    assert {fetched.status for fetched in all_of(fetcher, 12)} == {200}
    assert there.most_at_once == 1


def test_p12_a_fetch_and_the_crawl_stand_in_one_queue(door, server):
    there = server(held)
    fetcher = door(host_connections=1)
    for number in range(6):
        fetcher.start(FetchRequest(there.url(f"/{number}")))
    with ThreadPoolExecutor(6) as threads:
        fetched = [threads.submit(fetcher.fetch, FetchRequest(there.url("/now"))) for _ in range(6)]
        assert {one.status for one in all_of(fetcher, 6)} == {200}
        assert {one.result().status for one in fetched} == {200}
    assert there.most_at_once == 1


def test_p12_a_rate_is_kept(door, server):
    there = server(reply(b"x"))
    fetcher = door(host_rate=20)
    for number in range(5):
        fetcher.start(FetchRequest(there.url(f"/{number}")))
    ended = all_of(fetcher, 5)
    assert len(there.seen) == len(ended) == 5
    assert (
        there.seen_at[-1] - there.seen_at[0] > 0.15
    )  # 0.05 apart when sent, the first may be late


def test_a_connection_is_used_again(door, server):
    there = server(reply(b"x"))
    fetcher = door()
    for _ in range(5):
        fetcher.start(FetchRequest(there.url()))
        all_of(fetcher, 1)
    assert (len(there.seen), there.connections) == (5, 1)


def test_a_connection_that_its_server_closed_is_made_anew(door, server):
    there = server(lambda wire: wire.send(reply(b"x")))
    fetcher = door()
    for _ in range(5):
        fetcher.start(FetchRequest(there.url()))
        (fetched,) = all_of(fetcher, 1)
        assert fetched.body == b"x"


# ---------------------------------------------------------------- threads, ends


def test_many_threads_fetch_at_once(door, server):
    there = server(lambda seen: reply(seen.target.encode()), by_request=True)
    fetcher = door(host_connections=8, connections=200)
    with ThreadPoolExecutor(16) as threads:
        targets = [f"/{number}" for number in range(64)]
        asked = [threads.submit(fetcher.fetch, FetchRequest(there.url(one))) for one in targets]
        assert [one.result().body.decode() for one in asked] == targets


def test_a_start_of_another_thread_wakes_who_waits(door, server):
    there = server(reply(b"x"))
    fetcher = door()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(fetcher.ended, 60_000)
        fetcher.start(FetchRequest(there.url()))
        (fetched,) = waiting.result(30)
    assert fetched.body == b"x"


@pytest.mark.parametrize("blocking", [True, False])
def test_closing_stops_what_is_under_way(door, server, blocking):
    came = threading.Event()

    def hangs(wire: Wire) -> None:
        came.set()
        wire.closing.wait(60)

    fetcher = door()
    request = FetchRequest(server(hangs).url())
    with ThreadPoolExecutor(1) as threads:
        if blocking:
            waiting = threads.submit(lambda: [fetcher.fetch(request)])
        else:
            fetcher.start(request)
            waiting = threads.submit(fetcher.ended, 60_000)
        assert came.wait(30)
        fetcher.close()
        ended = waiting.result(30) or fetcher.ended(0)
    assert [fetched.failure.code for fetched in ended] == ["stopped"]


def test_closing_stops_who_waits_for_a_turn(door, server):
    came = threading.Event()

    def hangs(wire: Wire) -> None:
        came.set()
        wire.closing.wait(60)

    there = server(hangs)
    fetcher = door(host_connections=1)
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(fetcher.fetch, FetchRequest(there.url())) for _ in range(3)]
        assert came.wait(30)
        fetcher.close()
        assert {one.result(30).failure.code for one in asked} == {"stopped"}


def test_a_closed_door_closes_its_connections(door, server):
    gone = threading.Event()

    def answers(wire: Wire) -> None:
        wire.send(reply(b"x"))
        wire.connection.recv(1)
        gone.set()

    fetcher = door()
    fetcher.start(FetchRequest(server(answers).url()))
    all_of(fetcher, 1)
    fetcher.close()
    assert gone.wait(30)
    fetcher.close()  # twice is once


def test_waiting_without_anything_to_wait_for_ends(door):
    assert door().ended(10) == []


def test_a_resolver_that_knows_nobody(door):
    fetcher = door(resolve=lambda _host: [])
    assert fetcher.fetch(FetchRequest("http://a.example/")).failure.code == "no-such-host"
    fetcher.start(FetchRequest("http://a.example/"))
    (fetched,) = all_of(fetcher, 1)
    assert fetched.failure.code == "no-such-host"


# ---------------------------------------------------------------- who drives is busy


def pass_time(seconds: float) -> None:
    """What a driver does that stores, and is kept waiting by another."""
    threading.Event().wait(seconds)


@pytest.fixture
def short_pause(monkeypatch):
    monkeypatch.setattr("earmark.net.http.IDLE_S", 0.02)


def test_an_answer_that_waited_for_us_was_in_time(door, server, short_pause):
    there = server(reply(b"<rss/>"))
    fetcher = door(total_timeout_s=0.15, connect_timeout_s=0.15)
    fetcher.start(FetchRequest(there.url()))
    fetcher.ended(0)
    pass_time(0.3)
    (fetched,) = fetcher.ended(5_000)
    assert (fetched.failure, fetched.body) == (None, b"<rss/>")


def test_a_server_that_never_answers_is_given_up_all_the_same(door, server, short_pause):
    there = server(lambda wire: wire.hold(3))
    fetcher = door(total_timeout_s=0.15, connect_timeout_s=0.15)
    fetcher.start(FetchRequest(there.url()))
    fetcher.ended(0)
    pass_time(0.3)
    (fetched,) = fetcher.ended(2_000)
    assert fetched.failure is not None
    assert fetched.failure.code == "timed-out"


def test_what_was_closed_in_the_same_turn_is_watched_no_more(door):
    engine = door()._engine
    reading, writing = os.pipe()
    engine._poll.register(reading, 1)
    os.write(writing, b"x")
    events = engine._poll.poll(1)
    assert [fd for fd, _ in events] == [reading]
    os.close(reading)
    os.close(writing)
    real, engine._poll = engine._poll, Polled(engine._poll, events)
    assert engine.turn(0.0) == []
    engine._poll = real


class Polled:
    """A poll whose next answer is known."""

    def __init__(self, poll, events):
        self._poll = poll
        self._events = events

    def poll(self, _wait):
        return self._events

    def unregister(self, fd):
        self._poll.unregister(fd)


def test_a_crawl_may_open_as_many_connections_as_it_keeps(door):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
    try:
        door(connections=100)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= min(500, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
