import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import asyncpg
import psutil
import pytest

from app.errors import Misconfigured
from app.infra.embedded import postgres_url, private_folder, socket_folder, wait_until_gone
from app.infra.postgres import EmbeddedPostgres
from app.models.orm import tortoise_config

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    """Has been started once; copied by every test, because `initdb` takes a second."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("stopped"), durable=False)
    server.start()
    server.stop()
    return server


@pytest.fixture
def postgres(tmp_path: Path, stopped: EmbeddedPostgres) -> Iterator[EmbeddedPostgres]:
    shutil.copytree(stopped.home, tmp_path / "home", symlinks=True)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "pgserver", tmp_path / "home" / "postgres"], check=True)
    server = EmbeddedPostgres(tmp_path / "home", durable=False)
    yield server
    server.stop()


async def value(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_data_survives_a_stop_and_a_kill(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    await value(url, "CREATE TABLE note (text text)")
    await value(url, "INSERT INTO note VALUES ('kept')")
    postgres.stop()
    assert postgres.process() is None

    postgres.start()
    assert await value(url, "SELECT text FROM note") == "kept"

    server = postgres.process()
    assert server is not None
    backends = server.children(recursive=True)
    server.kill()
    assert wait_until_gone([server, *backends], 10)
    postgres.start()
    assert await value(url, "SELECT text FROM note") == "kept"


async def test_the_default_is_durable_and_has_no_network(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "home")
    try:
        url = server.start()
        assert await value(url, "SHOW fsync") == "on"
        assert await value(url, "SHOW synchronous_commit") == "on"
        process = server.process()
        assert process is not None
        assert process.net_connections("inet") == []
        assert stat.S_IMODE(socket_folder(server.home, "postgres").stat().st_mode) == 0o700
    finally:
        server.stop()


def test_tortoise_gets_the_socket_of_the_url(tmp_path: Path) -> None:
    ours = tortoise_config(postgres_url(tmp_path))["connections"]["default"]["credentials"]
    host = dict(parse_qsl(urlsplit(ours["dsn"]).query))["host"]
    assert host == str(socket_folder(tmp_path, "postgres"))


def test_takes_over_the_server_of_a_killed_process(postgres: EmbeddedPostgres) -> None:
    script = (
        "import pathlib, sys, time; from app.infra.postgres import EmbeddedPostgres; "
        "EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False).start(); "
        "print('started', flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script, str(postgres.home)], stdout=subprocess.PIPE)
    assert starter.stdout is not None
    with starter.stdout:
        assert starter.stdout.readline() == b"started\n"
    starter.kill()
    starter.wait()
    orphan = postgres.process()
    assert orphan is not None

    url = postgres.start()

    assert postgres.process() == orphan
    assert asyncio.run(value(url, "SELECT 1")) == 1
    postgres.stop()
    assert wait_until_gone([orphan], 0)


def test_a_pid_file_that_names_another_process_is_no_obstacle(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    server = postgres.process()
    assert server is not None
    lines = postgres.pid_file.read_text().split("\n")
    server.kill()
    assert wait_until_gone([server], 10)
    # As after the restart of a container, where the old number now belongs to someone else.
    bystander = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        postgres.pid_file.write_text("\n".join([str(bystander.pid), *lines[1:]]))
        assert postgres.process() is None
        postgres.start()
        assert asyncio.run(value(url, "SELECT 1")) == 1
        assert bystander.poll() is None
    finally:
        bystander.communicate(b"\n")


async def test_a_first_start_that_was_interrupted_is_begun_again(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, durable=False)
    half_made = server.folder / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    try:
        assert await value(server.start(), "SELECT 1") == 1
    finally:
        server.stop()


@pytest.mark.parametrize("name", ["deep/" * 40 + "home", "Größe 50% #1?"])
async def test_works_in_a_folder_whose_path_is_long_or_odd(tmp_path: Path, name: str) -> None:
    server = EmbeddedPostgres(tmp_path / name, durable=False)
    try:
        assert await value(server.start(), "SELECT 1") == 1
        assert server.sockets.parent == Path("/tmp")
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
    finally:
        server.stop()
        server.sockets.rmdir()


def test_a_database_of_another_version_is_left_alone(postgres: EmbeddedPostgres) -> None:
    (postgres.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(Misconfigured, match="is of PostgreSQL 16"):
        postgres.start()


def test_says_why_it_does_not_start(postgres: EmbeddedPostgres) -> None:
    (postgres.data / "postgresql.auto.conf").write_text("nonsense = 1\n")
    with pytest.raises(Misconfigured, match="nonsense"):
        postgres.start()


def test_a_folder_that_somebody_else_prepared_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Misconfigured, match="belongs to another user"):
        private_folder(tmp_path / "sockets", os.getuid())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_two_users_of_one_machine_do_not_meet(postgres: EmbeddedPostgres, tmp_path: Path) -> None:
    url = postgres.start()
    home = tmp_path / "nobodys"
    home.mkdir()
    os.chown(home, 65534, 65534)
    script = (
        "import asyncio, os, pathlib, sys, asyncpg, encodings.idna; from app.infra.postgres import EmbeddedPostgres\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "server = EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False)\n"
        "async def ask():\n"
        "    connection = await asyncpg.connect(server.start())\n"
        "    print(await connection.fetchval('SELECT 42')); await connection.close()\n"
        "asyncio.run(ask()); print(server.process().uids().real); server.stop()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(home)], capture_output=True, text=True, env={"HOME": str(home)}
    )
    assert (result.stdout.split(), result.returncode) == (["42", "65534"], 0), result.stderr
    assert asyncio.run(value(url, "SELECT 1")) == 1


async def test_stop_does_not_wait_for_open_connections(postgres: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(postgres.start())
    server = postgres.process()
    assert server is not None
    family = [server, *server.children(recursive=True)]
    postgres.stop()
    assert not any(psutil.pid_exists(process.pid) and process.is_running() for process in family)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
        await connection.fetchval("SELECT 1")
    connection.terminate()


def test_stopping_is_fast_even_while_frozen(
    postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that hears nothing is killed in the end: no orphan is left whatever happens."""
    monkeypatch.setattr(EmbeddedPostgres, "polite_stops", ((signal.SIGINT, 0.1), (signal.SIGQUIT, 0.1)))
    postgres.start()
    server = postgres.process()
    assert server is not None
    server.suspend()
    postgres.stop()
    assert wait_until_gone([server], 0)
