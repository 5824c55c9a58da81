"""A file that plays the expert: read whole, or refused with the line that is wrong."""

import re
from pathlib import Path

import pytest

from app.client.expert import Company, FromFile, Own, Quit, read_answers
from app.errors import InvalidInput

FIRST = '{"company": "Acme", "description": "Sells anvils.", "system": "Be brief."}'
PAIR = '{"query": "Heavy?", "response": "Very.", "category": "billing", "difficulty": "hard", "context": "a coyote"}'


async def test_company_and_pairs(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(f"{FIRST}\n\n{PAIR}\n")
    company, pairs = read_answers(file, company_line=True)
    assert company == Company("Acme", "Sells anvils.", "Be brief.")
    assert pairs == [
        {
            "query": "Heavy?",
            "response": "Very.",
            "context": "a coyote",
            "category": "BILLING",
            "difficulty": "HARD",
        }
    ]
    expert = FromFile(iter(pairs))
    assert await expert.move() == Own(pairs[0])
    assert await expert.move() == Quit()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no pairs"),
        ("[1]", "line 1: expected an object"),
        ("{oops", "line 1: this is not valid JSON"),
        ('{"query": "q", "response": " "}', "line 1: response missing."),
        (f'{PAIR}\n{{"context": "x"}}', "line 2: query and response missing."),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(text)
    with pytest.raises(InvalidInput, match=re.escape(message)):
        read_answers(file, company_line=False)


def test_a_company_line_needs_name_and_description(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(PAIR)
    with pytest.raises(InvalidInput, match='the first line needs "company" and "description"'):
        read_answers(file, company_line=True)
