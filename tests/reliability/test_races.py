"""Ten processes want the same thousand runs."""

import asyncio
import json
import sys
from collections import Counter

import asyncpg
import pytest

from app.actor import Actor
from app.models import Agent, RunTrigger, TrainingRun
from app.models.clock import now
from app.models.ids import new_id

RUNS = 1_000
PROCESSES = 10
# Each takes whatever is next, until nothing is left; every third run it gives back once, as a restart does.
CLAIM = """
import asyncio, json, sys
from app.models.orm import database
from app.runs import lease, record

async def main():
    url, name = sys.argv[1:]
    got = []
    async with database(url, 2):
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        while waiting := await lease.in_turn():
            for run_id in waiting[:20]:
                epoch = await lease.claim(run_id, name, 3600)
                if epoch is None:
                    continue
                got.append([str(run_id), epoch])
                if epoch == 1 and len(got) % 3 == 0:
                    await record.released(run_id, epoch)
    print(json.dumps(got), flush=True)

asyncio.run(main())
"""


@pytest.mark.torture
async def test_ten_processes_race_for_a_thousand_runs(
    actor: Actor, postgres_url: str, sql: asyncpg.Connection
) -> None:
    moment = await now()
    texts = {"name": "x", "description": "", "system_prompt": "", "base_model": "x"}
    made = [
        Agent(id=new_id(), workspace_id=actor.workspace_id, slug=f"x{number}", **texts)
        for number in range(RUNS)
    ]
    await Agent.bulk_create(made)
    await TrainingRun.bulk_create(
        [TrainingRun(agent_id=agent.id, trigger=RunTrigger.MANUAL, queued_at=moment) for agent in made]
    )
    piped = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", CLAIM, postgres_url, f"trainer-{number}", stdin=piped, stdout=piped
        )
        for number in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    claims = [tuple(claim) for output, _ in outputs for claim in json.loads(output)]

    assert Counter(Counter(claims).values()) == {1: len(claims)}, "two got a run in one epoch"
    epochs = Counter(run_id for run_id, _ in claims)
    assert len(epochs) == RUNS
    rows = {str(run.id): run for run in await TrainingRun.all()}
    assert {run_id: run.lease_epoch for run_id, run in rows.items()} == dict(epochs)
    busy = sum(bool(json.loads(output)) for output, _ in outputs)
    print(f"{len(claims)} claims of {RUNS} runs by {busy} processes, each once in its epoch")
