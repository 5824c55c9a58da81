"""`python -m tests.benchmarks.fuzz --requests 20000`: junk to every operation and path; counts what is no answer.

The whole API in this process on an embedded PostgreSQL, a scripted model server behind it.
"""

import argparse
import asyncio
import sys
import time

import structlog

from app.config import Settings
from app.limits import RATES
from app.models.migrate import migrate
from app.models.orm import database
from tests.benchmarks.database import own_database
from tests.fuzzing import Outcome, attack, attacked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="Print tracebacks of what was not foreseen.")
    options = parser.parse_args()
    readable = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure([readable if options.verbose else _silent])
    with own_database() as (home, url):
        settings = Settings(home=home, database_url=url, rate_limits=dict.fromkeys(RATES))
        outcome = asyncio.run(_run(settings, options.seed, options.requests))
    return 1 if outcome.wrong else 0


def _silent(*_event: object) -> str:
    raise structlog.DropEvent


async def _run(settings: Settings, seed: int, count: int) -> Outcome:
    url = str(settings.database_url)
    await migrate(url)
    began = time.perf_counter()
    async with database(url), attacked(settings) as client:
        outcome = await attack(client, seed, count)
    print(
        f"{count} requests, seed {seed}, {time.perf_counter() - began:.0f} s, {len(outcome.kinds)} operations"
    )
    print("status:", dict(sorted(outcome.statuses.items())), "open:", outcome.open)
    print("codes:", dict(outcome.codes.most_common()))
    for what, requests in sorted(outcome.wrong.items(), key=lambda entry: -len(entry[1])):
        print(ascii(f"{len(requests)} × {what}: {requests[0][:300]}"))
    return outcome


if __name__ == "__main__":
    sys.exit(main())
