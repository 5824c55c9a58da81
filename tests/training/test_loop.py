"""A run from end to end on a tiny model: it learns, it can be stopped anywhere, and it survives what may go wrong."""

import errno
import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from app.errors import DiskFull, NanLoss, OutOfMemory
from app.training import checkpoints, loop, lora, run
from app.training.checkpoints import verifies
from app.training.failures import as_failure
from app.training.objectives import sft
from app.training.proof import judge
from app.training.render import Sample
from tests.tiny_model import make_tiny_model
from tests.training.conftest import SHORT, Child, make_child, short_answers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Child:
    """A run in which nothing happened. Tests only read it."""
    with pytest.MonkeyPatch.context() as patch:
        short_answers(patch)
        child = make_child(tmp_path_factory.mktemp("whole"), tiny_model)
        loop.train(child.config, child.reporter, GO_ON)
        return child


GO_ON: Callable[[], None] = lambda: None  # noqa: E731


@pytest.fixture(scope="session")
def tiny_model(one_layer: Path) -> Path:
    return one_layer


def final(child: Any) -> dict[str, Any]:
    return child.lines("report")[0]["report"]


ABSURD = 10**15  # numbers: no machine has room for them


class KilledError(BaseException):
    """What no code prepares for."""


class StopAt:
    """Raises Stopped, or what else is given, at the n-th time it is asked."""

    def __init__(self, times: int, end: type[BaseException] = loop.Stopped) -> None:
        self.left, self.end = times, end

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise self.end


def test_a_whole_run(tmp_path: Path, tiny_model: Path) -> None:
    before = (tiny_model / "model.safetensors").read_bytes()
    child = make_child(tmp_path, tiny_model)
    loop.train(child.config, child.reporter, GO_ON)

    kinds = [json.loads(line)["type"] for line in child.stream.getvalue().splitlines()]
    assert kinds[0] == "started"
    assert kinds[-3:] == ["sample", "report", "finished"]
    steps = [(line["step"], line["holdout_loss"] is not None) for line in child.lines("progress")]
    assert steps == [(0, True), (1, False), (2, True), (3, False), (4, True), (5, False), (6, True)]
    assert [line["step"] for line in child.lines("sample")] == [0, 6]
    assert [line["step"] for line in child.lines("checkpoint")] == [2, 4, 6]
    report = final(child)
    assert (report["train_pairs"], report["holdout_pairs"], report["steps"]) == (5, 2, 6)
    assert report["candidate"]["loss"] < 0.9 * report["base"]["loss"]
    assert report["live"] is None
    assert [question["pair_id"] for question in report["questions"]] == ["p5", "p6"]
    assert {question["loss_outcome"] for question in report["questions"]} == {"better"}
    for question in report["questions"]:
        assert question["answer_outcome"] in {"better", "same", "worse"}
        assert 0 <= question["candidate_quality"]["total"] <= 1
    assert {entry["pair_id"] for entry in report["receipt"]} == {f"p{number}" for number in range(5)}
    for model in ("base", "candidate"):
        assert report[model]["answers"].keys() == {"chrf", "style", "length_ratio", "total"}
        assert isinstance(report[model]["relevance"], float)
        assert report[model]["probes"]["of"] == 14
    assert [point["step"] for point in report["curve"]] == list(range(7))
    adapter = Path(child.lines("finished")[0]["adapter_dir"])
    assert verifies(adapter)
    assert adapter == tmp_path / "attempt-0001" / "adapter"
    assert json.loads((tmp_path / "attempt-0001" / "report.json").read_text()) == report
    assert (tiny_model / "model.safetensors").read_bytes() == before


