"""Where answers are written: a console of the right width, with or without styles."""

from __future__ import annotations

import os
import re
import sys
from typing import Any, TextIO

from rich.console import Console
from rich.containers import Lines
from rich.text import Text

from earmark.terminal.clean import clean
from earmark.terminal.words import MONTHS

NARROWEST = 40
WIDEST = 100
"""Lines longer than this are tiring to read."""
STYLES = {"match": "bold yellow", "title": "bold", "dim": "dim", "bar": "cyan", "head": "bold"}


_DATE = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")
_HELD = "\ue000"
"""Stands for a space while lines are broken: rich breaks at no-break spaces too. A
character of private use, of one column; a text's own has no shape to lose."""


class _Paragraph(Text):
    """Text whose dates (``10 March 2026``) are never broken over lines."""

    def wrap(self, console: Console, width: int, **more: Any) -> Lines:
        held = self.copy()
        held.plain = _DATE.sub(lambda day: day.group().replace(" ", _HELD), self.plain)
        lines = Text.wrap(held, console, width, **more)
        for line in lines:
            line.plain = line.plain.replace(_HELD, " ")
        return lines


class _Console(Console):
    """A console that leaves it to the command what a reader's leaving (``| head``) means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Screen:
    """Writes paragraphs. ``styled`` is False without a terminal, with NO_COLOR or when asked."""

    def __init__(
        self, *, plain: bool = False, file: TextIO | None = None, width: int | None = None
    ):
        out = file or sys.stdout
        self.styled = not plain and not os.environ.get("NO_COLOR") and out.isatty()
        self.console = _Console(
            file=out,
            width=width,
            color_system="auto" if self.styled else None,
            force_terminal=self.styled,
            markup=False,
            highlight=False,
            emoji=False,
        )
        self.width = min(max(self.console.width, NARROWEST), WIDEST)

    def write(self, text: Text, *, indent: int = 0) -> None:
        """A paragraph, wrapped."""
        for line in text.wrap(self.console, self.width - indent):
            line.rstrip()
            self.console.print(Text(" " * indent) + line, soft_wrap=True)

    def say(self, text: str, style: str = "", *, indent: int = 0) -> None:
        self.write(self.text(text, style), indent=indent)

    def head(self, text: str) -> None:
        self.gap()
        self.say(text, "head")

    def gap(self) -> None:
        self.console.print()

    def verbatim(self, text: str) -> None:
        """A line to copy, never wrapped by us."""
        self.console.print(Text(clean(text)), soft_wrap=True)

    def text(self, text: str, style: str = "") -> Text:
        return _Paragraph(clean(text), style=STYLES.get(style, style))

    def marked(self, text: str, spans: tuple[tuple[int, int], ...], style: str = "") -> Text:
        """Text with its matches bright; without styles they stand between asterisks. Cleaning
        moves characters, so each stretch is cleaned by itself."""
        result = self.text("", style)
        done = 0
        for start, end in spans:
            result.append(clean(text[done:start]))
            match = clean(text[start:end])
            result.append(match if self.styled else f"*{match}*", STYLES["match"])
            done = end
        return result.append(clean(text[done:]))
