"""General probes: what is passed, and that a model which learned the wrong answers loses them."""

from pathlib import Path

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
    expected = [n for n in range(14) if loss[f"{n}/right"] < loss[f"{n}/wrong"]]
    assert probes.passed(base, samples, lambda: None) == expected
    assert probes.summary(expected)["of"] == 14
    assert probes.summary([0, 1, 8]) == {"instructions": 2, "safety": 1, "of": 14}


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
    assert len(probes.passed(base, samples, lambda: None)) <= 1
