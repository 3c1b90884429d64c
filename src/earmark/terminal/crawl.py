"""How a crawl goes, on stderr while it runs, and what it did."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from earmark.polls import CrawlProgress, Round
from earmark.terminal.words import count, listed, when

MOST_REASONS = 4


class CrawlScreen:
    """A line that changes while a round goes on; nothing where stderr is no terminal. The end of
    each round that did something stays."""

    def __init__(self, *, hidden: bool = False, plain: bool = False):
        plain = plain or bool(os.environ.get("NO_COLOR"))
        self._hidden = hidden
        self._console = Console(
            stderr=True, highlight=False, color_system=None if plain else "auto"
        )
        self._live = Live(console=self._console, transient=True, auto_refresh=False)
        self._lively = not hidden and sys.stderr.isatty()
        self._told: Round | None = None

    def __enter__(self) -> Self:
        if self._lively:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def show(self, progress: CrawlProgress) -> None:
        if self._lively:
            self._live.update(Text(going(progress)), refresh=True)
        ended = progress.round.ended_at is not None and progress.round.asked
        if ended and progress.round != self._told and not self._hidden:
            self._told = progress.round
            self._console.print(Text(done(progress)), soft_wrap=True)


def going(progress: CrawlProgress) -> str:
    """One line: how far, how fast, what came, what failed, what comes next."""
    if progress.next_at is not None and not progress.under_way:
        return f"Nothing is due; the next feed {when(progress.next_at)}."
    round_ = progress.round
    parts = [f"{count(round_.asked, 'feed')} asked, {progress.due:,} to go"]
    if progress.elapsed_s >= 1:
        parts.append(f"{round_.asked / progress.elapsed_s:,.1f} a second")
    return " · ".join((*parts, *_sums(progress)))


def done(progress: CrawlProgress) -> str:
    """The sums of a round in a sentence."""
    round_ = progress.round
    took = f" in {max(1, round(progress.elapsed_s)):,} s" if progress.elapsed_s else ""
    return f"{count(round_.asked, 'feed')} asked{took}: {', '.join(_sums(progress))}."


def _sums(progress: CrawlProgress) -> list[str]:
    round_ = progress.round
    sums = [count(round_.new_episodes, "new episode")]
    if round_.asked:
        sums.append(f"{round_.not_modified / round_.asked:.0%} not modified")
    if round_.wire_bytes:
        sums.append(size(round_.wire_bytes))
    if round_.failed:
        sums.append(f"{round_.failed:,} failed ({reasons(progress)})")
    return sums


def reasons(progress: CrawlProgress) -> str:
    """The commonest codes, each with its number."""
    common = sorted(progress.failures.items(), key=lambda each: (-each[1], each[0]))
    said = [f"{code} {times:,}" for code, times in common[:MOST_REASONS]]
    more = len(common) - len(said)
    return listed([*said, f"{more} more reasons"] if more > 1 else said)


def size(number: int) -> str:
    """``12 kB``, ``3.4 MB``, as disks are sold and networks counted."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if number >= unit:
            value = number / unit
            return f"{value:,.0f} {name}" if value >= 10 else f"{value:.1f} {name}"
    return f"{number} bytes"
