"""Material and the pairs proposed from it, as clients see them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.api.context import Info
from app.api.enums import Category, Difficulty, MaterialKind, ProposalStatus
from app.api.nodes import RowNode
from app.api.pairs.types import TrainingPair, Turn, turns
from app.knowledge import materials, proposals

if TYPE_CHECKING:
    from app.api.agents.types import Agent

_Agent = Annotated["Agent", strawberry.lazy("app.api.agents.types")]


@strawberry.type(description="A help page, a FAQ or a file of tickets that a person brought along.")
class Material(RowNode, Node):
    table = models.Material
    service_get = staticmethod(materials.get)

    name: str = strawberry.field(description=f"At most {proposals.NAME_LENGTH} characters.")
    kind: MaterialKind
    text: str = strawberry.field(
        description=f"At most {proposals.TEXT_LENGTH} characters; ask only if needed."
    )
    questions: list[str] = strawberry.field(description="What customers ask in it, in their words.")
    created_at: datetime

    @strawberry.field(description="Pairs found in it that wait to be confirmed.")
    async def proposed_count(root: Parent[models.Material], info: Info) -> int:
        return await info.context.loaders.proposed_count.load(root.id) or 0


@strawberry.type(description="A question with an answer that was found in material.")
class ProposedPair(RowNode, Node):
    table = models.ProposedPair
    service_get = staticmethod(proposals.get)

    query: str
    response: str

    @strawberry.field(description="What was said before the question, oldest first; mostly nothing.")
    def earlier(root: Parent[models.ProposedPair]) -> list[Turn]:
        return turns(root.earlier)

    category: Category
    context: str = strawberry.field(description="Who is asking; may be empty.")
    difficulty: Difficulty
    status: ProposalStatus
    line: int = strawberry.field(description="Where it begins in the material, from 1.")
    created_at: datetime
    decided_at: datetime | None

    @strawberry.field(graphql_type=Material | None, description="Null once it was deleted.")
    async def material(root: Parent[models.ProposedPair], info: Info) -> models.Material | None:
        if root.material_id is None:
            return None
        return await info.context.loaders.row(models.Material).load(root.material_id)

    @strawberry.field(graphql_type=TrainingPair | None, description="The pair that it became.")
    async def pair(root: Parent[models.ProposedPair], info: Info) -> models.TrainingPair | None:
        if root.pair_id is None:
            return None
        return await info.context.loaders.row(models.TrainingPair).load(root.pair_id)

    @strawberry.field(graphql_type=_Agent)
    async def agent(root: Parent[models.ProposedPair], info: Info) -> models.Agent | None:
        return await info.context.loaders.row(models.Agent).load(root.agent_id)
