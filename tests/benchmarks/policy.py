"""`python -m tests.benchmarks.policy --base-model FOLDER --data FILE [--only NAME …] [--pairs 10 20] [--seeds 0 1]`

Trains the same pairs with the policy and with other hyperparameters, and prints held-out losses as Markdown rows. The
pairs of a seed are drawn by it; the last sixteen lines of the file are held out in every run.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor

from app.training import lora
from app.training.config import RunConfig
from app.training.evaluate import measure
from app.training.policy import Situation, choose
from app.training.ranks import Ranks
from app.training.render import render_pair, shared_prefix
from app.training.run import Run
from tests.benchmarks.training import Data

HELD_OUT = 16
AVERAGED = 4  # newest measured adapters


@dataclass(frozen=True)
class Variant:
    changes: Mapping[str, Any] = field(default_factory=dict)
    lora: Mapping[str, Any] = field(default_factory=dict)  # what peft is asked for beside it
    passes: int | None = None  # over the pairs, instead of the policy's


VARIANTS = {
    "policy": Variant(),
    "2e-4, constant (a documented LoRA recipe)": Variant(
        {"learning_rate": 2e-4, "warmup_steps": 0, "final_rate": 1.0}, passes=12
    ),
    "5e-4": Variant({"learning_rate": 5e-4}),
    "2e-3": Variant({"learning_rate": 2e-3}),
    "2 passes": Variant(passes=2),
    "8 passes": Variant(passes=8),
    "rank 8": Variant({"rank": 8, "alpha": 16}),
    "rank 32": Variant({"rank": 32, "alpha": 64}),
    "rsLoRA (scale 8)": Variant({"alpha": 128}),
    "weight decay 0.1": Variant({"weight_decay": 0.1}),
    "dropout 0.05": Variant({"dropout": 0.05}),
    "PiSSA": Variant(lora={"init_lora_weights": "pissa_niter_4"}),
    "DoRA": Variant(lora={"use_dora": True}),
}


def trained(options: argparse.Namespace, variant: Variant, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """A point {step, loss, averaged, seconds} at every measurement; seconds are those of the steps alone."""
    data = Data.read(options.data, sys.maxsize)
    rest, held = data.pairs[:-HELD_OUT], data.pairs[-HELD_OUT:]
    train = tuple(random.Random(seed).sample(rest, count))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer, base = lora.load_tokenizer(options.base_model), lora.load_base(options.base_model, device)
    hyper = choose(Situation(count, base.config.hidden_size, device.type)).overridden(variant.changes)
    if variant.passes:
        hyper = hyper.overridden({"steps": -(-variant.passes * count // hyper.batch_size)})
    model = _with_lora(base, hyper, variant, seed)
    rendered = [render_pair(tokenizer, data.system_prompt, pair, sys.maxsize) for pair in (*train, *held)]
    samples, holdout = rendered[:count], rendered[count:]
    prefix = shared_prefix(rendered)
    nowhere = Path("/nonexistent")
    config = RunConfig(
        "policy", options.base_model, data.system_prompt, train, (), None, nowhere, nowhere, {}, seed
    )
    run = Run(config, hyper, model, samples, holdout, prefix, Ranks())
    seconds, copies = 0.0, []
    for step in range(1, hyper.steps + 1):
        seconds += run.take_step()[1]
        if step % max(1, hyper.steps // 8) == 0 or step == hyper.steps:
            loss = measure(base, holdout, prefix, lambda: None).loss
            copies = [*copies, _copy(run)][-AVERAGED:]
            yield {"step": step, "loss": loss, "averaged": None, "seconds": seconds}
    own = _copy(run)
    mean = {name: torch.stack([copy[name] for copy in copies]).mean(0) for name in own}
    lora.set_adapter_tensors(model, mean)
    averaged = measure(base, holdout, prefix, lambda: None).loss
    yield {"step": hyper.steps, "loss": None, "averaged": averaged, "seconds": seconds}


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    parser.add_argument("--pairs", type=int, nargs="+", default=[20])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    options = parser.parse_args()
    print(
        "| variant | pairs | seed | held-out loss (at step) | least | last | last four averaged | steps' seconds |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name in options.only:
        for count in options.pairs:
            for seed in options.seeds:
                *points, end = list(trained(options, VARIANTS[name], count, seed))
                curve = ", ".join(f"{point['loss']:.2f} ({point['step']})" for point in points)
                least, last = min(point["loss"] for point in points), points[-1]["loss"]
                row = f"| {name} | {count} | {seed} | {curve} | {least:.2f} | {last:.2f} | {end['averaged']:.2f} |"
                print(f"{row} {end['seconds']:.0f} |", flush=True)


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.0f} s in all", file=sys.stderr)
