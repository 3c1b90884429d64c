"""Each catalog there is, empty, for the tests of the contract of ``ports.Store``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from earmark.ports import Store
from earmark.store.sqlite import open_store

FACTORIES: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda folder: open_store(folder / "catalog.db"),
}


@pytest.fixture(params=sorted(FACTORIES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = FACTORIES[request.param](tmp_path)
    yield made
    made.close()
