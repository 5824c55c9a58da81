"""What is written is read back, in every format, whatever people type."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import formats
from app.exchange.format import Format
from app.exchange.readers import completions, preferences, table
from app.exchange.rows import Contents, Row, Subject, Turn
from app.exchange.source import Source

pytestmark = pytest.mark.slow

# Everything that PostgreSQL's text takes: no NUL, no half of a surrogate pair. Blank texts are no pairs.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
SAID = TEXT.filter(str.strip) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "-",
        "@a",
        "\tx",
        'a "b", c;d|e',
        "a\r\nb",
        "\u2028x",
        "{",
        "[",
        "\ufeffa",
        "query",
        "''+",
        '{"a": 1}',
        '[{"role": "user", "content": "x"}]',
        "TODO",
        "<p>Hi,</p><p>yes.</p>",
        "Hello,\n\nyes.\n\nBest regards,\nAnn",
        "### Human: a\n### Assistant: b",
    ]
)
SYSTEM = "You answer for Brightdesk.\nBe brief."


@st.composite
def rows(draw: st.DrawFn) -> Row:
    count = draw(st.integers(0, 4))
    sides = ("assistant", "user")
    earlier = tuple(Turn(sides[i % 2], draw(SAID)) for i in range(count))[::-1]
    extras = {
        name: draw(st.none() | SAID) for name in ("category", "context", "difficulty", "draft", "split")
    }
    return Row(draw(SAID), draw(SAID), **extras, earlier=earlier, system=SYSTEM)


def written(given_rows: list[Row], format: Format) -> str:
    assert format.write is not None
    head = format.head(Subject("Brightdesk", "A help desk.", SYSTEM))
    return head + "".join(map(format.write, given_rows))


def read(content: str, format: Format | None = None) -> tuple[Format, Contents]:
    return formats.read(Source(content), format)


# On a busy machine an example may take longer than Hypothesis' deadline.
unhurried = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize(
    "format",
    [f for f in formats.WRITTEN if f not in (table.FORMAT, preferences.FORMAT, completions.FORMAT)],
    ids=lambda format: format.name,
)
@unhurried
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_nothing_is_lost(format: Format, given_rows: list[Row]) -> None:
    content = written(given_rows, format)
    detected, found = read(content)
    assert detected is format
    assert found.problems == []
    assert [f.row for f in found.rows] == given_rows


@unhurried
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_a_table_loses_nothing_but_the_agents_prompt(given_rows: list[Row]) -> None:
    content = written(given_rows, table.FORMAT)
    detected, found = read(content)
    assert detected is table.FORMAT
    assert found.problems == []
    assert [(f.row.system, f.row.messages()[-1]) for f in found.rows] == [
        (None, row.messages()[-1]) for row in given_rows
    ]
    assert [(f.row.query, f.row.extras(), f.row.earlier) for f in found.rows] == [
        (row.query, row.extras(), row.earlier) for row in given_rows
    ]


@unhurried
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_completions_lose_nothing_but_the_side(given_rows: list[Row]) -> None:
    detected, found = read(written(given_rows, completions.FORMAT))
    assert detected is completions.FORMAT
    assert found.problems == []
    assert [f.row for f in found.rows] == [replace(row, split=None) for row in given_rows]


@unhurried
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_preferences_are_the_pairs_whose_draft_was_changed(given_rows: list[Row]) -> None:
    changed = [row for row in given_rows if row.draft and row.draft.strip() != row.response.strip()]
    content = written(given_rows, preferences.FORMAT)
    detected, found = read(content)
    assert [f.row for f in found.rows] == changed
    assert not changed or detected is preferences.FORMAT


@unhurried
@given(row=rows())
def test_no_cell_of_a_table_starts_a_formula(row: Row) -> None:
    cells = next(iter(table._records(table.write(row), ",")))[1]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_a_table_has_a_column_for_all_but_the_agents_prompt() -> None:
    assert set(table.WRITTEN) == {field.name for field in fields(Row)} - {"system"}
