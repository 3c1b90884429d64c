"""Every real feed is read whole, against a count made another way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from earmark.errors import ParseError
from earmark.model import ParsedFeed
from earmark.parse.feed import parse_feed
from earmark.parse.opml import parse_opml
from earmark.parse.sniff import looks_like

pytestmark = pytest.mark.shared

_HIDDEN = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_OPENING = re.compile(rb"<(?:item|entry)[\s>/]", re.IGNORECASE)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.*") if path.is_file())


def items_of(data: bytes) -> int:
    return len(_OPENING.findall(_HIDDEN.sub(b"", data)))


def test_every_item_of_every_podcast_feed_is_kept(shared: Path) -> None:
    paths = files(shared / "data/feeds/podcast")
    assert len(paths) >= 200
    for path in paths:
        data = path.read_bytes()
        feed = parse_feed(data)
        assert len(feed.episodes) == items_of(data) == feed.items_seen, path.name
        assert len(feed.item_hashes) == len(feed.episodes), path.name
        codes = [problem.code for problem in feed.problems]
        assert len(codes) == len(set(codes)), path.name


@pytest.mark.parametrize("folder", ["fixture", "nonpodcast"])
def test_other_documents_are_read_or_refused_with_a_reason(shared: Path, folder: str) -> None:
    paths = files(shared / "data/feeds" / folder)
    assert len(paths) >= 50
    for path in paths:
        said = outcome(path.read_bytes())
        assert said, path.name


def outcome(data: bytes) -> str:
    """The feed's items, one hash each, or the reason and remedy of a refusal; "" for neither."""
    try:
        feed = parse_feed(data)
    except ParseError as refused:
        return f"{refused.message} {refused.remedy}" if refused.remedy else ""
    return f"{feed.items_seen} items" if len(feed.episodes) == len(feed.item_hashes) else ""


def by_hash(feed: ParsedFeed) -> dict[int, object]:
    return dict(zip(feed.item_hashes, feed.episodes, strict=True))


def test_dated_versions_read_by_delta_equal_the_whole(shared: Path) -> None:
    pairs = 0
    for folder in sorted((shared / "data/feeds/series").iterdir()):
        known: dict[int, object] = {}
        for path in files(folder):
            data = path.read_bytes()
            whole = parse_feed(data)
            delta = parse_feed(data, known=frozenset(known))
            known |= by_hash(delta)
            assert sorted(delta.item_hashes + delta.unchanged) == sorted(whole.item_hashes)
            assert {digest: known[digest] for digest in whole.item_hashes} == by_hash(whole)
            assert delta.title == whole.title
            pairs += 1
    assert pairs >= 40


def test_a_folder_is_sorted_by_how_files_begin(shared: Path) -> None:
    for path in files(shared / "data/feeds/podcast"):
        assert looks_like(path.read_bytes()[:20_000]) == "feed", path.name


def test_every_address_of_real_lists_is_found_once(shared: Path) -> None:
    address = re.compile(rb"""xmlUrl\s*=\s*["'](https?://[^"'\s]+)["']""", re.IGNORECASE)
    for path in files(shared / "data/opml/real"):
        data = path.read_bytes()
        listed = {outline.url for outline in parse_opml(data).outlines}
        written = {url.decode().replace("&amp;", "&") for url in address.findall(data)}
        assert written <= listed, path.name
