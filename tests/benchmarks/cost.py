"""`python -m tests.benchmarks.cost`: CPU time that the API spends on each operation of tests/costs.py.

The whole API in this process on an embedded PostgreSQL. Parsed and validated documents are forgotten before each try.
"""

import argparse
import asyncio
import gc
import random
import statistics
import sys
import time

import httpx
from strawberry.extensions import parser_cache, validation_cache

from app.config import Settings
from app.limits import RATES
from app.models.migrate import migrate
from app.models.orm import database
from tests.api.conftest import BEARER
from tests.benchmarks.database import own_database
from tests.costs import BODIES, encoded
from tests.fuzzing import attacked

TARGET_MS = 20.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with own_database() as (home, url):
        settings = Settings(home=home, database_url=url, rate_limits=dict.fromkeys(RATES))
        return asyncio.run(_run(settings, options.rounds))


async def _run(settings: Settings, rounds: int) -> int:
    url = str(settings.database_url)
    await migrate(url)
    over = 0
    async with database(url), attacked(settings) as client:
        await _cost(client, encoded({"query": "{ viewer { subject } }"}))
        gc.collect()
        gc.freeze()  # as processes/api.py does
        spent: dict[str, list[float]] = {name: [] for name in BODIES}
        answers: dict[str, httpx.Response] = {}
        for _ in range(rounds):
            for name, body in random.sample(
                [*BODIES.items()], len(BODIES)
            ):  # or one would always meet the collector
                milliseconds, answers[name] = await _cost(client, encoded(body))
                spent[name].append(milliseconds)
    print("| operation | body | status | CPU ms: median | most | answer |\n|---|---|---|---|---|---|")
    for name, times in sorted(spent.items(), key=lambda entry: -statistics.median(entry[1])):
        over += statistics.median(times) > TARGET_MS
        size = len(encoded(BODIES[name]))
        print(
            f"| {name} | {size:,} | {answers[name].status_code} | {statistics.median(times):.1f} | {max(times):.1f} "
            f"| {_told(answers[name])} |"
        )
    print(f"{over} of {len(BODIES)} above {TARGET_MS:.0f} ms.")
    return 1 if over else 0


async def _cost(client: httpx.AsyncClient, body: bytes) -> tuple[float, httpx.Response]:
    parser_cache._get_parse_cache.cache_clear()
    validation_cache._get_validate_cache.cache_clear()
    began = time.process_time()
    response = await client.post(
        "/graphql", content=body, headers=BEARER | {"content-type": "application/json"}
    )
    return (time.process_time() - began) * 1000, response


def _told(response: httpx.Response) -> str:
    body = response.json()
    errors = body.get("errors")
    return "data" if not errors else f"{len(errors)} × {errors[0]['message'][:60]!r}"


if __name__ == "__main__":
    sys.exit(main())
