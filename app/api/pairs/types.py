"""TrainingPair, as clients see it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.answers.finding import Finding as Found
from app.api.context import Info
from app.api.enums import Category, Change, ChatRole, Difficulty, PairSplit
from app.api.nodes import RowNode
from app.api.pairs.findings import Finding
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH
from app.pairs import service as pairs
from app.pairs.drafts import DiffPart, diff

if TYPE_CHECKING:
    from app.api.agents.types import Agent
    from app.api.queries.types import GeneratedQuery
    from app.api.sessions.types import Session

_Agent = Annotated["Agent", strawberry.lazy("app.api.agents.types")]
_Query = Annotated["GeneratedQuery", strawberry.lazy("app.api.queries.types")]
_Session = Annotated["Session", strawberry.lazy("app.api.sessions.types")]


@strawberry.type(description="Something that was said before a question.")
class Turn:
    role: str = strawberry.field(
        description="`user` or `assistant`.", deprecation_reason="`speaker` has it as an enum."
    )
    speaker: ChatRole
    content: str


def turns(said: Iterable[Mapping[str, str]]) -> list[Turn]:
    """What the tables and events hold of them."""
    return [Turn(role=turn["role"], speaker=ChatRole(turn["role"]), content=turn["content"]) for turn in said]


@strawberry.type(description="Some words of a draft and of the response that took its place.")
class DraftChange:
    change: Change
    text: str = strawberry.field(description="Words with single spaces between them.")


@strawberry.type(description="A customer's question and the ideal response of the expert.")
class TrainingPair(RowNode, Node):
    table = models.TrainingPair
    service_get = staticmethod(pairs.get)

    query: str = strawberry.field(description=f"At most {QUERY_LENGTH} characters.")
    response: str = strawberry.field(description=f"At most {RESPONSE_LENGTH} characters.")
    category: Category
    context: str = strawberry.field(description="Who is asking, in a few words; may be empty.")
    difficulty: Difficulty
    draft: str | None = strawberry.field(description="The agent's own proposal, if one was shown.")
    draft_version: int | None = strawberry.field(
        description="Number of the version that wrote the draft; 0: the base model."
    )
    edited_share: float | None = strawberry.field(
        description="Share of words that the expert rewrote: 0 took the draft as it is, 1 kept no word of it; "
        "null without a draft."
    )
    split: PairSplit | None = strawberry.field(
        description="Set by the first training run that sees the pair; never changes after."
    )
    created_at: datetime
    changed_at: datetime = strawberry.field(
        description="Created or last edited; trainings count what changed."
    )

    @strawberry.field(description="What was said before the question, oldest first; mostly nothing.")
    def earlier(root: Parent[models.TrainingPair]) -> list[Turn]:
        return turns(root.earlier)

    @strawberry.field(
        description="What the expert made of the draft, as one text; null without a draft. For display.",
        graphql_type=list[DraftChange] | None,
    )
    def draft_diff(root: Parent[models.TrainingPair]) -> list[DiffPart] | None:
        return list(diff(root.draft, root.response)) if root.draft is not None else None

    @strawberry.field(
        description="What was found when it was last saved, or when a pair beside it changed; blocking ones first."
    )
    def findings(root: Parent[models.TrainingPair]) -> list[Finding]:
        return [Finding.of(Found.from_json(row), root.query, root.response) for row in root.findings]

    @strawberry.field(description="No training uses it until it is mended or its findings are dismissed.")
    def is_left_out(root: Parent[models.TrainingPair]) -> bool:
        return any(Found.from_json(row).blocks for row in root.findings)

    @strawberry.field(graphql_type=_Agent)
    async def agent(root: Parent[models.TrainingPair], info: Info) -> models.Agent | None:
        return await info.context.loaders.row(models.Agent).load(root.agent_id)

    @strawberry.field(graphql_type=_Session)
    async def session(root: Parent[models.TrainingPair], info: Info) -> models.Session | None:
        return await info.context.loaders.row(models.Session).load(root.session_id)

    @strawberry.field(
        description="The question it answers; null for a question of the expert's own.",
        graphql_type=_Query | None,
    )
    async def generated_query(root: Parent[models.TrainingPair], info: Info) -> models.GeneratedQuery | None:
        if root.generated_query_id is None:
            return None
        return await info.context.loaders.row(models.GeneratedQuery).load(root.generated_query_id)
