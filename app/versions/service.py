"""Versions of an agent: from candidate to live, and back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tortoise.functions import Max
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents import service as agents
from app.agents.lock import lock
from app.basemodels.default import default_of
from app.config import get_settings
from app.contracts.events import OfVersion, VersionLive, VersionRetired
from app.contracts.report import Report
from app.errors import Conflict, NotFound, UpstreamFailed
from app.events import changes, log
from app.events.changes import Changed
from app.models import (
    Agent,
    AgentVersion,
    AuditAction,
    AutoTraining,
    GoLiveWhen,
    RunStatus,
    TrainingRun,
    VersionStatus,
    WebhookEvent,
)
from app.models.clock import now
from app.models.transaction import transactional
from app.proof import headline
from app.proof.gate import Judgement, judge
from app.proof.lacking import lacks
from app.runs import record
from app.runs.outlook import left_out
from app.serving import canaries
from app.serving.canaries import Canary
from app.serving.store import store_of
from app.versions.folders import is_kept
from app.webhooks import outbox as webhooks
from app.workspaces import audit

BASE = "base"
Ensure = Callable[[str], Awaitable[None]]  # (serving name): has the model server serve it
# (serving name, questions): why it is not known to answer as it was trained; None where it does
Prove = Callable[[str, Sequence[Canary]], Awaitable[str | None]]


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


async def base_models() -> dict[str, list[str]]:
    """Base models that agents of all workspaces need, to be trained and to answer, each with the names of these."""
    needed: dict[str, dict[str, None]] = {}
    rows = await Agent.filter(deleted_at=None).order_by("id").values_list("base_model", "name")
    live = AgentVersion.filter(agent__deleted_at=None, status=VersionStatus.LIVE).order_by("agent_id")
    for base_model, name in [*rows, *await live.values_list("base_model", "agent__name")]:
        if base_model:
            needed.setdefault(base_model, {})[name] = None
    return {base_model: list(names) for base_model, names in needed.items()}


async def answering_number(agent_id: UUID, asked: int | None) -> int:
    """Nothing asked is what is live; 0 is the base model. Raises NotFound."""
    if asked is None:
        live = (await live_of([agent_id])).get(agent_id)
        return live.number if live else 0
    return (await by_number(agent_id, asked)).number if asked else 0


@dataclass(frozen=True, slots=True)
class Answering:
    """What answers for an agent. `agent` is as this version knows it, whose base model may be an earlier one.

    `may_write`: whether what it says in its own words may go out; never of the base model, which nothing was measured
    of. `number` 0 is the base model.
    """

    agent: Agent
    number: int
    may_write: bool = False

    @property
    def serving_name(self) -> str:
        return serving_name(self.agent, self.number)


async def answering(agent: Agent, asked: int | None) -> Answering:
    """Nothing asked is what is live. Raises NotFound."""
    version = (await live_of([agent.id])).get(agent.id) if asked is None else None
    if asked:
        version = await by_number(agent.id, asked)
    if version is None:
        return Answering(agent, 0)
    return Answering(agents.on_base(agent, version.base_model), version.number, version.may_write)


def serving_name(agent: Agent, number: int) -> str:
    """What the model server calls this version, the same content forever; 0 is the bare base model
    (app/inference/engines.py), of which a server that is not ours has one."""
    settings = get_settings()
    if number:
        return f"{agent.id}@{number}"
    if settings.models_base_name:
        return settings.models_base_name
    return BASE if agent.base_model == default_of(settings).model.id else f"{BASE}:{agent.base_model}"


async def promote(
    actor: Actor,
    version_id: UUID,
    confirm: bool = False,
    ensure: Ensure | None = None,
    prove: Prove | None = None,
) -> AgentVersion:
    """Put a version live by a person's decision; also: roll back. Where its proof lacks something, that has to be
    confirmed; what it may say to customers stays as it was measured. Conflict where the model server can't have it.

    The model server is asked anew whether it answers as trained: it may have been another one, or away, when the run
    ended. Versions from before there were questions to ask go by what their run was told.
    """
    version = await get(actor, version_id)
    if version.status is VersionStatus.LIVE:
        return version
    await _check_is_kept(version)
    report = Report.of(version.report)
    asked = canaries.of_report(report) if report and prove is not None else []
    # What confirming has to be asked for anyway costs the model server nothing.
    known = report.model_copy(update={"unproven": None}) if report and asked else report
    _check_lacks_nothing(version, known, confirm)
    name = serving_name(await Agent.get(id=version.agent_id), version.number)
    if ensure is not None:
        try:
            await ensure(name)
        except (UpstreamFailed, OSError) as error:
            raise Conflict(
                f"Version {version.number} can't be served now, so nothing has changed: {error}"
            ) from error
    found: dict[str, str | None] = {}
    if report and prove is not None and asked:
        found = {"unproven": await prove(name, asked)}
        _check_lacks_nothing(version, report.model_copy(update=found), confirm, asked_anew=True)
    return await _promoted(actor, version_id, found)


@transactional
async def _promoted(actor: Actor, version_id: UUID, served: dict[str, str | None]) -> AgentVersion:
    found = await get(actor, version_id)
    await lock(found.agent_id)
    version = await get(actor, version_id)
    if version.status is not VersionStatus.LIVE:
        if served:
            version.report = version.report | served
            await version.save(update_fields=["report"])
        await _go_live(version, f"Version {version.number} is live: you chose it.")
        await audit.note(actor, AuditAction.VERSION_PROMOTED, agent=version.agent_id, target=version.id)
    return version


async def _check_is_kept(version: AgentVersion) -> None:
    settings = get_settings()
    if not await asyncio.to_thread(
        is_kept, store_of(settings), settings.home, version.agent_id, version.number, version.files
    ):
        raise Conflict(f"The files of version {version.number} are not complete; choose another one.")


def _check_lacks_nothing(
    version: AgentVersion, report: Report | None, confirm: bool, asked_anew: bool = False
) -> None:
    """Raises Conflict with what it lacks, unless that is confirmed."""
    lacking = lacks(report, was_live=version.live_at is not None, asked_anew=asked_anew)
    if lacking and not confirm:
        raise Conflict(
            f"Version {version.number} {lacking}. To put it live in spite of that, confirm it (confirm: true)."
        )


@transactional
async def retire(actor: Actor, agent_id: UUID) -> AgentVersion | None:
    """Take the live version off at once: the base model alone answers then. None where none was live."""
    agent = await agents.get(actor, agent_id)
    await lock(agent.id)
    version = (await live_of([agent.id])).get(agent.id)
    if version is None:
        return None
    version.status = VersionStatus.RETIRED
    await version.save(update_fields=["status"])
    await audit.note(actor, AuditAction.VERSION_RETIRED, agent=agent.id, target=version.id)
    await _tell(version, VersionRetired, f"Version {version.number} is off: you took it off.")
    await webhooks.tell_of_version(version, WebhookEvent.VERSION_RETIRED, previous=version.number)
    return version


@transactional
async def candidate(run_id: UUID, epoch: int) -> AgentVersion:
    """The version that this run makes; the same one when a run is resumed after a crash."""
    run = await record.owned_with_agent(run_id, epoch)
    version = await AgentVersion.get_or_none(run_id=run_id)
    if version is None:
        rows = await AgentVersion.filter(agent_id=run.agent_id).annotate(top=Max("number")).values("top")
        version = await AgentVersion.create(
            agent_id=run.agent_id, run=run, number=(rows[0]["top"] or 0) + 1, base_model=run.base_model
        )
    return version


@transactional
async def decide(
    run_id: UUID,
    epoch: int,
    files: dict[str, dict[str, Any]],
    report: Report,
    phases: dict[str, float],
    unproven: str | None = None,
) -> Judgement:
    """Let the gate speak, and put the version live or aside, with the run's end, in one transaction.

    `report.rival` is the number of the version that was live when the run began, None for the base model. Where
    someone put another one live meanwhile, that choice stays: nothing is known about the candidate beside it. One of
    another base model, or of other weights of it (app/training/loop.py), was not compared and is replaced by what beats
    the base model: to be no worse than that says nothing about what is live.

    `unproven`: why it is not known that the model server answers with it, as the rest of a sentence. Then it waits for
    a person.
    """
    run = await record.owned_with_agent(run_id, epoch)
    version = await AgentVersion.get(run_id=run_id)
    live = (await live_of([run.agent_id])).get(run.agent_id)
    choice = live.number if live else None
    settings = await AutoTraining.get(agent_id=run.agent_id)
    compared = report.rival if report.live else None
    when = settings.go_live_when
    if compared != report.rival and when is GoLiveWhen.NOT_WORSE:
        when = GoLiveWhen.PROBABLY_BETTER
    judgement = judge(report, _called(compared), when)
    goes_live = choice == report.rival and judgement.goes_live(when)
    if goes_live and unproven:
        goes_live, judgement = False, replace(judgement, sentence=headline.practice_only(unproven))
    version.files, version.may_write = files, report.truth is not None and report.truth.may_write
    version.report = _judged(report, judgement, when, unproven).payload()
    run.report, run.phases = version.report, phases
    if goes_live:
        await version.save(update_fields=["files", "report", "may_write"])
        status, reason = RunStatus.SUCCEEDED, f"Version {version.number} is live. {judgement.sentence}"
        await _go_live(version, reason)
        await audit.note_automatic(AuditAction.VERSION_PROMOTED, agent=run.agent_id, target=version.id)
    else:
        version.status = VersionStatus.REJECTED
        await version.save(update_fields=["files", "report", "may_write", "status"])
        changes.note(version.agent_id, Changed.VERSION, version.id)
        stays = f"version {choice} stays live" if choice else "the base model stays"
        status, reason = RunStatus.REJECTED, f"{judgement.sentence} So {stays}."
        if choice != report.rival:
            changed = f"Meanwhile you put {_called(choice)} live, which it was not compared with"
            reason = f"{judgement.reasons[0]} {changed}. So {stays}; train again to compare the two."
        reason = f"{reason} {headline.given_all_the_same(report.truth)}".rstrip()
    if report.rival is not None and compared != report.rival:
        reason += f" {await _not_compared(run, report.rival)}"
    if blocked := len((run.dataset or {}).get("left_out", ())):
        reason += f" {left_out(blocked)}"
    await record.end(run, status, reason, version_id=version.id, number=version.number)
    return judgement


def _judged(report: Report, judgement: Judgement, when: GoLiveWhen, unproven: str | None) -> Report:
    questions = tuple(
        question.model_copy(update={"outcome": outcome})
        for question, outcome in zip(report.questions, judgement.outcomes, strict=True)
    )
    return report.model_copy(
        update={
            "questions": questions,
            "verdict": judgement.verdict,
            "sentence": judgement.sentence,
            "reasons": tuple(judgement.reasons),
            "go_live_when": when,
            "better": judgement.better,
            "same": judgement.same,
            "worse": judgement.worse,
            "p_value": judgement.p_value,
            "unproven": unproven,
        }
    )


async def _not_compared(run: TrainingRun, number: int) -> str:
    rival = await AgentVersion.get(agent_id=run.agent_id, number=number)
    if rival.base_model == run.base_model:
        trained = "other weights of the base model"
    else:
        trained = f"another base model, {rival.base_model}"
    return f"Version {number} was not compared: it was trained on {trained}."


def _called(number: int | None) -> str:
    return f"version {number}" if number else "the base model"


async def _go_live(version: AgentVersion, message: str) -> None:
    """The caller holds the agent's lock."""
    before = AgentVersion.filter(agent_id=version.agent_id, status=VersionStatus.LIVE)
    previous = await before.first()
    if previous is not None:
        changes.note(version.agent_id, Changed.VERSION, previous.id)
    await before.update(status=VersionStatus.RETIRED)
    version.status = VersionStatus.LIVE
    version.live_at = await now()
    await version.save(update_fields=["status", "live_at"])
    await _tell(version, VersionLive, message)
    number = previous.number if previous else None
    await webhooks.tell_of_version(version, WebhookEvent.VERSION_LIVE, previous=number)


async def _tell(version: AgentVersion, kind: type[OfVersion], message: str) -> None:
    told = kind(version_id=version.id, number=version.number, message=message)
    await log.append_to_active_sessions(version.agent_id, told)
    changes.note(version.agent_id, Changed.VERSION, version.id)
