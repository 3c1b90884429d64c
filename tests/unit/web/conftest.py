"""A small library with its pages, made once: public, unlisted and private shows in many languages.

The topic "TRC" is ambiguous, "copper" has duplicates and faults. ``owner`` asks from this
machine, ``visitor`` from elsewhere. Nothing here may be changed by a test; one that adds makes
its own with ``askers.open_written``.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from askers import NOW, OWNER, VISITOR, client
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient
from tests.fake_fetcher import FakeFetcher
from written_feeds import WRITTEN

from earmark.demo import feeds_folder
from earmark.library import Library, open_library
from earmark.settings import Settings
from earmark.web.app import create_app

DEMO = (
    *("racks-and-crumbs", "lever-frame-nine", "salt-and-current", "gleisplan", "aiguillages"),
    *("hakko-no-heya", "machi-no-densha", "bakstua", "night-ferry", "museum-of-breakfast"),
)


def pictures() -> FakeFetcher:
    """A web where a picture is at every address."""
    out = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "PNG")
    return FakeFetcher(lambda _: out.getvalue())


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("web")
    with feeds_folder() as demo:
        for name in DEMO:
            (folder / f"{name}.xml").write_bytes((demo / f"{name}.xml").read_bytes())
    for name, feed in WRITTEN.items():
        (folder / f"{name}.xml").write_text(feed, "utf-8")
    with open_library(
        Settings(data=folder / "data"), now=lambda: NOW, workers=0, fetcher=pictures
    ) as library:
        reports = list(library.add([str(path) for path in sorted(folder.glob("*.xml"))]))
        assert all(report.error is None for report in reports)
        yield library


@pytest.fixture(scope="session")
def app(library: Library) -> FastAPI:
    return create_app(library, started_at=NOW)


@pytest.fixture
def owner(app: FastAPI) -> TestClient:
    return client(app, OWNER)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    return client(app, VISITOR)
