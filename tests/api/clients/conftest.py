"""Programs of others, run as their users run them."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PYTHON = HERE.parents[2] / ".venv-clients" / "bin" / "python"  # their dependencies are not ours

Printed = Callable[..., Awaitable[Any]]


@pytest.fixture
def printed() -> Printed:
    """What a script beside this file prints, as JSON."""

    async def run(script: str, *arguments: str) -> Any:
        program = PYTHON if script.endswith(".py") else shutil.which("node")
        assert program, "`make clients` installs what these tests need"
        process = await asyncio.create_subprocess_exec(
            program, HERE / script, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, err.decode()
        return json.loads(out)

    return run
