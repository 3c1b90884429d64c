"""Imports point down only, and each foreign library has one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[3] / "src" / "earmark"
NOUNS = {"model", "polls", "pushes", "failures", "pictures", "condition", "errors", "keys"}
SHOWN = {"model", "polls", "failures", "pictures", "condition", "errors", "days"}
BELOW = {"ports", "parse", "text", "ingest", "topics", "store", "search", "formats"}
BELOW |= {"net", "settings", "logs", "upkeep", "artwork"}

MAY_IMPORT = {
    "cli": {"library", "terminal", "web", "demo", "formats", "settings", "logs"} | SHOWN,
    "web": {"library", "formats", "settings", "demo", "starters", "keys"} | SHOWN,
    "terminal": {"library", "formats", "settings", "keys"} | SHOWN - {"pictures", "days"},
    "library": BELOW | NOUNS | {"keeping"},
    "keeping": {"ports", "ingest"} | NOUNS,
    "artwork": {"ports", "ingest", "net"} | NOUNS,
    "ingest": {"ports", "parse", "text", "logs"} | NOUNS,
    "topics": {"ports", "text"} | NOUNS,
    "upkeep": {"ports", "settings"} | NOUNS,
    "store": {"ports"} | NOUNS,
    "search": {"ports"} | NOUNS,
    "formats": {"model", "condition", "polls", "errors", "keys"},
    "parse": {"model", "errors"},
    "text": {"model", "keys"},
    "net": {"ports"} | NOUNS,
    "ports": {"model", "polls", "pushes", "errors"},
    "polls": {"model"},
    "pushes": {"model"},
    "failures": {"polls"},
    "pictures": {"model"},
    "condition": {"model", "polls"},
    "settings": {"errors", "logs"},
    "logs": {"keys"},
    "demo": {"keys"},
    "starters": set(),
    "model": set(),
    "errors": set(),
    "keys": set(),
    "days": {"errors"},
}
"""Package -> the packages of ours that it may import, besides itself."""

HOME = {
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "sqlite3": {"store"},
    "tantivy": {"search"},
    "lxml": {"parse"},
    "nh3": {"formats"},
    "py3langid": {"text"},
    "PIL": {"net"},
    "prometheus_client": {"web"},
    "publicsuffixlist": {"keys"},
    "pycurl": {"net"},
    "pydantic": {"settings", "web"},
    "pydantic_settings": {"settings"},
    "typer": {"cli"},
    "rich": {"cli", "terminal"},
    "babel": {"web"},
    "fastapi": {"web"},
    "fluent": {"web"},
    "jinja2": {"web"},
    "markupsafe": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
}
"""Foreign library -> the packages that may import it."""

NETWORK = {
    *("socket", "socketserver", "ssl", "http", "urllib.request", "ftplib", "smtplib", "poplib"),
    *("imaplib", "xmlrpc", "requests", "httpx", "aiohttp", "urllib3", "pycurl", "websockets"),
}
"""``net`` alone opens connections."""
LISTENS = {"web/server.py"}
"""What waits for connections."""

MODULES = sorted(SOURCE.rglob("*.py"))


def package_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """Full dotted names, ``from a import b`` as both ``a`` and ``a.b``; none may be relative."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    """The packages of ours that a module imports."""
    names = (name.split(".") for name in imported(path))
    tops = {parts[1] for parts in names if parts[0] == "earmark" and len(parts) > 1}
    return tops - {"__version__"}


def by_path(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_imports_point_down_only(path: Path) -> None:
    package = package_of(path)
    if package in ("__init__", "__main__"):
        assert ours(path) <= {"cli"}
    else:
        assert ours(path) - {package} <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_each_foreign_library_has_one_home(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    strays = {root for root in roots & HOME.keys() if package_of(path) not in HOME[root]}
    assert not strays


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_nothing_else_opens_a_connection(path: Path) -> None:
    found = {name for name in imported(path) if NETWORK & {name, name.split(".")[0]}}
    if package_of(path) == "net":
        return
    assert found == ({"socket"} if by_path(path) in LISTENS else set())


def test_the_rule_sees_a_breach(tmp_path: Path) -> None:
    module = tmp_path / "breach.py"
    module.write_text(
        "import earmark.store.sqlite\n"
        "def late():\n    from earmark import ingest\n    from urllib import request\n"
    )
    assert ours(module) == {"store", "ingest"}
    assert "urllib.request" in set(imported(module))
