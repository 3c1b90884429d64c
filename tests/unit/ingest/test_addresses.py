"""What a person types or pastes, and the addresses that it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.errors import DirectoryPage, SourceError
from earmark.ingest.addresses import addresses_in, web_address_of

ADDRESSES = [
    ("https://a.example/feed", "https://a.example/feed"),
    (" HTTP://A.example/F ", "http://A.example/F"),
    ("https://a.example/feed#top", "https://a.example/feed"),
    ("feed:https://a.example/f", "https://a.example/f"),
    ("feed://a.example/f", "http://a.example/f"),
    ("podcast://a.example/f", "http://a.example/f"),
    ("pcast:a.example/f", "http://a.example/f"),
    ("itpc://a.example/f", "http://a.example/f"),
    ("a.example", "https://a.example"),
    ("www.a.example/shows?id=1", "https://www.a.example/shows?id=1"),
    ("a.example:8080/f", "https://a.example:8080/f"),
    ("https://user:word@a.example/f", "https://user:word@a.example/f"),
    ("https://bücher.example/f", "https://bücher.example/f"),
]


@pytest.mark.parametrize(("typed", "url"), ADDRESSES)
def test_an_address_as_people_type_it(typed: str, url: str) -> None:
    assert web_address_of(typed) == url


@pytest.mark.parametrize(
    "typed",
    [
        *("", "feed:", "http://", "hello", "hello world", "a b.example", "ftp://a.example/f"),
        *(
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "http://[",
            "//a.example",
        ),
        *("https://a.example/\u202e", "https://a.example/a\0b", "https://a.example/" + "x" * 3_000),
        *("https://exa mple/f", "mailto:a@b.example", "\\\\host\\share", "https:///f"),
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(SourceError, match="no address") as error:
        web_address_of(typed)
    assert error.value.remedy


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://podcasts.apple.com/us/podcast/x/id123", "Apple Podcasts"),
        ("https://itunes.apple.com/podcast/id1", "Apple Podcasts"),
        ("open.spotify.com/show/1", "Spotify"),
        ("https://music.amazon.co.uk/podcasts/1", "Amazon Music"),
        ("https://music.amazon.com.au/podcasts/1", "Amazon Music"),
        ("https://www.audible.de/podcast/x", "Audible"),
        ("https://podcasts.google.com/feed/x", "Google Podcasts"),
        ("https://www.deezer.com/show/1", "Deezer"),
    ],
)
def test_a_page_of_a_directory_is_refused_with_the_way_out(url: str, name: str) -> None:
    with pytest.raises(DirectoryPage, match=name) as error:
        web_address_of(url)
    assert "podcastindex.org" in error.value.remedy


@pytest.mark.parametrize(
    "url", ["https://apple.com/x", "https://notdeezer.com/f", "https://a.example/open.spotify.com"]
)
def test_what_only_resembles_a_directory_is_asked(url: str) -> None:
    assert web_address_of(url) == url


PASTED = [
    ("", []),
    ("\n  \n# a note\n", []),
    ("https://a.example/f\n\nb.example\r\n", ["https://a.example/f", "b.example"]),
    ("Fog: https://a.example/f (weekly), and <https://b.example/g>.",
     ["https://a.example/f", "https://b.example/g"]),
    ("https://a.example/f https://b.example/g", ["https://a.example/f", "https://b.example/g"]),
    ("https://a.example/f\nhttp://www.a.example/f/", ["https://a.example/f"]),
    ("what is this", ["what is this"]),
    ("* feed://a.example/f", ["feed://a.example/f"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), PASTED)
def test_the_addresses_of_a_pasted_text(text: str, found: list[str]) -> None:
    assert list(addresses_in(text)) == found


@given(st.text(max_size=200))
def test_any_text_gives_addresses_or_is_refused(text: str) -> None:
    for address in addresses_in(text):
        try:
            url = web_address_of(address)
        except SourceError:
            continue
        assert url.startswith(("http://", "https://"))
        assert url.isprintable()
