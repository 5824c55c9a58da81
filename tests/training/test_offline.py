"""The training process and the export reach nobody but this machine."""

import socket
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import socket, sys
from app.training import {module} as child
sys.argv = ["child", "/no/such/file.json"]
child.main()
sys.stdout = sys.__stderr__
{attempt}
"""
UDP = "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"


def run(attempt: str, module: str = "__main__") -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(module=module, attempt=attempt)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["__main__", "export"])
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.1', 80), 5)",
        "socket.socket().connect(('192.0.2.1', 80))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "socket.getaddrinfo('example.org', 80)",
        f"{UDP}.sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_others_are_refused(attempt: str, module: str) -> None:
    ended = run(attempt, module)
    assert ended.returncode == 1
    assert "PermissionError: A training process uses no network" in ended.stderr.splitlines()[-1]


def test_this_machine_is_not() -> None:
    """torchrun's processes meet there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ended = run(
            f"socket.create_connection(('localhost', {port}), 5); left, right = socket.socketpair();"
            f"left.send(b'x'); {UDP}.sendto(b'x', ('127.0.0.1', {port}))"
        )
    assert ended.returncode == 0, ended.stderr
