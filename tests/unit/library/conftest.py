"""The written shows in a library of their own, made once; no test changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from library_shows import SHOWS

from earmark.library import Library, open_library
from earmark.settings import Settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("library")
    for name, feed in SHOWS.items():
        (folder / f"{name}.xml").write_text(feed, "utf-8")
    with open_library(Settings(data=folder / "data"), now=lambda: NOW, workers=0) as made:
        reports = list(made.add([str(path) for path in sorted(folder.glob("*.xml"))]))
        assert all(report.error is None for report in reports)
        yield made


@pytest.fixture(scope="session")
def ids(library: Library) -> dict[str, int]:
    """The ids of shows and of episodes by title; of two episodes, the first added."""
    shows = library.podcasts().podcasts
    found = {card.podcast.title: int(card.podcast.id) for card in shows}
    for episode in reversed(library.episodes(limit=100).episodes):
        found.setdefault(episode.title, int(episode.id))
    return found
