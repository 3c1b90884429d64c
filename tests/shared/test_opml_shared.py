"""Every real subscription list and every fixture names the same feeds, held whole or streamed."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.errors import NotOpml
from earmark.parse import opml
from earmark.parse.opml import parse_opml, stream_opml
from earmark.parse.problems import Problems

pytestmark = pytest.mark.shared


def held(path: Path) -> list[str] | None:
    """The addresses, or None for what is no list."""
    try:
        return [each.url for each in parse_opml(path.read_bytes(), max_bytes=2**20).outlines]
    except NotOpml:
        return None


def streamed(path: Path) -> tuple[list[str] | None, bool]:
    """The addresses, each once, and whether reading stopped at a fault."""
    problems = Problems()
    with path.open("rb") as file:
        try:
            urls = list(dict.fromkeys(each.url for each in stream_opml(file, problems)))
        except NotOpml:
            return None, False
    return urls, any(each.code == "not-well-formed" for each in problems.listed())


def test_every_list_is_read_alike(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(path for path in (shared / "data/opml").rglob("*.*") if path.is_file())
    monkeypatch.setattr(opml, "MOST_BYTES", 0)
    found = {str(path): (held(path), *streamed(path)) for path in paths}
    lists = {name: each for name, each in found.items() if each[0] is not None}
    assert len(lists) >= 50
    assert sum(len(whole or ()) for whole, _, _ in lists.values()) > 5_000
    for name, (whole, parts, broken) in found.items():
        if not broken:
            assert parts == whole, name
        else:
            assert (whole or [])[: len(parts or [])] == parts, name
