"""What an installation decides about the door."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from earmark.errors import InvalidInput
from earmark.net.exchange import caps_of
from earmark.net.http import HttpFetcher
from earmark.net.options import ACCEPT, CAPS, MIB, FetchOptions, options_from, user_agent
from earmark.polls import FetchKind, FetchRequest


def options(**changes: Any) -> FetchOptions:
    usual: dict[str, Any] = {
        "version": "1.2",
        "contact": None,
        "public_url": None,
        "feeds": 10,
        "private_hosts": (),
        "odd_ports": False,
        "connections": 100,
        "host_rate": 1.0,
        "host_connections": 2,
        "feeds_of_host": lambda _host: 0,
    }
    return options_from(**(usual | changes))


@pytest.mark.parametrize(
    ("contact", "public_url", "agent"),
    [
        (
            "https://me.example/about",
            None,
            "Earmark/1.2 (+https://me.example/about; 1 subscribers)",
        ),
        ("me@me.example", "https://casts.example", "Earmark/1.2 (+me@me.example; 1 subscribers)"),
        (None, "https://casts.example", "Earmark/1.2 (+https://casts.example; 1 subscribers)"),
        (None, None, "Earmark/1.2 (1 subscribers)"),
    ],
)
def test_p6_the_one_name(contact, public_url, agent):
    assert options(contact=contact, public_url=public_url).user_agent == agent


def test_p6_subscribers_are_told():
    assert user_agent("1.2", "", 7) == "Earmark/1.2 (7 subscribers)"


@pytest.mark.parametrize(("feeds", "refused"), [(0, False), (100, False), (101, True)])
def test_p6_a_large_library_says_whom_to_write_to(feeds, refused):
    assert options(feeds=feeds, contact="me@me.example").user_agent
    assert options(feeds=feeds, public_url="https://casts.example").user_agent
    if not refused:
        assert options(feeds=feeds).user_agent
        return
    with pytest.raises(InvalidInput) as caught:
        options(feeds=feeds)
    assert caught.value.subject == "contact"
    assert "EARMARK_CONTACT" in caught.value.remedy


def test_private_hosts_are_read_where_they_are_given():
    assert options(private_hosts=["nas.lan"]).allow == ("nas.lan",)
    with pytest.raises(InvalidInput, match=r"\*\.lan"):
        options(private_hosts=["*.lan"])
    with pytest.raises(InvalidInput):
        HttpFetcher(FetchOptions("Earmark/1", allow=("*",)))


def test_each_kind_has_caps_and_says_what_it_reads():
    assert set(CAPS) == set(ACCEPT) == set(get_args(FetchKind))


@pytest.mark.parametrize(
    ("kind", "most", "wire", "unpacked"),
    [
        ("feed", 0, 32 * MIB, 64 * MIB),
        ("page", 0, 4 * MIB, 4 * MIB),
        ("image", 0, 10 * MIB, 10 * MIB),
        ("feed", 1000, 1000, 1000),
        ("feed", 128 * MIB, 64 * MIB, 128 * MIB),
        ("page", 8 * MIB, 8 * MIB, 8 * MIB),
    ],
)
def test_s5_caps_of_a_request(kind, most, wire, unpacked):
    caps = caps_of(FetchRequest("http://a.example/", kind, max_bytes=most), FetchOptions("x"))
    assert (caps.wire, caps.unpacked) == (wire, unpacked)
