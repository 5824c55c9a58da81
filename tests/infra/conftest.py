from collections.abc import AsyncIterator

import pytest

from app.infra import parameters
from tests.infra.upstream import Upstream, serving


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with serving() as upstream:
        yield upstream
    parameters.forget()
