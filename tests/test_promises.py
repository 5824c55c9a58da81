"""The table of promises in README.md names tests that are there, and every row."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TABLE = Path(__file__).with_name("README.md").read_text()
ROOT = Path(__file__).parents[1]
ROWS = [
    f"{kind}{number}"
    for kind, last in (("R", 16), ("P", 9), ("C", 3), ("S", 13))
    for number in range(1, last + 1)
]


@cache
def defined_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text())
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_every_row_is_there_once() -> None:
    assert re.findall(r"^\| ([RPCS]\d+) \|", TABLE, re.MULTILINE) == ROWS


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[^`]+)`", TABLE))))
def test_what_the_table_names_is_there(named: str) -> None:
    file, _, test = named.partition("::")
    assert (ROOT / file).is_file()
    assert not test or test in defined_in(ROOT / file)
    assert not test or test.startswith("test_")
