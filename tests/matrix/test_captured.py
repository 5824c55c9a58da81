"""Recorded steps and answers of every family are what the same family does without a recording, or are not made."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from app.engine import llama
from app.engine.attention_kinds import FULL, layer_kinds
from app.engine.captured import greedy
from app.training import evaluate, lora
from app.training.config import RunConfig
from app.training.policy import Situation, choose
from app.training.ranks import Ranks
from app.training.render import render_pair, shared_prefix
from app.training.run import Run
from tests.families import Family, make_family
from tests.matrix.conftest import HYPER, TRAINABLE
from tests.training.conftest import PAIRS, SYSTEM
from tests.training.test_captured import Again

pytestmark = pytest.mark.slow

MOST = 12  # tokens of an answer
IN_ROWS = {"LFM2", "Qwen3-Next", "Granite 4 H"}  # a sample each: their steps are not recorded


@pytest.fixture(autouse=True)
def _by_transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama, "AGREEMENT", -1.0)


@pytest.fixture(params=TRAINABLE, ids=str)
def family(request: pytest.FixtureRequest) -> Family:
    found: Family = request.param
    return found


@pytest.fixture
def make(family: Family, tmp_path: Path) -> Callable[[bool], Run]:
    folder = make_family(family, tmp_path / "base")
    tokenizer = lora.load_tokenizer(folder)
    samples = [render_pair(tokenizer, SYSTEM, pair, 1024) for pair in PAIRS]
    hyper = choose(Situation([30] * 5, 32, "cpu")).overridden({**HYPER, "steps": 5})

    def made(recorded: bool) -> Run:
        model = lora.add_lora(lora.load_base(folder, torch.device("cpu")), hyper, 0)
        config = RunConfig(
            run_id="r",
            base_model=folder,
            system_prompt=SYSTEM,
            train=PAIRS,
            output_dir=tmp_path,
            checkpoint_dir=tmp_path,
            compilation="never",
        )
        run = Run(config, hyper, model, samples, [], shared_prefix(samples), Ranks())
        run.recorder = Again() if recorded and run.can_be_recorded() else None
        return run

    return made


def test_recorded_steps(make: Callable[[bool], Run], family: Family) -> None:
    run, other = make(True), make(False)
    assert (run.recorder is None) == (family.name in IN_ROWS)
    for _ in range(4):
        run.take_step()
        other.take_step()
        assert run.position.train_loss == pytest.approx(other.position.train_loss, rel=1e-3)
    assert run.recorder is None or (run._captured and run._captured._trusted)


def test_recorded_answers(make: Callable[[bool], Run]) -> None:
    run = make(False)
    model = run.model.get_base_model()
    prompts = [sample.ids[: sample.start] for sample in run.samples]
    stops = [0]
    with torch.inference_mode():
        written = greedy.continuations(model, prompts, stops, MOST, Again(), lambda: None)
        expected = [evaluate._generated(model, [prompt], stops, MOST, lambda: None)[0] for prompt in prompts]
    # A window is a rolling cache, counted in Python; a convolution and a recurrence have a state of their own.
    assert (written is not None) == (
        set(layer_kinds(model.config)) == {FULL} and model._can_compile_fullgraph
    )
    assert written is None or written == expected
