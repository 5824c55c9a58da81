"""`python -m tests.benchmarks.fuzz --requests 20000`: junk to every operation and path; counts what is no answer.

The whole API in this process on an embedded PostgreSQL, a scripted model server behind it.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import structlog

from app.config import Settings
from app.infra.postgres import EmbeddedPostgres
from app.models.migrate import migrate
from app.models.orm import database
from tests.fuzzing import Outcome, attack, attacked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="Print tracebacks of what was not foreseen.")
    options = parser.parse_args()
    readable = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure([readable if options.verbose else _silent])
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(Path(folder), durable=False)
        try:
            settings = Settings(home=Path(folder), database_url=server.start(), redis_url="redis://nowhere")
            outcome = asyncio.run(_run(settings, options.seed, options.requests))
        finally:
            server.stop()
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
