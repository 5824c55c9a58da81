"""What runs and versions tell of a pair: which of them learned it, and how its words leave their reports."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from tortoise import connections

from app.models import AgentVersion, TrainingPair, TrainingRun


async def learned_by(agent_id: UUID, pair_id: UUID) -> list[int]:
    """Numbers of the versions that were trained on the pair, rising."""
    versions = await AgentVersion.filter(agent_id=agent_id).order_by("number").select_related("run")
    return [v.number for v in versions if str(pair_id) in (v.run.dataset or {}).get("train", ())]


async def forget(agent_id: UUID, pair_id: UUID, query: str) -> None:
    """Take the entries of the pair out of reports, samples and their events. Only inside a transaction."""
    for run in await TrainingRun.filter(agent_id=agent_id).exclude(dataset=None).select_for_update():
        if not any(str(pair_id) in side for side in (run.dataset or {}).values()):
            continue
        run.report, run.samples = without(run.report, pair_id, query), without(run.samples, pair_id, query)
        await run.save(update_fields=["report", "samples"])
        if (version := await AgentVersion.get_or_none(run_id=run.id)) is not None:
            version.report = without(version.report, pair_id, query)
            await version.save(update_fields=["report"])
        await connections.get("default").execute_query(
            "UPDATE event SET payload = jsonb_set(payload, '{samples}', coalesce((SELECT jsonb_agg(one) FROM"
            " jsonb_array_elements(payload->'samples') AS one WHERE one->>'pair_id' <> $2), '[]'))"
            " WHERE stream = $1 AND kind = 'run.samples'",
            [run.id, str(pair_id)],
        )


async def without_deleted(report: dict[str, Any], dataset: dict[str, list[str]]) -> dict[str, Any]:
    """The report of a run without pairs of its dataset that somebody deleted while it ran."""
    known = {one for name in ("train", "holdout") for one in dataset.get(name, ())}
    kept = {str(one) for one in await TrainingPair.filter(id__in=list(known)).values_list("id", flat=True)}
    for one in known - kept:
        report = without(report, UUID(one), None)
    return report


def without(told: Any, pair_id: UUID, query: str | None) -> Any:
    """The same JSON value without objects of lists that are about the pair."""
    match told:
        case dict():
            return {key: without(value, pair_id, query) for key, value in told.items()}
        case list():
            return [without(one, pair_id, query) for one in told if not _is_about(one, pair_id, query)]
        case _:
            return told


def named(numbers: Collection[int]) -> str:
    """Such as “Version 3” and “Versions 1, 2 and 5”."""
    *most, last = map(str, numbers)
    return f"Versions {', '.join(most)} and {last}" if most else f"Version {last}"


def _is_about(told: Any, pair_id: UUID, query: str | None) -> bool:
    if not isinstance(told, dict):
        return False
    return told.get("pair_id") == str(pair_id) or (query is not None and told.get("query") == query)
