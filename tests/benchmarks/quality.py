"""`python -m tests.benchmarks.quality --peer-python VENV/bin/python --base-model FOLDER --data FILE`

Seconds of training to the best held-out loss that TRL reaches with LoRA at 2e-4, falling linearly (its documentation's
rate and its default schedule), and to the same loss with the zero-setup policy. The last sixteen lines are held out,
and one judge measures the adapters of both; only the steps are timed.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file

from app.contracts.job import AUTO
from app.training import lora
from app.training.config import RunConfig
from app.training.evaluate import measure
from app.training.policy import Hyperparameters, Situation, choose
from app.training.ranks import Ranks
from app.training.render import render_pair, shared_prefix
from app.training.run import Run
from tests.benchmarks.training import OFFLINE, OURS, PEERS, TYPICAL, Data, child, write_spec

HELD_OUT = 16
RECIPE = {"learning_rate": 2e-4, "warmup_steps": 0, "final_rate": 0.0}


@dataclass(frozen=True)
class Point:
    step: int
    seconds: float  # of all steps so far
    loss: float  # held out


class Bench:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        data = Data.read(options.data, sys.maxsize)
        rest, held = data.pairs[:-HELD_OUT], data.pairs[-HELD_OUT:]
        self.train = tuple(random.Random(options.seed).sample(rest, options.pairs))
        tokenizer = lora.load_tokenizer(options.base_model)
        rendered = [
            render_pair(tokenizer, data.system_prompt, pair, sys.maxsize) for pair in (*self.train, *held)
        ]
        self.samples, self.holdout = rendered[: options.pairs], rendered[options.pairs :]
        self.prefix = shared_prefix(rendered)
        self.system_prompt = data.system_prompt

    def run(self, hyper: Hyperparameters, base: torch.nn.Module) -> Run:
        options = self.options
        config = RunConfig(
            run_id="quality",
            base_model=options.base_model,
            system_prompt=self.system_prompt,
            train=self.train,
            output_dir=options.scratch,
            checkpoint_dir=options.scratch,
            seed=options.seed,
        )
        model = lora.add_lora(base, hyper, options.seed)
        return Run(config, hyper, model, self.samples, self.holdout, self.prefix, Ranks())

    def policy(self, base: torch.nn.Module) -> Hyperparameters:
        return choose(Situation([TYPICAL] * self.options.pairs, base.config.hidden_size, "cpu"))


def ours(bench: Bench) -> list[Point]:
    base = lora.load_base(bench.options.base_model, torch.device("cpu"), precision=AUTO)
    run = bench.run(bench.policy(base), base)
    seconds, points = 0.0, []
    for step in range(1, run.hyper.steps + 1):
        seconds += run.take_step()[1]
        points.append(Point(step, seconds, measure(base, bench.holdout, bench.prefix, lambda: None).loss))
    return points


def theirs(bench: Bench) -> list[Point]:
    """Every adapter that the peer wrote, measured by our judge, which agrees with transformers to 1e-4."""
    options = bench.options
    base = lora.load_base(options.base_model, torch.device("cpu"))
    changes = {**RECIPE, "steps": options.steps, "batch_size": options.batch_size}
    run = bench.run(bench.policy(base).overridden(changes), base)
    options.learning_rate = RECIPE["learning_rate"]
    spec = write_spec(options, run)
    more = {"scheduler": "linear", "save_every": options.measure_every}
    spec.write_text(json.dumps(json.loads(spec.read_text()) | more))
    out = options.scratch / "peer.json"
    seconds = child([options.peer_python, str(PEERS["trl"]), str(spec), str(out)], OFFLINE, out)["seconds"]
    points = []
    for step in range(options.measure_every, options.steps + 1, options.measure_every):
        saved = options.scratch / "trainer" / f"checkpoint-{step}" / "adapter_model.safetensors"
        lora.set_adapter_tensors(run.model, load_file(saved))
        loss = measure(base, bench.holdout, bench.prefix, lambda: None).loss
        points.append(Point(step, sum(seconds[:step]), loss))
    return points


def row(name: str, points: Sequence[Point], chosen: Callable[[Sequence[Point]], Point | None]) -> str:
    curve = ", ".join(
        f"{p.loss:.2f} ({p.step}; {p.seconds:.0f} s)" for p in points[:: max(1, len(points) // 6)]
    )
    point = chosen(points)
    end = f"{point.loss:.3f} | {point.step} | {point.seconds:.0f} s" if point else "not reached | - | -"
    return f"| {name} | {curve} | {end} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", default=sys.executable, help="Python that has TRL")
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--steps", type=int, default=60, help="of the peer")
    parser.add_argument("--measure-every", type=int, default=5, help="steps of the peer")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--peer-checkpointing", dest="peer_checkpointing", action="store_true")
    parser.add_argument("--peer-bf16", action="store_true")
    parser.add_argument("--ours-to", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        options.scratch = Path(scratch)
        bench = Bench(options)
        if options.ours_to:
            options.ours_to.write_text(json.dumps({"points": [vars(p) for p in ours(bench)]}))
            return
        out = options.scratch / "ours.json"
        command = [sys.executable, "-m", "tests.benchmarks.quality", *sys.argv[1:], "--ours-to", str(out)]
        own = [Point(**point) for point in child(command, OURS, out)["points"]]
        peer = theirs(bench)
        best = min(peer, key=lambda point: point.loss)
        reached = next((point for point in own if point.loss <= best.loss), None)
        print("| engine and recipe | held-out loss (step; seconds) | loss | at step | after |")
        print("|---|---|---|---|---|")
        print(row(f"trl, LoRA at 2e-4, {options.steps} steps", peer, lambda _: best))
        print(row("coachable, zero setup", own, lambda _: reached))
        if reached:
            print(f"\n{best.seconds / reached.seconds:.1f} times less training to the same held-out loss")


if __name__ == "__main__":
    main()
