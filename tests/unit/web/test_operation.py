"""For those who run it: health, and figures that name nobody and nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from askers import NOW, OWNER, VISITOR, client, open_written
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from earmark.errors import StoreError
from earmark.library import Library
from earmark.model import FeedId
from earmark.polls import HostHold, Noted, Poll, Round
from earmark.web.app import create_app

SECRET = "https://ann:hunter2@feeds.example/show.xml?token=hunter2"
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def kept_up(tmp_path: Path) -> Iterator[Library]:
    """A library that was polled: one feed answers, one is broken, one waits; one host rests."""
    with open_written(tmp_path, "open") as library:
        store = library._store
        urls = ("https://a.example/1", SECRET, "https://c.example/3")
        store.record_feeds([(url, "") for url in urls], due_at=NOW - timedelta(days=2))
        polled = store.polls.page(10)
        hold = HostHold("example", NOW + timedelta(hours=1), strikes=1)
        store.polls.note(
            [
                Noted(answer(polled[0], "fine"), "304", "a.example"),
                Noted(answer(polled[1], "failing"), "timed-out", "feeds.example", hold),
            ],
            NOW,
        )
        number = store.polls.begin_round(Round(NOW - timedelta(hours=3)))
        over = Round(NOW - timedelta(hours=3), NOW - timedelta(hours=2), 8, 6, 1, 5)
        store.polls.set_round(number, over)
        yield library


def answer(poll: Poll, state: str) -> Poll:
    due = NOW + timedelta(hours=1)
    return Poll(FeedId(poll.feed_id), poll.url, due, host=poll.host, state=state)  # type: ignore[arg-type]


def series(text: str) -> Series:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def asked(browser: TestClient) -> Series:
    return series(browser.get("/metrics").text)


def value(found: Series, name: str, **labels: str) -> float:
    return found[f"earmark_{name}", frozenset(labels.items())]


def test_figures_of_the_library_and_of_its_polling(kept_up: Library) -> None:
    found = asked(client(create_app(kept_up, started_at=NOW), OWNER))
    assert value(found, "up") == 1
    assert value(found, "podcasts") == kept_up.vitals().podcasts == 1
    assert value(found, "episodes") > 0
    assert value(found, "generation") == kept_up.state().generation > 0
    assert value(found, "pending_changes") == 0
    assert value(found, "disk_free_bytes") > 0
    assert value(found, "changed_timestamp_seconds") == NOW.timestamp()
    assert value(found, "feeds", state="fine") == value(found, "feeds", state="new") == 1
    assert value(found, "feeds_due") == value(found, "feeds_overdue") == 1
    assert value(found, "hosts_held") == 1
    assert value(found, "polls_total", outcome="304") == 1
    assert value(found, "polls_total", outcome="timed-out") == 1
    assert value(found, "round_polls") == 8
    assert value(found, "round_not_modified_ratio") == 0.75
    assert value(found, "round_failed") == 1
    assert value(found, "round_new_episodes") == 5
    assert value(found, "round_ended_timestamp_seconds") == NOW.timestamp() - 7200
    assert found["process_resident_memory_bytes", frozenset()] > 1_000_000
    assert found["process_open_fds", frozenset()] > 3


def test_no_metric_names_a_feed_a_host_or_a_secret(kept_up: Library) -> None:
    browser = client(create_app(kept_up, started_at=NOW), OWNER)
    for path in (f"/search?q={SECRET}", "/topics/hunter2", "/podcasts/1", "/hunter2/hunter2"):
        browser.get(path)
    text = browser.get("/metrics").text
    assert "hunter2" not in text
    assert "example" not in text
    assert "kettle" not in text.casefold()


def test_requests_are_counted_by_route_never_by_path(app: FastAPI) -> None:
    browser = client(app, OWNER)
    before = asked(browser)
    for path in ("/topics/copper", "/topics/trc", "/nowhere/1", "/nowhere/2", "/podcasts/9999"):
        browser.get(path)
    browser.request("BREW", "/nowhere/1")
    after = asked(browser)

    def more(name: str, **labels: str) -> float:
        key = f"earmark_http_{name}", frozenset(labels.items())
        return after[key] - before.get(key, 0)

    assert more("requests_total", route="/topics/{key}", method="GET", status="200") == 2
    assert more("requests_total", route="none", method="GET", status="404") == 2
    assert more("requests_total", route="none", method="other", status="404") == 1
    assert more("request_seconds_count", route="/topics/{key}") == 2
    assert more("request_seconds_sum", route="/topics/{key}") > 0
    assert not [key for key in after if "copper" in str(key) or "nowhere" in str(key)]


def test_a_fault_of_ours_is_counted(kept_up: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_up, "home", broken(RuntimeError("x")))
    app = create_app(kept_up, started_at=NOW)
    browser = TestClient(app, "http://127.0.0.1", client=OWNER, raise_server_exceptions=False)
    assert browser.get("/").status_code == 500
    assert value(asked(browser), "http_requests_total", route="/", method="GET", status="500") == 1


def broken(error: Exception) -> Callable[..., None]:
    def raises(*_: object, **__: object) -> None:
        raise error

    return raises


def test_a_catalog_that_cannot_be_read_is_told_and_the_rest_stays(
    kept_up: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_up._store, "counts", broken(StoreError("It is gone.", SECRET)))
    found = asked(client(create_app(kept_up, started_at=NOW), OWNER))
    assert value(found, "up") == 0
    assert ("earmark_episodes", frozenset()) not in found
    assert ("process_resident_memory_bytes", frozenset()) in found


@pytest.mark.parametrize(
    ("peer", "public", "status"),
    [(OWNER, False, 200), (VISITOR, False, 404), (VISITOR, True, 200)],
)
def test_figures_are_the_owner_s_unless_opened(
    library: Library, peer: tuple[str, int], public: bool, status: int
) -> None:
    browser = client(create_app(library, started_at=NOW, metrics_public=public), peer)
    got = browser.get("/metrics")
    assert got.status_code == status
    assert got.headers["cache-control"] == "no-store"
    if status == 200:
        assert got.headers["content-type"].startswith("text/plain; version=")
        assert browser.head("/metrics").content == b""
    else:
        assert got.json()["error"]["code"] == "not-found"


def test_openmetrics_for_who_prefers_it(owner: TestClient) -> None:
    got = owner.get("/metrics", headers={"Accept": "application/openmetrics-text;version=1.0.0"})
    assert got.headers["content-type"].startswith("application/openmetrics-text")
    assert got.text.endswith("# EOF\n")


# ---------------------------------------------------------------- health


def test_the_owner_learns_how_it_is_and_a_visitor_that(kept_up: Library) -> None:
    app = create_app(kept_up, started_at=NOW)
    got = client(app, OWNER).get("/health")
    assert (got.status_code, got.headers["cache-control"]) == (200, "no-store")
    checks = got.json()["checks"]
    assert list(checks) == ["catalog", "index", "disk", "round"]
    assert [check["ok"] for check in checks.values()] == [True, True, True, False]
    assert checks["round"]["says"] == (
        "The last one ended 2 h ago. 1 feeds wait for more than a day."
    )
    assert client(app, VISITOR).get("/health").json() == {"ok": True}


def test_a_library_of_nothing_is_well(tmp_path: Path) -> None:
    with open_written(tmp_path) as library:
        got = client(create_app(library, started_at=NOW), OWNER).get("/health")
    assert got.status_code == 200
    assert got.json()["checks"]["round"] == {"ok": True, "says": "Nothing was polled yet."}


@pytest.mark.parametrize("fault", ["catalog", "index", "disk"])
def test_what_is_needed_and_missing_is_503(
    kept_up: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "catalog":
        error = StoreError("The catalog cannot be used: it is no database.", SECRET)
        monkeypatch.setattr(kept_up._store, "generation", broken(error))
    elif fault == "index":
        (tmp_path / "data" / "index" / "CURRENT").write_text("nonsense")
    else:
        monkeypatch.setattr("earmark.upkeep.vitals.free_bytes", lambda _: 1024)
    app = create_app(kept_up, started_at=NOW)
    got = client(app, OWNER).get("/health")
    assert got.status_code == 503
    assert next(name for name, each in got.json()["checks"].items() if not each["ok"]) == fault
    visited = client(app, VISITOR).get("/health")
    assert (visited.status_code, visited.json()) == (503, {"ok": False})
    assert "hunter2" not in json.dumps(got.json())


def test_every_metric_of_ours_is_documented(kept_up: Library) -> None:
    docs = (Path(__file__).parents[3] / "docs" / "operation.md").read_text("utf-8")
    browser = client(create_app(kept_up, started_at=NOW), OWNER)
    browser.get("/nowhere")
    families = text_string_to_metric_families(browser.get("/metrics").text)
    ours = {family.name for family in families if family.name.startswith("earmark_")}
    assert len(ours) > 20
    assert {name for name in ours if f"`{name}" not in docs} == set()
