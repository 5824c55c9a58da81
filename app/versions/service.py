"""Versions of an agent: from candidate to live, and back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tortoise.functions import Max
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.config import get_settings
from app.errors import Conflict, NotFound
from app.events import log
from app.models import AgentVersion, AutoTraining, RunStatus, VersionStatus
from app.models.clock import now
from app.models.transaction import transactional
from app.runs import auto, record
from app.runs.outlook import left_out
from app.versions.folders import adapter_folder, is_complete
from app.versions.gate import Judgement, judge

BASE = "base"


def visible(actor: Actor) -> QuerySet[AgentVersion]:
    return AgentVersion.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, version_id: UUID) -> AgentVersion:
    version = await visible(actor).get_or_none(id=version_id)
    if version is None:
        raise NotFound(f"There is no version {version_id}.")
    return version


async def by_number(agent_id: UUID, number: int) -> AgentVersion:
    version = await AgentVersion.get_or_none(agent_id=agent_id, number=number)
    if version is None or not version.files:
        raise NotFound(f"This agent has no version {number}.")
    return version


async def live_of(agent_ids: Iterable[UUID]) -> dict[UUID, AgentVersion]:
    rows = AgentVersion.filter(agent_id__in=list(agent_ids), status=VersionStatus.LIVE)
    return {version.agent_id: version for version in await rows}


async def answering_number(agent_id: UUID, asked: int | None) -> int:
    """Nothing asked is what is live; 0 is the base model. Raises NotFound."""
    if asked is None:
        live = (await live_of([agent_id])).get(agent_id)
        return live.number if live else 0
    return (await by_number(agent_id, asked)).number if asked else 0


def serving_name(agent_id: UUID, number: int | None) -> str:
    """What the model server calls this version; no number is the bare base model."""
    return f"{agent_id}@{number}" if number else BASE


@transactional
async def promote(actor: Actor, version_id: UUID) -> AgentVersion:
    """Put a version live by a person's decision, whatever the gate said; also: roll back."""
    found = await get(actor, version_id)
    await auto.lock(found.agent_id)
    version = await get(actor, version_id)
    if version.status is VersionStatus.LIVE:
        return version
    folder = adapter_folder(get_settings().home, version.agent_id, version.number)
    if not is_complete(folder, version.files):
        raise Conflict(f"The files of version {version.number} are not complete; choose another one.")
    await _go_live(version, f"Version {version.number} is live: you chose it.")
    return version


@transactional
async def candidate(run_id: UUID, epoch: int) -> AgentVersion:
    """The version that this run makes; the same one when a run is resumed after a crash."""
    run = await record.owned_with_agent(run_id, epoch)
    version = await AgentVersion.get_or_none(run_id=run_id)
    if version is None:
        rows = await AgentVersion.filter(agent_id=run.agent_id).annotate(top=Max("number")).values("top")
        version = await AgentVersion.create(agent_id=run.agent_id, run=run, number=(rows[0]["top"] or 0) + 1)
    return version


@transactional
async def decide(
    run_id: UUID,
    epoch: int,
    files: dict[str, dict[str, Any]],
    report: dict[str, Any],
    phases: dict[str, float],
) -> Judgement:
    """Let the gate speak, and put the version live or aside, with the run's end, in one transaction.

    `report["rival"]` is the number of the version that the candidate was compared with, None for the base model. Where
    somebody put another one live meanwhile, that choice stays: nothing is known about the candidate beside it.
    """
    run = await record.owned_with_agent(run_id, epoch)
    version = await AgentVersion.get(run_id=run_id)
    live = (await live_of([run.agent_id])).get(run.agent_id)
    judgement = judge(report, _called(report["rival"]))
    choice = live.number if live else None
    settings = await AutoTraining.get(agent_id=run.agent_id)
    questions = [
        question | {"outcome": outcome}
        for question, outcome in zip(report["questions"], judgement.outcomes, strict=True)
    ]
    version.files = files
    version.report = report | {
        "questions": questions,
        "verdict": judgement.verdict,
        "sentence": judgement.sentence,
        "reasons": judgement.reasons,
        "go_live_when": settings.go_live_when,
        "better": judgement.better,
        "same": judgement.same,
        "worse": judgement.worse,
        "p_value": judgement.p_value,
    }
    run.report, run.phases = version.report, phases
    if choice == report["rival"] and judgement.goes_live(settings.go_live_when):
        await version.save(update_fields=["files", "report"])
        status, reason = RunStatus.SUCCEEDED, f"Version {version.number} is live. {judgement.sentence}"
        await _go_live(version, reason)
    else:
        version.status = VersionStatus.REJECTED
        await version.save(update_fields=["files", "report", "status"])
        stays = f"version {choice} stays live" if choice else "the base model stays"
        status, reason = RunStatus.REJECTED, f"{judgement.sentence} So {stays}."
        if choice != report["rival"]:
            changed = f"Meanwhile you put {_called(choice)} live, which it was not compared with"
            reason = f"{judgement.sentence} {changed}. So {stays}; train again to compare the two."
    if blocked := len((run.dataset or {}).get("left_out", ())):
        reason += f" {left_out(blocked)}"
    await record.end(run, status, reason, version_id=version.id, number=version.number)
    return judgement


def _called(number: int | None) -> str:
    return f"version {number}" if number else "the base model"


async def _go_live(version: AgentVersion, message: str) -> None:
    """The caller holds the agent's lock."""
    await AgentVersion.filter(agent_id=version.agent_id, status=VersionStatus.LIVE).update(
        status=VersionStatus.RETIRED
    )
    version.status = VersionStatus.LIVE
    version.live_at = await now()
    await version.save(update_fields=["status", "live_at"])
    payload: dict[str, object] = {"version_id": str(version.id), "number": version.number, "message": message}
    await log.append_to_active_sessions(version.agent_id, "version.live", payload)
