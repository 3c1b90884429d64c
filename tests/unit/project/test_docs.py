"""The docs keep up with the code: what can be met must be explained."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import earmark.library
from earmark import errors
from earmark.cli import app
from earmark.failures import CODES, FAILURES
from earmark.formats.csv import COLUMNS
from earmark.parse.problems import _WORDS as COUNTED
from earmark.settings import PREFIX, Settings
from earmark.store.schema import metadata
from earmark.web.api import ENDPOINTS
from earmark.web.api.answers import PREFIX as PREFIX_OF_API

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
SAYERS = ("Problem", "say")
RULE = re.compile(r"\bI\d\b")
POLLING_RULE = re.compile(r"\bP\d{1,2}\b")
CODE = re.compile(r"`([^`\n]+)`")

Command = Any
"""Typer's own command class, which it doesn't export."""


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(name: str) -> set[str]:
    """What stands in code style in the first column of a page's tables."""
    lines = (line for line in page(name).splitlines() if line.startswith("|"))
    return {code for line in lines for code in CODE.findall(line.split("|")[1])}


def subclasses(root: type) -> Iterator[type]:
    for each in root.__subclasses__():
        yield each
        yield from subclasses(each)


def commands(command: Command, path: str = "earmark") -> Iterator[tuple[str, Command]]:
    """(full name, command) of each command that does something."""
    children: dict[str, Command] = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from commands(child, f"{path} {name}")


ROOT_COMMAND = typer.main.get_command(app)
COMMANDS = dict(commands(ROOT_COMMAND))


def options(command: Command) -> set[str]:
    names = {name for param in command.params for name in [*param.opts, *param.secondary_opts]}
    return {name for name in names if name.startswith("--")}


def json_keys(module: str) -> set[str]:
    """Every key that a module of formats writes."""
    source = (ROOT / "src/earmark/formats" / module).read_text("utf-8")
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict))
    keys = {key.value for node in found for key in node.keys if isinstance(key, ast.Constant)}
    return {key for key in keys if isinstance(key, str)}


def problem_codes() -> set[str]:
    """What is said of a document: ``Problem("code", ...)``, ``problems.say("code", ...)``."""
    calls = (
        node
        for package in ("parse", "ingest")
        for path in sorted((ROOT / "src/earmark" / package).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SAYERS
    )
    firsts = (call.args[0] for call in calls if call.args)
    said = {first.value for first in firsts if isinstance(first, ast.Constant)}
    return set(COUNTED) | {code for code in said if isinstance(code, str)}


def test_every_problem_is_explained() -> None:
    assert problem_codes() - rows("errors.md") == set()


def test_every_error_has_its_meaning_and_remedy() -> None:
    assert earmark.library.Library  # imports every package, so that each error is known
    codes = {errors.EarmarkError.code} | {
        kind.code for kind in subclasses(errors.EarmarkError) if issubclass(kind, Exception)
    }
    assert codes <= rows("errors.md")


def test_every_failure_has_its_words_and_stands_in_the_docs() -> None:
    assert tuple(FAILURES) == CODES
    table = page("errors.md").partition("## Failures of feeds")[2]
    for code, words in FAILURES.items():
        assert f"| `{code}` | {words.message} | {words.remedy} |" in table


def test_every_setting_is_documented_with_its_variable() -> None:
    assert set(Settings.model_fields) <= rows("settings.md")
    variables = {PREFIX + name.upper() for name in Settings.model_fields}
    assert variables <= set(CODE.findall(page("settings.md")))


def test_only_settings_that_exist_are_documented() -> None:
    names = {name for name in rows("settings.md") if name.islower()}
    assert names == set(Settings.model_fields)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name: str) -> None:
    section = page("commands.md").partition(f"\n## `{name}")[2].partition("\n## ")[0]
    assert section, f"no heading for {name}"
    documented = section + page("commands.md").partition("\n## For every command")[2]
    assert {option for option in options(COMMANDS[name]) if f"`{option}" not in documented} == set()


def test_options_of_the_program_are_documented() -> None:
    shown = options(ROOT_COMMAND)
    assert {option for option in shown if f"`{option}" not in page("commands.md")} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_lists_every_command(name: str) -> None:
    assert f"`{name}" in (ROOT / "README.md").read_text("utf-8")


def test_every_json_key_is_defined() -> None:
    defined = set(CODE.findall(page("json.md")))
    assert json_keys("json.py") - defined == set()
    assert json_keys("json_pages.py") - defined - set(CODE.findall(page("api.md"))) == set()


def test_every_call_of_the_api_is_documented() -> None:
    paths = {route.path for endpoints in ENDPOINTS for route in endpoints.router.routes}
    calls = {path.replace(":path", "").partition("?")[0] for path in paths} - {PREFIX_OF_API}
    documented = {re.sub(r"\{\w+\}", "{}", each.partition("?")[0]) for each in rows("api.md")}
    assert {re.sub(r"\{\w+\}", "{}", call) for call in calls} - documented == set()


def test_every_csv_column_is_defined() -> None:
    assert set(COLUMNS) - set(CODE.findall(page("json.md"))) == set()


def test_the_glossary_stays_short() -> None:
    words = [line for line in page("glossary.md").splitlines() if line.startswith("| **")]
    assert 0 < len(words) <= 20


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make demo" in readme
    assert "make test" in readme


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text("utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_page_is_linked_from_another() -> None:
    linked = {
        (path.parent / target).resolve()
        for path in PAGES
        for target in LINK.findall(path.read_text("utf-8"))
    }
    assert {path.resolve() for path in DOCS.rglob("*.md")} - linked == set()


def test_every_table_of_the_catalog_is_described() -> None:
    assert set(metadata.tables) <= rows("architecture.md")


def test_the_glossary_names_tables_that_exist() -> None:
    lines = [line for line in page("glossary.md").splitlines() if line.startswith("| **")]
    named = {code for line in lines for code in CODE.findall(line.split("|")[-2])}
    assert named <= {*metadata.tables, "catalog.db"}


def test_every_numbered_rule_is_explained() -> None:
    sources = sorted((ROOT / "src").rglob("*.py"))
    named = {rule for path in sources for rule in RULE.findall(path.read_text("utf-8"))}
    explained = set(re.findall(r"^\| \*\*(I\d)\*\*", page("why/same-episode.md"), re.MULTILINE))
    assert named
    assert named <= explained


def test_every_rule_of_polling_is_explained() -> None:
    sources = sorted((ROOT / "src").rglob("*.py"))
    named = {rule for path in sources for rule in POLLING_RULE.findall(path.read_text("utf-8"))}
    explained = set(re.findall(r"^\| \*\*(P\d+)\*\*", page("why/polling.md"), re.MULTILINE))
    assert named
    assert named <= explained


def test_every_bench_is_described_with_its_command() -> None:
    runnable = [
        path.stem
        for path in (ROOT / "bench").glob("*.py")
        if not path.stem.startswith("_") and "__main__" in path.read_text("utf-8")
    ]
    assert {f"python -m bench.{name}" for name in runnable} <= rows("bench.md")


def test_every_decision_is_linked_from_the_architecture() -> None:
    linked = set(LINK.findall(page("architecture.md")))
    assert {f"why/{path.name}" for path in (DOCS / "why").glob("*.md")} <= linked
