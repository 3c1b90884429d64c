"""OPML lists, and telling files apart by how they begin."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import earmark.parse.opml as opml_module
from earmark.errors import NotAFeed, NotOpml, TooLarge
from earmark.model import Outline
from earmark.parse.feed import parse_feed
from earmark.parse.opml import parse_opml, stream_opml
from earmark.parse.problems import Problems
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


def test_a_list_of_any_encoding_is_streamed_like_one_that_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "".join(
        f'<outline text="Föhn &amp; Nebel {n}" xmlUrl="https://a.example/{n}?a=1&amp;b=2"/>'
        for n in range(3_000)
    )
    text = f'\n<?xml version="1.0"?><!DOCTYPE opml><opml><body>{body}</body></opml>'
    monkeypatch.setattr(opml_module, "MOST_BYTES", 1_000)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        data = text.encode(encoding)
        with held(tmp_path, data) as file:
            problems = Problems()
            streamed = tuple(stream_opml(file, problems))
        assert streamed == parse_opml(data, max_bytes=len(data)).outlines, encoding
        assert problems.listed() == ()


def test_a_long_list_with_bare_ampersands_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opml_module, "MOST_BYTES", 1_000)
    lines = "".join(
        f'<outline text="A&B &eacute;" xmlUrl="https://a.example/{n}?a=1&b=2"/>'
        for n in range(5_000)
    )
    with held(tmp_path, opml(lines)) as file:
        found = list(stream_opml(file, Problems()))
    assert len(found) == 5_000
    assert {outline.title for outline in found} == {"A&B é"}
    assert {outline.url[-8:] for outline in found} == {"?a=1&b=2"}


def test_a_long_list_is_read_to_where_it_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opml_module, "MOST_BYTES", 100)
    good = '<outline xmlUrl="https://a.example/1"/>\n<outline xmlUrl="https://a.example/2"/>\n'
    with held(tmp_path, opml(good + "</nothing>" + good)) as file:
        problems = Problems()
        assert len(list(stream_opml(file, problems))) == 2
    assert [problem.code for problem in problems.listed()] == ["not-well-formed"]
    assert "line 3" in problems.listed()[0].message


def test_a_long_file_that_is_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opml_module, "MOST_BYTES", 10)
    with held(tmp_path, b"<html><body>" + b"x" * 100) as file, pytest.raises(NotOpml, match="page"):
        list(stream_opml(file, Problems()))


def held(folder: Path, data: bytes) -> BinaryIO:
    (folder / "list.opml").write_bytes(data)
    return (folder / "list.opml").open("rb")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>&;#x1amp\"'/! outlineOPMLé\1", max_size=300), st.integers(1, 50))
def test_pieces_of_any_length_say_the_same(text: str, size: int) -> None:
    """No NUL is among them: where one stands, the encoding is guessed from as much as there is."""

    def read(head: int) -> bytes:
        file = opml_module._Utf8(BytesIO(f"<opml>{text}".encode()), head=head)
        return b"".join(iter(lambda: file.read(size), b""))

    assert read(size + 6) == read(100_000)
