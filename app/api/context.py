"""What every resolver may reach: who asks, the hub, the settings, the model server, its operation's loaders."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias
from uuid import uuid4

import strawberry

from app.actor import Actor
from app.api.events.following import Reading, Sharing
from app.api.loaders import Loaders
from app.api.rates import Rates
from app.api.standing import Standing
from app.config import Settings
from app.errors import Unauthorized
from app.events.hub import Hub
from app.serving.canaries import Canary


class ModelServer(Protocol):
    """The OpenAI-compatible server of the agents (`Settings.serving_url`)."""

    def stream_chat(
        self, model: str, messages: Sequence[dict[str, str]], *, seed: int | None = None
    ) -> AsyncGenerator[str, None]:
        """The pieces of the likeliest answer, as they come; with a `seed` of a sampled one. Raises UpstreamFailed."""

    async def ensure(self, name: str) -> None:
        """Have a version served. Raises UpstreamFailed."""

    async def unproven(self, name: str, asked: Sequence[Canary]) -> str | None:
        """Why it is not known that a version is served as it was trained; None where it is."""


def new_request_id() -> str:
    return uuid4().hex[:12]


@dataclass
class Context:
    """Made once per HTTP request or WebSocket; `Operation` gives every operation a copy with loaders of its own."""

    hub: Hub
    settings: Settings
    model_server: ModelServer
    standing: Standing
    rates: Rates
    caller: Actor | None = None  # a WebSocket knows its caller only after connection_init
    request_id: str = field(default_factory=new_request_id)
    connection_params: dict[str, object] | None = None  # of a WebSocket; {} until connection_init
    loaders: Loaders = field(default_factory=Loaders)
    half: Reading | Sharing | None = None  # of a subscription over a WebSocket

    @property
    def actor(self) -> Actor:
        if self.caller is None:
            raise Unauthorized("Sign in first: open the link that `coachable login` prints, or send a token.")
        return self.caller


Info: TypeAlias = strawberry.Info[Context, None]
