"""Search results in the terminal."""

from __future__ import annotations

from shlex import quote
from typing import TextIO

from earmark.model import SearchPage
from earmark.terminal.clean import clean_line
from earmark.terminal.episodes import print_episode
from earmark.terminal.screen import Screen
from earmark.terminal.words import count


def print_search(
    page: SearchPage,
    *,
    query: str,
    options: str = "",
    plain: bool = False,
    file: TextIO | None = None,
    width: int | None = None,
) -> None:
    """``options`` are repeated in the command for the next page."""
    screen = Screen(plain=plain, file=file, width=width)
    screen.say(f"{count(page.total, 'episode')}: {clean_line(page.query)}", "head")
    for episode in page.episodes:
        print_episode(screen, episode)
    if not page.total:
        screen.say("Try fewer words, or OR between them.")
    if page.next:
        screen.head("How to go on")
        again = f"earmark search {quote(clean_line(query))}{options}"
        screen.verbatim(f"  {again} --cursor {page.next}")
