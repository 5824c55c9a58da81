"""What people get: the companies of tests/data/companies, taught twenty pairs each and asked in other words.

The floor lies a little below what was measured (tests/benchmarks/RESULTS.md): a change that costs answers shows.
"""

import json
from pathlib import Path

import pytest

from app.actor import Actor
from tests.benchmarks.answers import Company, taught_agent

pytestmark = pytest.mark.slow

COMPANIES = Path(__file__).parents[1] / "data" / "companies"


@pytest.mark.parametrize(
    ("name", "right", "said_so"),
    [
        ("holdwell_storage", 17, 20),
        ("bordwand_möbellieferung", 14, 19),
        ("escuela_de_música_cuerda_y_viento", 15, 17),
    ],
)
async def test_nothing_is_invented_and_most_answers_are_found(
    actor: Actor, name: str, right: int, said_so: int
) -> None:
    company = Company(json.loads((COMPANIES / f"{name}.json").read_text()))
    await company.ask_all(await taught_agent(actor, company.data))
    assert company.count["invented"] == company.count["loops"] == 0
    assert company.count["right"] >= right, company.noted
    assert company.count["said so"] >= said_so, company.noted
