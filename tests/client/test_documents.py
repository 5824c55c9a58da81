"""The terminal's operations are valid against the committed schema."""

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from app.client import documents

SCHEMA = build_schema((Path(__file__).parents[2] / "schema.graphql").read_text())


@pytest.mark.parametrize("name", documents.ALL)
def test_operation_is_valid(name: str) -> None:
    assert validate(SCHEMA, parse(documents.ALL[name])) == []
