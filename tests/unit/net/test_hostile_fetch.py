"""The hostile cases of a fetch, each against a server of ours that really does it.

The policy of these tests: only 127.0.1.0/24 may be connected to; 127.0.0.1 and ::1 stand for
private addresses, and the servers there tell whether anybody came.
"""

from __future__ import annotations

import gzip
import socket
import struct
import tracemalloc
import zlib
from collections.abc import Iterator
from itertools import chain, cycle, repeat

import pytest
from tests.hostile_server import ALLOWED, HostileServer, Wire, head, reply

from earmark.polls import FetchKind, FetchRequest

MIB = 1024 * 1024


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.fixture
def private() -> Iterator[HostileServer]:
    with HostileServer({"/": reply(b"secret")}, "127.0.0.1") as server:
        yield server
        assert server.connections == 0, "a private address was connected to"


# ---------------------------------------------------------------- S2: the connected address

SPELLINGS = {
    "literal": "127.0.0.1",
    "decimal": "2130706433",
    "octal": "0177.0.0.1",
    "hex": "0x7f000001",
    "hex parts": "0x7f.0.0.0x1",
    "short": "127.1",
    "mapped": "[::ffff:127.0.0.1]",
    "mapped hex": "[::ffff:7f00:1]",
    "compatible": "[::127.0.0.1]",
    "trailing dot": "127.0.0.1.",
    "name": "localhost",
    "idn digits": "①②⑦.⓪.⓪.①",
    "fullwidth digits": "１２７.０.０.１",
    "ideographic stop": "127。0。0。1",
    "this network": "0.0.0.0",
    "this network, short": "0",
    "metadata": "169.254.169.254",
}


@pytest.mark.parametrize("host", SPELLINGS.values(), ids=list(SPELLINGS))
def test_s2_a_private_address_however_spelt(door, private, host):
    fetched = door().fetch(FetchRequest(f"http://{host}:{private.port}/"))
    assert fetched.failure is not None
    assert fetched.failure.code in ("private-address", "no-such-host")
    assert fetched.body == b""


@pytest.mark.parametrize("host", ["[::1]", "[0:0:0:0:0:0:0:1]"])
def test_s2_the_loopback_of_ipv6(door, server, host):
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    there = server(reply(b"secret"), "::1")
    fetched = door().fetch(FetchRequest(f"http://{host}:{there.port}/"))
    assert (fetched.failure.code, there.connections) == ("private-address", 0)


@pytest.mark.parametrize("userinfo", ["127.0.1.1", "127.0.1.1:80", "a:b@127.0.1.1", "%40", ""])
def test_s2_what_stands_before_the_at_sign_is_no_host(door, private, userinfo):
    fetched = door().fetch(FetchRequest(f"http://{userinfo}@127.0.0.1:{private.port}/"))
    assert fetched.failure.code == "private-address"


@pytest.mark.parametrize("host", ["[fe80::1%25lo]", "[fe80::1%lo]", "127.0.0.1%25lo"])
def test_s2_a_zone_is_refused(door, private, host):
    fetched = door().fetch(FetchRequest(f"http://{host}:{private.port}/"))
    assert fetched.failure.code == "bad-address"


def test_s2_a_resolver_that_changes_its_mind(door, server, private):
    """Public when it is first asked, private afterwards: the connected address is judged."""
    answers = chain([[ALLOWED]], repeat(["127.0.0.1"]))
    there = server({"/": head([b"HTTP/1.1 200 OK", b"Content-Length: 0", b"Connection: close"])})
    fetcher = door(resolve=lambda _host: next(answers))
    first = fetcher.fetch(FetchRequest(there.url(host="rebinds.example")))
    second = fetcher.fetch(FetchRequest(f"http://rebinds.example:{private.port}/"))
    third = fetcher.fetch(FetchRequest(there.url(host="rebinds.example")))
    assert first.status == 200
    assert second.failure.code == third.failure.code == "private-address"


