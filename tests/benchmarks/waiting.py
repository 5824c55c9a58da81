"""`python -m tests.benchmarks.waiting`: how long an expert waits for a question.

Real API and worker processes, embedded PostgreSQL and Valkey, a scripted OpenAI-compatible server that speaks at once.
Prepared: from the `submitResponse` of a client to its reply with the next question. Unprepared: from the model's first
token (the earliest of the three questions that a new session asks for) to the first words at a WebSocket client.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
from websockets.asyncio.client import connect

from app.infra.postgres import EmbeddedPostgres
from app.infra.valkey import EmbeddedValkey
from app.models.migrate import migrate
from tests.factories import unlike_text
from tests.web.customer import Customer

PREPARED, UNPREPARED = 40, 15
PORT = 8193
URL = f"http://127.0.0.1:{PORT}"
AGENT = """mutation($d: String!) { createAgent(input: {name: "Tidepool", description: $d}) {
  ... on AgentCreated { agent { id } } } }"""
START = """mutation($a: ID!) { startSession(input: {agentId: $a}) {
  ... on SessionStarted { session { id } query { id } } } }"""
SUBMIT = """mutation($q: ID!, $r: String!) { submitResponse(input: {queryId: $q, response: $r}) {
  __typename ... on PairSaved { nextQuery { id status text } } ... on Problem { message } } }"""
LISTEN = """subscription($s: ID!) { generatedQuery(sessionId: $s, after: "0") {
  __typename ... on QueryDeltaEvent { text } } }"""
WAITING = "SELECT count(*) FROM generated_query WHERE status IN ('generating')"


class Timed(Customer):
    """Notes when it begins to speak, just before the first word of each question."""

    def __init__(self) -> None:
        super().__init__()
        self.spoke_at: list[float] = []

    def next_question(self, agent: str, prompt: str) -> str:
        self.spoke_at.append(time.monotonic())
        return f"How do I change my booking, please: {unlike_text(len(self.spoke_at) + time.monotonic_ns() % 190)}?"


@contextmanager
def processes(home: Path, database: str, redis: str, customer: Customer) -> Iterator[psutil.Process]:
    """Yields the API."""
    environment = os.environ | {
        "COACHABLE_HOME": str(home),
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "COACHABLE_PORT": str(PORT),
        "COACHABLE_LLM_BASE_URL": customer.url,
        "COACHABLE_LOG_LEVEL": "error",
    }
    running = [
        subprocess.Popen([sys.executable, "-m", "app.cli", name], env=environment, stdout=subprocess.DEVNULL)
        for name in ("api", "worker")
    ]
    try:
        yield psutil.Process(running[0].pid)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


class Client:
    def __init__(self, http: httpx.AsyncClient, token: str, database: asyncpg.Connection) -> None:
        self.http, self.token, self.database = http, token, database

    async def call(self, query: str, **variables: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        reply = await self.http.post(
            f"{URL}/graphql", json={"query": query, "variables": variables}, headers=headers
        )
        body: dict[str, Any] = reply.json()
        return next(iter(body["data"].values()))

    async def until_all_is_written(self) -> None:
        while await self.database.fetchval(WAITING):  # noqa: ASYNC110  (the rows ring no bell here)
            await asyncio.sleep(0.02)


async def prepared(client: Client, agent: str, api: psutil.Process) -> tuple[list[float], float]:
    """The waits, and seconds of processor time that the API took for one answer."""
    started = await client.call(START, a=agent)
    query, waits, taken = started["query"]["id"], [], []
    for number in range(PREPARED):
        await client.until_all_is_written()
        began, busy = time.monotonic(), _busy(api)
        saved = await client.call(SUBMIT, q=query, r=f"Open the menu and choose entry {number}.")
        waits.append(time.monotonic() - began)
        taken.append(_busy(api) - busy)
        assert saved["nextQuery"]["status"] == "OPEN", saved
        assert saved["nextQuery"]["text"]
        query = saved["nextQuery"]["id"]
    return waits[5:], statistics.mean(taken[5:])  # the first ones warm the processes up


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def unprepared(client: Client, agent: str, customer: Timed) -> list[float]:
    waits = []
    for _ in range(UNPREPARED):
        await client.until_all_is_written()
        customer.spoke_at.clear()
        started = await client.call(START, a=agent)
        address = f"ws://127.0.0.1:{PORT}/graphql"
        async with connect(address, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
            await socket.send(json.dumps({"type": "connection_init", "payload": {"token": client.token}}))
            await socket.recv()
            payload = {"query": LISTEN, "variables": {"s": started["session"]["id"]}}
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
            while "QueryDeltaEvent" not in str(await asyncio.wait_for(socket.recv(), 30)):
                pass
            waits.append(time.monotonic() - min(customer.spoke_at))
    return waits[3:]


async def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="waiting-"))
    postgres, valkey, customer = (
        EmbeddedPostgres(home, durable=False),
        EmbeddedValkey(home, durable=False),
        Timed(),
    )
    try:
        database, redis = postgres.start(), valkey.start()
        await migrate(database)
        connection = await asyncpg.connect(database.replace("postgres://", "postgresql://"))
        with processes(home, database, redis, customer) as api:
            async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
                await _until_up(http)
                client = Client(http, (home / "local.token").read_text().strip(), connection)
                agent = (await client.call(AGENT, d=customer.description))["agent"]["id"]
                waits, taken = await prepared(client, agent, api)
                _report("submitResponse to the next, prepared question", waits)
                print(f"processor time of the API for one: {1000 * taken:.0f} ms")
                _report(
                    "model's first token to the client's first words",
                    await unprepared(client, agent, customer),
                )
        await connection.close()
    finally:
        customer.stop()
        valkey.stop()
        postgres.stop()


async def _until_up(http: httpx.AsyncClient) -> None:
    while True:
        try:
            if (await http.get(f"{URL}/readyz")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)


def _report(name: str, waits: list[float]) -> None:
    spread = statistics.quantiles(waits, n=20)
    print(
        f"{name}: p50 {1000 * statistics.median(waits):.0f} ms, p95 {1000 * spread[18]:.0f} ms, n {len(waits)}"
    )


if __name__ == "__main__":
    asyncio.run(main())
