"""How long `checkResponse` takes beside 2,000 pairs: `python -m tests.benchmarks.findings`."""

import asyncio
import json
import random
import statistics
import time
from pathlib import Path

from app.actor import Actor
from app.agents import service as agents
from app.models import TrainingPair, Workspace
from app.models.clock import now
from app.models.migrate import migrate
from app.models.orm import database
from app.pairs.checking import check_response
from app.sessions import service as sessions
from app.text.language import identifier
from tests.benchmarks.database import own_database

PAIRS = 2_000
CALLS = 200
DATA = Path(__file__).parents[1] / "data" / "tidepool.jsonl"


async def measure(url: str) -> None:
    await migrate(url)
    rng = random.Random(0)
    rows = [row for row in map(json.loads, DATA.read_text().splitlines()) if "query" in row]
    asked = " ".join(row["query"] for row in rows).split()
    answered = " ".join(row["response"] for row in rows).split()
    async with database(url):
        workspace = await Workspace.create(name="Benchmark")
        actor = Actor(workspace.id, "local")
        agent = await agents.create(actor, name="Tidepool", description="Bookings for swimming schools.")
        session = (await sessions.start(actor, agent.id)).session
        moment = await now()
        await TrainingPair.bulk_create(
            TrainingPair(
                agent_id=agent.id,
                session_id=session.id,
                category="general",
                difficulty="easy",
                query=" ".join(rng.choices(asked, k=20)),
                response=" ".join(rng.choices(answered, k=45)),
                created_at=moment,
                changed_at=moment,
            )
            for _ in range(PAIRS)
        )
        identifier()
        cpu = time.process_time()
        seconds: list[float] = []
        for number in range(CALLS):
            row = rows[number % len(rows)]
            began = time.perf_counter()
            await check_response(actor, agent_id=agent.id, query=row["query"], response=row["response"])
            seconds.append(time.perf_counter() - began)
    spent = (time.process_time() - cpu) / CALLS
    ranks = statistics.quantiles(seconds, n=100)
    print(f"{PAIRS} pairs, {CALLS} calls: p50 {ranks[49] * 1e3:.1f} ms, p95 {ranks[94] * 1e3:.1f} ms")
    print(f"own CPU {spent * 1e3:.1f} ms a call")


if __name__ == "__main__":
    with own_database() as (_, url):
        asyncio.run(measure(url))
