"""The preference loss is TRL's, and a few steps of it do what it is for."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.training import lora
from app.training.objectives.preference import (
    Comparison,
    Preference,
    both,
    log_probabilities,
    losses,
    margin,
)
from app.training.objectives.sft import Sft
from app.training.policy import APO_ZERO, DPO, Hyperparameters
from app.training.ranks import Ranks
from app.training.render import Sample, render_pair, shared_prefix
from app.training.run import Run
from tests.training.conftest import PAIRS, SYSTEM, make_child

DRAFT = "I would have to look that up for you."


def go_on() -> None:
    """Nobody stops."""


def compared(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, samples: list[Sample]
) -> tuple[list[Comparison], int]:
    """With the draft as the worse answer to all, the model as it is now as the reference; and their prefix."""
    worse = [render_pair(tokenizer, SYSTEM, replace(sample.pair, response=DRAFT), 512) for sample in samples]
    pairs = [Comparison(*two, (0.0, 0.0)) for two in zip(samples, worse, strict=True)]
    prefix = shared_prefix(both(pairs))
    known = log_probabilities(model, both(pairs), prefix, go_on)
    return [replace(p, reference=(known[2 * n], known[2 * n + 1])) for n, p in enumerate(pairs)], prefix


@pytest.mark.parametrize(
    ("loss_type", "chosen", "rejected", "expected"),
    [
        (APO_ZERO, 0.0, 0.0, 1.0),  # 1 - 1/2 + 1/2
        (APO_ZERO, 2.0, -3.0, 0.875723),  # 1 - sigmoid(0.2) + sigmoid(-0.3) = 1 - 0.549834 + 0.425557
        (APO_ZERO, -4.0, 1.0, 1.123667),  # 1 - sigmoid(-0.4) + sigmoid(0.1) = 1 - 0.401312 + 0.524979
        (DPO, 0.0, 0.0, math.log(2)),
        (DPO, 2.0, -3.0, 0.474077),  # -log sigmoid(0.5) = -log 0.622459
        (DPO, -4.0, 1.0, 0.974077),  # -log sigmoid(-0.5) = -log 0.377541
    ],
)
def test_losses_are_those_of_trl(loss_type: str, chosen: float, rejected: float, expected: float) -> None:
    loss = losses(torch.tensor([chosen]), torch.tensor([rejected]), loss_type, 0.1)
    assert loss.item() == pytest.approx(expected, abs=1e-6)


def test_a_batch_is_what_transformers_makes_of_each_answer_alone(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, samples: list[Sample]
) -> None:
    pairs, prefix = compared(base, tokenizer, samples[:3])
    pairs = [replace(pair, reference=(-40.0 - n, -30.0 + n)) for n, pair in enumerate(pairs)]

    def nats(sample: Sample) -> torch.Tensor:
        ids = torch.tensor(sample.ids[: sample.end])
        logits = base(ids[None]).logits[0, sample.start - 1 : -1]
        return torch.nn.functional.cross_entropy(logits, ids[sample.start :], reduction="none")

    with torch.no_grad():
        rows = [(nats(pair.chosen), nats(pair.rejected), *pair.reference) for pair in pairs]
        apo = [
            1 - torch.sigmoid(0.1 * (-c.sum() - rc)) + torch.sigmoid(0.1 * (-r.sum() - rr))
            for c, r, rc, rr in rows
        ]
        expected = torch.stack(apo).mean() + 0.5 * torch.cat([row[0] for row in rows]).mean()
        loss, _ = Preference(APO_ZERO, 0.1, 0.5).share(base, pairs, pairs, prefix)
    assert loss.item() == pytest.approx(expected.item(), abs=1e-4)


def test_the_shares_of_a_batch_add_up(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, samples: list[Sample]
) -> None:
    pairs, prefix = compared(base, tokenizer, samples[:3])
    for objective, batch in ((Preference(DPO, 0.1, 1.0), pairs), (Sft(), samples[:3])):
        with torch.no_grad():
            whole, _ = objective.share(base, batch, batch, prefix)
            parts = [objective.share(base, part, batch, prefix)[0] for part in (batch[:2], batch[2:])]
        assert sum(part.item() for part in parts) == pytest.approx(whole.item(), abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("loss_type", [APO_ZERO, DPO])
def test_the_margin_grows_and_the_chosen_answers_stay_likely(
    tmp_path: Path,
    tiny_model: Path,
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    samples: list[Sample],
    hyper: Hyperparameters,
    loss_type: str,
) -> None:
    config = make_child(tmp_path, tiny_model).config
    model = lora.add_lora(base, hyper, 0)
    pairs, prefix = compared(base, tokenizer, samples)
    assert len(pairs) == len(PAIRS)
    assert margin(base, pairs, prefix, 0.1, go_on) == pytest.approx(0, abs=1e-5)
    run = Run(config, hyper, model, pairs, [], prefix, Ranks(), Preference(loss_type, 0.1, 1.0))
    margins = []
    for _ in range(3):
        run.take_step()
        run.take_step()
        margins.append(margin(base, pairs, prefix, 0.1, go_on))
    assert margins == sorted(margins)
    assert margins[-1] > 0.5
    now = log_probabilities(base, [pair.chosen for pair in pairs], prefix, go_on)
    assert all(value > pair.reference[0] for value, pair in zip(now, pairs, strict=True))
