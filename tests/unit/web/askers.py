"""Who asks in these tests, and libraries for them to ask."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient
from written_feeds import WRITTEN

from earmark.library import Library, open_library
from earmark.settings import Settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OWNER = ("127.0.0.1", 50000)
VISITOR = ("203.0.113.9", 50000)
HOST = "http://127.0.0.1:8017"


def client(app: FastAPI, peer: tuple[str, int]) -> TestClient:
    """A browser of its own: cookies are kept from answer to answer, redirects aren't followed."""
    return TestClient(app, client=peer, base_url=HOST, follow_redirects=False)


def open_written(folder: Path, *names: str) -> Library:
    """A library of its own in ``folder`` with some written feeds."""
    made = open_library(Settings(data=folder / "data"), now=lambda: NOW, workers=0)
    for name in names:
        (folder / f"{name}.xml").write_text(WRITTEN[name], "utf-8")
    list(made.add([str(folder / f"{name}.xml") for name in names]))
    return made
