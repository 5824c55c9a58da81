"""pgbouncer (Debian package `pgbouncer`) in transaction mode before a PostgreSQL of the tests."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.infra.postgres import EmbeddedPostgres
from tests.tls import make_certificate


@contextmanager
def pooler(server: EmbeddedPostgres, *, tls: bool = False) -> Iterator[tuple[str, Path]]:
    """The URL of a running pooler, and its folder, for this user and the server's. With `tls` it takes no connection in
    the clear; its certificate is `server.crt`. Skips where none is installed."""
    if (program := shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")) is None:
        pytest.skip("pgbouncer is not installed")
    # It refuses to run as root, and only the server's own user enters the folder of its socket.
    owner, group = server.data.stat().st_uid, server.data.stat().st_gid
    folder = Path(tempfile.mkdtemp(prefix="pooler-"))
    os.chown(folder, owner, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "listen_addr": "127.0.0.1",
        "listen_port": port,
        "unix_socket_dir": "",
        "auth_type": "any",
        "pool_mode": "transaction",
        "default_pool_size": 4,  # fewer than there are clients, so that connections change hands
    }
    if tls:
        certificate, key = make_certificate(folder, "127.0.0.1", owner)
        settings |= {
            "client_tls_sslmode": "require",
            "client_tls_cert_file": certificate,
            "client_tls_key_file": key,
        }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    database = f"postgres = host={server.sockets} user=coachable dbname=postgres"
    file = folder / "pgbouncer.ini"
    file.write_text("\n".join(["[databases]", database, "[pgbouncer]", *lines, ""]))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "-q", str(file)], stderr=log, user=owner, group=group, cwd="/")
    try:
        _wait_until_it_listens(process, port, folder / "log")
        yield f"postgresql://coachable@127.0.0.1:{port}/postgres", folder
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise RuntimeError(log.read_text())
