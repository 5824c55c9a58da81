"""What agents want is fetched beside everything else, and what nobody can fetch is said."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from app.actor import Actor
from app.agents import service as agents
from app.config import Settings
from app.errors import Misconfigured
from app.models import AgentVersion, RunTrigger, TrainingRun, VersionStatus
from app.models.clock import now
from app.versions import base_models as basemodels
from tests.factories import make_agent

WANTED = "qwen3-0.6b"


class Fetching:
    """In place of `ensure_base_model`: blocks until it may go on, as long as it is wanted."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.stopped = threading.Event()
        self.failure: str | None = None
        self.looked: list[str] = []
        self.found: str | None = None

    def __call__(self, name: str, _home: Path, progress: Callable[..., None]) -> Path:
        self.asked.append(name)
        self.begun.set()
        try:
            while not self.may_end.wait(0.01):
                progress("download", 1, 2)
        except BaseException:
            self.stopped.set()
            raise
        if self.failure:
            raise Misconfigured(self.failure)
        return Path(name)

    def problem(self, name: str) -> str | None:
        """In place of a child that looks at the files."""
        self.looked.append(name)
        return self.found


@pytest.fixture
def fetching(monkeypatch: pytest.MonkeyPatch) -> Fetching:
    fetching = Fetching()
    monkeypatch.setattr(basemodels, "ensure_base_model", fetching)
    monkeypatch.setattr(basemodels, "problem", fetching.problem)
    monkeypatch.setattr(basemodels, "_told", set())
    monkeypatch.setattr(basemodels, "log", structlog.get_logger())
    return fetching


@pytest.fixture
def ctx(settings: Settings) -> dict[str, object]:
    return {"settings": settings}


async def test_what_an_agent_was_given_is_fetched_once(
    actor: Actor, ctx: dict[str, object], fetching: Fetching
) -> None:
    agent = await make_agent(actor)
    await agents.update(actor, agent.id, base_model=WANTED)
    first = asyncio.create_task(basemodels.fetch_base_model(ctx, str(agent.id)))
    await asyncio.to_thread(fetching.begun.wait, 30)

    await basemodels.fetch_base_model(ctx, str(agent.id))
    await basemodels.look_after_base_models(ctx)
    fetching.may_end.set()
    await first

    assert fetching.asked == [WANTED]
    assert fetching.looked == [WANTED]


async def test_what_came_and_is_no_good_is_said(
    actor: Actor, ctx: dict[str, object], fetching: Fetching
) -> None:
    agent = await make_agent(actor, "Shop")
    await agents.update(actor, agent.id, base_model=WANTED)
    fetching.found = "Its chat format can't be split."
    fetching.may_end.set()

    with capture_logs() as logs:
        for _ in range(2):
            await basemodels.fetch_base_model(ctx, str(agent.id))

    told = [entry["event"] for entry in logs if entry["log_level"] == "warning"]
    assert told == ["Its chat format can't be split. Shop needs it."]


async def test_a_worker_that_stops_ends_what_it_fetches(
    actor: Actor, ctx: dict[str, object], fetching: Fetching
) -> None:
    agent = await make_agent(actor)
    await agents.update(actor, agent.id, base_model=WANTED)
    job = asyncio.create_task(basemodels.fetch_base_model(ctx, str(agent.id)))
    await asyncio.to_thread(fetching.begun.wait, 30)

    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job

    assert await asyncio.to_thread(fetching.stopped.wait, 30)


async def test_a_failure_is_told_and_tried_again(
    actor: Actor, ctx: dict[str, object], fetching: Fetching
) -> None:
    agent = await make_agent(actor)
    await agents.update(actor, agent.id, base_model=WANTED)
    fetching.failure = "Base model qwen3-0.6b could not be fetched.\n- Hugging Face Hub: no network"
    fetching.may_end.set()

    with capture_logs() as logs:
        for _ in range(2):
            await basemodels.look_after_base_models(ctx)

    assert fetching.asked == [WANTED, WANTED]
    told = [entry for entry in logs if entry["log_level"] == "warning"]
    assert [entry["event"] for entry in told] == ["Base model qwen3-0.6b could not be fetched."] * 2


async def test_what_is_gone_is_said_once_with_those_who_need_it(
    actor: Actor, ctx: dict[str, object], fetching: Fetching, home: Path
) -> None:
    """Of a live version too, whose agent has another base model by now."""
    first, second = await make_agent(actor, "First"), await make_agent(actor, "Second")
    await agents.update(actor, first.id, base_model="own")
    run = await TrainingRun.create(agent=second, trigger=RunTrigger.MANUAL, queued_at=await now())
    await AgentVersion.create(agent=second, run=run, number=1, base_model="own", status=VersionStatus.LIVE)

    fetching.may_end.set()
    with capture_logs() as logs:
        for _ in range(2):
            await basemodels.look_after_base_models(ctx)

    told = [entry["event"] for entry in logs if entry["log_level"] == "warning"]
    assert told == [
        f"Base model own is gone: put its files into {home / 'models' / 'own'}, or choose another one for the agent. "
        "First and Second need it."
    ]
