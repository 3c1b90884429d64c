"""Golden pairs: ``x.xml`` and ``x.json``, which says what must come out of it.

A new case needs no code. The JSON names only the fields that the case is about; ``codes`` lists
the codes of its problems.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from earmark.parse.feed import parse_feed

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.xml"))


def plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else value


def only(got: Any, want: Any) -> Any:
    """``got`` reduced to the keys that ``want`` names, at every depth."""
    if isinstance(want, dict):
        return {key: only(got[key], value) for key, value in want.items()}
    if isinstance(want, list) and isinstance(got, list) and len(got) == len(want):
        return [only(g, w) for g, w in zip(got, want, strict=True)]
    return got


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_pair(path: Path) -> None:
    want = json.loads(path.with_suffix(".json").read_text("utf-8"))
    got = plain(parse_feed(path.read_bytes()))
    got["codes"] = [problem["code"] for problem in got["problems"]]
    assert only(got, want) == want


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_known_items_are_not_parsed_and_nothing_else_changes(path: Path) -> None:
    data = path.read_bytes()
    full = parse_feed(data)
    again = parse_feed(data, known=frozenset(full.item_hashes))
    assert again.episodes == ()
    assert sorted(again.unchanged) == sorted(full.item_hashes)
    assert again.items_seen == full.items_seen
    assert again.title == full.title
