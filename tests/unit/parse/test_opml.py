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
    assert listed.problems == ()
    assert listed.outlines == (
        Outline("https://a.example/f", "Horns", "https://a.example/", ("Sea", "Fog")),
        Outline("http://b.example/f", "Loud", None, ("Noise/Horn", "Sea")),
    )


def test_a_feed_listed_twice_is_one_with_the_categories_of_both() -> None:
    twice = '<outline text="{}"><outline text="F" xmlUrl="https://a.example/f"/></outline>'
    (one,) = parse_opml(opml(twice.format("A") + twice.format("B"))).outlines
    assert one.categories == ("A", "B")


def test_what_is_no_address_is_passed_over() -> None:
    body = '<outline xmlUrl="javascript:x"/><outline type="include" url="https://a.example/o"/>'
    listed = parse_opml(opml(body))
    assert listed.outlines == ()
    assert [problem.code for problem in listed.problems] == ["url-refused"]


def test_a_list_that_is_not_well_formed_is_repaired() -> None:
    body = '<outline text="Salt & pepper" xmlUrl="https://a.example/?a=1&b=2"/>'
    listed = parse_opml(opml(body))
    (one,) = listed.outlines
    assert (one.title, one.url) == ("Salt & pepper", "https://a.example/?a=1&b=2")
    assert [problem.code for problem in listed.problems] == ["not-well-formed"]


def test_over_the_cap_the_first_feeds_are_kept_and_the_rest_is_told() -> None:
    body = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in (0, 1, 2, 1, 3, 4, 0))
    assert parse_opml(opml(body), max_outlines=5).problems == ()
    listed = parse_opml(opml(body), max_outlines=3)
    assert [outline.url[-1] for outline in listed.outlines] == ["0", "1", "2"]
    (problem,) = listed.problems
    assert problem.code == "outlines-cut"
    assert "first 3" in problem.message
    assert "2 more" in problem.message


def test_a_list_over_the_limit_of_bytes_is_refused() -> None:
    with pytest.raises(TooLarge, match="limit is 100") as error:
        parse_opml(opml("<outline/>" * 20), max_bytes=100)
    assert error.value.remedy == "Split the list."


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
