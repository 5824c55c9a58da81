"""Put a version live, or back, or take it off."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.agents import service as agents
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, NotFound
from app.api.roles import mutation
from app.api.versions.types import AgentVersion
from app.versions import service as versions


@strawberry.type
class VersionPromoted:
    version: models.AgentVersion = strawberry.field(graphql_type=AgentVersion)


@strawberry.type
class VersionRetired:
    agent: models.Agent = strawberry.field(graphql_type=Agent, description="With `liveVersion` null.")
    version: models.AgentVersion | None = strawberry.field(
        graphql_type=AgentVersion | None, description="What was live; null where nothing was."
    )


PromoteVersionResult = Annotated[
    VersionPromoted | InvalidInput | NotFound | Conflict, strawberry.union("PromoteVersionResult")
]
RetireVersionResult = Annotated[
    VersionRetired | InvalidInput | NotFound, strawberry.union("RetireVersionResult")
]


@strawberry.type
class VersionMutations:
    @mutation(
        needs=Role.TRAINER,
        description="Put a version live by your decision; an older one rolls back. One whose proof lacks something is "
        "refused with a Conflict that says what, unless you confirm it; the model server is asked whether it "
        "answers as trained. Confirming changes nothing about `mayWrite`.",
    )
    async def promote_version(
        self, info: Info, version_id: strawberry.ID, confirm: bool = False
    ) -> PromoteVersionResult:
        row_id = decode("AgentVersion", version_id, "versionId")
        context, server = info.context, info.context.model_server
        version = await versions.promote(context.actor, row_id, confirm, server.ensure, server.unproven)
        return VersionPromoted(version=version)

    @mutation(
        needs=Role.TRAINER,
        description="Take the live version off at once: the base model alone answers. Repeating it changes nothing.",
    )
    async def retire_version(self, info: Info, agent_id: strawberry.ID) -> RetireVersionResult:
        row_id = decode("Agent", agent_id, "agentId")
        version = await versions.retire(info.context.actor, row_id)
        return VersionRetired(version=version, agent=await agents.get(info.context.actor, row_id))
