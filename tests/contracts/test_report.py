"""Reports of every edition are read, and kept as they were written."""

import json
import math
from pathlib import Path

import pytest

from app.contracts.report import Report, Verdict
from tests.reports import stored

EDITIONS = Path(__file__).parents[1] / "data" / "reports"


@pytest.mark.parametrize("edition", ["first", "second", "newest"])
def test_a_report_of_any_edition_is_kept_as_it_was_written(edition: str) -> None:
    """The first knows no generated answers, the second no tries and no margins of probes."""
    old = json.loads((EDITIONS / f"{edition}.json").read_text())
    report = Report.model_validate(old)
    assert report.payload() == old
    assert report.verdict is Verdict.BETTER


def test_what_is_no_longer_known_is_kept_too() -> None:
    """At any depth: what a version proved is written anew when the model server was asked."""
    told = stored(mood="good", base={"temperature": 0.0}, questions=[{"colour": "blue"}])
    asked = Report.model_validate(told).model_copy(update={"unproven": None})
    assert asked.payload() == told | {"unproven": None}


def test_what_is_not_finite_is_null() -> None:
    report = Report.model_validate(stored(candidate={"loss": None}, questions=[{"candidate_loss": None}]))
    assert math.isnan(report.candidate.loss)
    told = json.loads(json.dumps(report.payload(), allow_nan=False))
    assert told == stored(candidate={"loss": None}, questions=[{"candidate_loss": None}])


def test_there_is_no_report_before_there_is_one() -> None:
    assert [Report.of(None), Report.of({})] == [None, None]
