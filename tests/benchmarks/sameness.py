"""`python -m tests.benchmarks.sameness --base-model FOLDER [--adapter FOLDER]`: is temperature 0 the same answer twice?

Asks each question alone on an empty cache, then all of them again in rounds: one, four and sixteen at a time, in
another order each, with what the rounds before left in the cache and, where it is not one at a time, beside a reply at
temperature 1. Prints how many answers are the first ones letter by letter.
"""

import argparse
import asyncio
import json
import random
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from app.inference.engine import BASE, Engine, EngineLimits
from app.inference.generation import GenerationRequest

ROUNDS = (1, 1, 4, 4, 16)  # questions at a time


class Bench:
    def __init__(self, options: argparse.Namespace) -> None:
        head, *rows = [json.loads(line) for line in options.pairs.read_text().splitlines()]
        self.system = head["system"]
        self.questions = [row["query"] for row in rows[: options.questions]]
        self.tokens = options.tokens
        self.options = options
        self.model = "asked" if options.adapter else BASE

    async def engine(self, limits: EngineLimits) -> Engine:
        engines: list[Engine] = []
        folder, precision = self.options.base_model, self.options.precision
        adapters = self.options.adapter.parent if self.options.adapter else Path(tempfile.mkdtemp())

        def load() -> None:
            engines.append(Engine(folder, adapters, allow_bfloat16=precision == "auto", limits=limits))

        # Not on this thread: its pool of workers would stay, and slow the engine's down.
        loading = threading.Thread(target=load)
        loading.start()
        loading.join()
        if self.options.adapter:
            await engines[0].adapters.load("asked", str(self.options.adapter))
        return engines[0]

    async def answer(self, engine: Engine, question: str, temperature: float = 0.0) -> str:
        messages = [{"role": "system", "content": self.system}, {"role": "user", "content": question}]
        request = GenerationRequest(self.model, messages, temperature, max_tokens=self.tokens)
        return "".join([piece async for piece in await engine.generate(request)])

    async def round(self, engine: Engine, at_a_time: int, seed: int) -> dict[str, str]:
        free = asyncio.Semaphore(at_a_time)
        order = random.Random(seed).sample(self.questions, len(self.questions))

        async def ask(question: str) -> str:
            async with free:
                return await self.answer(engine, question)

        async def chat() -> None:
            while True:
                await self.answer(engine, random.choice(order)[::-1], temperature=1.0)

        beside = asyncio.create_task(chat()) if at_a_time > 1 else None
        answers = await asyncio.gather(*map(ask, order))
        if beside is not None:
            beside.cancel()
            with suppress(asyncio.CancelledError):
                await beside
        return dict(zip(order, answers, strict=True))


async def run(options: argparse.Namespace) -> None:
    bench = Bench(options)
    forgetting = await bench.engine(EngineLimits(prefix_tokens=0))
    first = await bench.round(forgetting, 1, seed=0)
    forgetting.stop()
    engine = await bench.engine(EngineLimits())
    print("| at a time | the same | seconds |\n|---|---|---|", flush=True)
    for seed, at_a_time in enumerate(ROUNDS, start=1):
        began = time.monotonic()
        again = await bench.round(engine, at_a_time, seed)
        same = sum(again[question] == answer for question, answer in first.items())
        print(f"| {at_a_time} | {same} of {len(first)} | {time.monotonic() - began:.0f} |", flush=True)
    engine.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--pairs", type=Path, default=Path("tests/data/tidepool.jsonl"))
    parser.add_argument("--questions", type=int, default=35)
    parser.add_argument("--tokens", type=int, default=80)
    parser.add_argument("--precision", choices=("auto", "float32"), default="auto")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
