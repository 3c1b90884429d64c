"""Who is the owner: only who asks this machine, by its own name, without a proxy between."""

from __future__ import annotations

from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from earmark.model import VISITOR
from earmark.web.asker import is_owner, visible

OWNERS = (
    ("127.0.0.1", "127.0.0.1:8017"),
    ("127.0.0.1", "localhost"),
    ("127.0.0.1", "LOCALHOST:8017"),
    ("127.0.0.1", "localhost.:8017"),
    ("127.8.9.10", "127.0.0.1:1"),
    ("::1", "[::1]:8017"),
    ("::1", "localhost:65535"),
    ("::1", "ip6-localhost:8017"),
    ("::ffff:127.0.0.1", "localhost:8017"),
    ("127.0.0.1", "[::1]"),
    ("127.0.0.1", "[::ffff:127.0.0.1]:8017"),
)
VISITORS = (
    # from elsewhere
    ("203.0.113.9", "127.0.0.1:8017"),
    ("192.168.1.7", "localhost:8017"),
    ("10.0.0.1", "10.0.0.1:8017"),
    ("::2", "[::1]:8017"),
    ("fe80::1%eth0", "localhost"),
    ("::ffff:203.0.113.9", "localhost"),
    ("testclient", "localhost"),
    ("", "localhost"),
    # a name of somebody else's that was pointed at this machine
    ("127.0.0.1", "attacker.example:8017"),
    ("127.0.0.1", "127.0.0.1.attacker.example"),
    ("127.0.0.1", "localhost.attacker.example:8017"),
    ("127.0.0.1", "attackerlocalhost"),
    ("127.0.0.1", "attacker.example:127.0.0.1"),
    ("127.0.0.1", "localhost@attacker.example"),
    ("127.0.0.1", "attacker.example#127.0.0.1"),
    ("127.0.0.1", "attacker.example/localhost"),
    ("::1", "[::1].attacker.example"),
    ("::1", "[::1]attacker.example:80"),
    ("127.0.0.1", "[::1]:80:attacker.example"),
    ("127.0.0.1", "localhost:80@attacker.example"),
    # numbers that some programs take for this machine
    ("127.0.0.1", "2130706433"),
    ("127.0.0.1", "127.1"),
    ("127.0.0.1", "0.0.0.0:8017"),
    ("127.0.0.1", "0x7f.0.0.1"),
    ("127.0.0.1", "192.168.1.7:8017"),
    # nothing, or not one
    ("127.0.0.1", ""),
    ("127.0.0.1", ":8017"),
    ("127.0.0.1", "["),
    ("127.0.0.1", "[]:8017"),
    ("127.0.0.1", "localhost, attacker.example"),
)
PASSED_ON = (
    ("Forwarded", "for=127.0.0.1"),
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Forwarded-For", ""),
    ("x-forwarded-host", "localhost"),
    ("X-Forwarded-Proto", "https"),
    ("X-Real-IP", "127.0.0.1"),
    ("Via", "1.1 proxy"),
    ("CF-Connecting-IP", "127.0.0.1"),
    ("True-Client-IP", "127.0.0.1"),
    ("CDN-Loop", "cloudflare"),
    ("X-Original-Forwarded-For", "203.0.113.9"),
    ("X-Envoy-External-Address", "203.0.113.9"),
)
ELSEWHERE = ("cross-site", "same-site")
"""Other ports of this machine are the same site, and other people's pages too."""


def asking(peer: str, host: str | None, *more: tuple[str, str]) -> Request:
    headers = [(name.lower().encode(), value.encode()) for name, value in more]
    if host is not None:
        headers.append((b"host", host.encode()))
    client = (peer, 50000) if peer else None
    return Request({"type": "http", "headers": headers, "client": client})


@pytest.mark.parametrize(("peer", "host"), OWNERS)
def test_the_owner_asks_this_machine_by_its_own_name(peer: str, host: str) -> None:
    assert is_owner(asking(peer, host))
    assert visible(asking(peer, host)) is None


@pytest.mark.parametrize(("peer", "host"), VISITORS)
def test_anybody_else_is_a_visitor(peer: str, host: str) -> None:
    assert not is_owner(asking(peer, host))
    assert visible(asking(peer, host)) == VISITOR


def test_who_names_no_host_is_a_visitor() -> None:
    assert not is_owner(asking("127.0.0.1", None))


