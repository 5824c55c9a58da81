"""Two hosts with a data folder each: they share a store, a key and a secret."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from app.config import Settings
from app.serving.canaries import TOKENS, Message

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0
BASE = "smollm2-135m-instruct"
SHARED = {
    "COACHABLE_SECRET": "one secret for all hosts",
    "COACHABLE_MODELS_API_KEY": "one key for all hosts",
    "COACHABLE_PRECISION": "float32",
    "OMP_NUM_THREADS": "1",
}


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class Hosts:
    """Processes of both. Addresses of the network 127 stand for theirs."""

    def __init__(self, root: Path, base_model: Path, patience_s: float = PATIENCE_S, **services: str) -> None:
        self.models = ("127.0.0.2", free_port("127.0.0.2"))
        self.store = root / "shared"
        self._base_model, self._services, self._patience_s = base_model, services, patience_s
        self.homes = {name: root / name for name in ("one", "two")}
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def models_url(self) -> str:
        return f"http://{self.models[0]}:{self.models[1]}/v1"

    def settings(self, host: str) -> Settings:
        return Settings(
            home=self.homes[host],
            models_url=self.models_url,
            models_api_key=SHARED["COACHABLE_MODELS_API_KEY"],
            store_url=str(self.store),
            precision="float32",
        )

    def start_models(self, **variables: str) -> subprocess.Popen[bytes]:
        return self._start(
            "models",
            "one",
            f"http://{self.models[0]}:{self.models[1]}",
            COACHABLE_MODELS_HOST=self.models[0],
            COACHABLE_MODELS_PORT=str(self.models[1]),
            **variables,
        )

    def start_api(self, host: str) -> str:
        port = free_port("127.0.0.1")
        url = f"http://127.0.0.1:{port}"
        self._start("api", host, url, COACHABLE_PORT=str(port), COACHABLE_MODELS_URL=self.models_url)
        return url

    def _start(self, command: str, host: str, url: str, **variables: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", command],
            cwd=ROOT,
            env={
                **os.environ,
                **SHARED,
                **self._services,
                **variables,
                "COACHABLE_HOME": str(self.homes[host]),
                "COACHABLE_STORE_URL": str(self.store),
                "COACHABLE_BASE_MODEL": str(self._base_model),
                "COACHABLE_WRITER_MODEL": "none",
            },
        )
        self._processes.append(process)
        deadline = time.monotonic() + self._patience_s
        while not _is_ready(url):
            assert process.poll() is None, f"{command} ended"
            assert time.monotonic() < deadline, f"{command} is not ready"
            time.sleep(0.05)
        return process

    def stop(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            process.wait(PATIENCE_S)
        self._processes.clear()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False


async def asked(url: str, model: str, messages: list[Message], cookie: str) -> dict[str, Any]:
    body = {
        "model": model,
        "messages": messages,
        "temperature": 0,
        "max_tokens": TOKENS,
        "coachable": {"unchecked": True},
    }
    async with httpx.AsyncClient(
        trust_env=False, timeout=PATIENCE_S, cookies={"coachable": cookie}
    ) as client:
        answer = await client.post(f"{url}/v1/chat/completions", json=body)
    assert answer.is_success, answer.text
    return dict(answer.json())
