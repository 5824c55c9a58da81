"""A trainer dies at fifty places between the finished adapter and the switch: who asks gets the old version or the new
one, never a mixture."""

import asyncio
import json
import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.config import Settings
from app.errors import NotFound
from app.inference.engine import Engine
from app.inference.engines import Engines
from app.inference.generation import GenerationRequest
from app.serving.store import store_of
from tests.inference.tiny_base import write_adapter, write_base_model

pytestmark = pytest.mark.slow

KILLS = 50
CLIENTS = 8
QUESTION = [{"role": "user", "content": "How do I refund?"}]
TOKENS = 12


class Publisher:
    """tests/serving/publisher.py on the host of a trainer."""

    def __init__(self, process: asyncio.subprocess.Process, **order: Any) -> None:
        self._process, self._order = process, order

    async def publish(self, made: Path, number: int, epoch: int, point: int | None) -> int | None:
        """How many steps it took; None: it was killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = self._order | {"made": str(made), "number": number, "epoch": epoch, "point": point}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        found = json.loads(await self._process.stdout.readline())
        return None if found is None else int(found)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_base_model(tmp_path_factory.mktemp("base") / "tiny")


@pytest.fixture(scope="module")
def markers(base: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two adapters, each with an answer of its own."""
    root = tmp_path_factory.mktemp("markers")
    return [write_adapter(root / str(seed), base, seed=seed) for seed in (1, 2)]


@pytest.fixture
def agent_id() -> UUID:
    return uuid4()


@pytest.fixture
async def engines(base: Path, tmp_path: Path) -> AsyncIterator[Engines]:
    """On the host that serves, which has nothing but the store."""
    store = store_of(Settings(store_url=str(tmp_path / "shared")))
    assert store is not None
    adapters = tmp_path / "serving" / "adapters"
    adapters.mkdir(parents=True)
    engine = Engine(base, adapters, device="cpu", threads=1)

    def fetch(agent: str, number: int, target: Path) -> None:
        store.fetch(UUID(agent), number, target)

    engines = Engines(engine, adapters, fetch=fetch)
    yield engines
    engines.stop()


@pytest.fixture
async def publisher(agent_id: UUID, tmp_path: Path) -> AsyncIterator[Publisher]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.serving.publisher",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    yield Publisher(
        process, home=str(tmp_path / "training"), store=str(tmp_path / "shared"), agent=str(agent_id)
    )
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0


async def answer(engines: Engines, name: str) -> str:
    pieces = await engines.generate(GenerationRequest(name, QUESTION, temperature=0.0, max_tokens=TOKENS))
    return "".join([piece async for piece in pieces])


async def test_every_answer_is_of_one_whole_version(
    engines: Engines, publisher: Publisher, markers: list[Path], agent_id: UUID
) -> None:
    def name(number: int) -> str:
        return f"{agent_id}@{number}"

    await publisher.publish(markers[0], 1, 1, None)
    steps = await publisher.publish(markers[1], 2, 1, None)  # the first one makes folders that all share
    assert steps is not None
    expected = [await answer(engines, name(number)) for number in (1, 2)]
    assert expected[0] != expected[1] != await answer(engines, "base")
    live, over = [2], asyncio.Event()
    asked = dict.fromkeys(("live", "next", "none"), 0)

    async def client(chance: random.Random) -> None:
        """Mostly of what is live, and now and then of what is being published."""
        while not over.is_set():
            before = live[0]
            number = before + (chance.random() < 0.3)
            try:
                said = await answer(engines, name(number))
            except NotFound:
                assert number > before
                asked["none"] += 1
                await asyncio.sleep(0)
                continue
            assert said == expected[(number - 1) % 2], number
            asked["live" if number == before else "next"] += 1

    clients = [asyncio.create_task(client(random.Random(seed))) for seed in range(CLIENTS)]
    points = [round(at * (steps - 1) / (KILLS - 1)) for at in range(KILLS)]
    killed = 0
    for number, point in enumerate(points, start=3):
        made = markers[(number - 1) % 2]
        killed += await publisher.publish(made, number, 1, point) is None
        assert await publisher.publish(made, number, 2, None) is not None
        await engines.load_adapter(name(number), "/on/the/host/of/the/trainer")
        live[0] = number
    over.set()
    await asyncio.gather(*clients)
    assert killed == KILLS
    assert asked["live"] > KILLS
    print(f"killed at {killed} of {steps} steps; answers {asked}")
