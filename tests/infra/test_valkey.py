import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from arq.connections import RedisSettings, create_pool
from redis import Redis

from app.config import Settings
from app.errors import Misconfigured
from app.infra.embedded import resolve_urls, valkey_socket, wait_until_gone
from app.infra.valkey import EmbeddedValkey


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    server = EmbeddedValkey(tmp_path / "home")
    yield server
    server.stop()


def test_data_survives_a_stop_and_a_kill(valkey: EmbeddedValkey) -> None:
    url = valkey.start()
    with Redis.from_url(url) as redis:
        redis.set("first", "1")
    valkey.stop()
    assert valkey.process() is None

    valkey.start()
    with Redis.from_url(url) as redis:
        assert redis.get("first") == b"1"
        redis.set("second", "2")
    server = valkey.process()
    assert server is not None
    server.kill()
    assert wait_until_gone([server], 10)

    valkey.start()
    with Redis.from_url(url) as redis:
        assert redis.mget("first", "second") == [b"1", b"2"]


def test_has_no_network_and_a_private_socket(valkey: EmbeddedValkey) -> None:
    valkey.start()
    server = valkey.process()
    assert server is not None
    assert server.net_connections("inet") == []
    path = valkey_socket(valkey.home)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


async def test_arq_understands_the_url(valkey: EmbeddedValkey) -> None:
    pool = await create_pool(RedisSettings.from_dsn(valkey.start()))
    assert await pool.ping() is True
    await pool.aclose()


def test_refuses_rather_than_forgets_when_memory_is_full(valkey: EmbeddedValkey) -> None:
    with Redis.from_url(valkey.start()) as redis:
        assert redis.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


@pytest.mark.slow
def test_takes_over_the_server_of_a_killed_process(valkey: EmbeddedValkey) -> None:
    script = (
        "import pathlib, sys, time; from app.infra.valkey import EmbeddedValkey; "
        "EmbeddedValkey(pathlib.Path(sys.argv[1])).start(); print('started', flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script, str(valkey.home)], stdout=subprocess.PIPE)
    assert starter.stdout is not None
    with starter.stdout:
        assert starter.stdout.readline() == b"started\n"
    starter.kill()
    starter.wait()
    orphan = valkey.process()
    assert orphan is not None

    valkey.start()

    assert valkey.process() == orphan
    valkey.stop()
    assert wait_until_gone([orphan], 0)


def test_a_deleted_data_folder_hinders_neither_a_new_start_nor_the_stop(valkey: EmbeddedValkey) -> None:
    valkey.start()
    first = valkey.process()
    shutil.rmtree(valkey.home)
    assert valkey.process() is None
    valkey.start()
    second = valkey.process()
    assert first is not None
    assert second is not None
    assert not first.is_running()
    shutil.rmtree(valkey.home)
    valkey.stop()
    assert not second.is_running()


def test_works_in_a_folder_whose_path_is_long(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path / ("deep/" * 40))
    try:
        with Redis.from_url(server.start()) as redis:
            assert redis.ping() is True
        assert server.sockets.parent == Path("/tmp")
    finally:
        server.stop()
        server.sockets.rmdir()


def test_resolve_urls_wants_running_services(valkey: EmbeddedValkey) -> None:
    settings = Settings(home=valkey.home, database_url="postgres://elsewhere/db", redis_url=None)
    with pytest.raises(
        Misconfigured, match="No embedded Valkey runs: start `coachable up`, or set REDIS_URL"
    ):
        resolve_urls(settings)
    url = valkey.start()
    resolved = resolve_urls(settings)
    assert (resolved.database_url, resolved.redis_url) == ("postgres://elsewhere/db", url)


def test_resolve_urls_leaves_configured_services_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="postgres://elsewhere/db", redis_url="redis://elsewhere")
    assert resolve_urls(settings) == settings
