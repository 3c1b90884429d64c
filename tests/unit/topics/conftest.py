"""The written library and a reader over it, made once a module."""

from __future__ import annotations

import pytest
from topics_shelf import SHOWS, Shelf


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(SHOWS)


@pytest.fixture(scope="module")
def reader(shelf):
    return shelf.reader()
