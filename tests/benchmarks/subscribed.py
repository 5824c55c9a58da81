"""Servers that benchmarks of subscriptions measure: the real API process, and Node's graphql-ws with its schema."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from app.api.ids import encode
from app.events import doorbell
from app.infra.event_bus import RedisDoorbell
from app.infra.postgres import EmbeddedPostgres
from app.infra.redis import connect
from app.infra.valkey import EmbeddedValkey
from app.models import RunStatus, RunTrigger, TrainingRun
from app.models.clock import now
from app.models.migrate import migrate
from app.models.orm import database
from app.workspaces import service as workspaces
from tests.factories import make_agent
from tests.telling import tell

PEER = Path(__file__).parent / "peers" / "graphql_ws"
FOLLOW_RUN = """
subscription FollowRun($runId: ID!, $after: String) {
  trainingProgress(runId: $runId, after: $after) {
    __typename
    cursor
    ... on RunStatusEvent { status message }
    ... on RunProgressEvent { step totalSteps loss holdoutLoss tokensPerSecond secondsLeft }
  }
}"""


@dataclass(frozen=True, slots=True)
class Served:
    """`publish` tells all who follow `run` about a step; steps are numbered from 1."""

    name: str
    port: int
    process: psutil.Process
    token: str
    run: str
    publish: Callable[[int], Awaitable[None]]
    collect: Callable[[], Awaitable[None]]  # garbage, where the language lets us

    def kib(self) -> float:
        return float(self.process.memory_info().rss) / 1024

    async def settle(self) -> None:
        """Returns when it rests: what was asked of it is done."""
        busy = -1.0
        while self.busy() - busy > 0.02:
            busy = self.busy()
            await asyncio.sleep(0.5)
        await self.collect()

    def busy(self) -> float:
        """Seconds of processor time so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def services() -> Iterator[tuple[Path, str, str]]:
    """The home of an API, and the URLs of a PostgreSQL and a Valkey of its own."""
    home = Path(tempfile.mkdtemp(prefix="subscriptions-"))
    postgres, valkey = EmbeddedPostgres(home, durable=False), EmbeddedValkey(home, durable=False)
    try:
        yield home, postgres.start(), valkey.start()
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def connected(url: str, redis_url: str) -> AsyncIterator[None]:
    """This process writes events as a trainer does."""
    await migrate(url)
    redis = connect(redis_url)
    async with database(url, pool=20):
        doorbell.install(RedisDoorbell(redis))
        try:
            yield
        finally:
            doorbell.install(doorbell.Silent())
            await redis.aclose(close_connection_pool=True)


async def new_run() -> TrainingRun:
    actor = await workspaces.local_actor()
    return await TrainingRun.create(
        agent=await make_agent(actor),
        trigger=RunTrigger.MANUAL,
        status=RunStatus.RUNNING,
        queued_at=await now(),
    )


def progress(step: int) -> dict[str, Any]:
    return {
        "step": step,
        "total_steps": 10_000,
        "loss": 2.0 + 1 / (step + 1),
        "holdout_loss": None,
        "tokens_per_second": 1234.5,
        "seconds_left": 321.5,
    }


@asynccontextmanager
async def coachable(home: Path, url: str, redis_url: str) -> AsyncIterator[Served]:
    port = _free_port()
    environment = os.environ | {
        "COACHABLE_HOME": str(home),
        "DATABASE_URL": url,
        "REDIS_URL": redis_url,
        "COACHABLE_PORT": str(port),
        "COACHABLE_LOG_LEVEL": "error",
        "COACHABLE_RATE_LIMITS": "none",  # all come from one address, with one token
        "COACHABLE_SOCKET_LIMITS": "none",
    }
    run = await new_run()
    process = _start([sys.executable, "-m", "app.cli", "api"], env=environment)

    async def publish(step: int) -> None:
        await tell(run.id, "run.progress", progress(step))

    async def collect() -> None: ...

    try:
        await _until_ready(f"http://127.0.0.1:{port}/readyz")
        token = (home / "local.token").read_text().strip()
        run_id = encode("TrainingRun", run.id)
        yield Served("coachable", port, psutil.Process(process.pid), token, run_id, publish, collect)
    finally:
        _stop(process)


@asynccontextmanager
async def node(installed: Path) -> AsyncIterator[Served]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    process = _start(["node", "--expose-gc", "server.mjs", str(port)], cwd=installed)
    async with httpx.AsyncClient(timeout=60, trust_env=False) as http:

        async def publish(step: int) -> None:
            payload = progress(step)
            event = {
                "__typename": "RunProgressEvent",
                "cursor": str(step),
                "step": step,
                "totalSteps": payload["total_steps"],
                "loss": payload["loss"],
                "holdoutLoss": None,
                "tokensPerSecond": payload["tokens_per_second"],
                "secondsLeft": payload["seconds_left"],
            }
            await http.post(f"{url}/publish", json={"runId": "run", "event": event})

        async def collect() -> None:
            await http.get(url)

        try:
            await _until_ready(url)
            yield Served("graphql-ws", port, psutil.Process(process.pid), "", "run", publish, collect)
        finally:
            _stop(process)


@contextmanager
def peer() -> Iterator[Path]:
    """The folder of the peer with its packages, which come from npm by the lock file beside it."""
    with tempfile.TemporaryDirectory(prefix="graphql-ws-") as folder:
        for file in PEER.iterdir():
            if file.is_file():
                shutil.copy(file, folder)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        yield Path(folder)


async def _until_ready(url: str) -> None:
    begun = time.monotonic()
    async with httpx.AsyncClient(trust_env=False) as http:
        while time.monotonic() - begun < 60:
            with suppress(httpx.TransportError):
                if (await http.get(url)).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError(url)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
