"""The feeds that a web page names, as pages are written and as an enemy writes them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.model import FeedLink
from earmark.parse.discover import MOST_FEEDS, MOST_LINKS, MOST_PAGE_BYTES, discover, may_be_feed

PAGE = "https://show.example/episodes/12?play=1"
RSS = 'rel="alternate" type="application/rss+xml"'


def addresses(html: str | bytes, url: str = PAGE, content_type: str | None = None) -> list[str]:
    page = html if isinstance(html, bytes) else html.encode()
    return [link.url for link in discover(page, url, content_type)]


DECLARED = [
    (f'<link {RSS} href="https://a.example/f">', ["https://a.example/f"]),
    (f'<head><link {RSS} href="/feed"><title>x', ["https://show.example/feed"]),
    ("<LINK REL=Alternate TYPE='application/atom+xml; charset=utf-8' HREF=f>",
     ["https://show.example/episodes/f"]),
    (f'<base href="/shows/"><base href="/no/"><link {RSS} href=f>',
     ["https://show.example/shows/f"]),
    (f'<base href="javascript:x"><link {RSS} href=f>', ["https://show.example/episodes/f"]),
    (f'<link {RSS} href="//b.example/f#top">', ["https://b.example/f"]),
    (f'<link {RSS} href="feed://b.example/f">', ["http://b.example/f"]),
    (f'<link {RSS} href="feed:https://b.example/f">', ["https://b.example/f"]),
    (f'<link {RSS} href="/a?x=1&amp;y=2"><link {RSS} href="/a?x=1&y=2">',
     ["https://show.example/a?x=1&y=2"]),
    ('<link rel="feed" href="/f">', ["https://show.example/f"]),
    (f'<body><div><link {RSS} href="/late">', ["https://show.example/late"]),
    (f'<link {RSS} href="/2"><link {RSS} href="/1">',
     ["https://show.example/2", "https://show.example/1"]),
]  # fmt: skip


@pytest.mark.parametrize(("html", "found"), DECLARED)
def test_what_a_page_declares(html: str, found: list[str]) -> None:
    assert addresses(html) == found
    assert all(link.declared for link in discover(html.encode(), PAGE))


NOT_DECLARED = [
    '<link rel="alternate" type="application/json+oembed" href="/o">',
    '<link rel="alternate" hreflang="de" href="/de/">',
    '<link rel="stylesheet" type="text/css" href="/s.css">',
    '<link rel="alternate stylesheet" type="text/css" href="/s.css">',
    f'<link {RSS} href="javascript:alert(1)">',
    f'<link {RSS} href="data:application/rss+xml,x">',
    f'<link {RSS} href="ftp://a.example/f">',
    f'<link {RSS} href="file:///etc/passwd">',
    f'<link {RSS} href="http://[">',
    f'<link {RSS} href="">',
    f"<link {RSS}>",
    f'<link {RSS} href="{PAGE}#comments">',
    f'<link {RSS} href="/{"x" * 3_000}">',
    f'<!-- <link {RSS} href="/old"> -->',
    f"<script>'<link {RSS} href=\"/x\">'</script>",
    '<a href="/about">About</a>',
    '<a href="/sitemap.xml">Map</a><a href="/opensearch.xml">Search</a><a href="/subs.opml">O</a>',
    '<a href="https://rss.com/podcasts/the-show">RSS.com hosts this show</a>',
    '<a href="/rss.mp3">rss</a>',
    "",
    "\0\0\0",
    "<",
]


@pytest.mark.parametrize("html", NOT_DECLARED)
def test_what_names_no_feed(html: str) -> None:
    assert addresses(html) == []


PLAIN = [
    "https://show.example/feed",
    "https://show.example/feed/",
    "https://show.example/?feed=rss2",
    "https://show.example/x.rss",
    "https://show.example/podcast.XML",
    "https://feeds.host.example/AB12",
    "https://rss.host.example/the-show",
]


@pytest.mark.parametrize("url", PLAIN)
def test_a_plain_link_to_what_can_hardly_be_anything_else(url: str) -> None:
    assert may_be_feed(url)
    (link,) = discover(f'<a href="{url}">Hear <b>us</b></a>'.encode(), PAGE)
    assert link == FeedLink(url, "Hear us", declared=False)


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<a href="pcast://h.example/abc">Subscribe</a>', "http://h.example/abc"),
        ('<a href="itpc://h.example/abc">iTunes</a>', "http://h.example/abc"),
        ('<a href="podcast:https://h.example/abc">App</a>', "https://h.example/abc"),
        ('<a href="/subscribe">RSS Feed</a>', "https://show.example/subscribe"),
        ('<a href="/s" title="RSS"><img src="rss.png"></a>', "https://show.example/s"),
        ('<a href="/s" type="application/rss+xml">here</a>', "https://show.example/s"),
        ('<a href="/one"><a href="/two">rss</a>', "https://show.example/two"),
    ],
)
def test_a_link_for_apps_or_one_that_says_rss(html: str, url: str) -> None:
    assert addresses(html) == [url]


def test_declared_feeds_come_before_plain_links_and_each_comes_once() -> None:
    html = (
        '<a href="/feed">RSS</a><a href="https://feeds.h.example/s">RSS</a>'
        f'<link {RSS} title="All posts" href="/feed">'
    )
    assert discover(html.encode(), PAGE) == (
        FeedLink("https://show.example/feed", "All posts"),
        FeedLink("https://feeds.h.example/s", "RSS", declared=False),
    )


def test_a_page_names_at_most_20_feeds() -> None:
    html = "".join(f'<link {RSS} href="/{n}"><a href="/{n}.rss">x</a>' for n in range(100))
    found = addresses(html)
    assert found == [f"https://show.example/{n}" for n in range(MOST_FEEDS)]


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        ("<meta charset=shift_jis>", None),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "text/html"),
        ("", "text/html; charset=shift_jis"),
    ],
)
def test_titles_are_read_in_the_encoding_that_is_declared(
    page: str, content_type: str | None
) -> None:
    html = f'{page}<link {RSS} title="まちの電車" href="/f">'.encode("shift_jis")
    assert discover(html, PAGE, content_type)[0].title == "まちの電車"


ATTACKS = {
    "depth": b"<div>" * 200_000,
    "links": b"<a href=x>" * 200_000,
    "attributes": b"<a " + b"".join(b"a%d=1 " % n for n in range(200_000)) + b">",
    "ampersands": b"&" * 1_000_000,
    "brackets": b"<" * 1_000_000,
    "one address": b"<a href='" + b"x" * 1_000_000 + b"'>",
    "comments": b"<!--" * 250_000,
    "bases": b"<base href=http://a.example/>" * 50_000,
    "nuls": b"<\0a href=\0f>" * 100_000,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_hides_no_feed_before_it(attack: bytes) -> None:
    feed = f"<link {RSS} href=/f>".encode()
    assert addresses(feed + attack)[0] == "https://show.example/f"


def test_what_lies_behind_the_caps_is_not_looked_at() -> None:
    feed = f"<link {RSS} href=/f>".encode()
    assert addresses(b" " * MOST_PAGE_BYTES + feed) == []
    assert addresses(b"<a href=x>" * MOST_LINKS + feed) == []


TAGS = st.sampled_from(["a", "link", "base", "div", "script", "title", "!--", "/a", "svg"])
NAMES = st.sampled_from(["href", "rel", "type", "title", "HREF"])
VALUES = st.one_of(
    st.sampled_from(["alternate", "application/rss+xml", "/feed", "feed:", "http://[::", "rss"]),
    st.text(max_size=20),
)
PIECES = st.one_of(
    st.builds(
        lambda tag, pairs: f"<{tag} " + " ".join(f'{k}="{v}"' for k, v in pairs) + ">",
        TAGS,
        st.lists(st.tuples(NAMES, VALUES), max_size=4),
    ),
    st.text(max_size=10),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from([PAGE, "https://[bad", "", "x"]))
def test_whatever_a_page_says_only_web_addresses_come_out(pieces: list[str], url: str) -> None:
    found = discover("".join(pieces).encode("utf-8", "replace"), url)
    assert len(found) <= MOST_FEEDS
    for link in found:
        parts = urlsplit(link.url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert link.url.isprintable()
        assert " " not in link.url


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page(page: bytes) -> None:
    assert isinstance(discover(page, PAGE), tuple)
