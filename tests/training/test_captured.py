"""A recorded step does what the step without a graph does, in the tensors that are there, or it is not used.

Without a GPU the recorder runs what it was given again; everything around it is the same."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from app.engine import llama
from app.engine.captured import compilation
from app.training import captured, lora
from app.training.config import RunConfig
from app.training.objectives.preference import Preference
from app.training.policy import Hyperparameters
from app.training.ranks import Ranks
from app.training.render import Sample, shared_prefix
from app.training.run import Run
from tests.training.conftest import PAIRS, SYSTEM

pytestmark = pytest.mark.slow

STEPS = 12


class Again:
    """Stands in for CUDA graphs. `around` is what a graph has kept of the time when it was recorded."""

    around: Callable[[], AbstractContextManager[None]] = nullcontext

    def __init__(self) -> None:
        self.recorded = 0
        self.replayed = 0

    def __call__(self, work: Callable[[], None], warm_ups: int = 1) -> Callable[[], None]:
        for _ in range(warm_ups + 1):
            work()
        self.recorded += 1

        def replay() -> None:
            self.replayed += 1
            with self.around():
                work()

        return replay


@pytest.fixture(autouse=True)
def _by_transformers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a GPU: the decoder by hand has no static shapes."""
    monkeypatch.setattr(llama, "AGREEMENT", -1.0)
    yield
    torch._dynamo.reset()


@pytest.fixture
def make(
    tmp_path: Path, tiny_model: Path, samples: list[Sample], hyper: Hyperparameters
) -> Callable[..., Run]:
    def made(name: str, recorder: Any = None, **changes: Any) -> Run:
        model = lora.add_lora(lora.load_base(tiny_model, torch.device("cpu")), hyper, 0)
        config = RunConfig(
            run_id="run",
            base_model=tiny_model,
            system_prompt=SYSTEM,
            train=PAIRS,
            output_dir=tmp_path / name,
            checkpoint_dir=tmp_path / name / "checkpoints",
            **{"compilation": "never", **changes},
        )
        used = hyper.overridden({"steps": STEPS, "checkpoint_every": 4, "warmup_steps": 2})
        run = Run(config, used, model, samples, [], shared_prefix(samples), Ranks())
        run.recorder = recorder
        run.save_checkpoint()
        return run

    return made


def trained(run: Run, steps: int = STEPS) -> tuple[list[float], dict[str, Tensor]]:
    losses = []
    for _ in range(steps):
        run.take_step()
        losses.append(run.position.train_loss)
    return losses, {name: value.clone() for name, value in run.state.adapter().items()}


def assert_close(one: dict[str, Tensor], other: dict[str, Tensor]) -> None:
    for name, value in one.items():
        assert torch.allclose(value, other[name], atol=2e-4), name


def test_recorded_steps_train_as_eager_ones_do(make: Callable[..., Run]) -> None:
    again = Again()
    losses, adapter = trained(make("recorded", again))
    expected, expected_adapter = trained(make("eager"))
    assert losses == pytest.approx(expected, abs=1e-4)
    assert_close(adapter, expected_adapter)
    # All but the first step of each shape, and one replay of each to compare.
    assert again.recorded == 1
    assert again.replayed == STEPS


def test_recording_leaves_no_trace(make: Callable[..., Run]) -> None:
    """The step that was taken without a graph stays to the bit, whatever warming up did."""
    one, other = make("recorded", Again()), make("eager")
    _, adapter = trained(one, 1)
    _, expected = trained(other, 1)
    assert all(torch.equal(value, expected[name]) for name, value in adapter.items())
    moments = other.state.moments()
    assert all(torch.equal(value, moments[name]) for name, value in one.state.moments().items())
    assert not hasattr(one.optimizer, "found_inf")
    assert one.optimizer.param_groups[0]["lr"] == other.optimizer.param_groups[0]["lr"]