def test_who_names_two_hosts_is_a_visitor() -> None:
    two = asking("127.0.0.1", "localhost", ("Host", "attacker.example"))
    assert not is_owner(two)
    assert not is_owner(asking("127.0.0.1", "attacker.example", ("Host", "localhost")))


@pytest.mark.parametrize(("name", "value"), PASSED_ON)
def test_what_a_proxy_passed_on_is_a_visitor_s(name: str, value: str) -> None:
    assert not is_owner(asking("127.0.0.1", "localhost:8017", (name, value)))


def test_what_came_by_http_1_0_is_a_visitor_s() -> None:
    asked = asking("127.0.0.1", "localhost:8017")
    asked.scope["http_version"] = "1.0"
    assert not is_owner(asked)


@pytest.mark.parametrize("site", ELSEWHERE)
@pytest.mark.parametrize("dest", ["empty", "image", "iframe", "script", "audio"])
def test_what_another_site_loads_is_a_visitor_s(site: str, dest: str) -> None:
    """It can't be read, but how long it takes would say how much there is."""
    loaded = ("Sec-Fetch-Site", site), ("Sec-Fetch-Dest", dest)
    assert not is_owner(asking("127.0.0.1", "localhost:8017", *loaded))


@pytest.mark.parametrize(
    ("site", "dest"),
    [*((site, "document") for site in ELSEWHERE), ("same-origin", "empty"), ("none", "document")],
)
def test_links_and_our_own_pages_lead_the_owner_here(site: str, dest: str) -> None:
    came = ("Sec-Fetch-Site", site), ("Sec-Fetch-Dest", dest)
    assert is_owner(asking("127.0.0.1", "localhost:8017", *came))


@pytest.mark.parametrize(
    ("public_url", "connection", "owner"),
    [
        ("https://pods.example", "keep-alive", True),
        ("https://pods.example", "Keep-Alive, Upgrade", True),
        ("https://pods.example", "close", False),
        ("https://pods.example", None, False),
        ("", "close", True),
        ("", None, True),
    ],
)
def test_behind_a_proxy_only_who_keeps_the_connection_is_the_owner(
    public_url: str, connection: str | None, owner: bool
) -> None:
    """Some proxies add nothing to what they pass on, but all leave that header out."""
    more = (("Connection", connection),) if connection else ()
    asked = asking("127.0.0.1", "127.0.0.1:8017", *more)
    asked.scope["app"] = SimpleNamespace(state=SimpleNamespace(public_url=public_url))
    assert is_owner(asked) is owner


NEAR = ("172.30.17.1/32", "fd00:17::/64")


def asking_near(peer: str, host: str, *more: tuple[str, str], public_url: str = "") -> Request:
    asked = asking(peer, host, *more)
    nets = tuple(map(ip_network, NEAR))
    asked.scope["app"] = SimpleNamespace(
        state=SimpleNamespace(public_url=public_url, owner_from=nets)
    )
    return asked


@pytest.mark.parametrize("peer", ["172.30.17.1", "::ffff:172.30.17.1", "fd00:17::9", "127.0.0.1"])
def test_who_asks_from_where_the_settings_say_is_the_owner(peer: str) -> None:
    assert is_owner(asking_near(peer, "localhost:8017"))
    assert is_owner(asking_near(peer, "127.0.0.1:8017"))


@pytest.mark.parametrize(
    "peer", ["172.30.17.2", "203.0.113.9", "fd00:18::9", "testclient", "", "172.30.17.1.evil"]
)
def test_whoever_is_not_there_is_a_visitor(peer: str) -> None:
    assert not is_owner(asking_near(peer, "localhost:8017"))


@pytest.mark.parametrize("host", [host for peer, host in VISITORS if peer in ("127.0.0.1", "::1")])
def test_there_too_it_must_be_asked_by_a_name_of_this_machine(host: str) -> None:
    assert not is_owner(asking_near("172.30.17.1", host))
    assert not is_owner(asking_near("172.30.17.1", "172.30.17.2:8017"))


@pytest.mark.parametrize(("name", "value"), PASSED_ON)
def test_what_a_proxy_passed_on_from_there_is_a_visitor_s(name: str, value: str) -> None:
    assert not is_owner(asking_near("172.30.17.1", "localhost:8017", (name, value)))


def test_behind_a_public_address_and_from_other_sites_it_is_as_on_this_machine() -> None:
    host = "localhost:8017"
    assert not is_owner(asking_near("172.30.17.1", host, public_url="https://pods.example"))
    loaded = ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "image")
    assert not is_owner(asking_near("172.30.17.1", host, *loaded))
