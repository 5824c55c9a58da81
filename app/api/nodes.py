"""GraphQL types that stand for rows of a table: resolvers return the row itself, the type only says what shows."""

from typing import Any, ClassVar
from uuid import UUID

from tortoise import Model

from app.actor import Role
from app.errors import NotFound


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
        """None for what does not exist, belongs to somebody else or is no id at all."""
        info.context.actor.need(cls.needs)
        try:
            return await cls.service_get(info.context.actor, UUID(node_id))
        except (NotFound, ValueError):
            return None
