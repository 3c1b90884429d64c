"""For every test: what it sets up for its whole process is undone after it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from earmark import logs


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A command that a test runs sets up the log of the process, which is that of all tests."""
    yield
    root, ours = logging.getLogger(), logging.getLogger("earmark")
    for handler in [each for each in root.handlers if isinstance(each, logs._ToStderr)]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    ours.setLevel(logging.NOTSET)
    logs._chosen = None
