"""What is wrong with an installation: each finding by what is seen, and by what is there."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.fake_fetcher import Answer, FakeFetcher
from typer.testing import CliRunner

from earmark.cli import app
from earmark.condition import CatalogFacts
from earmark.demo import feeds_folder
from earmark.ingest.lock import try_lock
from earmark.library import doctor, open_library
from earmark.polls import CrawlState, Failure, Fetched, FetchRequest
from earmark.settings import Settings
from earmark.store import copies
from earmark.upkeep.doctor import Seen, diagnose
from earmark.upkeep.look import RELEASED_AT, TRIED

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROOT = Path(__file__).parents[3]
WELL = Seen(
    Settings(data=Path("/shows")),
    NOW,
    RELEASED_AT,
    catalog=CatalogFacts("current", "0003", podcasts=3, episodes=9, feeds=3, stories=8),
    index="usable",
    index_stories=8,
    changed_at=NOW,
    crawl=CrawlState(3, {"fine": 3}, due=0, late=0, next_at=NOW),
)


def facts(**changes: Any) -> CatalogFacts:
    assert WELL.catalog is not None
    return replace(WELL.catalog, **changes)


def crawl(**changes: Any) -> CrawlState:
    assert WELL.crawl is not None
    return replace(WELL.crawl, **changes)


def settings(**changes: Any) -> Settings:
    return Settings(data=Path("/shows"), **changes)


def answered(status: int = 200, failure: Failure | None = None) -> Fetched:
    return Fetched(FetchRequest(TRIED), TRIED, status, failure=failure)


ILL: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("no-library", "advice", {"exists": False, "catalog": None, "index": None, "crawl": None}),
    ("not-writable", "fault", {"writable": False}),
    ("other-user", "advice", {"foreign_owner": True}),
    ("readable-by-others", "advice", {"open_to_others": True, "catalog": facts(private=1)}),
    ("leftovers", "advice", {"leftovers": (".restore-x",)}),
    ("disk-low", "advice", {"free_bytes": 500_000_000}),
    ("disk-full", "fault", {"free_bytes": 1_000_000}),
    ("catalog-unreadable", "fault", {"catalog": None, "catalog_error": "It is no database."}),
    ("catalog-unreadable", "fault", {"catalog": CatalogFacts("foreign")}),
    ("catalog-damaged", "fault", {"catalog": facts(faults=("row 3 missing from index x",))}),
    ("newer-library", "fault", {"catalog": facts(standing="newer")}),
    ("older-library", "advice", {"catalog": facts(standing="older")}),
    ("leases-ahead", "advice", {"catalog": facts(leases=(NOW + 2 * HOUR,))}),
    ("leases-left", "advice", {"catalog": facts(leases=(NOW - 2 * HOUR, NOW + HOUR / 4))}),
    ("index-damaged", "fault", {"index": "unusable", "index_stories": None}),
    ("index-damaged", "fault", {"index": "none", "index_stories": None}),
    ("index-differs", "fault", {"index_stories": 7}),
    ("not-indexed", "advice", {"pending": 4}),
    ("clock", "fault", {"now": RELEASED_AT - HOUR, "changed_at": None}),
    ("clock", "fault", {"changed_at": NOW + HOUR}),
    ("backlog", "advice", {"crawl": crawl(due=2, late=2)}),
    *(
        (f"feeds-{state}", "advice", {"crawl": crawl(states={state: 2})})
        for state in ("refused", "moving", "gone", "dead", "failing")
    ),
    ("no-contact", "fault", {"crawl": crawl(feeds=101)}),
    ("private-hosts", "advice", {"settings": settings(private_hosts="10.0.0.0/8")}),
    ("owner-from", "advice", {"settings": settings(owner_from="172.17.0.1")}),
    ("no-https", "advice", {"settings": settings(public_url="http://pods.example")}),
    ("network", "fault", {"fetched": answered(failure=Failure("no-such-host", "No DNS."))}),
    ("network", "advice", {"fetched": answered(407)}),
)
FINE: tuple[dict[str, Any], ...] = (
    {},
    {"open_to_others": True},
    {"pending": 4, "indexed_now": True},
    {"pending": 4, "index_stories": 7, "indexed_now": True},
    {"index": "none", "index_stories": None, "catalog": facts(episodes=0, stories=0)},
    {"changed_at": NOW + timedelta(minutes=2)},
    {"changed_at": None},
    {"catalog": facts(leases=(NOW + HOUR / 4, NOW - HOUR / 4))},
    {"crawl": crawl(states={"fine": 2, "quiet": 1, "new": 1})},
    {"crawl": crawl(feeds=101), "settings": settings(contact="ann@example.org")},
    {"crawl": crawl(feeds=101), "settings": settings(public_url="https://pods.example")},
    {"crawl": crawl(feeds=100)},
    {"fetched": answered()},
)


@pytest.mark.parametrize(("code", "level", "changes"), ILL)
def test_each_fault_is_found_and_nothing_else(
    code: str, level: str, changes: dict[str, Any]
) -> None:
    (finding,) = diagnose(replace(WELL, **changes))
    assert (finding.code, finding.level) == (code, level)
    assert finding.message.endswith(".")
    assert len(finding.remedy) > 10


@pytest.mark.parametrize("changes", FINE)
def test_what_is_well_is_not_found_ill(changes: dict[str, Any]) -> None:
    assert diagnose(replace(WELL, **changes)) == ()


def test_faults_come_before_advice() -> None:
    seen = replace(WELL, foreign_owner=True, leftovers=("x",), index_stories=7)
    assert [finding.level for finding in diagnose(seen)] == ["fault", "advice", "advice"]


def test_every_finding_is_documented_and_tried() -> None:
    tree = ast.parse((ROOT / "src/earmark/upkeep/doctor.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    said = [
        call.args[0]
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("_fault", "_advice")
    ]
    codes = {each.value for each in said if isinstance(each, ast.Constant)}
    tried = {code for code, _, _ in ILL}
    section = (ROOT / "docs/operation.md").read_text("utf-8").partition("## Doctor")[2]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("|")]
    documented = {code for row in rows for code in re.findall(r"`([^`]+)`", row)}
    assert codes <= tried
    assert documented == tried


# ---------------------------------------------------------------- what is there


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ill") / "data"
    with (
        feeds_folder() as feeds,
        open_library(Settings(data=folder), now=lambda: NOW, workers=0) as library,
    ):
        list(library.add([str(feeds / "night-ferry.xml")]))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def found(folder: Path, now: datetime = NOW) -> set[str]:
    return {each.code for each in doctor(Settings(data=folder), now=lambda: now)} - {"disk-low"}


def sql(folder: Path, script: str) -> None:
    connection = sqlite3.connect(folder / "catalog.db")
    connection.executescript(script)
    connection.close()


def damage_page(folder: Path) -> None:
    """One that only an index of the database needs."""
    connection = sqlite3.connect(folder / "catalog.db")
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_episodes_link'"
    (page,) = connection.execute(query).fetchone()
    connection.close()
    with (folder / "catalog.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def files_of(folder: Path) -> list[Path]:
    """But those that SQLite has while it reads."""
    found = sorted(folder.rglob("*"))
    return [path for path in found if not path.name.startswith("catalog.db-")]


def forget_story(folder: Path) -> None:
    sql(folder, "DELETE FROM stories WHERE id = (SELECT min(id) FROM stories)")


BREAK: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("no-library", shutil.rmtree),
    ("catalog-unreadable", lambda at: (at / "catalog.db").write_bytes(b"x" * 9000)),
    ("catalog-damaged", damage_page),
    ("catalog-unreadable", lambda at: sql(at, "DROP TABLE meta")),
    ("newer-library", lambda at: sql(at, "UPDATE alembic_version SET version_num = '9999'")),
    ("older-library", lambda at: sql(at, "UPDATE alembic_version SET version_num = '0002'")),
    ("index-damaged", lambda at: shutil.rmtree(at / "index")),
    ("index-damaged", lambda at: (at / "index" / "CURRENT").write_text("x")),
    ("index-differs", forget_story),
    ("not-indexed", lambda at: sql(at, "INSERT INTO change_log VALUES (99, 1, 1)")),
    ("leftovers", lambda at: (at / ".restore-x").mkdir()),
)


@pytest.mark.parametrize(("code", "ruin"), BREAK)
def test_what_was_broken_is_found(folder: Path, code: str, ruin: Callable[[Path], object]) -> None:
    assert found(folder) == set()
    ruin(folder)
    before = files_of(folder)
    assert found(folder) == {code}
    assert files_of(folder) == before  # nothing was mended


def test_a_clock_that_was_set_back(folder: Path) -> None:
    assert found(folder, NOW - timedelta(days=3)) == {"clock"}
    assert found(folder, datetime(1970, 1, 1, tzinfo=UTC)) == {"clock"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_cannot_be_written(folder: Path) -> None:
    folder.chmod(0o500)
    assert "not-writable" in found(folder)
    folder.chmod(0o700)


def test_private_feeds_that_others_can_read(folder: Path) -> None:
    sql(folder, "UPDATE podcasts SET visibility = 2")
    folder.chmod(0o755)
    (folder / "catalog.db").chmod(0o644)
    assert found(folder) == {"readable-by-others"}
    folder.chmod(0o700)
    assert found(folder) == set()


def test_changes_that_another_process_indexes_now(folder: Path) -> None:
    sql(folder, "INSERT INTO change_log VALUES (99, 1, 1)")
    with try_lock(folder / "index.lock") as held:
        assert held
        assert found(folder) == set()


def test_the_network_is_tried_where_it_is_asked_for(folder: Path) -> None:
    asked: list[FakeFetcher] = []

    def door() -> FakeFetcher:
        asked.append(FakeFetcher({} if asked else {TRIED: Answer(b"<html>")}))
        return asked[-1]

    def codes(*, network: bool) -> set[str]:
        every = doctor(Settings(data=folder), network=network, now=lambda: NOW, fetcher=door)
        return {each.code for each in every} - {"disk-low"}

    assert codes(network=False) == set()
    assert asked == []
    assert codes(network=True) == set()
    assert [each.url for each in asked[0].asked] == [TRIED]
    assert codes(network=True) == {"network"}


def test_the_command_says_it_and_ends_with_its_status(folder: Path) -> None:
    # Not "all is well": the machine of the test may be short of room.
    well = CliRunner().invoke(app, ["doctor", "--data", str(folder)])
    assert well.exit_code == 0, well.output
    assert "Nothing needs to be mended." in well.stdout
    (folder / "index" / "CURRENT").write_text("x")
    ill = CliRunner().invoke(app, ["doctor", "--data", str(folder), "--json"])
    said = json.loads(ill.stdout)
    assert ill.exit_code == 1
    assert (said["ok"], said["findings"][0]["code"]) == (False, "index-damaged")
    told = CliRunner().invoke(app, ["doctor", "--data", str(folder)])
    assert "Mend (index-damaged): The index is damaged" in told.stdout
    assert "1 thing to mend." in told.stdout


def test_looking_deep_finds_references_to_nothing(folder: Path) -> None:
    sql(folder, "PRAGMA foreign_keys = OFF; INSERT INTO notes VALUES (999999, x'00')")
    assert copies.examine(folder / "catalog.db").faults == ()
    (fault,) = copies.examine(folder / "catalog.db", deep=True).faults
    assert "notes" in fault