def test_a_long_run_answers_at_half_time_too(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LONG", 6)
    child = make_child(tmp_path, tiny_model)
    loop.train(child.config, child.reporter, GO_ON)
    assert [line["step"] for line in child.lines("sample")] == [0, 3, 6]


def test_base_weights_stay_bit_identical(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[Any] = []
    add_lora = lora.add_lora
    monkeypatch.setattr(lora, "add_lora", lambda *values: loaded.append(add_lora(*values)) or loaded[0])
    child = make_child(tmp_path, tiny_model)
    loop.train(child.config, child.reporter, GO_ON)
    trained = {
        name.replace(".base_layer", ""): p for name, p in loaded[0].get_base_model().named_parameters()
    }
    fresh = lora.load_base(tiny_model, torch.device("cpu"))
    for name, parameter in fresh.named_parameters():
        assert torch.equal(trained[name], parameter), name


def adapter_of(child: Any) -> dict[str, Tensor]:
    return load_file(Path(child.lines("finished")[0]["adapter_dir"]) / "adapter_model.safetensors")


@pytest.mark.parametrize(
    ("end", "dropout"), [(loop.Stopped, 0.1), (KilledError, 0.0)], ids=["stopped", "killed"]
)
@pytest.mark.parametrize(
    "every", [7, pytest.param(1, marks=pytest.mark.torture)], ids=["some places", "all places"]
)
def test_ended_anywhere_and_resumed_gives_the_same_run(
    tmp_path: Path, tiny_model: Path, end: type[BaseException], dropout: float, every: int
) -> None:
    """To the bit, where a run looks whether it should go: asked to stop, or struck by what nobody handles."""
    hyper = {**SHORT, "dropout": dropout}
    straight = make_child(tmp_path / "straight", tiny_model, hyperparameters=hyper)
    asked = StopAt(10**9)
    loop.train(straight.config, straight.reporter, asked)
    expected = adapter_of(straight)
    for stop in range(0, 10**9 - asked.left, every):
        folder = tmp_path / f"stop-{stop}"
        child = make_child(folder, tiny_model, hyperparameters=hyper)
        with pytest.raises(end):
            loop.train(child.config, child.reporter, StopAt(stop, end))
        again = make_child(folder, tiny_model, hyperparameters=hyper)
        loop.train(again.config, again.reporter, GO_ON)
        resumed = adapter_of(again)
        assert resumed.keys() == expected.keys()
        assert all(torch.equal(resumed[name], value) for name, value in expected.items()), stop
        assert final(again) | {"seconds": 0} == final(straight) | {"seconds": 0}, stop


def test_a_narrow_run_that_was_stopped_goes_on_narrow(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, whole: Child
) -> None:
    monkeypatch.setattr(lora, "has_fast_bfloat16", lambda _: True)
    straight = make_child(tmp_path / "straight", tiny_model, precision="auto")
    loop.train(straight.config, straight.reporter, GO_ON)
    stopped, again = (make_child(tmp_path / "stopped", tiny_model, precision="auto") for _ in range(2))
    with pytest.raises(loop.Stopped):
        loop.train(stopped.config, stopped.reporter, StopAt(20))
    loop.train(again.config, again.reporter, GO_ON)

    runs = (whole, straight, stopped, again)
    started = [child.lines("started")[0] for child in runs]
    assert [line["precision"] for line in started] == ["float32", "bfloat16", "bfloat16", "bfloat16"]
    assert started[-1]["resumed_from"] > 0
    expected, other = adapter_of(straight), adapter_of(whole)
    assert all(torch.equal(value, expected[name]) for name, value in adapter_of(again).items())
    assert not any(torch.equal(other[name], value) for name, value in expected.items())


def test_resume_starts_where_the_checkpoint_is(tmp_path: Path, tiny_model: Path) -> None:
    child = make_child(tmp_path, tiny_model)
    loop.train(child.config, child.reporter, GO_ON)
    newest = tmp_path / "checkpoints" / "step-000006"
    (newest / "adapter.safetensors").write_bytes(b"damaged")
    again = make_child(tmp_path, tiny_model)
    loop.train(again.config, again.reporter, GO_ON)
    (started,) = again.lines("started")
    assert (started["resumed_from"], started["damaged"]) == (4, 1)
    assert final(again)["curve"] == final(child)["curve"]


def test_a_checkpoint_at_least_every_minute(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "CHECKPOINT_S", -1.0)
    child = make_child(tmp_path, tiny_model, hyperparameters={**SHORT, "checkpoint_every": 100})
    loop.train(child.config, child.reporter, GO_ON)
    assert [line["step"] for line in child.lines("checkpoint")] == [1, 2, 3, 4, 5, 6]


def test_time_left_is_told_by_steps_alone(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measuring the base model is over by then."""
    seconds = 1000.0

    def slow(*values: Any) -> Any:
        nonlocal seconds
        seconds += 500
        return measure(*values)

    def passing(self: run.Run, batch: Any) -> tuple[float, int]:
        nonlocal seconds
        seconds += 3
        return gradients(self, batch)

    measure, gradients = judge.measure, run.Run._gradients
    monkeypatch.setattr(time, "monotonic", lambda: seconds)
    monkeypatch.setattr(judge, "measure", slow)
    monkeypatch.setattr(run.Run, "_gradients", passing)
    child = make_child(tmp_path, tiny_model)
    loop.train(child.config, child.reporter, GO_ON)
    assert [line["seconds_left"] for line in child.lines("progress")] == [None, 15, 12, 9, 6, 3, 0]
    assert final(child)["seconds"] > 2000


def test_going_on_never_falls_behind_what_it_goes_on_from(tmp_path: Path) -> None:
    """Held-out gain is that over the start, not over the bare base model, beside which much worse is a gain too."""
    two_layers = make_tiny_model(tmp_path / "tiny")  # one layer is not ruined by such a rate
    first = make_child(tmp_path / "first", two_layers)
    loop.train(first.config, first.reporter, GO_ON)
    start = first.lines("finished")[0]["adapter_dir"]
    rash = {**SHORT, "learning_rate": 1.0, "clip_norm": 0}
    second = make_child(tmp_path / "second", two_layers, start_adapter=start, hyperparameters=rash)
    loop.train(second.config, second.reporter, GO_ON)
    before, after = final(first)["candidate"]["loss"], final(second)
    losses = [p["holdout_loss"] for p in after["curve"] if p["holdout_loss"] is not None]
    assert losses[0] == pytest.approx(before, abs=1e-5)
    assert min(losses[1:]) > before
    assert (after["best_step"], after["candidate"]["loss"]) == (0, pytest.approx(before, abs=1e-5))


def test_changed_pairs_start_anew(tmp_path: Path, tiny_model: Path) -> None:
    child = make_child(tmp_path, tiny_model)
    with pytest.raises(loop.Stopped):
        loop.train(child.config, child.reporter, StopAt(14))
    assert list((tmp_path / "checkpoints").iterdir())
    other = make_child(tmp_path, tiny_model, seed=1)
    loop.train(other.config, other.reporter, GO_ON)
    assert other.lines("started")[0]["resumed_from"] == 0


def break_loss(monkeypatch: pytest.MonkeyPatch, at_calls: set[int], value: float = math.nan) -> None:
    """The training loss of the named calls becomes `value`."""
    real, calls = sft.token_losses, iter(range(10**6))

    def broken(model: Any, batch: Any) -> Any:
        losses = real(model, batch)
        if next(calls) in at_calls:
            losses = type(losses)(losses.nats * value, losses.correct)
        return losses

    monkeypatch.setattr(sft, "token_losses", broken)


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e6])
def test_a_broken_loss_goes_back_and_halves_the_rate(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, whole: Child, value: float
) -> None:
    break_loss(monkeypatch, {4}, value)  # step 5, after the checkpoint of step 4
    child = make_child(tmp_path, tiny_model)
    loop.train(child.config, child.reporter, GO_ON)
    rates = {line["step"]: line["learning_rate"] for line in child.lines("progress")}
    expected = {line["step"]: line["learning_rate"] for line in whole.lines("progress")}
    assert rates == {**expected, 5: expected[5] / 2, 6: expected[6] / 2}
    assert [point["step"] for point in final(child)["curve"]] == list(range(7))


def test_a_loss_that_stays_broken_fails_in_words(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_loss(monkeypatch, set(range(3, 100)))
    child = make_child(tmp_path, tiny_model)
    with pytest.raises(NanLoss, match="The loss became nan at step 3, also at half the learning rate"):
        loop.train(child.config, child.reporter, GO_ON)
    assert not (tmp_path / "attempt-0001").exists()


def exhaust_memory(monkeypatch: pytest.MonkeyPatch, biggest: int) -> list[int]:
    """More than `biggest` pairs at once don't fit. Returns the sizes that were tried."""
    real, sizes = sft.batch_for, []

    def batched(model: Any, samples: list[Sample], *values: Any) -> Any:
        sizes.append(len(samples))
        if len(samples) > biggest:
            torch.empty(ABSURD)
        return real(model, samples, *values)

    monkeypatch.setattr(sft, "batch_for", batched)
    return sizes


def test_out_of_memory_halves_the_batch_once(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, whole: Child
) -> None:
    sizes = exhaust_memory(monkeypatch, 1)
    child = make_child(tmp_path / "halves", tiny_model)
    loop.train(child.config, child.reporter, GO_ON)
    assert sizes == [2] + [1] * 12  # two halves in each of six steps
    assert final(child)["train_loss"] == pytest.approx(final(whole)["train_loss"], abs=1e-4)


@pytest.mark.parametrize(("batch_size", "tried"), [(2, " even with half batches"), (1, "")])
def test_too_little_memory_fails_in_words(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, batch_size: int, tried: str
) -> None:
    exhaust_memory(monkeypatch, 0)
    child = make_child(tmp_path, tiny_model, hyperparameters={**SHORT, "batch_size": batch_size})
    with pytest.raises(OutOfMemory, match=f"The machine ran out of memory{tried}[.]"):
        loop.train(child.config, child.reporter, GO_ON)


def test_a_failed_allocation_is_known_by_its_text() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(ABSURD)
    failure = as_failure(caught.value)
    assert (failure.code, "half batches" in failure.message) == ("OUT_OF_MEMORY", False)


def test_half_batches_survive_a_crash(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the same step, before its checkpoint was due: the next attempt does not try the whole batch again."""
    exhaust_memory(monkeypatch, 1)
    child = make_child(tmp_path, tiny_model)
    monkeypatch.setattr(run.Run, "_is_sound", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        loop.train(child.config, child.reporter, GO_ON)
    monkeypatch.undo()
    sizes = exhaust_memory(monkeypatch, 1)
    again = make_child(tmp_path, tiny_model)
    loop.train(again.config, again.reporter, GO_ON)
    assert sizes == [1] * 12


def test_a_job_may_ask_for_half_batches(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of an attempt that goes on from the checkpoint of one with whole batches."""
    child = make_child(tmp_path, tiny_model)
    with pytest.raises(loop.Stopped):
        loop.train(child.config, child.reporter, StopAt(14))
    sizes = exhaust_memory(monkeypatch, 1)
    again = make_child(tmp_path, tiny_model, parts=2)
    loop.train(again.config, again.reporter, GO_ON)
    assert again.lines("started")[0]["resumed_from"] > 0
    assert set(sizes) == {1}


def test_full_disk_keeps_the_last_checkpoint(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = checkpoints.save_file

    def full(tensors: dict[str, Tensor], path: Path) -> None:
        if "step-000004" in path.parent.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(tensors, path)

    monkeypatch.setattr(checkpoints, "save_file", full)
    child = make_child(tmp_path, tiny_model)
    with pytest.raises(OSError, match="No space") as caught:
        loop.train(child.config, child.reporter, GO_ON)
    assert isinstance(as_failure(caught.value), DiskFull)
    monkeypatch.undo()
    again = make_child(tmp_path, tiny_model)
    loop.train(again.config, again.reporter, GO_ON)
    assert again.lines("started")[0]["resumed_from"] == 2


def test_a_full_disk_is_known_by_what_safetensors_says() -> None:
    said = "Error while serializing: I/O error: No space left on device (os error 28)"
    assert isinstance(as_failure(SafetensorError(said)), DiskFull)
    assert as_failure(SafetensorError("Error while serializing: I/O error: (os error 5)")).code == "INTERNAL"


def test_the_live_version_is_measured_too(tmp_path: Path, tiny_model: Path, whole: Child) -> None:
    live = whole.lines("finished")[0]["adapter_dir"]
    second = make_child(tmp_path / "second", tiny_model, live_adapter=live)
    loop.train(second.config, second.reporter, GO_ON)
    report = final(second)
    candidate = final(whole)["candidate"]
    assert report["live"].pop("probes") == candidate.pop("probes")
    assert report["live"].pop("answers") == pytest.approx(candidate.pop("answers"), abs=1e-5)
    assert report["live"] == pytest.approx(candidate, abs=1e-5)
    assert {question["loss_outcome"] for question in report["questions"]} == {"same"}
    assert [question["live_answer"] for question in report["questions"]] == [
        question["candidate_answer"] for question in report["questions"]
    ]


def test_examples_that_do_not_fit_are_left_out(tmp_path: Path, tiny_model: Path) -> None:
    row = {"id": "p5", "query": "How do I find the plan?", "response": "Billing > Plan."}
    long = [
        {"role": "user", "content": "Where? " * 2_000},
        {"role": "assistant", "content": "There."},
    ]
    reports = []
    for name, examples in (("long", long), ("none", [])):
        child = make_child(tmp_path / name, tiny_model, holdout=[row | {"examples": examples}])
        loop.train(child.config, child.reporter, GO_ON)
        reports.append(final(child) | {"seconds": 0})
    assert reports[0] == reports[1]


def test_the_newest_held_out_questions_are_answered_too(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swaps: list[list[Sample]] = []
    swapped = judge.swapped
    monkeypatch.setattr(judge, "swapped", lambda *values: swaps.append(swapped(*values)) or swaps[0])
    rows = [{"id": f"h{n:02}", "query": f"What is {n}?", "response": f"It is {n}."} for n in range(12)]
    child = make_child(tmp_path, tiny_model, holdout=rows)
    loop.train(child.config, child.reporter, GO_ON)
    answered = [q["pair_id"] for q in final(child)["questions"] if q["candidate_answer"] is not None]
    assert len(answered) == 8
    assert answered[-2:] == ["h10", "h11"]
    assert {sample.pair.id.split("/")[0] for sample in swaps[0]} == set(answered)  # of relevance, too


def test_without_held_out_pairs_the_last_adapter_is_published(tmp_path: Path, tiny_model: Path) -> None:
    child = make_child(tmp_path, tiny_model, holdout=[])
    loop.train(child.config, child.reporter, GO_ON)
    report = final(child)
    assert (report["base"], report["candidate"], report["questions"]) == (None, None, [])
    assert report["best_step"] == 6
    assert child.lines("sample") == []


def test_every_epoch_sees_every_pair_once(samples: list[Sample]) -> None:
    seen = [sample for step in range(7) for sample in run.next_batch([samples], 2, step, seed=3)]
    assert len(samples) == 7
    assert sorted(sample.pair.id for sample in seen[:7]) == sorted(sample.pair.id for sample in samples)
    assert seen[:7] != seen[7:]
    assert run.next_batch([samples], 50, 0, seed=3) != run.next_batch([samples], 50, 0, seed=4)
