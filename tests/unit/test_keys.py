"""The keys by which titles, URLs and media files are compared."""

from __future__ import annotations

import time

import pytest

from earmark.keys import enclosure_key, host_of, title_key, url_key

SAME_TITLES = [
    ("The Hive’s “Winter”", "the hive's 'winter'"),
    ('The Hive"s Winter', "THE HIVE'S WINTER"),
    ("  Bees \t and\u00a0wasps\n", "bees and wasps"),
    ("Bees – and wasps", "Bees - and wasps"),
    ("Bees — and wasps", "Bees ‐ and wasps"),
    ("Café", "Cafe\u0301"),
    ("ＢＥＥＳ１２", "bees12"),
    ("Straße", "STRASSE"),
    ("Bees…", "Bees..."),
    ("Be\u200bes\ufeff", "Bees"),
    ("So\u00adli\u00adtary bees", "Solitary bees"),
    ("「蜂」の話", "'蜂'の話"),
    ("", " \u200b "),
]


@pytest.mark.parametrize(("one", "other"), SAME_TITLES)
def test_retyped_titles_have_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize("one", [pair[0] for pair in SAME_TITLES])
def test_a_title_key_is_its_own_key(one: str) -> None:
    assert title_key(title_key(one)) == title_key(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bees 1", "Bees 2"), ("Bees", "Bees!"), ("Café", "Cafe"), ("蜂", "蜜"), ("C", "C++")],
)
def test_other_titles_have_other_keys(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://bees.example/feed", "https://www.bees.example/feed/"),
        ("feed://bees.example/feed", "https://bees.example/feed"),
        ("feed:https://bees.example/feed", "https://bees.example/feed"),
        ("podcast://bees.example/feed", "pcast://bees.example/feed"),
        ("itpc://BEES.example/feed", "bees.example/feed"),
        ("http://bees.example:80/feed", "https://bees.example:443/feed"),
        ("https://bees.example/feed#top", "https://bees.example/feed"),
        ("https://bees.example/?b=2&a=1", "https://bees.example/?a=1&b=2"),
        ("https://bees.example/feed?utm_source=x&UTM_medium=y", "https://bees.example/feed"),
        ("https://bees.example/feed?fbclid=1&format=mp3", "bees.example/feed?format=mp3"),
        (" https://bees.example/feed\n", "https://bees.example/feed"),
        ("file:///home/ann/bees.xml", "FILE:///home/ann/bees.xml"),
    ],
)
def test_one_address_has_one_url_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://bees.example/feed", "https://bees.example/Feed"),
        ("https://bees.example/feed?id=1", "https://bees.example/feed?id=2"),
        ("https://bees.example:8000/feed", "https://bees.example/feed"),
        ("https://ann:secret@bees.example/feed", "https://bob:secret@bees.example/feed"),
        ("file:///bees.example/feed", "https://bees.example/feed"),
        ("https://audio.bees.example/feed", "https://bees.example/feed"),
    ],
)
def test_two_addresses_have_two_url_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


PLAIN = "cdn.bees.example.org/show/ep-12.mp3"
WRAPPED = [
    "https://cdn.bees.example.org/show/ep-12.mp3",
    "http://www.cdn.bees.example.org:80/show/ep-12.mp3?updated=1655857499&token=abc#t=12",
    "http://ann:secret@CDN.bees.example.org/show/ep-12.mp3",
    "https://dts.podtrac.com/redirect.mp3/cdn.bees.example.org/show/ep-12.mp3",
    "http://www.podtrac.com/pts/redirect.mp3/cdn.bees.example.org/show/ep-12.mp3?dest-id=1",
    "http://www.podtrac.com/pts/redirect.mp3?http://cdn.bees.example.org/show/ep-12.mp3",
    "http://www.podtrac.com/pts/redirect.mp3?https://cdn.bees.example.org/show/ep-12.mp3?a=b&c=d",
    "https://chtbl.com/track/B4E5G4/cdn.bees.example.org/show/ep-12.mp3",
    "https://chrt.fm/track/38DGD/https://cdn.bees.example.org/show/ep-12.mp3",
    "https://chrt.fm/track/38DGD/https:/cdn.bees.example.org/show/ep-12.mp3",
    "https://media.blubrry.com/bees/p/cdn.bees.example.org/show/ep-12.mp3",
    "https://op3.dev/e,pg=5f755896-2724-51d0-adca/cdn.bees.example.org/show/ep-12.mp3",
    "https://op3.dev/e/https://cdn.bees.example.org/show/ep-12.mp3",
    "https://pdst.fm/e/mgln.ai/e/12/pscrb.fm/rss/p/cdn.bees.example.org/show/ep-12.mp3?x=1",
    "https://verifi.podscribe.com/rss/p/clrtpod.com/m/arttrk.com/p/A/cdn.bees.example.org/show/ep-12.mp3",
    "https://claritaspod.com/measure/cdn.bees.example.org/show/ep-12.mp3",
    "https://arttrk.com/p/ABMA5/www.cdn.bees.example.org/show/ep-12.mp3",
    "https://prfx.byspotify.com/e/cdn.bees.example.org/show/ep-12.mp3",
    "https://flex.acast.com/cdn.bees.example.org/show/ep-12.mp3",
    "https://op3.dev/e?url=https%3A%2F%2Fcdn.bees.example.org%2Fshow%2Fep-12.mp3",
    "https://count.hits.example/go?id=7&dest=https%3A%2F%2Fcdn.bees.example.org%2Fshow%2Fep-12.mp3",
    "https://count.hits.example/go.php?url=cdn.bees.example.org/show/ep-12.mp3",
    "https://count.hits.example/redirect.mp3?to=http://cdn.bees.example.org/show/ep-12.mp3",
    "https://pdst.fm/e?u=https%3A%2F%2Fchtbl.com%2Ftrack%2F1%2Fcdn.bees.example.org%2Fshow%2Fep-12.mp3",
    "https://player.hits.example/s/1/play/9/https%3A%2F%2Fcdn.bees.example.org%2Fshow%2Fep-12.mp3",
    "http:https://cdn.bees.example.org/show/ep-12.mp3",
    "//cdn.bees.example.org/show/ep-12.mp3",
    " https://cdn.bees.example.org/show/ep%2D12.mp3 ",
]


