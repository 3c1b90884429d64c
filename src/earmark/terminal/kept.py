"""What `earmark backup` and `earmark restore` did, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from earmark.condition import BackupReport
from earmark.terminal.clean import clean_line
from earmark.terminal.words import count, day


def backup_lines(report: BackupReport) -> Iterator[str]:
    """What is in the file, and that it is nobody else's business."""
    settings = " and the settings" if report.settings else ""
    yield f"{_holds(report)}{settings} are in {clean_line(str(report.file))} ({_size(report)})."
    yield "It holds the addresses of private feeds as they are: keep it to yourself."


def restored_lines(report: BackupReport) -> Iterator[str]:
    """What came back, and of when it is."""
    made = f"{day(report.made_at)}, {report.made_at:%H:%M} UTC"
    yield f"{_holds(report)} are back, as of {made}. The index is new."


def _holds(report: BackupReport) -> str:
    return f"{count(report.podcasts, 'show')} and {count(report.episodes, 'episode')}"


def _size(report: BackupReport) -> str:
    return f"{report.size_bytes / 1_000_000:,.1f} MB"
