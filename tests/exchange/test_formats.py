"""Files as teams have them: other tools' spellings, spreadsheets' habits, and mistakes named by their line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.exchange import formats
from app.exchange.format import Format
from app.exchange.readers import table
from app.exchange.rows import Contents, Field, Row, Turn
from app.exchange.source import Source


def read(content: str, name: str = "", format: Format | None = None, **wishes: Field | None) -> Contents:
    return formats.read(Source(content, name=name), format, wishes)[1]


def lines(*objects: object) -> str:
    return "\n".join(json.dumps(item) for item in objects)


def rows_of(contents: Contents) -> list[Row]:
    return [found.row for found in contents.rows]


CHAT = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Where is my order?"},
    {"role": "assistant", "content": "On its way."},
    {"role": "user", "content": "Since when?"},
    {"role": "assistant", "content": "Since Monday."},
]
SECOND = Row(
    "Since when?",
    "Since Monday.",
    earlier=(Turn("user", "Where is my order?"), Turn("assistant", "On its way.")),
    system="Be brief.",
)


def test_every_answer_of_a_conversation_is_a_pair() -> None:
    found = read(lines({"messages": CHAT}))
    assert rows_of(found) == [Row("Where is my order?", "On its way.", system="Be brief."), SECOND]


def test_an_answer_of_weight_0_is_only_context() -> None:
    chat = [message | ({"weight": 0} if i == 2 else {}) for i, message in enumerate(CHAT)]
    assert rows_of(read(lines({"messages": chat}))) == [SECOND]
    silent = [message | ({"weight": 0} if i in (2, 4) else {}) for i, message in enumerate(CHAT)]
    found = read(lines({"messages": silent}))
    assert (found.rows, found.problems, found.unlearned) == ([], [], 1)


def test_parts_of_text_and_messages_in_a_row_become_one() -> None:
    chat = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Hello"}, {"type": "text", "text": "?"}]},
        {"role": "user", "content": "Anyone?"},
        {"role": "assistant", "content": "Yes."},
    ]
    assert rows_of(read(lines({"messages": chat}))) == [Row("Hello?\n\nAnyone?", "Yes.", system="Be brief.")]


def test_sharegpt_knows_several_names_of_both_sides() -> None:
    turns = [{"from": "human", "value": "Hi?"}, {"from": "gpt", "value": "Hello."}]
    others = [{"role": "user", "content": "Hi?"}, {"role": "assistant", "content": "Hello."}]
    found = read(lines({"system": "Be brief.", "conversations": turns}, {"conversations": others}))
    assert rows_of(found) == [Row("Hi?", "Hello.", system="Be brief."), Row("Hi?", "Hello.")]


def test_alpaca_joins_the_input_and_takes_an_array_over_many_lines() -> None:
    data = [
        {"instruction": "Translate.", "input": "Hallo", "output": "Hello"},
        {"instruction": "Greet", "input": "", "output": "Hi", "history": [["a", "b"]]},
    ]
    content = json.dumps(data, indent=2)
    found = read(content, "alpaca.json")
    assert rows_of(found) == [
        Row("Translate.\n\nHallo", "Hello"),
        Row("Greet", "Hi", earlier=(Turn("user", "a"), Turn("assistant", "b"))),
    ]
    assert [content.split("\n")[item.line - 1] for item in found.rows] == ["  {", "  {"]


def test_our_own_file_may_begin_with_the_company() -> None:
    found = read(
        lines(
            {"company": "Brightdesk", "description": "A help desk.", "system": "Be brief."},
            {
                "id": "A-1",
                "category": "billing",
                "difficulty": "easy",
                "context": "owner",
                "query": "Is it free?",
                "response": "No.",
            },
        )
    )
    assert rows_of(found) == [
        Row("Is it free?", "No.", "billing", "owner", "easy", system="Be brief."),
    ]


def test_keys_of_other_files_are_guessed_or_told() -> None:
    found = read(lines({"prompt": "Is it free?", "completion": "No."}))
    assert rows_of(found) == [Row("Is it free?", "No.")]
    found = read(lines({"a": "Is it free?", "b": "No."}), a=Field.QUERY, b=Field.RESPONSE)
    assert rows_of(found) == [Row("Is it free?", "No.")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_spreadsheet_is_read_with_its_delimiter_and_byte_order_mark(delimiter: str) -> None:
    content = "\ufeff" + "\r\n".join(
        delimiter.join(cells)
        for cells in (
            ["Ticket ID", "Customer question", "Queue", "Agent reply"],
            ["1", '"Hi, a, b; c?\r\nSecond line|\t"', "Billing", '"Yes; ""no"", maybe"'],
            ["2", "Where?", "", "There"],
        )
    )
    found = read(content)
    assert {column.name: column.field for column in found.columns} == {
        "Ticket ID": None,
        "Customer question": Field.QUERY,
        "Queue": Field.CATEGORY,
        "Agent reply": Field.RESPONSE,
    }
    assert rows_of(found) == [
        Row("Hi, a, b; c?\r\nSecond line|\t", 'Yes; "no", maybe', "Billing"),
        Row("Where?", "There"),
    ]
    assert [item.line for item in found.rows] == [2, 4]


def test_columns_without_names_are_told_apart_by_their_contents() -> None:
    content = (
        "17,You can export it under Settings.,How do I export my data?\n"
        "18,Open the invoice page.,Where are my invoices?\n"
    )
    found = read(content)
    assert [column.field for column in found.columns] == [None, Field.RESPONSE, Field.QUERY]
    assert rows_of(found)[0] == Row("How do I export my data?", "You can export it under Settings.")


def test_a_guess_is_overruled() -> None:
    content = "question,answer,note\nWhy?,Because of that.,Therefore.\n"
    found = read(content, format=table.FORMAT, note=Field.RESPONSE)
    assert rows_of(found) == [Row("Why?", "Therefore.")]
    found = read(content, format=table.FORMAT, answer=None)
    assert [problem.message for problem in found.problems] == [
        "No column holds the answers; say which one does."
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "This is not valid JSON: Expecting property name enclosed in double quotes at character 2."),
        ("5", "This is not a JSON object ({…})."),
        ('{"messages": "hi"}', "“messages” must be a list of objects with role and content."),
        ('{"messages": []}', "The customer says nothing: there is no message of the user."),
        (
            '{"messages": [{"role": "user", "content": "a"}]}',
            "The answer is missing: there is no message of the assistant.",
        ),
        (
            '{"messages": [{"role": "tool", "content": "a"}]}',
            "The answer is missing: the conversation ends with a call of a tool.",
        ),
        (
            '{"messages": [{"role": "boss", "content": "a"}]}',
            "'boss' is not a role; use system, user or assistant.",
        ),
        (
            '{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}',
            "Only text can be learned from; this message has a part of type image_url.",
        ),
        ('{"messages": [{"role": "user", "content": "a", "weight": 2}]}', "A weight is 0 or 1, not 2."),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, message: str) -> None:
    good = json.dumps({"messages": CHAT[:3]})
    found = read(f"{good}\n\n{line}\n{good}")
    assert [(problem.line, problem.message) for problem in found.problems] == [(3, message)]
    assert [item.line for item in found.rows] == [1, 4]


def test_a_missing_answer_in_a_table_is_named_with_its_line() -> None:
    found = read('query,response\n"two\nlines",yes\nalone\n,\nq,"  "\n')
    assert [(problem.line, problem.message) for problem in found.problems] == [
        (4, "The answer is missing."),
        (6, "The answer is missing."),
    ]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InvalidInput, match="'pickle' is not a format; use one of parquet, workbook"):
        formats.of_name("pickle")
    with pytest.raises(InvalidInput, match="'parquet' is not a format; use one of coachable, openai"):
        formats.of_name("parquet", written=True)


def is_read_or_refused(source: Source, format: Format | None) -> None:
    """Pairs have both sides; whatever is no pair is named by a sentence."""
    try:
        contents = formats.read(source, format)[1]
    except InvalidInput:
        return
    assert all(row.query.strip() and row.response.strip() for row in rows_of(contents))
    assert all(problem.message for problem in contents.problems)


@settings(deadline=None)
@given(content=st.text(), format=st.sampled_from([None, *formats.ALL]))
def test_no_text_breaks_a_reader(content: str, format: Format | None) -> None:
    is_read_or_refused(Source(content), format)


@settings(deadline=None)  # the first one loads what tells languages
@given(data=st.binary(), format=st.sampled_from([None, *formats.ALL]))
def test_no_bytes_break_a_reader(data: bytes, format: Format | None) -> None:
    is_read_or_refused(Source(data=data), format)
