"""docs/formats.md says of every format what the registry does."""

from pathlib import Path

from app.exchange import formats, shapes
from app.exchange.rows import Field, FindingCode

DOCS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()


def rows() -> list[str]:
    """The lines of its table."""
    return [
        f"| `{one.name}` | {one.title}<br>{' '.join(one.suffixes)} | {one.reads} | {one.writes} | {one.asks} |"
        for one in formats.ALL
    ]


def test_every_format_has_its_line() -> None:
    table = [line for line in DOCS.split("\n") if line.startswith("| `")]
    assert table[: len(formats.ALL)] == rows()


def test_objects_of_every_shape_are_recognised() -> None:
    assert {one.name for one in shapes.SHAPES} == {one.name for one in formats.ALL if one.shape}


def test_every_finding_and_every_column_is_explained() -> None:
    for name in (*FindingCode, *Field):
        assert f"`{name}`" in DOCS, name
