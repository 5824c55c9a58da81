"""Put a version live, or back."""

from typing import Annotated

import strawberry

from app import models
from app.api.context import Info
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, NotFound
from app.api.versions.types import AgentVersion
from app.versions import service as versions


@strawberry.type
class VersionPromoted:
    version: models.AgentVersion = strawberry.field(graphql_type=AgentVersion)


PromoteVersionResult = Annotated[
    VersionPromoted | InvalidInput | NotFound | Conflict, strawberry.union("PromoteVersionResult")
]


@strawberry.type
class VersionMutations:
    @strawberry.mutation(description="Put a version live by your decision; an older one rolls back.")
    async def promote_version(self, info: Info, version_id: strawberry.ID) -> PromoteVersionResult:
        version = await versions.promote(info.context.actor, decode("AgentVersion", version_id, "versionId"))
        return VersionPromoted(version=version)
