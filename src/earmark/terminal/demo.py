"""What to try after the demo, as commands that work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TextIO

from earmark.model import AddReport, TopicPage
from earmark.terminal.added import summary
from earmark.terminal.screen import Screen

COMMANDS = (
    "topic TRC --also 'tidal resonance converter'",
    "topic sourdough",
    "topic 発酵",
    "topic TRC --by quarter --language de",
    "search 'TRC -toast since:2024-01-01'",
    "topic TRC --csv",
)


def print_next_steps(
    reports: Sequence[AddReport],
    page: TopicPage,
    folder: Path,
    *,
    plain: bool = False,
    file: TextIO | None = None,
    width: int | None = None,
) -> None:
    screen = Screen(plain=plain, file=file, width=width)
    screen.head("That was a sample library of invented shows")
    screen.say(f"{summary(reports)} It lives in {folder}. Try:")
    whys = [f"why {quote(page.topic.phrase)} {episode.id}" for episode in page.episodes[:1]]
    for command in (*COMMANDS, *whys):
        screen.verbatim(f"  earmark {command} --data {quote(str(folder))}")
    screen.say("Then your own feeds: earmark add FOLDER")
