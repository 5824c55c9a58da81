"""What is written is read back, in every format, whatever people type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import formats, table
from app.exchange.formats import Format
from app.exchange.rows import Field, Row, Subject, Turn

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
    head = formats.head(format, Subject("Brightdesk", "A help desk.", SYSTEM))
    return head + "".join(formats.write(row, format) for row in given_rows)


# On a busy machine an example may take longer than Hypothesis' deadline.
unhurried = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize("format", [f for f in Format if f not in (Format.CSV, Format.PREFERENCES)])
@unhurried
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_nothing_is_lost(format: Format, given_rows: list[Row]) -> None:
    content = written(given_rows, format)
    assert formats.detect(content) is format
    found = formats.read(content, format)
    assert found.problems == []
    assert [f.row for f in found.rows] == given_rows


@unhurried
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_a_table_loses_nothing_but_the_agents_prompt(given_rows: list[Row]) -> None:
    content = written(given_rows, Format.CSV)
    assert formats.detect(content) is Format.CSV
    found = formats.read(content, Format.CSV)
    assert found.problems == []
    assert [(f.row.system, f.row.messages()[-1]) for f in found.rows] == [
        (None, row.messages()[-1]) for row in given_rows
    ]
    assert [(f.row.query, f.row.extras(), f.row.earlier) for f in found.rows] == [
        (row.query, row.extras(), row.earlier) for row in given_rows
    ]


@unhurried
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_preferences_are_the_pairs_whose_draft_was_changed(given_rows: list[Row]) -> None:
    changed = [row for row in given_rows if row.draft and row.draft.strip() != row.response.strip()]
    content = written(given_rows, Format.PREFERENCES)
    assert [f.row for f in formats.read(content, Format.PREFERENCES).rows] == changed
    assert not changed or formats.detect(content) is Format.PREFERENCES


@unhurried
@given(row=rows())
def test_no_cell_of_a_table_starts_a_formula(row: Row) -> None:
    cells = next(iter(table._records(formats.write(row, Format.CSV), ",")))[1]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_a_table_has_a_column_for_every_field() -> None:
    assert set(table.WRITTEN) == set(Field)
