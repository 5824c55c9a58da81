"""How each taught answer will come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.contracts.report import Report
from app.models import AgentVersion, TrainingPair, VersionStatus
from app.models.pair import BLOCKED


class ReadinessState(StrEnum):
    WRITTEN = "written"
    TAUGHT = "taught"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Readiness:
    pair_id: UUID
    query: str
    state: ReadinessState


async def readiness_of(agent_id: UUID) -> list[Readiness]:
    """Of each pair, the oldest first. A pair that changed after the live version was tried is given word for word."""
    live = await AgentVersion.get_or_none(agent_id=agent_id, status=VersionStatus.LIVE)
    right = _right_in_own_words(Report.of(live.report)) if live and live.may_write else set()
    blocked = set(await TrainingPair.filter(BLOCKED, agent_id=agent_id).values_list("id", flat=True))
    rows: Sequence[tuple[UUID, str, Any]] = (
        await TrainingPair.filter(agent_id=agent_id).order_by("id").values_list("id", "query", "changed_at")
    )
    return [
        Readiness(
            pair_id,
            query,
            ReadinessState.LEFT_OUT
            if pair_id in blocked
            else ReadinessState.WRITTEN
            if str(pair_id) in right and live is not None and changed < live.created_at
            else ReadinessState.TAUGHT,
        )
        for pair_id, query, changed in rows
    ]


def _right_in_own_words(report: Report | None) -> set[str]:
    return {one.pair_id for one in report.tries if one.is_right} if report else set()
