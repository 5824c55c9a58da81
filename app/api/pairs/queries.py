"""Read and search training pairs."""

from typing import Annotated, Any

import strawberry
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from app import models
from app.api.context import Info
from app.api.enums import Category, Difficulty, PairSplit
from app.api.ids import decode_optional
from app.api.paging import listed, where
from app.api.pairs.types import TrainingPair
from app.models.pair import BLOCKED, FOUND
from app.pairs import service as pairs
from app.text.fields import optional

SEARCH_LENGTH = 200

Search = Annotated[
    str | None,
    strawberry.argument(description=f"Part of query or response, at most {SEARCH_LENGTH} characters."),
]


@strawberry.input(description="Conditions that are null don't apply.")
class PairFilter:
    has_findings: bool | None = strawberry.field(
        default=None,
        description="true: only pairs with findings that were not dismissed; false: only others.",
    )
    is_left_out: bool | None = strawberry.field(
        default=None, description="true: only pairs that no training uses because of blocking findings."
    )

    def applied_to(self, rows: QuerySet[models.TrainingPair]) -> QuerySet[models.TrainingPair]:
        for wanted, condition in ((self.has_findings, FOUND), (self.is_left_out, BLOCKED)):
            if wanted is not None:
                rows = rows.filter(condition) if wanted else rows.exclude(condition)
        return rows


@strawberry.type
class PairQueries:
    @listed(TrainingPair, "Training pairs of your workspace.")
    def training_pairs(
        self,
        info: Info,
        agent_id: strawberry.ID | None = None,
        session_id: strawberry.ID | None = None,
        category: Category | None = None,
        difficulty: Difficulty | None = None,
        split: PairSplit | None = None,
        search: Search = None,
        filter: PairFilter | None = None,
    ) -> Any:
        rows = pairs.visible(info.context.actor)
        if wanted := optional(search, "search", SEARCH_LENGTH):
            rows = rows.filter(Q(query__icontains=wanted) | Q(response__icontains=wanted))
        if filter is not None:
            rows = filter.applied_to(rows)
        of_agent = decode_optional("Agent", agent_id, "agentId")
        of_session = decode_optional("Session", session_id, "sessionId")
        return where(
            rows,
            agent_id=of_agent,
            session_id=of_session,
            category=category,
            difficulty=difficulty,
            split=split,
        )
