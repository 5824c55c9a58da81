"""`python -m tests.benchmarks.gpu --tokenizer FOLDER --data FILE [--shapes qwen3-0.6b] [--engines coachable trl]`

On a GPU: random weights in the shapes of public models, the same batches from the same adapter in each engine, each in
a child process of its own; seconds a step, pairs a second, peak memory, and a whole run in the waiting process. About
ten minutes for all shapes with TRL (`--peer-python` has it). `--tokenizer`: any base model whose template holds turns.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, LlamaConfig, PreTrainedConfig, Qwen3Config

from app.contracts.job import FLOAT32
from app.trainer.spare import Spare
from tests.benchmarks import phases, training

QWEN = {"vocab_size": 151936, "num_key_value_heads": 8, "head_dim": 128, "max_position_embeddings": 40960}
# fmt: off
SHAPES: dict[str, PreTrainedConfig] = {
    "tiny": LlamaConfig(
        vocab_size=49152, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, tie_word_embeddings=True, max_position_embeddings=4096,
    ),
    "smollm2-135m": LlamaConfig(
        vocab_size=49152, hidden_size=576, intermediate_size=1536, num_hidden_layers=30, num_attention_heads=9,
        num_key_value_heads=3, tie_word_embeddings=True, max_position_embeddings=8192,
    ),
    "qwen3-0.6b": Qwen3Config(
        hidden_size=1024, intermediate_size=3072, num_hidden_layers=28, num_attention_heads=16,
        tie_word_embeddings=True, **QWEN,
    ),
    "qwen3-4b": Qwen3Config(
        hidden_size=2560, intermediate_size=9728, num_hidden_layers=36, num_attention_heads=32,
        tie_word_embeddings=True, **QWEN,
    ),
    "llama-8b": LlamaConfig(
        vocab_size=128256, hidden_size=4096, intermediate_size=14336, num_hidden_layers=32, num_attention_heads=32,
        num_key_value_heads=8, tie_word_embeddings=False, max_position_embeddings=8192,
    ),
}
# fmt: on
# One CUDA graph; the same with compiled layers, whose warm-up is not in the seconds of a step; nothing recorded; TRL.
GRAPH, COMPILED, EAGER, TRL = "coachable", "compiled", "eager", "trl"
FIRST = 3  # steps that are not counted: without a graph, recording, and the first replay
TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja")


def make_model(shape: str, tokenizer: Path, folder: Path) -> None:
    torch.manual_seed(0)
    with torch.device("cuda" if torch.cuda.is_available() else "cpu"):
        model = AutoModelForCausalLM.from_config(SHAPES[shape], dtype=torch.bfloat16)
    model.generation_config.eos_token_id = 2
    model.save_pretrained(folder)
    for name in TOKENIZER:
        if (tokenizer / name).exists():
            shutil.copy(tokenizer / name, folder / name)


def ours(options: argparse.Namespace) -> dict[str, Any]:
    """Runs in a child of its own."""
    run = training.prepare(options)
    compilation = "always" if options.engine == COMPILED else "never"
    run.config = replace(run.config, compilation=compilation, cache_dir=options.cache)
    if options.engine == EAGER:
        run.recorder = None
    seconds, losses = [], []
    for _ in range(options.steps):
        settle()
        started = time.monotonic()
        run.take_step()
        settle()
        seconds.append(time.monotonic() - started)
        losses.append(run.position.train_loss)
    peak = torch.cuda.max_memory_allocated() if torch.cuda.is_available() else 0
    return {
        "seconds": seconds,
        "losses": losses,
        "peak_bytes": peak,
        "flop": training.arithmetic(run, options),
    }


def settle() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def measure(options: argparse.Namespace, shape: str, engine: str) -> dict[str, Any]:
    out, spec = options.scratch / "out.json", options.scratch / "spec.json"
    if engine == TRL:
        command = [options.peer_python, str(training.PEERS["trl"]), str(spec), str(out)]
        environment = training.OFFLINE
    else:
        command = [sys.executable, "-m", "tests.benchmarks.gpu", *sys.argv[1:], "--engine", engine]
        command += [
            "--base-model",
            str(options.base_model),
            "--ours-to",
            str(out),
            "--cache",
            str(options.cache),
        ]
        environment = training.OURS | {"TORCHINDUCTOR_CACHE_DIR": str(options.cache)}
    log = options.scratch / f"{shape}-{engine}.log"
    with log.open("w") as errors:
        done = subprocess.run(command, env=environment, stdout=errors, stderr=errors, check=False)
    notes = [line for line in log.read_text().splitlines() if line.startswith("going on without")]
    if done.returncode:
        return {"failed": "\n".join(log.read_text().splitlines()[-3:])}
    return json.loads(out.read_text()) | {"notes": notes}


def compare(options: argparse.Namespace, shape: str) -> None:
    options.base_model = options.scratch / "models" / shape
    make_model(shape, options.tokenizer, options.base_model)
    if TRL in options.engines:
        write_spec(options)
    results = {engine: measure(options, shape, engine) for engine in options.engines}
    peer = results.get(TRL, {}).get("seconds")
    for engine, result in results.items():
        if "failed" in result:
            print(f"| {shape} | {engine} | {result['failed']} | | | | |", flush=True)
            continue
        second = statistics.median(result["seconds"][FIRST:])
        times = f"{statistics.median(peer[FIRST:]) / second:.1f}" if peer else "-"
        rate = f"{result['flop'] / second / 1e12:.1f}" if "flop" in result else "-"
        first = sum(result["seconds"][:FIRST])
        notes = "; ".join(result.get("notes", ()))
        print(
            f"| {shape} | {engine} | {second:.4f} | {times} | {options.batch_size / second:.1f} | {rate} | "
            f"{result['peak_bytes'] / 2**30:.2f} | {first:.1f} | {result['losses'][0]:.4f} | {notes} |",
            flush=True,
        )
    if options.whole:
        asyncio.run(whole_runs(options))
    shutil.rmtree(options.base_model)


def write_spec(options: argparse.Namespace) -> None:
    """Batches and the first adapter, for the peer."""
    run = training.prepare(options)
    path = training.write_spec(options, run)
    path.write_text(
        json.dumps(json.loads(path.read_text()) | {"dtype": "bfloat16", "bf16": torch.cuda.is_available()})
    )
    del run
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


async def whole_runs(options: argparse.Namespace) -> None:
    """Two in the waiting process: the second finds the base model in memory, and measured."""
    folder = options.scratch / "runs"
    async with Spare(1 << 40) as spare:
        for name in ("first", "warm"):
            job = await asyncio.to_thread(phases.write_job, phases_options(options), folder / name, folder)
            finished, _, _, seconds = await phases.follow(job, folder / name / "child.log", spare)
            told = ", ".join(f"{phase} {took:.1f}" for phase, took in finished.phases.items())
            print(f"| {options.base_model.name} | whole run, {name} | {seconds:.1f} | {told} |", flush=True)
    shutil.rmtree(folder)


def phases_options(options: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(base_model=options.base_model, pairs=options.data, live=None, precision="auto")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--shapes", nargs="+", choices=SHAPES, default=[name for name in SHAPES if name != "tiny"]
    )
    parser.add_argument(
        "--engines", nargs="+", choices=(GRAPH, COMPILED, EAGER, TRL), default=[GRAPH, COMPILED, TRL]
    )
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--steps", type=int, default=13)
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--pairs", type=int, default=16)
    parser.add_argument("--whole", action="store_true", help="whole runs in the waiting process, too")
    parser.add_argument("--scratch", type=Path)
    for name in ("--engine", "--base-model", "--ours-to", "--cache"):
        parser.add_argument(name, type=str if name == "--engine" else Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.precision, options.system_tokens, options.learning_rate = FLOAT32, 0, 1e-4
    options.peer_checkpointing, options.peer_bf16 = False, torch.cuda.is_available()
    with tempfile.TemporaryDirectory() as scratch:
        options.scratch = options.scratch or Path(scratch)
        if options.ours_to:
            options.ours_to.write_text(json.dumps(ours(options)))
            return
        options.cache = options.scratch / "compiled"
        print(
            "| shape | engine | s a step | times TRL | pairs/s | TFLOP/s | peak GiB | first three s | loss | |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
        for shape in options.shapes:
            compare(options, shape)


if __name__ == "__main__":
    main()