@pytest.mark.parametrize(
    "order", [(ALLOWED, "127.0.0.1"), ("127.0.0.1", ALLOWED), ("::1", ALLOWED)]
)
def test_s2_of_public_and_private_the_public_is_taken(door, server, order):
    there = server(reply(b"fine"))
    other = server(reply(b"secret"), "127.0.0.1")
    fetched = door(resolve=lambda _host: order).fetch(FetchRequest(there.url(host="two.example")))
    assert fetched.body == b"fine"
    assert other.connections == 0


def test_s2_of_public_and_private_the_private_is_no_way_out(door, private):
    """The public address has nothing on this port, the private has."""
    fetcher = door(resolve=lambda _host: [ALLOWED, "127.0.0.1"])
    fetched = fetcher.fetch(FetchRequest(f"http://two.example:{private.port}/"))
    assert fetched.failure.code == "not-reached"


@pytest.mark.parametrize("hops", [0, 1, 3])
@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "localhost", "[::ffff:7f00:1]"])
def test_s2_each_hop_is_judged(door, server, private, host, hops):
    chained = {f"/{n}": reply(status=302, headers=[("Location", f"/{n + 1}")]) for n in range(hops)}
    target = f"http://{host}:{private.port}/"
    there = server({**chained, f"/{hops}": reply(status=302, headers=[("Location", target)])})
    fetched = door().fetch(FetchRequest(there.url("/0")))
    assert fetched.failure.code == "redirects"
    assert len(fetched.hops) == hops + 1


@pytest.mark.parametrize("kind", ["feed", "page", "opml", "image", "transcript", "chapters", "hub"])
def test_s4_every_kind_of_url_goes_through_the_same_guard(door, private, kind: FetchKind):
    form = b"hub.mode=subscribe" if kind == "hub" else None
    fetched = door().fetch(FetchRequest(private.url(), kind, body=form))
    assert fetched.failure.code == "private-address"


def test_s4_a_private_address_reads_the_same_with_and_without_a_server(door, private):
    fetcher = door()
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/"
    open_, shut = (fetcher.fetch(FetchRequest(url)) for url in (private.url(), closed))
    assert open_.failure == shut.failure


# ---------------------------------------------------------------- S3: schemes, ports, the machine

STRANGE = ["file:///etc/passwd", "gopher://127.0.0.1/x", "ftp://127.0.0.1/", "data:text/xml,<rss/>"]


@pytest.mark.parametrize("url", [*STRANGE, "dict://127.0.0.1:11211/", "\\\\host\\share"])
def test_s3_a_redirect_to_another_scheme(door, server, url):
    there = server(reply(status=302, headers=[("Location", url)]))
    fetched = door().fetch(FetchRequest(there.url()))
    assert fetched.failure is not None
    assert fetched.body == b""


@pytest.mark.parametrize("port", [22, 25, 6379, 5432, 79])
def test_s3_ports_of_other_servers_are_not_asked(door, port):
    fetched = door(odd_ports=False).fetch(FetchRequest(f"http://{ALLOWED}:{port}/"))
    assert fetched.failure.code == "bad-address"


