"""The command line: options, exit status, errors in words."""

import csv
import io
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.podcast_index import ROWS, write_dump
from typer.testing import CliRunner

from earmark.cli import app
from earmark.demo import feeds_folder

RUNNER = CliRunner()


def run(*arguments, env=None):
    return RUNNER.invoke(app, [str(each) for each in arguments], env=env)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("EARMARK_DATA", "EARMARK_DEBUG", "EARMARK_MAX_ITEMS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EARMARK_WORKERS", "1")


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Path:
    """The demo's library, made once."""
    folder = tmp_path_factory.mktemp("cli") / "my data"
    with feeds_folder() as feeds:
        result = run("add", feeds, "--data", folder, env={"EARMARK_WORKERS": "1"})
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def added(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "data"
    run("add", first_feed(), "--data", folder, env={"EARMARK_WORKERS": "1"})
    return folder


@pytest.fixture
def small(added, tmp_path) -> Path:
    """A library of one show, for a test to change."""
    return Path(shutil.copytree(added, tmp_path / "small"))


def first_feed() -> Path:
    with feeds_folder() as feeds:
        return min(feeds.glob("*.xml"))


def test_add_json_is_a_line_a_source(tmp_path):
    feed = first_feed()
    result = run("add", feed, tmp_path / "absent.xml", "--json", "--data", tmp_path / "data")
    added, failed = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (added["source"], added["error"]) == (str(feed), None)
    assert added["new"] == added["episodes"] > 0
    assert failed["error"]["code"] == "source"


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("http://127.0.0.1:8000/feed.xml", "not-fetched", "private network"),
        ("https://podcasts.apple.com/podcast/id1", "directory", "Apple Podcasts"),
        ("https://", "source", "no address"),
    ],
)
def test_an_address_that_cannot_be_added(tmp_path, address, code, said):
    result = run("add", address, "--json", "--data", tmp_path)
    error = json.loads(result.stdout)["error"]
    assert (error["code"], result.exit_code) == (code, 2)
    assert said in error["message"]


def test_an_address_can_be_recorded_without_fetching(tmp_path):
    result = run("add", "https://a.example/f", "--fetch", 0, "--json", "--data", tmp_path)
    assert json.loads(result.stdout)["feeds"] == 1


def test_a_dump_is_filtered(tmp_path):
    dump = write_dump(tmp_path / "podcastindex_feeds.db", ROWS)
    options = ["--language", "en", "--active-since", "2026", "--json", "--data", tmp_path / "data"]
    report = json.loads(run("add", dump, *options).stdout)
    assert (report["feeds"], report["named"], report["error"]) == (1, 1, None)


def test_adding_again_changes_nothing(small):
    again = json.loads(run("add", first_feed(), "--json", "--data", small).stdout)
    assert (again["new"], again["changed"]) == (0, 0)


def test_add_of_nothing_usable_is_bad_input(tmp_path):
    (tmp_path / "cat.xml").write_text("meow")
    result = run("add", tmp_path / "cat.xml", "--data", tmp_path / "data")
    assert result.exit_code == 2
    assert "cat.xml" in result.output


def test_topic_json_and_csv_agree(library):
    page = json.loads(run("topic", "TRC", "--json", "--data", library).stdout)
    rows = list(csv.DictReader(io.StringIO(run("topic", "TRC", "--csv", "--data", library).stdout)))
    assert len(rows) == page["stats"]["episodes"] > 40
    assert len({row["podcast_id"] for row in rows}) == page["stats"]["podcasts"]
    assert sum(int(row["listed_episodes"]) for row in rows) == page["stats"]["listed_episodes"]


def test_topic_options_reach_the_request(library):
    result = run(
        *("topic", "TRC", "--language", "de", "--since", "2020-01-01", "--until", "2023-12-31"),
        *("--by", "quarter", "--as-of", "2026-01-01", "--limit", "1", "--grade", "subject"),
        *("--also", "Gleisrelais", "--json", "--data", library),
    )
    page = json.loads(result.stdout)
    assert page["as_of"] == "2026-01-01"
    assert [row["language"] for row in page["languages"]] == ["de"]
    assert len(page["episodes"]) == 1
    assert "-Q" in page["popularity"][0]["period"]
    assert {"phrase": "Gleisrelais", "episodes": 1, "on": True} in page["variants"]


