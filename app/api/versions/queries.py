"""Read the versions of agents."""

from typing import Any

import strawberry

from app.api.context import Info
from app.api.enums import VersionStatus
from app.api.ids import decode_optional
from app.api.paging import listed, where
from app.api.versions.types import AgentVersion
from app.versions import service as versions


@strawberry.type
class VersionQueries:
    @listed(AgentVersion, "Trained versions of your agents.")
    def agent_versions(
        self, info: Info, agent_id: strawberry.ID | None = None, status: VersionStatus | None = None
    ) -> Any:
        of_agent = decode_optional("Agent", agent_id, "agentId")
        return where(versions.visible(info.context.actor), agent_id=of_agent, status=status)
