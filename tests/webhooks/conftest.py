from collections.abc import AsyncIterator

import pytest

from app.config import Settings
from app.infra.posting import Poster
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def context(settings: Settings) -> AsyncIterator[dict[str, object]]:
    """That of the worker's jobs."""
    poster = Poster()
    yield {"settings": settings, "poster": poster}
    await poster.close()
