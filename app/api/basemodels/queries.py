"""The base models of this installation."""

import asyncio

import strawberry

from app.agents import service as agents
from app.api.basemodels.types import BaseModel
from app.api.context import Info
from app.basemodels.listing import listed


@strawberry.type
class BaseModelQueries:
    @strawberry.field(
        description="Models that agents can have: the default first, then others by size, then what agents have and is "
        "gone."
    )
    async def base_models(self, info: Info) -> list[BaseModel]:
        wanted = await agents.base_models(info.context.actor)
        found = await asyncio.to_thread(listed, info.context.settings, wanted)
        return [BaseModel.of(one) for one in found]
