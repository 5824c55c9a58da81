"""`python -m tests.benchmarks.passes qwen3-0.6b`

A step of training by hand and by transformers, on random weights of a model's shape: four samples of 80 to 110 tokens
behind a prefix of 110, in alternating child processes of one thread. CPU seconds, which other programs change least.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from unittest.mock import patch

import torch
from transformers import AutoModelForCausalLM, LlamaConfig, PretrainedConfig, Qwen3Config

from app.engine.packed.batch import Batch, pack_ids
from app.engine.packed.decoder import path_for, use_bfloat16
from app.trainer.launch import MEMORY
from app.training import lora
from app.training.__main__ import THREADS
from app.training.loss import token_losses
from app.training.policy import Situation, choose

SHAPES = {
    "smollm2-135m": LlamaConfig(
        vocab_size=49152,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=30,
        num_attention_heads=9,
        num_key_value_heads=3,
        tie_word_embeddings=True,
    ),
    "qwen3-0.6b": Qwen3Config(
        vocab_size=151936,
        hidden_size=1024,
        intermediate_size=3072,
        num_hidden_layers=28,
        num_attention_heads=16,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=True,
    ),
}
PASSES = ("transformers", "float32", "bfloat16")  # the last two by hand


def batch() -> Batch:
    generator = torch.Generator().manual_seed(0)

    def ids(count: int) -> list[int]:
        return torch.randint(1000, 40000, (count,), generator=generator).tolist()

    prefix = ids(110)
    return pack_ids([prefix + ids(n) for n in (80, 95, 110, 85)], [140] * 4, 110, torch.device("cpu"))


def measure(config: PretrainedConfig, passes: str, steps: int) -> dict[str, float]:
    torch.manual_seed(0)
    base = AutoModelForCausalLM.from_config(config, attn_implementation="sdpa").eval()
    if passes == "bfloat16":
        assert use_bfloat16(base)
    model = lora.add_lora(base, choose(Situation([100] * 16, config.hidden_size, "cpu")), 0)
    assert path_for(base).by_hand
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-4, fused=True)
    packed, seconds = batch(), []
    for _ in range(steps + 1):
        started = time.process_time()
        loss = token_losses(base, packed).nats.mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        seconds.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": statistics.median(seconds[1:]), "loss": loss.item(), "peak_bytes": peak}


def child(options: argparse.Namespace, passes: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.passes", options.shape, "--steps", str(options.steps)]
    environment = {**os.environ, **THREADS, "GLIBC_TUNABLES": MEMORY, "OMP_NUM_THREADS": "1"}
    done = subprocess.run([*command, "--passes", passes], check=True, env=environment, stdout=subprocess.PIPE)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shape", choices=sorted(SHAPES))
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--passes", choices=PASSES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.passes == "transformers":
        with patch("app.training.loss.decoder_of", return_value=None):
            print(json.dumps(measure(SHAPES[options.shape], options.passes, options.steps)))
        return
    if options.passes:
        print(json.dumps(measure(SHAPES[options.shape], options.passes, options.steps)))
        return
    results = {passes: [] for passes in PASSES}
    for _ in range(options.rounds):
        for passes in PASSES:
            results[passes].append(child(options, passes))
            print(passes, results[passes][-1], file=sys.stderr)
    print("| passes | CPU s a step, median (least to most) | peak memory | loss after the last step |")
    print("|---|---|---|---|")
    for passes, rounds in results.items():
        seconds = sorted(result["seconds"] for result in rounds)
        spread = f"{statistics.median(seconds):.2f} ({seconds[0]:.2f} to {seconds[-1]:.2f})"
        peak = max(result["peak_bytes"] for result in rounds) / 2**30
        print(f"| {passes} | {spread} | {peak:.2f} GiB | {rounds[-1]['loss']:.5f} |")


if __name__ == "__main__":
    main()
