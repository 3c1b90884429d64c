"""OPML lists, and telling files apart by how they begin."""

from __future__ import annotations

import pytest

from earmark.errors import NotAFeed, NotOpml, TooLarge
from earmark.model import Outline
from earmark.parse.feed import parse_feed
from earmark.parse.opml import parse_opml
from earmark.parse.sniff import looks_like


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def test_nested_outlines_give_categories_and_spelling_does_not_matter() -> None:
    listed = parse_opml(
        opml(
            '<outline text="Sea"><outline text="Fog"><outline type="rss" text="Horns" '
            'xmlUrl="https://a.example/f" htmlUrl="https://a.example/"/></outline></outline>'
            '<outline TITLE="Loud" XMLURL="feed://b.example/f" category="/Noise/Horn,Sea"/>'
        )
    )
    assert listed == (
        Outline("https://a.example/f", "Horns", "https://a.example/", ("Sea", "Fog")),
        Outline("http://b.example/f", "Loud", None, ("Noise/Horn", "Sea")),
    )


def test_a_feed_listed_twice_is_one_with_the_categories_of_both() -> None:
    twice = '<outline text="{}"><outline text="F" xmlUrl="https://a.example/f"/></outline>'
    (one,) = parse_opml(opml(twice.format("A") + twice.format("B")))
    assert one.categories == ("A", "B")


def test_what_is_no_address_is_passed_over() -> None:
    body = '<outline xmlUrl="javascript:x"/><outline type="include" url="https://a.example/o"/>'
    assert parse_opml(opml(body)) == ()


def test_a_list_that_is_not_well_formed_is_repaired() -> None:
    body = '<outline text="Salt & pepper" xmlUrl="https://a.example/?a=1&b=2"/>'
    (one,) = parse_opml(opml(body))
    assert (one.title, one.url) == ("Salt & pepper", "https://a.example/?a=1&b=2")


def test_caps() -> None:
    body = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(6))
    assert len(parse_opml(opml(body), max_outlines=6)) == 6
    with pytest.raises(TooLarge, match="limit is 5"):
        parse_opml(opml(body), max_outlines=5)
    with pytest.raises(TooLarge, match="bytes"):
        parse_opml(opml(body), max_bytes=100)


FILES = [
    (b"", "empty"),
    (b" \n\t", "empty"),
    (b'{"version": 1}', "json"),
    (b"<!DOCTYPE html><html><body>Hello</body></html>", "html"),
    (b"<html><head><title>x</title></head></html>", "html"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"ID3\x04", "audio"),
    (b"\x1f\x8b\x08", "archive"),
    (b"just words", "text"),
    (b'<?xml version="1.0"?><note/>', "xml"),
    (b'<?xml version="1.0"?><opml><body/></opml>', "opml"),
    (b"<!-- <head> is told below --><opml><body/></opml>", "opml"),
    (b"\n\n<rss><channel/></rss>", "feed"),
    ("<?xml version='1.0' encoding='utf-16'?><feed/>".encode("utf-16"), "feed"),
]


@pytest.mark.parametrize(("data", "kind"), FILES)
def test_a_file_is_told_by_how_it_begins(data: bytes, kind: str) -> None:
    assert looks_like(data) == kind


@pytest.mark.parametrize(("data", "kind"), [file for file in FILES if file[1] != "feed"])
def test_what_is_no_feed_is_refused_with_a_reason_and_a_remedy(data: bytes, kind: str) -> None:
    with pytest.raises(NotAFeed) as refused:
        parse_feed(data)
    assert refused.value.remedy
    assert ("empty" in refused.value.message) == (kind == "empty")


@pytest.mark.parametrize(("data", "kind"), [file for file in FILES if file[1] != "opml"])
def test_what_is_no_list_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(NotOpml) as refused:
        parse_opml(data)
    assert refused.value.remedy
