"""The bare base model is measured once: later runs ask it about new pairs alone, and say the same."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from app.training import evaluate, loop
from app.training.remembered import Remembered
from app.training.render import Sample
from tests.training.conftest import PAIRS, make_child

ROWS = [{"id": pair.id, "query": pair.query, "response": pair.response} for pair in PAIRS]


@pytest.fixture(scope="session")
def tiny_model(one_layer: Path) -> Path:
    return one_layer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "judged" / "agent.json"


class Asked:
    """What the base model is asked while it is bare: before the first step."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.samples: list[str] = []
        self.prompts = 0
        batches, written = evaluate.batches, evaluate._written

        def measured(model: Any, samples: Any, *values: Any) -> Any:
            self.samples += [sample.pair.id for sample in samples]
            return batches(model, samples, *values)

        def answered(model: Any, tokenizer: Any, prompts: Any, *values: Any) -> Any:
            self.prompts += len(prompts)
            return written(model, tokenizer, prompts, *values)

        monkeypatch.setattr(evaluate, "batches", measured)
        monkeypatch.setattr(evaluate, "_written", answered)


def judged(folder: Path, tiny_model: Path, file: Path | None, **changes: Any) -> dict[str, Any]:
    """The report, as far as it is about the base model."""
    child = make_child(folder, tiny_model, judged_file=str(file) if file else None, **changes)
    training = loop.Training(child.config, child.reporter, lambda: None, loop.Ranks(), loop.Resident())
    training.measure_base()
    found: dict[str, Any] = training.run.position.base or {}
    return found


@pytest.mark.slow
def test_a_second_run_asks_nothing_and_says_the_same(
    tmp_path: Path, tiny_model: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = judged(tmp_path / "first", tiny_model, file)
    asked = Asked(monkeypatch)
    second = judged(tmp_path / "second", tiny_model, file)
    assert (asked.samples, asked.prompts) == ([], 0)
    assert second == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    # No text of a pair, nor of the prompt.
    assert not any(row["response"] in file.read_text() for row in ROWS)


@pytest.mark.slow
def test_only_new_pairs_are_asked(
    tmp_path: Path, tiny_model: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(tmp_path / "first", tiny_model, file, holdout=ROWS[5:6])
    asked = Asked(monkeypatch)
    grown = judged(tmp_path / "second", tiny_model, file, holdout=ROWS[5:])
    assert [name for name in asked.samples if "/" not in name] == ["p6"]
    assert asked.prompts == 1
    alone = judged(tmp_path / "alone", tiny_model, None, holdout=ROWS[5:])
    assert grown["answers"] == alone["answers"]
    # Packed with other neighbours the same numbers differ in the last digits.
    assert grown["losses"]["by_pair"] == pytest.approx(alone["losses"]["by_pair"], rel=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [{"system_prompt": "You are somebody else."}, {"precision": "auto"}],
    ids=["prompt", "precision"],
)
def test_another_question_is_asked_anew(
    tmp_path: Path, tiny_model: Path, file: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    monkeypatch.setattr("app.training.lora.has_fast_bfloat16", lambda _: True)
    judged(tmp_path / "first", tiny_model, file)
    asked = Asked(monkeypatch)
    judged(tmp_path / "second", tiny_model, file, **changes)
    assert {"p5", "p6"} <= set(asked.samples)
    assert asked.prompts == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", '{"about": 1}', "null", '{"about": ["x"], "entries": {}}']
)
def test_a_damaged_file_holds_nothing(
    tmp_path: Path, tiny_model: Path, file: Path, monkeypatch: pytest.MonkeyPatch, damaged: str
) -> None:
    file.parent.mkdir()
    file.write_text(damaged)
    asked = Asked(monkeypatch)
    judged(tmp_path / "run", tiny_model, file)
    assert {"p5", "p6"} <= set(asked.samples)
    assert json.loads(file.read_text())["entries"]


def test_a_damaged_entry_is_measured_again(file: Path, samples: list[Sample]) -> None:
    first = Remembered(file, ["base"])
    first.keep_losses(samples[0], [1.0], [True])  # of one token, where the answer has more
    first.keep_answer((1, 2), 8, [5, 6])
    first.save()
    again = Remembered(file, ["base"])
    assert again.losses(samples[0]) is None
    assert (again.answer((1, 2), 8), again.answer((1, 3), 8)) == ([5, 6], None)


def test_an_answer_is_good_for_what_it_says_of_longer_and_shorter_ones(file: Path) -> None:
    some = Remembered()
    some.keep_answer((1,), 4, [5, 6])  # ended by itself
    some.keep_answer((2,), 4, [5, 6, 7, 8])  # cut off
    assert [some.answer((1,), most) for most in (1, 4, 9)] == [[5], [5, 6], [5, 6]]
    assert [some.answer((2,), most) for most in (1, 4, 9)] == [[5], [5, 6, 7, 8], None]
    some.keep_answer((2,), 9, [5, 6, 7, 8, 9])
    assert some.answer((2,), 9) == [5, 6, 7, 8, 9]


def test_what_no_run_asks_for_is_forgotten(file: Path) -> None:
    first = Remembered(file, ["base"])
    first.keep_answer((1,), 8, [1])
    first.keep_answer((2,), 8, [2])
    first.save()
    second = Remembered(file, ["base"])
    assert second.answer((2,), 8) == [2]
    second.save()
    assert Remembered(file, ["base"]).answer((1,), 8) is None
    assert Remembered(file, ["base"]).answer((2,), 8) == [2]


def test_a_full_disk_costs_the_next_run_its_time(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Remembered(file, ["base"])
    first.keep_answer((1,), 8, [1])
    first.save()
    before = file.read_bytes()
    second = Remembered(file, ["base"])
    second.keep_answer((2,), 8, [2])

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dump", full)
    second.save()
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]
    assert "No space left on device" in capsys.readouterr().err
