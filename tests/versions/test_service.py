"""Going live and back: one live version at any time, and every open conversation hears of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.actor import Actor
from app.config import get_settings
from app.errors import Conflict, NotFound
from app.models import (
    Agent,
    AgentVersion,
    Event,
    RunStatus,
    RunTrigger,
    TrainingRun,
    VersionStatus,
    Workspace,
)
from app.models.clock import now
from app.serving.canaries import Canary
from app.versions import service as versions
from app.versions.folders import adapter_folder
from tests.factories import make_agent, make_session
from tests.reports import question, stored, truth

PROVEN = stored(verdict="better", sentence="Ready: 8 of 8 held-out answers improved.")
COPIES = truth(tries=4, right=1, invented=3)
WRITES = truth(tries=4, right=4, served=True)


async def make_version(
    agent: Agent, number: int, status: VersionStatus, home: Path | None, report: dict[str, Any] | None = None
) -> AgentVersion:
    """With files when `home` is given."""
    files = {}
    if home is not None:
        folder = adapter_folder(home, agent.id, number)
        folder.mkdir(parents=True)
        (folder / "adapter_model.safetensors").write_bytes(b"weights")
        files = {"adapter_model.safetensors": {"sha256": "", "bytes": 7}}
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
    )
    was_live = await now() if status in (VersionStatus.LIVE, VersionStatus.RETIRED) else None
    return await AgentVersion.create(
        agent=agent, run=run, number=number, status=status, files=files, live_at=was_live, report=report or {}
    )


async def test_rolling_back(actor: Actor, agent: Agent, home: Path) -> None:
    """To a version that was proven and live before: nothing has to be confirmed."""
    first = await make_version(agent, 1, VersionStatus.RETIRED, home, PROVEN | {"verdict": "not_proven"})
    second = await make_version(agent, 2, VersionStatus.LIVE, home)
    session, other = [await make_session(actor, agent) for _ in range(2)]

    promoted = await versions.promote(actor, first.id)

    assert promoted.status is VersionStatus.LIVE
    assert (await AgentVersion.get(id=second.id)).status is VersionStatus.RETIRED
    assert (await versions.live_of([agent.id]))[agent.id].number == 1
    for stream in (session.id, other.id):
        (event,) = await Event.filter(stream=stream, kind="version.live")
        assert event.payload["message"] == "Version 1 is live: you chose it."
    await versions.promote(actor, first.id)
    assert await Event.filter(kind="version.live").count() == 2


async def test_a_version_without_its_files_is_refused(actor: Actor, agent: Agent, home: Path) -> None:
    live = await make_version(agent, 1, VersionStatus.LIVE, home)
    broken = await make_version(agent, 2, VersionStatus.REJECTED, None)
    damaged = await make_version(agent, 3, VersionStatus.RETIRED, home)
    (adapter_folder(home, agent.id, 3) / "adapter_model.safetensors").write_bytes(b"cut")
    for version in (broken, damaged):
        with pytest.raises(Conflict, match="not complete"):
            await versions.promote(actor, version.id)
    assert (await AgentVersion.get(id=live.id)).status is VersionStatus.LIVE
    assert await Event.filter(kind="version.live").count() == 0


async def test_a_server_that_is_not_ours_has_its_own_name_for_the_base_model(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACHABLE_MODELS_BASE_NAME", "HuggingFaceTB/SmolLM2-135M-Instruct")
    get_settings.cache_clear()
    try:
        names = [versions.serving_name(agent, number) for number in (0, 4)]
    finally:
        get_settings.cache_clear()
    assert names == ["HuggingFaceTB/SmolLM2-135M-Instruct", f"{agent.id}@4"]


async def test_serving_names(agent: Agent, home: Path) -> None:
    version = await make_version(agent, 4, VersionStatus.LIVE, home)
    assert versions.serving_name(agent, 0) == "base"
    assert versions.serving_name(agent, 4) == f"{agent.id}@4"
    assert (await versions.by_number(agent.id, 4)).id == version.id
    with pytest.raises(NotFound, match="no version 5"):
        await versions.by_number(agent.id, 5)


@pytest.mark.parametrize(
    ("report", "status", "lacking"),
    [
        ({}, VersionStatus.REJECTED, "has no proof: no one has compared it with anything"),
        ({}, VersionStatus.RETIRED, "has no proof: no one has compared it with anything"),
        (
            stored(verdict="worse", sentence="Practice only: its figures are not yours."),
            VersionStatus.RETIRED,
            "is worse than what it was compared with (Practice only: its figures are not yours.)",
        ),
        (
            PROVEN | {"verdict": "not_proven", "sentence": "Practice only: not proven."},
            VersionStatus.REJECTED,
            "is not proven to be better (Practice only: not proven.)",
        ),
        (
            PROVEN | {"truth": COPIES | {"served": True}},
            VersionStatus.RETIRED,
            "writes to customers, and in 3 of 4 tries they held something that nobody taught",
        ),
        (
            PROVEN
            | {"truth": WRITES, "questions": [question(query="How much?", candidate_faults=["it is empty"])]},
            VersionStatus.REJECTED,
            "writes to customers, and 1 of its free answers hold faults (How much?: it is empty)",
        ),
    ],
)
async def test_a_version_that_lacks_something_has_to_be_confirmed(
    actor: Actor, agent: Agent, home: Path, report: dict[str, Any], status: VersionStatus, lacking: str
) -> None:
    live = await make_version(agent, 1, VersionStatus.LIVE, home, PROVEN)
    version = await make_version(agent, 2, status, home, report)
    await make_session(actor, agent)

    with pytest.raises(Conflict) as refused:
        await versions.promote(actor, version.id)

    assert refused.value.message == (
        f"Version 2 {lacking}. To put it live in spite of that, confirm it (confirm: true)."
    )
    assert (await AgentVersion.get(id=version.id)).status is status
    assert (await AgentVersion.get(id=live.id)).status is VersionStatus.LIVE
    assert await Event.filter(kind="version.live").count() == 0

    promoted = await versions.promote(actor, version.id, confirm=True)
    assert (promoted.status, promoted.may_write) == (VersionStatus.LIVE, False)
    assert (await AgentVersion.get(id=live.id)).status is VersionStatus.RETIRED


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (PROVEN, VersionStatus.REJECTED),  # somebody put another one live meanwhile
        (PROVEN | {"truth": COPIES}, VersionStatus.REJECTED),  # its words reach nobody
        (PROVEN | {"truth": WRITES}, VersionStatus.REJECTED),
        (PROVEN | {"verdict": "not_proven", "truth": WRITES}, VersionStatus.RETIRED),
    ],
)
async def test_a_version_that_lacks_nothing_goes_live_at_once(
    actor: Actor, agent: Agent, home: Path, report: dict[str, Any], status: VersionStatus
) -> None:
    version = await make_version(agent, 1, status, home, report)
    assert (await versions.promote(actor, version.id)).status is VersionStatus.LIVE


CANARY = {
    "messages": [{"role": "user", "content": "How?"}],
    "trained": "So.",
    "base": "Sorry?",
    "expected": "So.",
    "trained_nats": 1.0,
    "base_nats": 3.0,
    "pairs": ["p1"],
}
ASKED = PROVEN | {"canaries": [CANARY], "unproven": "the model server does not answer for it: it was away"}
DOUBT = "the model server answers as the base model does, without what was trained"


@pytest.mark.parametrize("status", [VersionStatus.REJECTED, VersionStatus.RETIRED])
async def test_the_model_server_is_asked_before_a_version_is_put_live_by_hand(
    actor: Actor, agent: Agent, home: Path, status: VersionStatus
) -> None:
    """What it says today counts, whatever it said when the run ended."""
    live = await make_version(agent, 1, VersionStatus.LIVE, home, PROVEN)
    version = await make_version(agent, 2, status, home, ASKED)
    told: list[str | None] = [DOUBT, None]
    asked: list[tuple[str, list[str]]] = []

    async def ensure(name: str) -> None:
        pass

    async def prove(name: str, questions: Sequence[Canary]) -> str | None:
        asked.append((name, [question.trained for question in questions]))
        return told.pop(0)

    with pytest.raises(Conflict) as refused:
        await versions.promote(actor, version.id, ensure=ensure, prove=prove)
    assert refused.value.message == (
        f"Version 2 was not seen to answer as it was trained: {DOUBT}. "
        "To put it live in spite of that, confirm it (confirm: true)."
    )
    assert (await AgentVersion.get(id=version.id)).status is status
    assert (await AgentVersion.get(id=version.id)).report == ASKED
    assert (await AgentVersion.get(id=live.id)).status is VersionStatus.LIVE

    promoted = await versions.promote(actor, version.id, ensure=ensure, prove=prove)
    assert (promoted.status, promoted.report["unproven"]) == (VersionStatus.LIVE, None)
    assert asked == [(f"{agent.id}@2", ["So."])] * 2


async def test_taking_the_live_version_off(actor: Actor, agent: Agent, home: Path) -> None:
    live = await make_version(agent, 1, VersionStatus.LIVE, home, PROVEN)
    other = await make_agent(actor, "Another")
    theirs = await make_version(other, 1, VersionStatus.LIVE, home, PROVEN)
    session = await make_session(actor, agent)

    retired = await versions.retire(actor, agent.id)

    assert retired is not None
    assert (retired.id, retired.status) == (live.id, VersionStatus.RETIRED)
    assert await versions.live_of([agent.id]) == {}
    assert await versions.answering_number(agent.id, None) == 0
    assert (await AgentVersion.get(id=theirs.id)).status is VersionStatus.LIVE
    (event,) = await Event.filter(stream=session.id, kind="version.retired")
    assert event.payload == {
        "version_id": str(live.id),
        "number": 1,
        "message": "Version 1 is off: you took it off.",
    }
    assert await versions.retire(actor, agent.id) is None
    assert await Event.filter(kind="version.retired").count() == 1
    assert (await versions.promote(actor, live.id)).status is VersionStatus.LIVE


async def test_nobody_elses_version_is_taken_off(actor: Actor, agent: Agent, home: Path) -> None:
    live = await make_version(agent, 1, VersionStatus.LIVE, home, PROVEN)
    stranger = Actor((await Workspace.create(name="Other")).id, "local")
    with pytest.raises(NotFound):
        await versions.retire(stranger, agent.id)
    assert (await AgentVersion.get(id=live.id)).status is VersionStatus.LIVE
