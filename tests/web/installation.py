"""All processes of `coachable up` on a tiny random model, for the tests of the page."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx

from app.infra.login_links import new_token
from tests.web.customer import Customer

READY_WITHIN_S = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    def __init__(self, home: Path, base_model: Path, **variables: str) -> None:
        self.home = home
        self.customer = Customer()
        self.port = free_port()
        environment = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
        }
        self._supervisor = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "up"],
            env=environment
            | {
                "COACHABLE_HOME": str(home),
                "COACHABLE_PORT": str(self.port),
                "COACHABLE_MODELS_PORT": str(free_port()),
                "COACHABLE_BASE_MODEL": str(base_model),
                "COACHABLE_LLM_BASE_URL": self.customer.url,
                "COACHABLE_LLM_API_KEY": "any",
                "COACHABLE_QUERY_TIMEOUT_S": "60",
                "OMP_NUM_THREADS": "1",
            }
            | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._wait_until_ready()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return (self.home / "local.token").read_text().strip()

    @property
    def link(self) -> str:
        """Another one each time: it opens once."""
        return f"{self.url}/login?token={new_token(self.token)}"

    def kill_api(self) -> None:
        """As a crash would; the supervisor starts it again."""
        record = json.loads((self.home / "run" / "up.json").read_text())
        os.kill(record["children"]["api"][0], signal.SIGKILL)

    def graphql(self, query: str, **variables: object) -> dict[str, Any]:
        answer = httpx.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=20,
        ).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def stop(self) -> None:
        self.customer.go_on()
        self._supervisor.send_signal(signal.SIGINT)
        self._supervisor.wait(30)
        self._reader.join()
        assert self._supervisor.stdout is not None
        self._supervisor.stdout.close()
        self.customer.stop()

    def _wait_until_ready(self) -> None:
        lines: list[str] = []
        found = threading.Event()

        def read() -> None:
            assert self._supervisor.stdout is not None
            for line in self._supervisor.stdout:
                lines.append(line)
                if line.startswith("Ready after"):
                    found.set()
            found.set()

        self._reader = threading.Thread(target=read, daemon=True)
        self._reader.start()
        assert found.wait(READY_WITHIN_S), f"Not ready within {READY_WITHIN_S} s:\n{''.join(lines)}"
        assert any(line.startswith("Ready after") for line in lines), f"coachable up ended:\n{''.join(lines)}"
        assert "token=" not in "".join(lines)  # nobody looks at a pipe
