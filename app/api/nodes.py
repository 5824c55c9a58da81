"""GraphQL types that stand for rows of a table: resolvers return the row itself, the type only says what shows."""

import asyncio
from typing import Annotated, Any, ClassVar
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node
from strawberry.relay.types import GlobalIDValueError
from tortoise import Model

from app.actor import Role
from app.errors import InvalidInput, NotFound

MOST_IDS = 100


class RowNode:
    """Beside `strawberry.relay.Node`: the node is a row of `table`, found by the service's `get`."""

    table: ClassVar[type[Model]]
    service_get: ClassVar[Any]  # (actor, id) -> row of `table`; raises NotFound
    needs: ClassVar[Role] = Role.VIEWER

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        return isinstance(obj, cls.table)

    @classmethod
    def resolve_id(cls, root: Any, *, info: Any) -> str:
        return str(root.pk)

    @classmethod
    async def resolve_node(cls, node_id: str, *, info: Any, required: bool = False) -> Any:
        """None for what does not exist, belongs to someone else or is not an id at all."""
        info.context.actor.need(cls.needs)
        try:
            return await cls.service_get(info.context.actor, UUID(node_id))
        except (NotFound, ValueError):
            return None


@strawberry.type
class NodeQueries:
    @strawberry.field(
        description="Anything by its id; null when there is none, or the id is not one.",
        graphql_type=Node | None,
    )
    async def node(self, info: strawberry.Info, id: strawberry.ID) -> Any:
        return await _resolved(info, id)

    @strawberry.field(
        description="Many things by their ids, in the order of these; null in the place of each that there is none of.",
        graphql_type=list[Node | None],
    )
    async def nodes(
        self,
        info: strawberry.Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description=f"At most {MOST_IDS}.")],
    ) -> Any:
        if len(ids) > MOST_IDS:
            raise InvalidInput(f"{len(ids)} ids are too many; {MOST_IDS} is the most.", "ids")
        found = dict.fromkeys(ids)
        rows = await asyncio.gather(*(_resolved(info, id) for id in found))
        return [dict(zip(found, rows, strict=True))[id] for id in ids]


async def _resolved(info: strawberry.Info, text: str) -> Any:
    try:
        parsed = GlobalID.from_id(text)
    except (GlobalIDValueError, ValueError):
        return None
    definition = info.schema.get_type_by_name(parsed.type_name)
    origin = getattr(definition, "origin", None)
    if not isinstance(origin, type) or not issubclass(origin, RowNode):
        return None
    return await origin.resolve_node(parsed.node_id, info=info)