def test_s3_the_proxy_of_the_environment_is_not_used(door, server, monkeypatch):
    there, proxy = server(reply(b"fine")), server(reply(b"proxied"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url())
    assert door().fetch(FetchRequest(there.url())).body == b"fine"
    assert proxy.connections == 0


def test_s3_the_netrc_of_the_machine_is_not_used(door, server, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text(f"machine {ALLOWED} login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    there = server(reply(b"fine"))
    door().fetch(FetchRequest(there.url()))
    assert there.seen[0].header("authorization") is None


# ---------------------------------------------------------------- S5: sizes


def bomb(megabytes: int) -> bytes:
    """gzip of so many megabytes of zeros: one packed megabyte, over and over, so that it is made
    in no time."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    zeros = bytes(MIB)
    piece = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(megabytes):
        checksum = zlib.crc32(zeros, checksum)
    end = struct.pack("<II", checksum, megabytes * MIB % 2**32)
    return b"\x1f\x8b\x08" + bytes(7) + piece * megabytes + packer.flush() + end


def test_s5_a_gzip_bomb_of_a_gigabyte(door, server):
    there = server(reply(bomb(1024), headers=[("Content-Encoding", "gzip")]))
    fetcher = door()
    tracemalloc.start()
    try:
        fetched = fetcher.fetch(FetchRequest(there.url()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (fetched.failure.code, fetched.body) == ("too-large", b"")
    assert peak < 24 * MIB  # 200 times the first piece that travelled


def test_s5_a_bomb_below_the_ratio_meets_the_cap(door, server):
    there = server(reply(bomb(8), headers=[("Content-Encoding", "gzip")]))
    fetcher = door(max_ratio=10_000)
    assert fetcher.fetch(FetchRequest(there.url(), "page")).failure.code == "too-large"
    assert fetcher.fetch(FetchRequest(there.url(), "feed")).body == bytes(8 * MIB)


def test_s5_what_is_small_may_unpack_to_a_megabyte(door, server):
    there = server(reply(bomb(1), headers=[("Content-Encoding", "gzip")]))
    assert door().fetch(FetchRequest(there.url())).body == bytes(MIB)


def test_s5_two_layers_are_refused(door, server):
    packed = gzip.compress(gzip.compress(b"<rss/>"))
    there = server(
        {
            "/list": reply(packed, headers=[("Content-Encoding", "gzip, gzip")]),
            "/twice": reply(packed, headers=[("Content-Encoding", "gzip")] * 2),
            "/mixed": reply(packed, headers=[("Content-Encoding", "deflate,gzip")]),
        }
    )
    fetcher = door()
    for target in there.says:
        assert fetcher.fetch(FetchRequest(there.url(target))).failure.code == "bad-encoding"


def test_s5_a_body_without_an_end(door, server):
    def endless(wire: Wire) -> None:
        wire.send(head([b"HTTP/1.1 200 OK", b"Content-Type: text/xml"]))
        wire.forever(b"x" * 65_536)

    fetched = door().fetch(FetchRequest(server(endless).url(), "page"))
    assert fetched.failure.code == "too-large"
    assert fetched.wire_bytes <= 5 * MIB


def test_s5_a_stated_length_over_the_cap_is_not_read(door, server):
    def says(wire: Wire) -> None:
        wire.send(head([b"HTTP/1.1 200 OK", b"Content-Length: 99999999999"]))
        wire.forever(b"x" * 65_536)

    fetched = door().fetch(FetchRequest(server(says).url(), "page"))
    assert (fetched.failure.code, fetched.wire_bytes) == ("too-large", 0)


@pytest.mark.parametrize("where", ["body", "headers", "nothing"])
def test_s5_a_slow_drip_meets_the_deadline(door, server, where):
    def drip(wire: Wire) -> None:
        if where == "body":
            wire.send(head([b"HTTP/1.1 200 OK", b"Content-Length: 1000"]))
        if where == "headers":
            wire.send(b"HTTP/1.1 200 OK\r\nX: ")
        wire.forever(b"" if where == "nothing" else b"x", every_s=0.02)

    fetched = door(total_timeout_s=0.2).fetch(FetchRequest(server(drip).url()))
    assert fetched.failure.code == "timed-out"
    assert fetched.elapsed_ms >= 200


def test_s5_the_deadline_is_one_for_all_hops(door, server):
    """Each hop ends well in time, but there is always one more."""

    def slow_hop(seen):
        target = f"/{int(seen.target[1:]) + 1}"

        def hop(wire: Wire) -> None:
            wire.closing.wait(0.3)
            wire.send(reply(status=302, headers=[("Location", target)]))

        return hop

    there = server(slow_hop, by_request=True)
    fetched = door(total_timeout_s=1).fetch(FetchRequest(there.url("/0")))
    assert fetched.failure.code == "timed-out"
    assert 1 <= len(fetched.hops) <= 3


def test_s5_slower_than_the_low_speed_is_given_up(door, server):
    def drip(wire: Wire) -> None:
        wire.send(head([b"HTTP/1.1 200 OK", b"Content-Length: 1000"]))
        wire.forever(b"x", every_s=0.05)

    fetched = door(low_speed_s=1).fetch(FetchRequest(server(drip).url()))
    assert fetched.failure.code == "timed-out"


@pytest.mark.parametrize(
    "lines",
    [
        lambda: repeat(b"X-Thing: " + b"y" * 1000 + b"\r\n", 20_000),
        lambda: chain([b"X-Thing: "], repeat(b"y" * 65_536, 320)),
        lambda: cycle([b"Link: </x>\r\n"]),
    ],
    ids=["20 MB of headers", "one line of 20 MB", "without an end"],
)
def test_s5_headers_have_a_cap(door, server, lines):
    def says(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\n")
        for line in lines():
            if not wire.send(line):
                return

    fetched = door().fetch(FetchRequest(server(says).url()))
    assert fetched.failure.code == "headers-too-large"


def test_s5_five_thousand_interim_answers(door, server):
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
    fetched = door().fetch(FetchRequest(server(hints * 5000 + reply(b"late")).url()))
    assert fetched.failure.code == "headers-too-large"


def test_a_few_interim_answers_are_no_matter(door, server):
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    fetched = door().fetch(FetchRequest(server(hints * 3 + reply(b"<rss/>")).url()))
    assert (fetched.status, fetched.body) == (200, b"<rss/>")
    assert fetched.header("link") is None


def test_s5_a_redirect_with_an_endless_body_is_followed(door, server):
    def says(wire: Wire) -> None:
        wire.send(head([b"HTTP/1.1 302 Found", b"Location: /there"]))
        wire.forever(b"x" * 65_536)

    there = server({"/": says, "/there": reply(b"<rss/>")})
    fetched = door().fetch(FetchRequest(there.url()))
    assert (fetched.failure, fetched.body) == (None, b"<rss/>")


def test_a_redirect_loop_ends(door, server):
    there = server(lambda seen: reply(status=302, headers=[("Location", "/b")]), by_request=True)
    fetched = door().fetch(FetchRequest(there.url("/a")))
    assert fetched.failure.code == "redirects"
    assert len(there.seen) == 2


# ---------------------------------------------------------------- answers against the rules


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "not-reached"),
        (b"220 mail.example ESMTP\r\n", "bad-answer"),
        (b"HTTP/1.1 200 OK\r\nA\0b: c\r\n\r\n", "bad-answer"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 7\r\n\r\n123456789",
            "bad-answer",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "cut-short"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "cut-short"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234", "cut-short"),
    ],
)
def test_an_answer_that_is_none_is_typed(door, server, said, code):
    fetched = door().fetch(FetchRequest(server(lambda wire: wire.send(said)).url()))
    assert fetched.failure.code == code
    assert fetched.body == b""


def test_a_reset_connection_and_a_closed_port_read_the_same(door, server):
    def reset(wire: Wire) -> None:
        wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    there = server(reset)
    with socket.create_server((ALLOWED, 0)) as free:
        closed = f"http://{ALLOWED}:{free.getsockname()[1]}/"
    fetcher = door()
    failures = [fetcher.fetch(FetchRequest(url)).failure for url in (there.url(), closed)]
    assert failures[0] == failures[1]
    assert failures[0].code == "not-reached"


def test_failures_repeat_nothing_that_a_server_said(door, server):
    said = b"HTTP/1.1 200 SECRET\r\nContent-Encoding: SECRET\r\n\r\nSECRET"
    fetched = door().fetch(FetchRequest(server(lambda wire: wire.send(said)).url("/SECRET")))
    assert fetched.failure.code == "bad-encoding"
    assert "SECRET" not in fetched.failure.message + fetched.failure.remedy


# ---------------------------------------------------------------- X6: packing

PACKED = gzip.compress(b"<rss/>", mtime=0)
PACKING: dict[str, tuple[bytes, bytes, bytes | str]] = {
    "gzip": (PACKED, b"gzip", b"<rss/>"),
    "x-gzip": (PACKED, b"x-gzip", b"<rss/>"),
    "gzip of gzip, or of itself": (gzip.compress(PACKED, mtime=0), b"gzip", PACKED),
    "several members": (PACKED * 3, b"gzip", b"<rss/>" * 3),
    "padded": (PACKED + b"\0" * 512, b"gzip", b"<rss/>"),
    "with trailing data": (PACKED + b"<!-- served by -->", b"gzip", b"<rss/>"),
    "a file that is packed": (PACKED, b"", PACKED),
    "text that says it is packed": (b"<rss/>", b"gzip", b"<rss/>"),
    "one byte that says so": (b"<", b"gzip", b"<"),
    "nothing that says so": (b"", b"gzip", b""),
    "utf-8 is no packing": (b"<rss/>", b"utf-8", b"<rss/>"),
    "identity": (b"<rss/>", b"identity", b"<rss/>"),
    "without its end": (PACKED[:-9], b"gzip", "cut-short"),
    "without its middle": (gzip.compress(b"<rss/>" * 99)[:20], b"gzip", "cut-short"),
    "broken": (b"\x1f\x8bnothing of the kind", b"gzip", "bad-encoding"),
    "deflate, not asked for": (zlib.compress(b"<rss/>"), b"deflate", "bad-encoding"),
    "br, not asked for": (b"<rss/>", b"br", "bad-encoding"),
}


@pytest.mark.parametrize(("body", "encoding", "expected"), PACKING.values(), ids=list(PACKING))
def test_x6_packing_gives_a_clean_result_or_a_typed_failure(door, server, body, encoding, expected):
    there = server(reply(body, headers=[("Content-Encoding", encoding)] if encoding else []))
    fetched = door().fetch(FetchRequest(there.url()))
    if isinstance(expected, bytes):
        assert (fetched.failure, fetched.body) == (None, expected)
        assert fetched.wire_bytes == len(body)
    else:
        assert (fetched.failure.code, fetched.body) == (expected, b"")


@pytest.mark.parametrize(("stated", "expected"), [(3, b"<rs"), (6, b"<rss/>"), (9, "cut-short")])
def test_x6_a_wrong_content_length(door, server, stated, expected):
    said = head([b"HTTP/1.1 200 OK", b"Content-Length: %d" % stated]) + b"<rss/>"
    fetched = door().fetch(FetchRequest(server(lambda wire: wire.send(said)).url()))
    if isinstance(expected, bytes):
        assert (fetched.failure, fetched.body) == (None, expected)
    else:
        assert (fetched.failure.code, fetched.body) == (expected, b"")


def test_x6_a_length_stated_before_packing(door, server):
    """Servers that pack behind a cache state the length of the text; the stream has its own end."""
    text = b"<rss>" + b" " * 5000 + b"</rss>"
    lines = [b"HTTP/1.1 200 OK", b"Content-Encoding: gzip", b"Content-Length: %d" % len(text)]
    said = head(lines) + gzip.compress(text)
    fetched = door().fetch(FetchRequest(server(lambda wire: wire.send(said)).url()))
    assert (fetched.failure, fetched.body) == (None, text)


def test_x6_a_body_of_pieces_that_fill_each_step(door, server):
    """Lengths around the step of unpacking, packed well and badly."""
    texts = [bytes([n % 251]) * (65_536 + extra) for n, extra in enumerate((-1, 0, 1, 258, 65_536))]
    there = server(
        {
            f"/{n}": reply(gzip.compress(text), headers=[("Content-Encoding", "gzip")])
            for n, text in enumerate(texts)
        }
    )
    fetcher = door()
    for n, text in enumerate(texts):
        assert fetcher.fetch(FetchRequest(there.url(f"/{n}"))).body == text
