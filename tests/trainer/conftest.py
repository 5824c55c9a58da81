"""One training process for the runs of a module, as a trainer has it."""

from collections.abc import AsyncIterator

import pytest

from app.trainer.spare import Spare


@pytest.fixture(scope="module")
async def _spare() -> AsyncIterator[Spare]:
    spare = Spare()
    yield spare
    await spare.__aexit__()


@pytest.fixture
async def resident(_spare: Spare, forked: None, monkeypatch: pytest.MonkeyPatch) -> Spare:
    """Waits for a run, also after a test that killed or cancelled one."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr("app.trainer.spare.REST_S", 3600.0)  # no new one while a test looks for processes
    await _spare.renew()
    return _spare