def test_padding_has_no_share_in_the_loss(make: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the padding is most of the batch, and holds what an earlier one left."""
    monkeypatch.setattr("app.engine.captured.buckets.TOKENS", 512)
    losses, adapter = trained(make("recorded", Again()))
    expected, expected_adapter = trained(make("eager"))
    assert losses == pytest.approx(expected, abs=1e-4)
    assert_close(adapter, expected_adapter)


@pytest.mark.torture
@pytest.mark.filterwarnings("ignore")  # of torch.compile's own
@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
def test_compiled_layers_are_swapped_in_for_the_recording_alone(
    make: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, backend: str, tmp_path: Path
) -> None:
    used: list[str] = []
    compiled = compilation.compiled

    def noted(model: PreTrainedModel) -> Any:
        used.append(backend)
        return compiled(model, backend)

    monkeypatch.setattr(captured, "compiled", noted)
    again = Again()
    run = make("compiled", again, compilation="always", cache_dir=tmp_path / "cache")
    again.around = lambda: compiled(run.model.get_base_model(), backend)
    losses, adapter = trained(run, 3)
    layers = compilation.decoder_layers(run.model.get_base_model())
    assert used == [backend]
    assert len(layers) == 2
    assert not any("forward" in layer.__dict__ for layer in layers)
    assert len(list((tmp_path / "cache" / "shapes").iterdir())) == 1
    expected, expected_adapter = trained(make("eager"), 3)
    assert losses == pytest.approx(expected, abs=1e-4)
    assert_close(adapter, expected_adapter)


def test_layers_that_do_not_compile_are_recorded_as_they_are(
    make: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Any) -> Any:
        raise RuntimeError("no compiler")

    monkeypatch.setattr(captured, "compiled", broken)
    again = Again()
    trained(make("recorded", again, compilation="always"), 3)
    assert again.recorded == 1
    assert (
        capsys.readouterr().err.splitlines()[-1]
        == "going on without compiled layers: RuntimeError: no compiler"
    )


class Wrong(Again):
    """A recording that does not do what was recorded."""

    def __init__(self, after: Callable[[], None]) -> None:
        super().__init__()
        self.after = after

    def __call__(self, work: Callable[[], None], warm_ups: int = 1) -> Callable[[], None]:
        replay = super().__call__(work, warm_ups)

        def wrong() -> None:
            replay()
            self.after()

        return wrong


def failing(*_: Any, **__: Any) -> Any:
    raise RuntimeError("operation not permitted when stream is capturing")


def test_a_recording_that_fails_costs_nothing_but_itself(
    make: Callable[..., Run], capsys: pytest.CaptureFixture[str]
) -> None:
    _, adapter = trained(make("failing", failing))
    _, expected = trained(make("eager"))
    assert all(torch.equal(value, expected[name]) for name, value in adapter.items())
    lines = [line for line in capsys.readouterr().err.splitlines() if "going on" in line]
    assert lines == [
        "going on without CUDA graphs: RuntimeError: operation not permitted when stream is capturing"
    ]


@pytest.mark.parametrize("what", ["loss", "gradient", "update"])
def test_a_recording_that_differs_is_not_used(
    make: Callable[..., Run], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    run = make("wrong")
    shapes: list[Any] = []
    shape_of = captured._Shape

    def noted(*values: Any) -> Any:
        shapes.append(shape_of(*values))
        return shapes[-1]

    def after() -> None:
        if what == "loss":
            shapes[-1].told[0] *= 1.001
        for name, value in run.state.moments().items():
            if what == "gradient" and "layers.1.mlp" in name and name.endswith("exp_avg"):
                value.zero_()  # one layer's adapter is left out
        if what == "update":
            with torch.no_grad():
                next(p for n, p in run.parameters.items() if "lora_B" in n).add_(0.01)

    run.recorder = Wrong(after)
    monkeypatch.setattr(captured, "_Shape", noted)
    _, adapter = trained(run)
    _, expected = trained(make("eager"))
    assert all(torch.equal(value, expected[name]) for name, value in adapter.items())
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "going on" in line]
    assert line.startswith("going on without CUDA graphs: Disagreement: ")
    assert {"loss": "a loss of", "gradient": "gradients", "update": "updates"}[what] in line


def addresses(run: Run) -> list[int]:
    return [tensor.data_ptr() for tensor in [*run.parameters.values(), *run.state.moments().values()]]


def test_going_back_and_on_keeps_the_recorded_tensors(
    make: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loss that is not a number: the replay itself changes nothing, and the run goes back into the same tensors."""
    real, broken = captured.token_losses, [False]

    def sometimes(*values: Any) -> Any:
        losses = real(*values)
        return replace(losses, nats=losses.nats * float("nan")) if broken[0] else losses

    monkeypatch.setattr(captured, "token_losses", sometimes)
    again = Again()
    run = make("recorded", again)
    trained(run, 4)
    run.save_checkpoint()
    before, kept = addresses(run), run.state.copy()
    trained(run, 1)
    broken[0] = True
    taken = run._taken([run.samples[0], run.samples[1]])
    assert taken.loss != taken.loss
    at_five = run.state.copy()
    back: list[int] = []
    roll_back = Run._roll_back

    def mended(self: Run, loss: float) -> None:
        assert all(torch.equal(v, at_five.adapter[n]) for n, v in self.state.adapter().items())
        roll_back(self, loss)
        broken[0] = False
        assert all(torch.equal(v, kept.adapter[n]) for n, v in self.state.adapter().items())
        back.append(self.position.step)

    monkeypatch.setattr(Run, "_roll_back", mended)
    run.take_step()
    assert back == [4]
    assert (run.position.step, run.position.rate_scale) == (5, 0.5)
    assert addresses(run) == before
    assert again.recorded == 1


def test_resumed_in_the_same_run_of_steps(make: Callable[..., Run]) -> None:
    whole = make("whole", Again())
    expected, adapter = trained(whole)
    first = make("resumed", Again())
    trained(first, 6)
    first.save_checkpoint()
    second = make("resumed", Again())
    second.resume()
    losses, resumed = trained(second, STEPS - 6)
    assert losses == pytest.approx(expected[6:], abs=1e-4)
    assert_close(resumed, adapter)


def test_half_batches_are_taken_without_a_graph(make: Callable[..., Run]) -> None:
    again = Again()
    run = make("halves", again)
    run.position.parts = 2
    _, adapter = trained(run)
    assert again.recorded == 0
    other = make("eager")
    other.position.parts = 2
    _, expected = trained(other)
    assert all(torch.equal(value, expected[name]) for name, value in adapter.items())


def test_on_a_cpu_nothing_is_recorded(make: Callable[..., Run]) -> None:
    run = make("plain")
    assert run.can_be_recorded()
    assert run._recorder() is None


def test_what_a_graph_would_do_wrong_is_never_recorded(
    make: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make("several")
    run.ranks = Ranks(0, 2)
    assert not run.can_be_recorded()
    run = make("preference")
    run.objective = Preference("apo_zero", 0.1, 1.0)
    assert not run.can_be_recorded()
    run = make("attention")
    run.model.get_base_model().config.attention_dropout = 0.1
    assert not run.can_be_recorded()
    run = make("adapter")
    next(m for m in run.model.modules() if hasattr(m, "lora_dropout")).lora_dropout["candidate"] = nn.Dropout(
        0.1
    )
    assert not run.can_be_recorded()
    monkeypatch.setattr("app.training.run.shares_sequences", lambda _: False)
    assert not make("rows").can_be_recorded()


def test_layers_computed_again_give_the_same_steps(make: Callable[..., Run]) -> None:
    again = Again()
    run = make("again", again, compilation="always")
    assert lora.recompute(run.model)
    losses, adapter = trained(run, 4)
    assert again.recorded == 1
    expected, expected_adapter = trained(make("eager"), 4)
    assert losses == pytest.approx(expected, abs=1e-4)
    assert_close(adapter, expected_adapter)
