"""Servers that die as they do in a power cut."""

import asyncio

from app.infra.embedded import EmbeddedService, wait_until_gone


async def kill(server: EmbeddedService) -> None:
    """SIGKILL to the server and whatever it started."""
    process = server.process()
    assert process is not None
    everything = [process, *process.children(recursive=True)]
    process.kill()
    assert await asyncio.to_thread(wait_until_gone, everything, 10)
