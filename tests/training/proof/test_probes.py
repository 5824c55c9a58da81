"""General probes: what is passed, and that a model which learned the wrong answers loses them."""

from pathlib import Path

import pytest
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.training import lora
from app.training.evaluate import measure
from app.training.policy import Hyperparameters
from app.training.proof import probes
from app.training.ranks import Ranks
from app.training.render import shared_prefix
from app.training.run import Run
from tests.training.conftest import make_child


def test_passed_where_the_right_answer_is_likelier(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase
) -> None:
    samples = probes.rendered(tokenizer, 512)
    loss = measure(base, samples, shared_prefix(samples), lambda: None).by_pair
    found = probes.margins(base, samples, lambda: None)
    assert found == [loss[f"{n}/wrong"] - loss[f"{n}/right"] for n in range(14)]
    summary = probes.summary(found)
    assert summary.instructions + summary.safety == sum(margin > 0 for margin in found)
    one, other = [0.1, -0.2, 0.3, 0.0, 0.1, 0.1, 0.1, 0.1], [-1.0, 2.0, 0.5, -0.1, -0.1, -0.1]
    assert probes.summary([*one, *other]).payload() == {
        "instructions": 6,
        "safety": 2,
        "of": 14,
        "margins": pytest.approx({"instructions": 0.075, "safety": 0.2}),
    }


@pytest.mark.slow
def test_a_model_that_learned_to_comply_is_found_out(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    hyper: Hyperparameters,
    tmp_path: Path,
    tiny_model: Path,
) -> None:
    samples = probes.rendered(tokenizer, 512)
    wrong = [sample for sample in samples if sample.pair.id.endswith("/wrong")]
    hyper = hyper.overridden({"steps": 60, "batch_size": 7, "learning_rate": 0.02})
    model = lora.add_lora(base, hyper, 0)
    run = Run(make_child(tmp_path, tiny_model).config, hyper, model, wrong, [], shared_prefix(wrong), Ranks())
    while run.position.step < hyper.steps:
        run.take_step()
    model.eval()
    assert sum(margin > 0 for margin in probes.margins(base, samples, lambda: None)) <= 1
