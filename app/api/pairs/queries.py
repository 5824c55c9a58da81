"""Read and search training pairs."""

from typing import Annotated

import strawberry
from strawberry.relay import Connection
from tortoise.expressions import Q

from app.api.context import Info
from app.api.enums import Category, Difficulty, PairSplit
from app.api.ids import decode_optional
from app.api.paging import DEFAULT, After, First, Order, Ordered, page
from app.api.pairs.types import TrainingPair
from app.pairs import service as pairs
from app.text import optional

SEARCH_LENGTH = 200

Search = Annotated[
    str | None,
    strawberry.argument(description=f"Part of query or response, at most {SEARCH_LENGTH} characters."),
]


@strawberry.type
class PairQueries:
    @strawberry.field(description="Training pairs of your workspace.")
    async def training_pairs(
        self,
        info: Info,
        agent_id: strawberry.ID | None = None,
        session_id: strawberry.ID | None = None,
        category: Category | None = None,
        difficulty: Difficulty | None = None,
        split: PairSplit | None = None,
        search: Search = None,
        first: First = DEFAULT,
        after: After = None,
        order: Ordered = Order.NEWEST_FIRST,
    ) -> Connection[TrainingPair]:
        rows = pairs.visible(info.context.actor)
        if wanted := optional(search, "search", SEARCH_LENGTH):
            rows = rows.filter(Q(query__icontains=wanted) | Q(response__icontains=wanted))
        of_agent = decode_optional("Agent", agent_id, "agentId")
        of_session = decode_optional("Session", session_id, "sessionId")
        return await page(
            rows, first, after, order,
            agent_id=of_agent, session_id=of_session, category=category, difficulty=difficulty, split=split,
        )  # fmt: skip
