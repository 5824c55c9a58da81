"""How one-shot commands reach the API, and find an agent in it."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from app.client import documents
from app.client.http import Http
from app.config import Settings
from app.errors import NotFound
from app.infra.secrets import sign_in_secret


@asynccontextmanager
async def api_of(settings: Settings, url: str | None) -> AsyncIterator[Http]:
    """The API at `url`, or the one of this machine. Raises UpstreamFailed."""
    address = url or f"http://{settings.host}:{settings.port}"
    token = settings.token.get_secret_value() if settings.token else None
    async with Http.connect(address, token or sign_in_secret(settings)) as api:
        yield api


async def agent_called(api: Http, name: str) -> dict[str, Any]:
    """By slug or name: what FIND_AGENT asks for, and `rowId`, the UUID of its folder. Raises NotFound."""
    page = await api.ask(documents.FIND_AGENT)
    agents: list[dict[str, Any]] = [edge["node"] for edge in page["edges"]]
    for agent in agents:
        if name in (agent["slug"], agent["name"]):
            row_id = base64.b64decode(agent["id"]).decode().partition(":")[2]
            return agent | {"rowId": row_id}
    raise NotFound(
        f"There is no agent {name!r}; yours: {', '.join(a['slug'] for a in agents) or 'none yet'}."
    )
