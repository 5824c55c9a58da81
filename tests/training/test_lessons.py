"""Pairs beside their sources: what each pass sees, what is learned of it, and that it is counted nowhere."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair, Turn
from app.errors import BadInput
from app.training import loop, policy
from app.training.config import RunConfig
from app.training.lessons import by_pass
from app.training.objectives.second import Second
from app.training.packing import batch_for
from app.training.proof import judge
from app.training.render import Sample, render_pair, render_whole
from app.training.run import Run, next_batch
from tests.training.conftest import PAIRS, SYSTEM, make_child, run_file

UNSURE = "Ask my colleagues about the 99 EUR."


@pytest.fixture(scope="session")
def tiny_model(one_layer: Path) -> Path:
    return one_layer


def with_sources(pair: Pair, *others: Pair) -> Pair:
    said = [Turn(role, text) for p in others for role, text in (("user", p.query), ("assistant", p.response))]
    return replace(pair, examples=tuple(said))


SERVED = tuple(with_sources(pair, PAIRS[0], pair) for pair in PAIRS[1:5])  # none of the first pair
DECLINES = (replace(with_sources(PAIRS[3], PAIRS[1], PAIRS[2]), response=UNSURE),)


def rendered(tokenizer: PreTrainedTokenizerBase, pairs: tuple[Pair, ...]) -> list[Sample]:
    return [render_pair(tokenizer, SYSTEM, pair, 512) for pair in pairs]


def rows(pairs: tuple[Pair, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json.dumps([asdict(pair) for pair in pairs]))
    return found


@pytest.mark.parametrize("passes", [2, 3])
def test_each_pair_is_plain_in_one_pass_and_beside_its_sources_in_the_others(
    tokenizer: PreTrainedTokenizerBase, passes: int
) -> None:
    plain, served, declines = (rendered(tokenizer, some) for some in (PAIRS[:5], SERVED, DECLINES))
    seen = by_pass(plain, served, declines, passes, "run-1")

    assert [len(one) for one in seen] == [6] * passes
    for number, pair in enumerate(PAIRS[:5]):
        kinds = [bool(one[number].pair.examples) for one in seen]
        assert {one[number].pair.id for one in seen} == {pair.id}
        assert sorted(kinds) == ([False] * passes if number == 0 else [False] + [True] * (passes - 1))
    assert all(one[5:] == declines for one in seen)
    most = -(-4 // passes)  # of four pairs that have sources
    assert all(sum(not s.pair.examples for s in one[1:5]) in (most, most - 1) for one in seen)
    assert seen == by_pass(plain, served, declines, passes, "run-1")
    drawn = {
        str([s.pair.examples for one in by_pass(plain, served, [], 3, str(n)) for s in one]) for n in range(9)
    }
    assert len(drawn) > 1
    # A batch may stand in two passes; whole passes are what they are.
    steps = [sample for step in range(2 * passes) for sample in next_batch(seen, 3, step, seed=3)]
    for number, one in enumerate(seen):
        assert sorted(map(str, steps[6 * number : 6 * (number + 1)])) == sorted(map(str, one))


def test_without_sources_all_passes_are_the_plain_one(samples: list[Sample]) -> None:
    assert by_pass(samples, [], [], 3, "run-1") == [samples]


def test_nothing_but_the_answer_is_learned(base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    for pair in (*SERVED, *DECLINES):
        sample = render_whole(tokenizer, SYSTEM, pair, 512)
        assert sample is not None
        batch = batch_for(base, [sample], 0)
        assert tokenizer.decode(batch.labels) == f"{pair.response}<|im_end|>"


def test_a_row_whose_sources_do_not_all_fit_is_left_out(tokenizer: PreTrainedTokenizerBase) -> None:
    (whole,) = rendered(tokenizer, SERVED[:1])
    assert render_whole(tokenizer, SYSTEM, SERVED[0], len(whole.ids)) == whole
    assert render_whole(tokenizer, SYSTEM, SERVED[0], len(whole.ids) - 1) is None
    # A sentence that is too long for the model does not end the run of a pair that is not.
    assert render_whole(tokenizer, SYSTEM, replace(DECLINES[0], response="Ask. " * 500), 512) is None


@pytest.mark.parametrize("name", ["served", "declines"])
def test_such_a_row_belongs_to_a_pair_that_is_trained(tmp_path: Path, tiny_model: Path, name: str) -> None:
    for wrong in (PAIRS[5:6], PAIRS[:1] * 2):
        with pytest.raises(BadInput, match=f"{name} must hold pairs of train, each once"):
            RunConfig.parse(run_file(tmp_path, tiny_model, **{name: rows(wrong)}))


@pytest.mark.slow
def test_a_run_learns_from_them_and_counts_the_pairs(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The preference objective, figures and receipt see each pair once, and no answer that declines."""
    batches: list[list[Pair]] = []
    compared: list[Pair] = []
    figures: list[tuple[Pair, ...]] = []
    changed, backward, comparisons = judge.figures.changed, Run._backward, Second._comparisons

    def noted(run: Run, batch: list[Any]) -> Any:
        if isinstance(batch[0], Sample):
            batches.append([sample.pair for sample in batch])
        return backward(run, batch)

    def compared_too(second: Second, wanted: int) -> Any:
        found = comparisons(second, wanted)
        compared.extend(pair.chosen.pair for pair in found[1])
        return found

    monkeypatch.setattr(Run, "_backward", noted)
    monkeypatch.setattr(Second, "_comparisons", compared_too)
    monkeypatch.setattr(
        judge.figures, "changed", lambda *values: figures.append(values[2]) or changed(*values)
    )
    monkeypatch.setattr(policy, "PREFERENCE_PARAMETERS", 0)
    holdout = [
        row | {"id": f"h{n}", "query": f"{row['query']} {n}"} for n, row in enumerate(rows(PAIRS[5:]) * 2)
    ]
    child = make_child(
        tmp_path,
        tiny_model,
        served=rows(SERVED),
        declines=rows(DECLINES),
        holdout=holdout,
        hyperparameters={"steps": 9, "batch_size": 2, "learning_rate": 0.01},
    )
    loop.train(child.config, child.reporter, lambda: None)

    (started,) = child.lines("started")
    assert (started["train_pairs"], started["total_steps"]) == (5, 9)
    learned = [pair for batch in batches for pair in batch]
    assert sorted(map(str, learned)) == sorted(
        map(str, [*PAIRS[:5], *SERVED, *SERVED, *DECLINES * 3, PAIRS[0], PAIRS[0]])
    )
    (line,) = child.lines("report")
    report = line["report"]
    assert report["train_pairs"] == 5
    assert sorted(entry["pair_id"] for entry in report["receipt"]) == [f"p{n}" for n in range(5)]
    assert "99" not in json.dumps(report["receipt"])
    assert figures == [child.config.train]
    assert child.config.train == PAIRS[:5]
    assert report["preference"]["pairs"] == len(compared) == 5
    assert {pair.response for pair in compared} == {pair.response for pair in PAIRS[:5]}


@pytest.mark.slow
def test_a_checkpoint_of_other_rows_is_not_gone_on_from(tmp_path: Path, tiny_model: Path) -> None:
    for served, resumed_from in ((SERVED, 0), (SERVED, 6), (SERVED[:3], 0)):
        child = make_child(tmp_path, tiny_model, served=rows(served), declines=rows(DECLINES))
        loop.train(child.config, child.reporter, lambda: None)
        assert child.lines("started")[0]["resumed_from"] == resumed_from
