"""`python -m tests.benchmarks.policy --base-model FOLDER --data FILE [--only NAME …] [--pairs 10 20] [--seeds 0 1]`

Trains the same pairs with the policy and with other hyperparameters, and prints a Markdown table. The pairs of a seed
are drawn by it; the last sixteen lines of the file are held out in every run. Every run is kept in `--keep`, so that a
comparison that was stopped goes on.
"""

import argparse
import json
import random
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor

from app.answers.learn import house_style
from app.contracts.job import AUTO, FLOAT32
from app.training import lora
from app.training.config import RunConfig
from app.training.evaluate import answers, measure
from app.training.policy import Situation, choose
from app.training.proof.quality import mean, rate
from app.training.ranks import Ranks
from app.training.render import render_pair, render_prompt, shared_prefix
from app.training.run import Run
from app.training.style import HouseStyle
from tests.benchmarks.training import TYPICAL, Data

HELD_OUT = 16
AVERAGED = 4  # newest measured adapters
ANSWERED, ANSWER_TOKENS = 8, 96  # of the held-out questions, greedily


@dataclass(frozen=True)
class Variant:
    changes: Mapping[str, Any] = field(default_factory=dict)
    lora: Mapping[str, Any] = field(default_factory=dict)  # what peft is asked for beside it
    passes: int | None = None  # over the pairs, instead of the policy's
    noise: float = 0.0  # NEFTune's alpha
    precision: str = FLOAT32


VARIANTS = {
    "policy": Variant(),
    "bfloat16": Variant(precision=AUTO),
    "1e-3, 4 passes": Variant({"learning_rate": 1e-3}, passes=4),
    "2e-4, constant (a documented LoRA recipe)": Variant(
        {"learning_rate": 2e-4, "warmup_steps": 0, "final_rate": 1.0}, passes=12
    ),
    "5e-4": Variant({"learning_rate": 5e-4}),
    "2e-3": Variant({"learning_rate": 2e-3}),
    "1.5e-3, 3 passes": Variant({"learning_rate": 1.5e-3}, passes=3),
    "2e-3, 2 passes": Variant({"learning_rate": 2e-3}, passes=2),
    "2 passes": Variant(passes=2),
    "8 passes": Variant(passes=8),
    "rank 8": Variant({"rank": 8, "alpha": 16}),
    "rank 32": Variant({"rank": 32, "alpha": 64}),
    "rsLoRA (scale 8)": Variant({"alpha": 128}),
    "weight decay 0.1": Variant({"weight_decay": 0.1}),
    "dropout 0.05": Variant({"dropout": 0.05}),
    "PiSSA": Variant(lora={"init_lora_weights": "pissa_niter_4"}),
    "DoRA": Variant(lora={"use_dora": True}),
    "NEFTune 5": Variant(noise=5.0),
}


@dataclass(frozen=True)
class Outcome:
    """Of one run. Losses and accuracy are held out, measured eight times; answers are the last adapter's."""

    variant: str
    pairs: int
    seed: int
    losses: dict[int, float]  # by step
    averaged: float  # loss of the mean of the last four measured adapters
    accuracy: float  # share of the last adapter's tokens that are right
    style: float  # share of the learned house style that its answers keep
    chrf: float  # 0 to 100
    seconds: float  # of the steps


