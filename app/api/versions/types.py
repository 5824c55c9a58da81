"""AgentVersion, as clients see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.agents import service as agents
from app.api.context import Info
from app.api.enums import VersionStatus
from app.api.nodes import RowNode
from app.api.runs.report import Report
from app.contracts import report as proof
from app.replies import service as replies
from app.versions import service as versions

if TYPE_CHECKING:
    from app.api.agents.types import Agent
    from app.api.runs.types import TrainingRun

_Agent = Annotated["Agent", strawberry.lazy("app.api.agents.types")]
_Run = Annotated["TrainingRun", strawberry.lazy("app.api.runs.types")]


@strawberry.type(description="A trained version of an agent.")
class AgentVersion(RowNode, Node):
    table = models.AgentVersion
    service_get = staticmethod(versions.get)

    number: int = strawberry.field(
        description="1, 2, 3 … for each agent; OpenAI clients call it `slug@number`."
    )
    status: VersionStatus
    may_write: bool = strawberry.field(
        description="Its own words may reach customers: in the tries of its run they held nothing invented. Else it "
        "gives taught answers word for word and says where it knows none."
    )
    base_model: str = strawberry.field(
        description="Model that it was trained from; `Agent.baseModel` may be another one by now."
    )
    created_at: datetime
    live_at: datetime | None = strawberry.field(description="When it last went live.")

    @strawberry.field(
        description="Precedes its conversations; `Agent.servedPrompt` is that of the next version, which may have "
        "another base model."
    )
    async def served_prompt(root: Parent[models.AgentVersion], info: Info) -> str:
        agent = await info.context.loaders.row(models.Agent).load(root.agent_id)
        assert agent is not None
        return await replies.system_prompt(agents.on_base(agent, root.base_model))

    @strawberry.field(description="How it was compared; null until its run has ended.")
    def report(root: Parent[models.AgentVersion]) -> Report | None:
        return Report.of(proof.Report.of(root.report))

    @strawberry.field(
        description="Pairs that it learned and that were deleted since. The next training makes one without them."
    )
    async def deleted_pairs(root: Parent[models.AgentVersion], info: Info) -> int:
        return await info.context.loaders.deleted_pairs.load(root.run_id) or 0

    @strawberry.field(graphql_type=_Agent)
    async def agent(root: Parent[models.AgentVersion], info: Info) -> models.Agent | None:
        return await info.context.loaders.row(models.Agent).load(root.agent_id)

    @strawberry.field(description="The run that made it.", graphql_type=_Run)
    async def run(root: Parent[models.AgentVersion], info: Info) -> models.TrainingRun | None:
        return await info.context.loaders.row(models.TrainingRun).load(root.run_id)