@pytest.mark.parametrize("url", WRAPPED)
def test_wrapped_enclosures_have_the_key_of_the_plain_one(url: str) -> None:
    assert enclosure_key(url) == PLAIN


def test_a_generic_prefix_is_taken_off_where_a_media_file_of_a_common_host_follows() -> None:
    url = "https://newtracker.example/x/9/traffic.hosting.fm/bees/12.mp3?updated=1"
    assert enclosure_key(url) == "traffic.hosting.fm/bees/12.mp3"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        # A folder with a dot, a tracker that hides its target, a host of media of its own.
        ("https://a.example/v2.0/bees.final/1.mp3", "a.example/v2.0/bees.final/1.mp3"),
        ("http://feedproxy.google.com/~r/B/~5/x/1.mp3", "feedproxy.google.com/~r/B/~5/x/1.mp3"),
        ("https://media.blubrry.com/bees/1.mp3", "media.blubrry.com/bees/1.mp3"),
        ("https://traffic.libsyn.com/bees/1.mp3?dest-id=1", "traffic.libsyn.com/bees/1.mp3"),
        ("https://traffic.megaphone.fm/B1.mp3?updated=1", "traffic.megaphone.fm/B1.mp3"),
        ("https://a.example/1.mp3?cover=https://b.example/c.mp3", "a.example/1.mp3"),
        ("https://a.example/p?from=https://b.example/page", "a.example/p"),
        ("https://a.example/download.php?id=12", "a.example/download.php"),
        ("http://nas:8000/bees/1.mp3", "nas:8000/bees/1.mp3"),
        ("http://192.0.2.7/bees/1.mp3", "192.0.2.7/bees/1.mp3"),
        ("https://a.example/Ep%20One.MP3", "a.example/Ep One.MP3"),
    ],
)
def test_enclosure_key(url: str, key: str) -> None:
    assert enclosure_key(url) == key


@pytest.mark.parametrize(
    "url",
    ["", "   ", "https://", "https://a.example", "https://a.example/", "audio/1.mp3", 's:1:"a"'],
)
def test_what_names_no_file_has_no_key(url: str) -> None:
    assert enclosure_key(url) is None


def test_paths_keep_their_case() -> None:
    assert enclosure_key("https://a.example/A.mp3") != enclosure_key("https://a.example/a.mp3")


@pytest.mark.parametrize(
    "worst", ["a:", "a.com/", "%", "%68", "http://", "?", "&a=b.com/", "/", "."]
)
def test_hostile_urls_take_linear_time(worst: str) -> None:
    url = "https://pdst.fm/e/" + worst * (100_000 // len(worst)) + "/x.mp3"
    started = time.process_time()
    enclosure_key(url)
    url_key(url)
    title_key(url)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://show.libsyn.com/rss", "libsyn.com"),
        ("HTTPS://User:p%40w@Feeds.Show.CO.UK.:8443/a?b=c@d", "show.co.uk"),
        ("http://ann.github.io", "ann.github.io"),
        ("https://a.example", "a.example"),
        ("https://b.a.example#x", "a.example"),
        ("http://localhost:8017/feed", "localhost"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://[2001:db8::1]:8080/x", "2001:db8::1"),
        ("https://co.uk/feed", "co.uk"),
        ("https://münchen.de/feed", "münchen.de"),
        ("file:///shows/a.xml", ""),
        ("no address", ""),
    ],
)
def test_host_is_who_is_asked(url: str, host: str) -> None:
    assert host_of(url) == host
