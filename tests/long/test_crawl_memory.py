"""A feed whose parsing needs more memory than a worker may have costs that feed alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ByteSize
from tests.fake_fetcher import Answer, FakeFetcher
from tests.unit.ingest.feeds import Item, rss

from earmark.library import CATALOG, open_library
from earmark.settings import MIB, Settings
from earmark.store.sqlite import open_store

pytestmark = pytest.mark.long

NOW = datetime(2024, 3, 1, tzinfo=UTC)
HUGE = "https://huge.example/feed"


def test_a_parser_killed_by_its_memory_limit_costs_one_feed(tmp_path: Path) -> None:
    notes = "Words of an episode that nobody has listened to. " * 400
    huge = rss("Huge", [Item(f"Part {n}", f"h{n}", notes=notes) for n in range(3_000)])
    assert len(huge) > 50_000_000
    answers = {
        f"https://show{n}.example/feed": Answer(rss(f"Show {n}", [Item(f"Of {n}", f"g{n}")]))
        for n in range(20)
    }
    fetcher = FakeFetcher({HUGE: Answer(huge), **answers})
    settings = Settings(data=tmp_path, max_worker_memory=ByteSize(256 * MIB))
    store = open_store(tmp_path / CATALOG)
    store.record_feeds([(url, "") for url in (HUGE, *answers)], due_at=NOW)
    with open_library(settings, now=lambda: NOW, workers=1, fetcher=lambda: fetcher) as library:
        round_ = library.crawl(once=True)
    assert (round_.asked, round_.failed, round_.new_episodes) == (21, 1, 20)
    failed = [poll for poll in store.polls.page(100) if poll.failure]
    assert [poll.url for poll in failed] == [HUGE]
    assert failed[0].failure in ("unforeseen", "worker-died", "too-large")
    store.close()
