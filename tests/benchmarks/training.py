"""`python -m tests.benchmarks.training --against trl --peer-python VENV/bin/python --base-model FOLDER --data FILE`

Trains the same batches from the same adapter with both engines, in alternating child processes, and prints a table.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.utils.benchmark import Timer

from app.contracts.job import AUTO, FLOAT32, Pair
from app.engine.matmul import linear
from app.trainer.launch import MEMORY
from app.training import checkpoints, lora
from app.training.__main__ import THREADS
from app.training.config import RunConfig
from app.training.packing import batch_for
from app.training.policy import Hyperparameters, Situation, choose
from app.training.ranks import Ranks
from app.training.render import Sample, render_pair, shared_prefix
from app.training.run import Run, next_batch

PEERS = {"trl": Path(__file__).parent / "peers" / "trl_sft.py"}
# Each engine as its users have it: the settings of the training child here, none for the peer.
OFFLINE = {**os.environ, "HF_HUB_OFFLINE": "1"}
OURS = {**OFFLINE, **THREADS, "GLIBC_TUNABLES": MEMORY}


TYPICAL = 100  # tokens of a pair, far from where the policy would save steps


@dataclass(frozen=True)
class Data:
    system_prompt: str
    pairs: tuple[Pair, ...]

    @classmethod
    def read(cls, path: Path, count: int) -> "Data":
        """First line: company with `system`; then one pair a line."""
        head, *rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        return cls(head["system"], tuple(Pair(r["id"], r["query"], r["response"]) for r in rows[:count]))


def ours(options: argparse.Namespace) -> dict[str, Any]:
    """Runs in a child of its own, as the peer does."""
    run = prepare(options)
    seconds, losses = [], []
    for _ in range(options.steps):
        _, took = run.take_step()
        seconds.append(took)
        losses.append(run.position.train_loss)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "losses": losses, "peak_bytes": peak}


def prepare(options: argparse.Namespace) -> Run:
    data = Data.read(options.data, options.pairs)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = lora.load_tokenizer(options.base_model)
    base = lora.load_base(options.base_model, device, precision=options.precision)
    system = data.system_prompt
    while options.system_tokens > len(tokenizer(system)["input_ids"]):
        system += " " + data.system_prompt
    samples = [render_pair(tokenizer, system, pair, sys.maxsize) for pair in data.pairs]
    lengths = [len(sample.ids) for sample in samples]
    hyper = constant(choose(Situation(lengths, base.config.hidden_size, device.type)), options)
    config = RunConfig(
        run_id="benchmark",
        base_model=options.base_model,
        system_prompt=system,
        train=data.pairs,
        output_dir=options.scratch,
        checkpoint_dir=options.scratch,
    )
    return Run(config, hyper, lora.add_lora(base, hyper, 0), samples, [], shared_prefix(samples), Ranks())


def constant(hyper: Hyperparameters, options: argparse.Namespace) -> Hyperparameters:
    changes = {"steps": options.steps, "batch_size": options.batch_size, "warmup_steps": 0, "final_rate": 1.0}
    return hyper.overridden({**changes, "learning_rate": options.learning_rate})


def write_spec(options: argparse.Namespace, run: Run) -> Path:
    adapter = options.scratch / "adapter"
    checkpoints.publish(adapter, lambda to: lora.write_adapter(run.model, to, options.base_model.name), {})

    def row(sample: Sample) -> dict[str, list[int]]:
        return {"ids": list(sample.ids), "mask": [int(on) for on in sample.mask]}

    batches = [next_batch(run.passes, options.batch_size, step, 0) for step in range(options.steps)]
    spec = {
        "base_model": str(options.base_model),
        "adapter": str(adapter),
        "scratch": str(options.scratch / "trainer"),
        "steps": options.steps,
        "batch_size": options.batch_size,
        "learning_rate": options.learning_rate,
        "gradient_checkpointing": options.peer_checkpointing,
        "bf16": options.peer_bf16,
        "batches": [[row(sample) for sample in batch] for batch in batches],
    }
    path: Path = options.scratch / "spec.json"
    path.write_text(json.dumps(spec))
    return path


def ceiling() -> float:
    """Matrix-multiply rate of this machine in 10^9 operations a second, float32, 2048 cubed, by the faster library."""
    a, threads = torch.randn(2048, 2048), torch.get_num_threads()
    timers = [
        Timer(by, globals={"a": a, "linear": linear}, num_threads=threads) for by in ("a @ a", "linear(a, a)")
    ]
    return 2 * 2048**3 / min(timer.blocked_autorange(min_run_time=1).median for timer in timers) / 1e9


def arithmetic(run: Run, options: argparse.Namespace) -> float:
    """Operations that a mean step needs: each token once through the frozen weights and back, LoRA, head, attention."""
    model = run.model.get_base_model()
    config, head = model.config, model.get_output_embeddings().weight
    adapted = sum(parameter.numel() for parameter in run.parameters.values())
    frozen = sum(
        parameter.numel()
        for name, parameter in model.named_parameters()
        if parameter.dim() == 2 and "lora_" not in name and "embed" not in name and parameter is not head
    )
    steps = []
    for step in range(options.steps):
        batch = batch_for(model, next_batch(run.passes, options.batch_size, step, 0), run.prefix)
        lengths = [end - start for start, end in batch.branches]
        looks = batch.prefix**2 / 2 + sum(n * batch.prefix + n**2 / 2 for n in lengths)
        attention = 12 * config.num_hidden_layers * config.hidden_size * looks  # 4 forward, 8 back
        last = frozen / config.num_hidden_layers  # the last layer answers where a token is predicted
        through = frozen * batch.tokens - last * (batch.tokens - len(batch.labels))
        steps.append(
            4 * through + 6 * adapted * batch.tokens + 4 * head.numel() * len(batch.labels) + attention
        )
    return statistics.mean(steps)


def child(command: Sequence[str], environment: Mapping[str, str], out: Path) -> dict[str, Any]:
    subprocess.run(command, check=True, env=environment, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    result: dict[str, Any] = json.loads(out.read_text())
    return result


def compare(options: argparse.Namespace) -> None:
    run = prepare(options)
    spec, needed = write_spec(options, run), arithmetic(run, options)
    del run
    out = options.scratch / "out.json"
    own = [sys.executable, "-m", "tests.benchmarks.training", *sys.argv[1:], "--ours-to", str(out)]
    peer = [options.peer_python, str(PEERS[options.against]), str(spec), str(out)]
    results: dict[str, list[dict[str, Any]]] = {"coachable": [], options.against: []}
    for number in range(options.rounds):
        # The order alternates too, so that neither side always meets the machine after the other.
        sides = [("coachable", own, OURS), (options.against, peer, OFFLINE)]
        for name, command, environment in sides if number % 2 == 0 else reversed(sides):
            results[name].append(child(command, environment, out))
            print(f"round {number + 1} {name}: {_steps(results[name][-1])}", file=sys.stderr)
    rate = ceiling()
    print(f"\nmatrix-multiply rate of the machine: {rate:.0f} GFLOP/s; {os.cpu_count()} cores;", end=" ")
    print(f"a step needs {needed / 1e9:.0f} GFLOP: at best {needed / 1e9 / rate:.2f} s\n")
    print("| engine | s a step, median (least to most) | pairs/s | of the machine's rate | peak memory |")
    print("|---|---|---|---|---|")
    medians = {}
    for name, runs in results.items():
        seconds = sorted(second for run in runs for second in run["seconds"][1:])  # the first step warms up
        medians[name] = statistics.median(seconds)
        peak = max(run["peak_bytes"] for run in runs) / 2**30
        share = needed / 1e9 / rate / medians[name]
        spread = f"{medians[name]:.2f} ({seconds[0]:.2f} to {seconds[-1]:.2f})"
        print(
            f"| {name} | {spread} | {options.batch_size / medians[name]:.2f} | {share:.0%} | {peak:.2f} GiB |"
        )
    losses = [results[name][0]["losses"] for name in results]
    apart = max(abs(a - b) for a, b in zip(*losses, strict=True))
    print(f"\ncoachable is {medians[options.against] / medians['coachable']:.2f} times as fast", end="; ")
    print(f"losses of the first {options.steps} steps differ by at most {apart:.1e}")


def _steps(result: dict[str, Any]) -> str:
    return " ".join(f"{second:.2f}" for second in result["seconds"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", choices=sorted(PEERS), default="trl")
    parser.add_argument("--peer-python", default=sys.executable, help="Python that has the other engine")
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=16)
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument(
        "--system-tokens", type=int, default=0, help="repeat the system prompt up to this length"
    )
    parser.add_argument(
        "--peer-checkpointing", action="store_true", help="gradient checkpointing in the peer, TRL's default"
    )
    parser.add_argument("--peer-bf16", action="store_true", help="autocast in the peer, TRL's default")
    parser.add_argument(
        "--precision",
        choices=(FLOAT32, AUTO),
        default=FLOAT32,
        help="of coachable's products; auto is its default",
    )
    parser.add_argument("--ours-to", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        options.scratch = Path(scratch)
        if options.ours_to:
            options.ours_to.write_text(json.dumps(ours(options)))
        else:
            compare(options)


if __name__ == "__main__":
    main()
