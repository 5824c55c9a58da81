"""What the child writes is what the trainer reads."""

import json
import math
from io import StringIO

import pytest
from pydantic import BaseModel

from app.contracts import lines
from app.contracts.events import Sample
from app.contracts.lines import LINE
from app.training.progress import Reporter
from tests.reports import measured

SAID: list[BaseModel] = [
    lines.Loading(),
    lines.Started(
        total_steps=9,
        train_pairs=5,
        holdout_pairs=2,
        device="cpu",
        precision="float32",
        threads=2,
        hyperparameters={"steps": 9},
    ),
    lines.Progress(step=3, total_steps=9, loss=2.5),
    lines.Sampled(step=3, samples=(Sample(pair_id="p", query="Q?", expected="A.", answer="B."),)),
    lines.Checkpoint(step=3),
    lines.Evaluating(),
    lines.Reported(report=measured()),
    lines.Finished(adapter_dir="/a", steps=9, phases={"load": 1.0}, cpu={"load": 0.5}),
    lines.Failed(code="INTERNAL", message="It stopped."),
    lines.Waiting(bytes=7),
]


def written(said: BaseModel) -> str:
    stream = StringIO()
    Reporter(stream).send(said)
    (line,) = stream.getvalue().splitlines()
    return line


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.type)
def test_a_line_is_read_as_it_was_written(said: BaseModel) -> None:
    assert LINE.validate_json(written(said)) == said


def test_what_is_not_finite_is_null_and_floats_keep_six_digits() -> None:
    line = json.loads(written(lines.Progress(step=1, total_steps=9, loss=math.nan, seconds_left=1.23456789)))
    assert (line["loss"], line["seconds_left"]) == (None, 1.23457)
    assert LINE.validate_python(line) == lines.Progress(step=1, total_steps=9, seconds_left=1.23457)


@pytest.mark.parametrize("line", ["", "{}", '{"type": "sung"}', '{"type": "checkpoint"}', "nothing"])
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        LINE.validate_json(line)