def in_2024(library, since: str, until: str):
    days = ("--since", since, "--until", until, "--as-of", until)
    return json.loads(run("topic", "TRC", *days, "--json", "--data", library).stdout)


def test_a_month_or_a_year_means_its_first_or_last_day(library):
    year = in_2024(library, "2024-01-01", "2024-12-31")
    assert in_2024(library, "2024", "2024") == year
    assert year["as_of"] == "2024-12-31"
    month = in_2024(library, "2024-02-01", "2024-02-29")
    assert in_2024(library, "2024-02", "2024-02") == month
    assert month["as_of"] == "2024-02-29"
    assert month["stats"]["episodes"] < year["stats"]["episodes"]


def test_the_next_page_of_a_search_is_as_long(library):
    first = run("search", "TRC", "--limit", 2, "--data", library).stdout
    command = next(line for line in first.splitlines() if line.startswith("  earmark search"))
    assert "--limit 2" in command
    assert run(*shlex.split(command)[1:]).stdout.count(" · id ") == 2


def test_next_page_goes_on(library):
    first = json.loads(run("topic", "TRC", "--limit", 2, "--json", "--data", library).stdout)
    arguments = ("--cursor", first["next"], "--json", "--data", library)
    second = json.loads(run("topic", "TRC", "--limit", 2, *arguments).stdout)
    ids = [episode["id"] for episode in first["episodes"] + second["episodes"]]
    assert len(set(ids)) == 4


def test_topic_in_the_terminal(library):
    result = run("topic", "TRC", "--data", library)
    assert result.exit_code == 0
    assert "are about it" in result.stdout
    assert "\x1b" not in result.stdout


def test_no_match_counts_each_word(library):
    result = run("topic", "porridge submarine", "--data", library)
    assert result.exit_code == 0
    assert "“porridge” in 1 and “submarine” in 0" in " ".join(result.stdout.split())


def test_search(library):
    page = json.loads(run("search", "toast OR 発酵", "--json", "--data", library).stdout)
    assert page["total"] > 5
    assert "episodes" in run("search", "toast", "--data", library).stdout


@pytest.mark.parametrize(
    ("before", "query", "after"),
    [
        ((), "-language:en TRC", ()),
        (("--limit", "3"), "-toast TRC", ("--json",)),
        ((), "-h*use OR", ()),
        (("--",), "-hello TRC", ()),
    ],
)
def test_a_query_may_begin_with_a_minus(library, before, query, after):
    ours = run("search", "--data", library, *before, query, *after)
    behind = [option for option in before if option != "--"]
    assert ours.output == run("search", "--data", library, *behind, *after, "--", query).output
    assert "No such option" not in ours.output
    assert query.split()[-1] in ours.output


def test_options_of_a_search_stay_options(library):
    assert "Ranked episodes" in run("search", "-h").output
    assert "No such option" in run("search", "toast", "--languge", "--data", library).output
    cursor = run("search", "toast", "--cursor", "-5", "--data", library)
    assert "-5: This is no place" in cursor.output


def test_why(library):
    page = json.loads(run("topic", "sourdough", "--json", "--data", library).stdout)
    episode = page["episodes"][0]["id"]
    said = run("why", "sourdough", episode, "--data", library).stdout
    as_json = json.loads(run("why", "sourdough", episode, "--json", "--data", library).stdout)
    assert as_json == {"phrase": "sourdough", "episode": str(episode), "why": said.strip()}


def test_index_check_and_rebuild(small):
    checked = run("index", "check", "--json", "--data", small)
    assert json.loads(checked.stdout)["differences"] == []
    rebuilt = run("index", "rebuild", "--data", small)
    assert (rebuilt.exit_code, "The index is new" in rebuilt.stdout) == (0, True)
    assert run("index", "check", "--data", small).exit_code == 0


