"""Sizes that keep the code readable: functions, files, and a docstring in every module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MODULES = SOURCES + sorted((ROOT / "bench").rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


def p90(values: list[int]) -> float:
    return quantiles(values, n=10)[-1]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def docstring_lines(node: Function) -> int:
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def is_declaration(node: Function) -> bool:
    """A protocol's method: nothing but a docstring and an ellipsis."""
    last = node.body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines without the docstring) of each function that does something."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function) and not is_declaration(node):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield f"{path.name}:{node.name}", lines - docstring_lines(node)


def test_functions_are_small() -> None:
    sizes = [size for path in SOURCES for _, size in functions(path)]
    assert median(sizes) <= 8
    assert p90(sizes) <= 25


def test_no_function_is_long() -> None:
    assert not {name: size for path in MODULES for name, size in functions(path) if size > 60}


def test_files_are_small() -> None:
    assert p90([len(path.read_text("utf-8").splitlines()) for path in SOURCES]) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


def test_a_function_is_measured_without_its_docstring(tmp_path: Path) -> None:
    module = tmp_path / "sample.py"
    module.write_text(
        'def three(x):\n    """Says\n    much."""\n    y = x\n    return y\n\n'
        'class Port:\n    def ask(self):\n        """A contract."""\n        ...\n'
    )
    assert list(functions(module)) == [("sample.py:three", 3)]
