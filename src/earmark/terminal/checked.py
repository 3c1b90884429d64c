"""What `earmark index check` found, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from earmark.model import IndexReport
from earmark.terminal.clean import clean_line
from earmark.terminal.words import count


def checked_lines(report: IndexReport) -> Iterator[str]:
    """Every difference on a line of its own, then the remedy; or that there is none."""
    stories = count(report.stories, "story", "stories")
    if not report.differences:
        yield f"Index and catalog agree: {stories}, generation {report.generation}."
        return
    for difference in report.differences:
        yield f"{difference.kind}: {clean_line(difference.message)}"
    yield f"{count(len(report.differences), 'difference')} over {stories}."
    yield "`earmark index rebuild` makes the index anew; nothing is lost."
