"""Which addresses are the owner's alone, and how they are said to others."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.keys import holds_secret, without_secrets


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("https://feeds.example/show.xml", False),
        ("https://feeds.example/show.xml?format=mp3&page=2", False),
        ("https://feeds.example/@name/show.xml", False),
        ("https://feeds.example/show.xml?monkey=1&keyword=x&author=y", False),
        ("https://ann:pw@feeds.example/show.xml", True),
        ("https://ann@feeds.example/show.xml", True),
        ("https://feeds.example/?a=1&TOKEN=x", True),
        ("https://feeds.example/?access_token=x", True),
        ("https://feeds.example/?auth=x", True),
        ("https://feeds.example/?key=x", True),
        ("https://feeds.example/?api-key=x", True),
        ("https://feeds.example/?signature=x", True),
        ("https://[broken", True),
        ("file:///shows/a.xml", False),
    ],
)
def test_secrets_in_addresses(url: str, secret: bool) -> None:
    assert holds_secret(url) is secret


@pytest.mark.parametrize(
    ("said", "harmless"),
    [
        ("https://ann:pw@feeds.example/show.xml", "https://feeds.example/show.xml"),
        ("https://ann@feeds.example/a?b=1", "https://feeds.example/a?b=1"),
        ("https://a:b@c:d@feeds.example/", "https://feeds.example/"),
        ("https://ann:p/w@feeds.example/", "https://feeds.example/"),
        ("feed://ann:pw@feeds.example/", "feed://feeds.example/"),
        ("https://feeds.example/?a=1&TOKEN=x&b=2", "https://feeds.example/?a=1&TOKEN=…&b=2"),
        ("https://feeds.example/?auth=x#part", "https://feeds.example/?auth=…#part"),
        ("https://feeds.example/?a=1;sig=xyz", "https://feeds.example/?a=1;sig=…"),
        ('GET "/search?access_token=x y" 404', 'GET "/search?access_token=… y" 404'),
        ("two: https://a:b@c.example/ and https://d.example/?key=9.", None),
        ("https://feeds.example/@name/show.xml", "https://feeds.example/@name/show.xml"),
        ("https://feeds.example:8443/@name", "https://feeds.example:8443/@name"),
        ("http://[2001:db8::1]:80/@name", "http://[2001:db8::1]:80/@name"),
        (
            "https://feeds.example/?monkey=1&format=mp3",
            "https://feeds.example/?monkey=1&format=mp3",
        ),
        ("Ann <ann@example.org> asked: why?", "Ann <ann@example.org> asked: why?"),
    ],
)
def test_addresses_are_said_without_their_secrets(said: str, harmless: str | None) -> None:
    wanted = harmless or "two: https://c.example/ and https://d.example/?key=…"
    assert without_secrets(said) == wanted


@given(
    user=st.text("abcdefg:%.-_", min_size=1, max_size=12),
    name=st.sampled_from(["token", "auth", "x_secret", "api-key", "PWD", "signature"]),
    around=st.text("ab /?&=:@.#\n", max_size=20),
)
def test_no_secret_survives_wherever_it_stands(user: str, name: str, around: str) -> None:
    url = f"https://Z{user}Z@feeds.example/show?a=1&{name}=Zq8Z{user}"
    assert "Z" not in without_secrets(f"{around.rstrip('?&')} {url} {around}")


@pytest.mark.parametrize("worst", ["://", "&a", "?key=", "a:", "@", "://a:", "&token-", "-"])
def test_a_hundred_thousand_of_the_worst_take_no_time(worst: str) -> None:
    text = (worst * 100_000)[:100_000]
    started = time.process_time()
    without_secrets(text)
    assert time.process_time() - started < 1
