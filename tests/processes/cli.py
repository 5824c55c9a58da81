"""`coachable` as a process of its own."""

import asyncio
import os
import sys

from app.config import Settings


async def coachable(settings: Settings, *arguments: str, auth: str = "keys") -> tuple[int, str, str]:
    """Its exit code, and what it wrote on both ways, without the spaces around."""
    assert settings.database_url
    assert settings.redis_url
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        *arguments,
        env={
            **os.environ,
            "COACHABLE_AUTH": auth,
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            "COLUMNS": "200",
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    return process.returncode or 0, out.decode().strip(), errors.decode().strip()
