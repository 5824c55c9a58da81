"""`python -m tests.benchmarks.sureness --base-model FOLDER [--pairs FILE] [--leave-out billing account]`

Trains a version on pairs of all categories but one, samples it as the worker does, and prints how much it agrees with
itself in each category, and how many of the next twenty questions are about the one left out, with imported pairs of
the others. Asked are questions that it never saw.
"""

import argparse
import asyncio
import json
import tempfile
import threading
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

from app.contracts.job import Pair
from app.customers.brief import AgentBrief, TopicBrief
from app.customers.certainty import agreement, weights
from app.customers.confidence import SAMPLES
from app.customers.plan import PlanRecord
from app.customers.planner import next_plan
from app.inference.engine import Engine
from app.inference.folders import BASE
from app.inference.generation import GenerationRequest
from app.infra.agent_answers import MOST_TOKENS, TEMPERATURE
from app.models import Category
from tests.benchmarks.gate import TRAINED, Trial, Workbench

ASKED = 3  # questions of each category
NEXT = 20


def trained(options: argparse.Namespace, system: str, rows: list[dict[str, Any]], keep: Path) -> Path:
    pairs = tuple(Pair(row["id"], row["query"], row["response"]) for row in rows)
    bench = Workbench(options.base_model, keep)
    bench.make(Trial("good", 0, system, pairs, ()))
    return keep / "good-0"


async def sampled(
    options: argparse.Namespace, system: str, adapter: Path, asked: dict[Category, list[str]]
) -> dict[Category, list[float]]:
    engines: list[Engine] = []
    # Not on this thread: its pool of workers would stay, and slow the engine's down.
    loading = threading.Thread(target=lambda: engines.append(Engine(options.base_model, adapter.parent)))
    loading.start()
    loading.join()
    (engine,) = engines
    await engine.adapters.load("trained", str(adapter))

    async def say(model: str, question: str, seed: int) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
        request = GenerationRequest(model, messages, TEMPERATURE, max_tokens=MOST_TOKENS, seed=seed)
        return "".join([piece async for piece in await engine.generate(request)])

    found: dict[Category, list[float]] = {}
    for category, questions in asked.items():
        for question in questions:
            said = await asyncio.gather(
                *(say(model, question, seed) for model in ("trained", BASE) for seed in range(SAMPLES))
            )
            found.setdefault(category, []).append(agreement(said[:SAMPLES], said[SAMPLES:]))
    engine.stop()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, default=Path("tests/data/tidepool.jsonl"))
    parser.add_argument("--leave-out", nargs="+", type=Category, default=list(Category))
    options = parser.parse_args()
    head, *rows = [json.loads(line) for line in options.pairs.read_text().splitlines()]
    by_category = {c: [row for row in rows if row["category"] == c] for c in Category}
    # The last ones of each are asked, the first ones are trained on.
    asked = {c: [row["query"] for row in of[-ASKED:]] for c, of in by_category.items() if len(of) > ASKED}
    print(f"| left out | agreement by category | questions about it, {NEXT} at a time |", flush=True)
    print("|---|---|---|")
    for left_out in options.leave_out:
        taught = {c: of[: len(of) - ASKED] for c, of in by_category.items() if c in asked and c != left_out}
        train = [row for turn in zip(*taught.values(), strict=False) for row in turn][:TRAINED]
        with tempfile.TemporaryDirectory() as keep:
            adapter = trained(options, head["system"], train, Path(keep))
            found = asyncio.run(sampled(options, head["system"], adapter, asked))
        doubted = weights({category: mean(of) for category, of in found.items()})
        covered = Counter(row["category"] for row in train)
        topics = tuple(TopicBrief(c, c, doubted[c], resting=covered[c]) for c in asked)
        agent = AgentBrief(head["company"], head["description"], "en", topics=topics)
        counts = [about(left_out, agent, seed) for seed in range(10)]
        cells = ", ".join(f"{c} {mean(of):.2f}" for c, of in found.items())
        print(f"| {left_out} | {cells} | {mean(counts):.1f} ({min(counts)} to {max(counts)}) |", flush=True)


def about(category: Category, agent: AgentBrief, seed: int) -> int:
    """A category stands for a topic here."""
    history: list[PlanRecord] = []
    for number in range(NEXT):
        history.append(next_plan(agent, history, seed=100 * seed + number).record)
    return sum(record.topic == category for record in history)


if __name__ == "__main__":
    main()
