"""The one place where a role is asked for: a mutation, and a query that not everybody may read, names what it needs."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension

from app.actor import Role
from app.api.context import Info


class Needs(FieldExtension):
    """Asks before the resolver runs, so that a refused action has done nothing."""

    def __init__(self, role: Role) -> None:
        self.role = role

    async def resolve_async(
        self, next_: Callable[..., Awaitable[Any]], source: Any, info: Info, **arguments: Any
    ) -> Any:
        info.context.actor.need(self.role)
        return await next_(source, info, **arguments)


def mutation(*, needs: Role, description: str) -> Any:
    return strawberry.mutation(description=_told(description, needs), extensions=[Needs(needs)])


def restricted(*, needs: Role, description: str) -> Any:
    """A field of Query; all others need the role viewer."""
    return strawberry.field(description=_told(description, needs), extensions=[Needs(needs)])


def _told(description: str, role: Role) -> str:
    return f"{description} Needs the role {role}."
