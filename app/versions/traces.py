"""What runs and versions tell of a pair: which of them learned it, and how its words leave their reports."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from tortoise import connections

from app.contracts.events import RunSampled
from app.contracts.report import Report
from app.models import AgentVersion, Event, TrainingPair, TrainingRun


async def learned_by(agent_id: UUID, pair_ids: Iterable[UUID]) -> list[int]:
    """Numbers of the versions that were trained on any of the pairs, rising."""
    asked = {str(one) for one in pair_ids}
    versions = await AgentVersion.filter(agent_id=agent_id).order_by("number").select_related("run")
    return [v.number for v in versions if not asked.isdisjoint((v.run.dataset or {}).get("train", ()))]


async def deleted_of(run_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many of the pairs that each run trained on are deleted by now; runs without any are left out."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT run.id, count(*) AS n FROM training_run run, jsonb_array_elements_text(run.dataset->'train') AS one(id)"
        " WHERE run.id = ANY($1) AND NOT EXISTS (SELECT FROM training_pair p WHERE p.id = one.id::uuid)"
        " GROUP BY run.id",
        [list(run_ids)],
    )
    return {row["id"]: int(row["n"]) for row in rows}


async def forget(agent_id: UUID, pair_id: UUID, query: str, said: Collection[str] = ()) -> None:
    """Take the entries of the pair out of reports, samples and their events, and what other entries quote of `said`.
    Only inside a transaction."""
    for run in await TrainingRun.filter(agent_id=agent_id).exclude(dataset=None).select_for_update():
        if not any(str(pair_id) in side for side in (run.dataset or {}).values()):
            continue
        run.report = without(run.report, pair_id, query, said)
        run.samples = without(run.samples, pair_id, query, said)
        await run.save(update_fields=["report", "samples"])
        if (version := await AgentVersion.get_or_none(run_id=run.id)) is not None:
            version.report = without(version.report, pair_id, query, said)
            await version.save(update_fields=["report"])
        for event in await Event.filter(stream=run.id, kind=RunSampled.kind):
            event.payload = without(event.payload, pair_id, None, said)
            await event.save(update_fields=["payload"])


async def without_deleted(report: Report, dataset: dict[str, list[str]]) -> Report:
    """The report of a run without pairs of its dataset that someone deleted while it ran."""
    known = {one for name in ("train", "holdout") for one in dataset.get(name, ())}
    kept = {str(one) for one in await TrainingPair.filter(id__in=list(known)).values_list("id", flat=True)}
    told = report.payload()
    for one in known - kept:
        told = without(told, UUID(one), None)
    return Report.model_validate(told)


def without(told: Any, pair_id: UUID, query: str | None, said: Collection[str] = ()) -> Any:
    """The same JSON value without objects of lists that are about the pair, and with nothing in place of texts that
    hold what was `said`."""
    match told:
        case dict():
            return {key: without(value, pair_id, query, said) for key, value in told.items()}
        case list():
            return [without(one, pair_id, query, said) for one in told if not _is_about(one, pair_id, query)]
        case str() if any(answer in told for answer in said):
            return ""
        case _:
            return told


def named(numbers: Collection[int]) -> str:
    """Such as “Version 3” and “Versions 1, 2 and 5”."""
    *most, last = map(str, numbers)
    return f"Versions {', '.join(most)} and {last}" if most else f"Version {last}"


def _is_about(told: Any, pair_id: UUID, query: str | None) -> bool:
    if not isinstance(told, dict):
        return False
    if str(pair_id) in told.get("pairs", ()):  # of a canary (serving/canaries.py)
        return True
    return told.get("pair_id") == str(pair_id) or (query is not None and told.get("query") == query)
