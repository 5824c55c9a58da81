"""A bucket on loopback, of a server that speaks S3."""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import httpx
import pytest

PATIENCE_S = 60.0


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """Its URL; keys and endpoint stand in the environment."""
    if importlib.util.find_spec("obstore") is None:
        pytest.skip("obstore is not installed; it is in the extra `dev`")
    # Not of this environment: botocore wants a python-dateutil below 3.
    if (program := shutil.which("moto_server")) is None:
        pytest.skip("no S3 server here: `pipx install 'moto[s3,server]'` has one")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    endpoint, patch = f"http://127.0.0.1:{port}", pytest.MonkeyPatch()
    values = {"ENDPOINT_URL": endpoint, "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "y", "REGION": "us-east-1"}
    for name, value in values.items():
        patch.setenv(f"AWS_{name}", value)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                httpx.put(f"{endpoint}/adapters", trust_env=False).raise_for_status()
                break
            except httpx.TransportError:
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield f"s3://adapters/{os.getpid()}"
    finally:
        patch.undo()
        server.kill()
        server.wait()
