"""A list of feeds: what it names is recorded, what was wrong with it is reported."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from earmark.ingest.add import ReadTask, read, store_document
from earmark.ingest.prepare import Caps
from earmark.ingest.sources import Source
from earmark.parse.opml import MOST_OUTLINES
from earmark.store.sqlite import open_store

NOW = datetime(2025, 6, 1, tzinfo=UTC)


def test_a_list_over_the_cap_is_recorded_up_to_it_and_the_report_says_so(tmp_path: Path) -> None:
    lines = "".join(
        f'<outline xmlUrl="https://a.example/{number}"/>' for number in range(MOST_OUTLINES + 3)
    )
    path = tmp_path / "list.opml"
    path.write_text(f"<opml><body>{lines}</body></opml>")
    task = ReadTask(Source(str(path), "file"), Caps())
    store = open_store(tmp_path / "catalog.sqlite")
    report = store_document(task, read(task), store, NOW)
    assert report.feeds == MOST_OUTLINES
    assert report.error is None
    assert [problem.code for problem in report.problems] == ["outlines-cut"]
    assert "3 more" in report.problems[0].message
