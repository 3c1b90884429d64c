"""Long work shown on stderr while it runs; nothing where that is no terminal."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from earmark.library import Progress as Stage
from earmark.model import AddReport
from earmark.terminal.words import count

STAGES = {
    "fold": "Finding repeats",
    "index": "Indexing",
    "rebuild": "Indexing",
    "record": "Recording",
}


class AddProgress:
    """Feeds and episodes as they come, then a bar for each later stage."""

    def __init__(self, *, hidden: bool = False, plain: bool = False):
        plain = plain or bool(os.environ.get("NO_COLOR"))
        console = Console(stderr=True, highlight=False, color_system=None if plain else "auto")
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[said]}", markup=False),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=hidden or not sys.stderr.isatty(),
        )
        self._tasks: dict[str, TaskID] = {}
        self._feeds = 0
        self._episodes = 0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def added(self, report: AddReport) -> None:
        self._feeds += 1
        self._episodes += report.episodes
        task = self._task("Reading", None)
        elapsed = self._bars.tasks[0].elapsed or 0.0
        pace = f", {self._episodes / elapsed:,.0f}/s" if elapsed >= 1 else ""
        said = f"{count(self._feeds, 'feed')}, {count(self._episodes, 'episode')}{pace}"
        self._bars.update(task, said=said)

    def stage(self, progress: Stage) -> None:
        title = STAGES.get(progress.stage, progress.stage.capitalize())
        task = self._task(title, progress.total)
        of = f" of {progress.total:,}" if progress.total is not None else ""
        said = f"{progress.done:,}{of} {progress.note}".rstrip()
        self._bars.update(task, completed=progress.done, total=progress.total, said=said)

    def _task(self, title: str, total: int | None) -> TaskID:
        if title not in self._tasks:
            self._tasks[title] = self._bars.add_task(title, total=total, said="")
        return self._tasks[title]
