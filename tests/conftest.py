"""Real PostgreSQL and real Valkey for the whole suite; every test starts with empty tables and an empty queue."""

import gc
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest
from arq.connections import ArqRedis
from tortoise import connections

from app.actor import Actor
from app.config import Settings, get_settings
from app.events import doorbell
from app.infra.postgres import EmbeddedPostgres
from app.infra.redis import connect
from app.infra.valkey import EmbeddedValkey
from app.limits import RATES
from app.models import Agent, Workspace
from app.models.migrate import migrate
from app.models.orm import database
from app.runs import lease
from tests.doorbells import Recorder
from tests.factories import make_agent

if TYPE_CHECKING:
    from tests.families import Family
    from tests.forking import Nursery


TESTS = Path(__file__).parent
LONGEST = (
    "trainer",
    "training",
    "serving",
    "matrix",
    "processes",
    "engine",
)  # rooms whose files take minutes


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first: begun last, it would keep one of two workers busy alone."""
    places = {room: place for place, room in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.relative_to(TESTS).parts[0], len(places)))
    for item in items:
        params = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if not all(getattr(param, "stands_for_others", True) for param in params):
            item.add_marker("families")


def pytest_collection_finish() -> None:
    """What was imported stays: searching it for garbage takes a second wherever all of torch is loaded."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def family_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[["Family"], Path]:
    """The folder of a tiny model of a family (families.py), made when first asked for. Tests only read it."""
    root = tmp_path_factory.mktemp("families")

    def made(one: "Family") -> Path:
        from tests.families import make_family  # imported late: most tests have no use for torch

        folder = root / str(one)
        return folder if folder.exists() else make_family(one, folder)

    return made


@pytest.fixture(scope="session")
def _nursery() -> Iterator["Nursery"]:
    from tests.forking import Nursery

    with Nursery() as nursery:
        yield nursery


@pytest.fixture
def forked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Training processes are forked from one that has loaded the libraries (forking.py)."""
    if sys.platform != "linux":  # elsewhere they are started as usual
        yield
        return
    from tests.forking import quick

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", quick(request.getfixturevalue("_nursery")))
        yield


@pytest.fixture(scope="session")
def postgres_server(home: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: EmbeddedPostgres) -> str:
    return postgres_server.url


@pytest.fixture(scope="session")
def redis_url(home: Path) -> Iterator[str]:
    server = EmbeddedValkey(home, durable=False)
    yield server.start()
    server.stop()


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease that is seen expired is lost."""
    monkeypatch.setattr(lease, "SILENT_S", 0.0)


@pytest.fixture(scope="session", autouse=True)
def _settings(home: Path) -> Iterator[None]:
    """The process-wide settings point at the test's own home."""
    patch = pytest.MonkeyPatch()
    patch.setenv("COACHABLE_HOME", str(home))
    get_settings.cache_clear()
    yield
    patch.undo()
    get_settings.cache_clear()


@pytest.fixture
def settings(home: Path, postgres_url: str, redis_url: str) -> Settings:
    # Tests ask more in a minute than a person does; those of limits set their own.
    return Settings(
        home=home, database_url=postgres_url, redis_url=redis_url, rate_limits=dict.fromkeys(RATES)
    )


@pytest.fixture(scope="session")
async def _pool(postgres_url: str) -> AsyncIterator[None]:
    await migrate(postgres_url)
    async with database(postgres_url, pool=20):
        yield


@pytest.fixture
async def db(_pool: None) -> None:
    """A migrated database with empty tables."""
    tables = await connections.get("default").execute_query_dict(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich'"
    )
    # TRUNCATE makes new files for every table: 33 ms where this takes 2.
    emptied = "".join(f'DELETE FROM "{row["tablename"]}"; ' for row in tables)
    # As a replica would: the audit log refuses to be emptied.
    await connections.get("default").execute_script(
        f"BEGIN; SET LOCAL session_replication_role = replica; {emptied} COMMIT"
    )


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[ArqRedis]:
    client = connect(redis_url)
    await client.flushall()
    yield client
    await client.aclose(close_connection_pool=True)


@pytest.fixture
def bells() -> Iterator[Recorder]:
    recorder = Recorder()
    doorbell.install(recorder)
    yield recorder
    doorbell.install(doorbell.Silent())


@pytest.fixture
async def actor(db: None) -> Actor:
    workspace = await Workspace.create(name="Test")
    return Actor(workspace.id, "local")


@pytest.fixture
async def agent(actor: Actor) -> Agent:
    return await make_agent(actor)


@pytest.fixture
async def sql(postgres_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the pool, to look at what others see."""
    connection = await asyncpg.connect(postgres_url.replace("postgres://", "postgresql://"))
    yield connection
    await connection.close()
