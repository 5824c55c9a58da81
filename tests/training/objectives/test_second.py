"""The second candidate: tried where it is worth it, taken where it is better, never at the cost of the first."""

import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from app.training import loop, policy
from app.training.objectives import preference, rivals, second
from app.training.objectives.second import Second
from app.training.ranks import Ranks
from tests.training.conftest import PAIRS, Child, make_child

pytestmark = pytest.mark.slow

# Two of four pairs have a draft; three questions are held out.
ROWS = [
    {"id": p.id, "query": p.query, "response": p.response, "rejected": "Look it up." if n % 2 else None}
    for n, p in enumerate(PAIRS)
]
PLAN = policy.PreferencePlan(pairs=4, steps=4, batch_size=2, learning_rate=0.003)


@pytest.fixture(scope="session")
def tiny_model(one_layer: Path) -> Path:
    return one_layer


@pytest.fixture(autouse=True)
def _any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "preference", lambda *_: PLAN)


def trained(folder: Path, tiny_model: Path, check_stop: Callable[[], None] = lambda: None) -> Child:
    child = make_child(folder, tiny_model, train=ROWS[:4], holdout=ROWS[4:])
    loop.train(child.config, child.reporter, check_stop)
    return child


def report_of(child: Child) -> dict[str, Any]:
    return child.lines("report")[0]["report"]


def adapter_of(child: Child) -> dict[str, Tensor]:
    return load_file(Path(child.lines("finished")[0]["adapter_dir"]) / "adapter_model.safetensors")


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return all(torch.equal(value, other[name]) for name, value in one.items())


def preferring(monkeypatch: pytest.MonkeyPatch, taken: bool) -> None:
    monkeypatch.setattr(rivals, "prefers_second", lambda _: taken)


@pytest.fixture
def first(tmp_path: Path, tiny_model: Path) -> Child:
    """A run that tries no second candidate."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(policy, "preference", lambda *_: None)
        return trained(tmp_path / "first", tiny_model)


def test_it_is_published_only_where_it_is_preferred(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, first: Child
) -> None:
    runs = []
    for taken in (False, True):
        preferring(monkeypatch, taken)
        runs.append(trained(tmp_path / str(taken), tiny_model))
    told = [report_of(run)["preference"] for run in runs]
    assert [one.pop("chosen") for one in told] == [False, True]
    assert told[0] == told[1]
    assert (told[0]["tried"], told[0]["pairs"], told[0]["drafts"], told[0]["steps"]) == (True, 4, 2, 4)
    assert told[0]["margin"] > 0
    assert told[0]["better"] + told[0]["same"] + told[0]["worse"] == 3
    assert [same(adapter_of(run), adapter_of(first)) for run in runs] == [True, False]
    kept, other = (report_of(run) for run in runs)
    assert kept | {"preference": 0, "seconds": 0} == report_of(first) | {"preference": 0, "seconds": 0}
    assert other["candidate"]["loss"] != kept["candidate"]["loss"]
    assert other["receipt"] != [] != kept["receipt"]


def test_below_its_size_nothing_runs(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(second.Second, "_tried", lambda *_: pytest.fail("tried"))
    child = trained(tmp_path, tiny_model)
    told = report_of(child)["preference"]
    assert (told["tried"], told["chosen"], told["steps"], told["margin"]) == (False, False, 0, None)
    assert told["reason"] == "The base model is too small to gain from it."
    assert "preference" not in child.lines("finished")[0]["phases"]


@pytest.mark.parametrize(
    ("held_out", "processes", "reason"),
    [(2, 1, "There are too few held-out questions"), (3, 2, "It is not tried where several processes")],
)
def test_why_it_is_not_tried(held_out: int, processes: int, reason: str) -> None:
    run: Any = SimpleNamespace(holdout=[None] * held_out, ranks=Ranks(0, processes))
    nothing: Any = None
    judged: Any = object()
    kept, told = Second(run, PLAN, nothing, nothing, 512, nothing, nothing).compete(judged)
    assert kept is judged
    assert not told.tried
    assert told.reason is not None
    assert told.reason.startswith(reason)


class Watch:
    """Counts how often a run looks whether it should go, and ends it at one of these times."""

    def __init__(self, end_at: int = -1, end: type[BaseException] = loop.Stopped) -> None:
        self.count, self.end_at, self.end = 0, end_at, end

    def __call__(self) -> None:
        self.count += 1
        if self.count == self.end_at:
            raise self.end


class KilledError(BaseException):
    """What no code prepares for."""


@pytest.mark.parametrize("end", [loop.Stopped, KilledError])
@pytest.mark.parametrize("every", [11, pytest.param(2, marks=pytest.mark.torture)])
def test_ended_anywhere_in_it_and_resumed_gives_the_same_run(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, end: type[BaseException], every: int
) -> None:
    preferring(monkeypatch, True)
    watch, tried, places = Watch(), Second._tried, []

    def watched(self: Second, *values: Any) -> Any:
        places.append(watch.count)
        try:
            return tried(self, *values)
        finally:
            places.append(watch.count)

    with monkeypatch.context() as patch:
        patch.setattr(Second, "_tried", watched)
        straight = trained(tmp_path / "straight", tiny_model, watch)
    assert places[1] - places[0] > 12
    for stop in range(places[0] + 1, places[1] + 1, every):
        folder = tmp_path / f"stop-{stop}"
        with pytest.raises(end):
            trained(folder, tiny_model, Watch(stop, end))
        again = trained(folder, tiny_model)
        assert same(adapter_of(again), adapter_of(straight)), stop
        assert report_of(again) | {"seconds": 0} == report_of(straight) | {"seconds": 0}, stop


def test_a_broken_loss_gives_the_second_up(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, first: Child
) -> None:
    real = preference.losses
    monkeypatch.setattr(preference, "losses", lambda *values: real(*values) * math.nan)
    child = trained(tmp_path / "broken", tiny_model)
    told = report_of(child)["preference"]
    assert (told["tried"], told["chosen"]) == (True, False)
    assert told["reason"].startswith("The loss became nan at step 1, also at half the learning rate.")
    assert same(adapter_of(child), adapter_of(first))


@pytest.mark.parametrize(("fit", "finished"), [(2, True), (0, False)])
def test_where_memory_is_short_it_is_halved_or_given_up(
    tmp_path: Path,
    tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    first: Child,
    fit: int,
    finished: bool,
) -> None:
    """`fit`: answers that fit at once; a step has two pairs of them."""
    real = preference.batch_for

    def batched(model: Any, samples: Any, *values: Any) -> Any:
        if len(samples) > fit:
            raise MemoryError
        return real(model, samples, *values)

    monkeypatch.setattr(preference, "batch_for", batched)
    preferring(monkeypatch, finished)
    child = trained(tmp_path / "short", tiny_model)
    told = report_of(child)["preference"]
    assert told["reason"] is None if finished else "ran out of memory" in told["reason"]
    assert (told["steps"], told["chosen"]) == ((4, True) if finished else (0, False))
    assert same(adapter_of(child), adapter_of(first)) is not finished


def test_an_answer_that_says_the_same_teaches_nothing(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Second, "_written", lambda *_: {p.id: p.response for p in PAIRS})
    told = report_of(trained(tmp_path, tiny_model))["preference"]
    assert told["pairs"] == told["drafts"] == 2
    monkeypatch.setattr(second, "render_pair", lambda *_: SimpleNamespace(ids=range(10**6)))
    told = report_of(trained(tmp_path / "long", tiny_model))["preference"]
    assert (told["tried"], told["reason"]) == (False, "No answer to do worse than the expert's was found.")