def test_a_lost_index_is_told_with_its_remedy(small):
    shutil.rmtree(small / "index")
    lost = run("topic", "TRC", "--data", small)
    assert lost.exit_code == 2
    assert "earmark index rebuild" in lost.stderr


def test_remove_keeps_out(small):
    removed = json.loads(run("remove", "1", "--json", "--data", small).stdout)["removed"]
    assert "removed" in removed
    assert run("add", first_feed(), "--data", small).exit_code == 2


def test_data_may_be_said_before_the_command(library):
    before = run("--data", library, "topic", "TRC", "--csv")
    assert before.stdout == run("topic", "TRC", "--csv", "--data", library).stdout


def test_data_of_the_environment(library):
    result = run("topic", "TRC", "--csv", env={"EARMARK_DATA": str(library)})
    assert result.stdout.startswith("story_id,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("topic",), "Missing argument"),
        (("topic", "x", "--since", "yesterday"), "year-month-day"),
        (("topic", "x", "--until", "2024-13"), "year-month-day"),
        (("topic", "x", "--as-of", "2024-00"), "year-month-day"),
        (("topic", "x", "--since", "0000"), "year-month-day"),
        (("topic", "x", "--grade", "great"), "great"),
        (("topic", "x", "--json", "--csv"), "exclude each other"),
        (("topic", "x", "--limit", "0"), "--limit"),
        (("topik", "x"), "No such command"),
        (("add",), "Missing argument"),
    ],
)
def test_wrong_use_is_2(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    "arguments", [("topic", "..."), ("search", '"open'), ("why", "x", "nowhere"), ("remove", "?")]
)
def test_bad_input_is_told_without_traceback(library, arguments):
    result = run(*arguments, "--data", library)
    assert result.exit_code == 2
    assert result.stderr.startswith("earmark: ")
    assert "Traceback" not in result.stderr


def test_no_library_yet(tmp_path):
    result = run("topic", "x", "--data", tmp_path / "none")
    assert result.exit_code == 2
    assert "earmark add FOLDER" in result.stderr
    assert not (tmp_path / "none").exists()


def test_bad_setting_names_the_variable(tmp_path):
    result = run("topic", "x", "--data", tmp_path, env={"EARMARK_MAX_ITEMS": "many"})
    assert result.exit_code == 2
    assert "EARMARK_MAX_ITEMS" in result.stderr


def test_demo(library):
    result = run("demo", "--no-serve", "--data", library)
    assert result.exit_code == 0
    assert "are about it" in result.stdout
    assert "1 repeat folded into them" in " ".join(result.stdout.split())
    commands = [line for line in result.stdout.splitlines() if line.startswith("  earmark ")]
    assert len(commands) == len({line.partition(" --data ")[0] for line in commands}) == 7
    assert "How to go on" not in result.stdout
    assert all(f"--data {shlex.quote(str(library))}" in line for line in commands)
    for line in commands:
        assert run(*shlex.split(line)[1:]).exit_code == 0, line


def test_demo_json_is_a_topic_page(library):
    page = json.loads(run("demo", "--json", "--data", library).stdout)
    assert page["topic"]["phrase"] == "TRC"


def test_version():
    assert run("--version").stdout.startswith("earmark 0.")


def test_help_needs_no_heavy_module():
    code = (
        "import sys; from typer.testing import CliRunner; from earmark.cli import app; "
        "CliRunner().invoke(app, ['--help']); "
        "print([m for m in ('sqlalchemy', 'tantivy', 'lxml', 'pydantic', 'numpy', 'rich') "
        "if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_reader_that_leaves_is_no_error(library):
    """``true`` has gone before the first row is written."""
    call = [sys.executable, "-m", "earmark.cli", "topic", "TRC", "--csv", "--data", library]
    command = f"set -o pipefail; {shlex.join(map(str, call))} | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