def trained(options: argparse.Namespace, name: str, count: int, seed: int) -> Outcome:
    variant, data = VARIANTS[name], Data.read(options.data, sys.maxsize)
    rest, held = data.pairs[:-HELD_OUT], data.pairs[-HELD_OUT:]
    train = tuple(random.Random(seed).sample(rest, count))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = lora.load_tokenizer(options.base_model)
    base = lora.load_base(options.base_model, device, precision=variant.precision)
    hyper = choose(Situation([TYPICAL] * count, base.config.hidden_size, device.type)).overridden(
        variant.changes
    )
    if variant.passes:
        hyper = hyper.overridden({"steps": -(-variant.passes * count // hyper.batch_size)})
    model = _with_lora(base, hyper, variant, seed)
    if variant.noise:
        base.get_input_embeddings().register_forward_hook(_noise(variant.noise))
    rendered = [render_pair(tokenizer, data.system_prompt, pair, sys.maxsize) for pair in (*train, *held)]
    samples, holdout = rendered[:count], rendered[count:]
    prefix = shared_prefix(rendered)
    nowhere = Path("/nonexistent")
    config = RunConfig(
        run_id="policy",
        base_model=options.base_model,
        system_prompt=data.system_prompt,
        train=train,
        output_dir=nowhere,
        checkpoint_dir=nowhere,
        seed=seed,
    )
    run = Run(config, hyper, model, samples, holdout, prefix, Ranks())
    seconds, copies, losses = 0.0, [], {}
    for step in range(1, hyper.steps + 1):
        seconds += run.take_step()[1]
        if step % max(1, hyper.steps // 8) == 0 or step == hyper.steps:
            last = measure(base, holdout, prefix, lambda: None)
            losses[step], copies = last.loss, [*copies, _copy(run)][-AVERAGED:]
    prompts = [render_prompt(tokenizer, data.system_prompt, pair) for pair in held[:ANSWERED]]
    shared = min([prefix, *(len(prompt) - 1 for prompt in prompts)])
    texts = answers(base, tokenizer, prompts, shared, ANSWER_TOKENS, lambda: None)
    house = HouseStyle(tuple(rule.pattern for rule in house_style([pair.response for pair in train])))
    rated = mean([rate(text, pair.response, house) for text, pair in zip(texts, held, strict=False)])
    lora.set_adapter_tensors(
        model, {name: torch.stack([copy[name] for copy in copies]).mean(0) for name in copies[0]}
    )
    averaged = measure(base, holdout, prefix, lambda: None).loss
    return Outcome(
        name, count, seed, losses, averaged, last.token_accuracy, rated["style"], rated["chrf"], seconds
    )


def _noise(alpha: float) -> Callable[..., Tensor | None]:
    """NEFTune (https://arxiv.org/abs/2310.05914): uniform noise on the embeddings while training."""

    def add(module: torch.nn.Module, _inputs: Any, embedded: Tensor) -> Tensor | None:
        if not module.training:
            return None
        size = alpha / (embedded.shape[1] * embedded.shape[2]) ** 0.5
        return embedded + torch.empty_like(embedded).uniform_(-size, size)

    return add


def _with_lora(base: Any, hyper: Any, variant: Variant, seed: int) -> PeftModel:
    if not variant.lora:
        return lora.add_lora(base, hyper, seed)
    torch.manual_seed(seed)
    shape = {
        "r": hyper.rank,
        "lora_alpha": hyper.alpha,
        "target_modules": "all-linear",
        "task_type": "CAUSAL_LM",
    }
    with lora._quiet():
        return get_peft_model(base, LoraConfig(**shape, **variant.lora), adapter_name=lora.ADAPTER)


def _copy(run: Run) -> dict[str, Tensor]:
    return {name: value.detach().clone() for name, value in run.parameters.items()}


def table(outcomes: Sequence[Outcome]) -> str:
    """One row for each variant and number of pairs: the mean of the seeds (least to most)."""
    lines = [
        "| variant | pairs | seeds | least loss | at step | last loss | averaged | accuracy | style | chrF | s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    groups = dict.fromkeys((outcome.variant, outcome.pairs) for outcome in outcomes)
    for name, count in groups:
        runs = [outcome for outcome in outcomes if (outcome.variant, outcome.pairs) == (name, count)]
        least = [min(run.losses, key=lambda step: run.losses[step]) for run in runs]
        cells = [
            _spread([run.losses[step] for run, step in zip(runs, least, strict=True)]),
            ", ".join(f"{step} of {max(run.losses)}" for run, step in zip(runs, least, strict=True)),
            _spread([run.losses[max(run.losses)] for run in runs]),
            f"{statistics.mean(run.averaged for run in runs):.2f}",
            f"{statistics.mean(run.accuracy for run in runs):.1%}",
            _spread([run.style for run in runs]),
            f"{statistics.mean(run.chrf for run in runs):.1f}",
            f"{statistics.mean(run.seconds for run in runs):.0f}",
        ]
        lines.append(f"| {name} | {count} | {len(runs)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.mean(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    parser.add_argument("--pairs", type=int, nargs="+", default=[20])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--keep", type=Path, default=Path("policy-runs.jsonl"))
    options = parser.parse_args()
    options.keep.touch()
    kept = [json.loads(line) for line in options.keep.read_text().splitlines()]
    outcomes = [Outcome(**{**row, "losses": {int(k): v for k, v in row["losses"].items()}}) for row in kept]
    done = {(outcome.variant, outcome.pairs, outcome.seed) for outcome in outcomes}
    for name, count, seed in product(options.only, options.pairs, options.seeds):
        if (name, count, seed) in done:
            continue
        outcomes.append(trained(options, name, count, seed))
        with options.keep.open("a") as file:
            file.write(json.dumps(asdict(outcomes[-1])) + "\n")
        print(outcomes[-1], file=sys.stderr, flush=True)
    print(table(outcomes))


if __name__ == "__main__":
    main()
