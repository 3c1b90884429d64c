"""Broken and hostile documents: what publishers break, and what attackers send.

The sizes are moderate here; the same attacks at full size run in ``tests/long``.
"""

from __future__ import annotations

import pytest
from attacks import ATTACKS
from broken import BROKEN, FEED, TITLES
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import ParseError, TooLarge
from earmark.model import ParsedFeed
from earmark.parse.feed import parse_feed


def test_there_are_39_broken_variants_and_28_attacks() -> None:
    assert (len(BROKEN), len(ATTACKS)) == (39, 28)


@pytest.mark.parametrize("name", BROKEN)
def test_every_item_of_a_broken_feed_is_recovered(name: str) -> None:
    feed = parse_feed(BROKEN[name])
    assert feed.title == "Harbour Lights"
    assert tuple(episode.title for episode in feed.episodes) == TITLES
    assert [episode.guid for episode in feed.episodes] == [f"hl-{n}" for n in range(1, 6)]


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_read_or_refused_and_leaks_nothing(name: str) -> None:
    try:
        feed = parse_feed(ATTACKS[name](20_000))
    except ParseError:
        return
    assert "root:" not in repr(feed)
    assert len(repr(feed)) < 5_000_000


def test_a_document_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="limit is 10"):
        parse_feed(FEED.encode(), max_bytes=10)


@pytest.mark.parametrize("name", ["tags of an item", "many attributes", "item openings"])
def test_a_large_document_of_tags_and_little_else_is_refused(name: str) -> None:
    with pytest.raises(TooLarge, match="no feed has so many"):
        parse_feed(ATTACKS[name](1_300_000))


def test_markup_in_cdata_is_no_reason_to_refuse_a_large_feed() -> None:
    notes = "<b>a</b>" * 100
    item = f"<item><title>A</title><description><![CDATA[{notes}]]></description></item>"
    assert (
        len(parse_feed(f"<rss><channel>{item * 1_300}</channel></rss>".encode()).episodes) == 1_300
    )


@pytest.mark.parametrize(
    ("data", "cut_off"),
    [
        (FEED, False),
        (FEED[: FEED.index("</channel>")], False),
        (FEED[: FEED.rindex("<enclosure") + 20], True),
        (FEED[: FEED.rindex("</title>")], True),
        (FEED.replace("</item>", ""), False),  # none of them is ever closed
        ("<feed><entry><title>A</title></entry><entry><tit", True),
    ],
)
def test_a_document_that_ends_in_an_item_says_so(data: str, cut_off: bool) -> None:
    feed = parse_feed(data.encode())
    assert feed.cut_off == cut_off
    assert ("cut-off" in {problem.code for problem in feed.problems}) == cut_off


def test_over_the_cap_the_newest_items_are_read_in_their_order() -> None:
    for data in (FEED.encode(), FEED.replace("</item>", "</item >").encode()):
        feed = parse_feed(data, max_items=2)
        assert [episode.guid for episode in feed.episodes] == ["hl-4", "hl-5"]
        assert feed.items_seen == 5
        assert [problem.code for problem in feed.problems] == ["items-cut"]
        again = parse_feed(data, max_items=2, known=frozenset(feed.item_hashes))
        assert sorted(again.unchanged) == sorted(feed.item_hashes)


def test_caps_of_fields_are_problems_said_once() -> None:
    long_title = "<title>" + "t" * 2_000 + "</title>"
    long_note = "<description>" + "ø" * 300_000 + "</description>"
    words = "".join(f"<category>c{n}</category>" for n in range(300))
    url = f"<link>https://a.example/{'x' * 3_000}</link>"
    item = f"<item>{long_title}{long_note}{words}{url}</item>"
    feed = parse_feed(f"<rss><channel><title>H</title>{item}{item}</channel></rss>".encode())
    codes = sorted(problem.code for problem in feed.problems)
    assert codes == ["list-cut", "text-cut", "title-cut", "url-too-long"]
    assert all(problem.message for problem in feed.problems)
    episode = feed.episodes[0]
    assert len(episode.title) == 1_000
    assert len(episode.notes.encode()) <= 512 * 1024
    assert len(episode.keywords) == 200
    assert episode.link is None


_UNSTORABLE = st.sampled_from("\x00\x01\x1f\ufdd0\ufffe\uffff\U0001ffff\r\u202e")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=10), _UNSTORABLE)).map("".join))
def test_texts_hold_nothing_that_cannot_be_stored(text: str) -> None:
    escaped = text.encode("utf-8", "ignore").decode().replace("&", "&amp;").replace("<", "&lt;")
    item = f"<item><title>{escaped}</title><description>{escaped}</description></item>"
    feed = parse_feed(f"<rss><channel>{item}</channel></rss>".encode())
    for kept in (feed.episodes[0].title, feed.episodes[0].notes):
        kept.encode("utf-8")
        assert not set(kept) & set("\x00\x01\x1f\r\ufdd0\ufffe\uffff\U0001ffff")
    assert "\u202e" not in feed.episodes[0].title


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(FEED)), st.integers(0, 12), st.binary(max_size=6)),
        max_size=4,
    )
)
def test_mutations_raise_nothing_of_others(edits: list[tuple[int, int, bytes]]) -> None:
    data = FEED.encode()
    for at, gone, put in edits:
        data = data[:at] + put + data[at + gone :]
    try:
        feed = parse_feed(data)
    except ParseError:
        return
    assert len(feed.episodes) == len(feed.item_hashes)


_ITEMS = [item + "</item>" for item in FEED[FEED.index("<item>") :].split("</item>")[:-1]]


def feed_of(numbers: list[int]) -> bytes:
    head = FEED[: FEED.index("<item>")]
    return (head + "".join(_ITEMS[n] for n in numbers) + "</channel></rss>").encode()


def by_hash(feed: ParsedFeed) -> dict[int, object]:
    return dict(zip(feed.item_hashes, feed.episodes, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=8), st.lists(st.integers(0, 4), max_size=8))
def test_what_is_new_plus_what_is_known_is_the_whole(old: list[int], new: list[int]) -> None:
    before, whole = parse_feed(feed_of(old)), parse_feed(feed_of(new))
    delta = parse_feed(feed_of(new), known=frozenset(before.item_hashes))
    assert sorted(delta.item_hashes + delta.unchanged) == sorted(whole.item_hashes)
    assert not set(delta.item_hashes) & set(before.item_hashes)
    assert {**by_hash(before), **by_hash(delta)}.items() >= by_hash(whole).items()
    assert (delta.title, delta.link, delta.items_seen) == (whole.title, whole.link, len(new))
