"""A sample library: invented shows, with the faults that real feeds have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

TOPIC = "TRC"
"""An acronym that means several things in these shows."""


@contextmanager
def feeds_folder() -> Iterator[Path]:
    """The folder of the feeds, unpacked where the package is an archive."""
    with as_file(files(__package__) / "feeds") as folder:
        yield folder
