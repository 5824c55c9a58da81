import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

COMMANDS = [
    "up",
    "api",
    "worker",
    "trainer",
    "models",
    "writer",
    "migrate",
    "login",
    "token",
    "audit",
    "coach",
    "import",
    "export",
    "formats",
    "backup",
    "restore",
    "doctor",
    "health",
    "workspace",
]


def coachable(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", **variables}
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def test_help_names_every_command() -> None:
    result = coachable("--help")
    assert result.returncode == 0
    listed = [
        line.split()[1] for line in result.stdout.split("\n") if line.startswith("│ ") and "--" not in line
    ]
    assert listed == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = coachable(command, "--help")
    assert result.returncode == 0
    assert "--parent" not in result.stdout


def test_help_loads_no_heavy_library() -> None:
    code = "import app.cli, sys; print([name for name in ('pydantic', 'tortoise', 'torch') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_the_supervisor_loads_no_torch() -> None:
    code = (
        "import app.processes.up, sys; print([name for name in ('tortoise', 'torch') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.parametrize("command", ["api", "worker", "trainer", "migrate"])
def test_without_a_database_the_way_out_is_named(command: str, tmp_path: Path) -> None:
    result = coachable(command, COACHABLE_HOME=str(tmp_path))
    assert result.returncode == 78
    assert result.stderr == "No embedded PostgreSQL runs: start `coachable up`, or set DATABASE_URL.\n"


def test_a_setting_that_can_not_be_used_is_named(tmp_path: Path) -> None:
    result = coachable(
        "doctor", COACHABLE_HOME=str(tmp_path), COACHABLE_PORT="seventy", COACHABLE_AUTH="none"
    )
    assert result.returncode == 78
    assert [line.partition(":")[0] for line in result.stderr.split("\n")] == [
        "COACHABLE_PORT",
        "COACHABLE_AUTH",
        "",
    ]


def test_token_prints_the_token_of_this_machine(tmp_path: Path) -> None:
    result = coachable("token", COACHABLE_HOME=str(tmp_path))
    assert result.returncode == 0
    assert result.stdout == (tmp_path / "local.token").read_text()
