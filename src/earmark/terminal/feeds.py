"""`earmark feeds`: how each feed stands, those that need a person first said."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO

from rich.table import Table
from rich.text import Text

from earmark.keys import without_secrets
from earmark.polls import CrawlState, FeedPage, Poll
from earmark.terminal.clean import clean_line
from earmark.terminal.screen import Screen
from earmark.terminal.words import count, listed, when

STATES = {
    "new": "not asked yet",
    "fine": "fine",
    "quiet": "quiet",
    "moving": "moving",
    "failing": "failing",
    "refused": "refused",
    "gone": "gone",
    "dead": "given up",
}


def print_feeds(
    page: FeedPage,
    now: datetime,
    *,
    plain: bool = False,
    file: TextIO | None = None,
    width: int | None = None,
) -> None:
    screen = Screen(plain=plain, file=file, width=width)
    screen.say(summary(page.state, now), "head")
    if not page.polls:
        return
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True)
    table.add_column("Feed", ratio=1, overflow="ellipsis", no_wrap=True)
    for heading in ("State", "Answer", "Asked", "Next"):
        table.add_column(heading, no_wrap=True)
    for poll in page.polls:
        table.add_row(*map(Text, row(poll, now)))
    screen.console.print(table, width=screen.width)
    if page.next:
        screen.say(f"More: --cursor {page.next}", "dim")


def row(poll: Poll, now: datetime) -> tuple[str, str, str, str, str]:
    """Title, state, last answer, when it was, when the next is due."""
    return (
        clean_line(poll.title) or clean_line(without_secrets(poll.url)),
        STATES[poll.state],
        poll.failure or (str(poll.status) if poll.status else ""),
        when(poll.asked_at, now) if poll.asked_at else "",
        when(poll.due_at, now) if poll.due_at else "never",
    )


def summary(state: CrawlState, now: datetime) -> str:
    """How many feeds there are, how many in each state, and the backlog."""
    if not state.feeds:
        return "No feeds are polled. `earmark add URL` or an OPML file adds some."
    states = [f"{number:,} {STATES[name]}" for name, number in sorted(state.states.items())]
    said = f"{count(state.feeds, 'feed')}: {listed(states)}."
    if state.due:
        late = f", {state.late:,} by more than a day" if state.late else ""
        return f"{said} {state.due:,} due{late}."
    return f"{said} Next {when(state.next_at, now)}." if state.next_at else said
