"""The one place where a role is asked for: a mutation, and a query that not everybody may read, names what it needs."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension

from app.actor import Role
from app.api.context import Info
from app.api.inputs import OneInput
from app.api.paging import Order, listed


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
    return strawberry.mutation(description=_told(description, needs), extensions=[Needs(needs), OneInput()])


def restricted_list(of: Any, description: str, *, needs: Role, order: Order = Order.NEWEST_FIRST) -> Any:
    """A list of Query; all its other fields need the role viewer."""
    return listed(of, _told(description, needs), order=order, extensions=[Needs(needs)])


def _told(description: str, role: Role) -> str:
    return f"{description} Needs the role {role}."
