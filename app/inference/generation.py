"""One request for a reply, and the reply while it is being written."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the HTTP side must answer before torch is imported
    from app.engine.served.lora import Adapter

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """`model`: "base", the base model's name or an adapter's. `max_tokens` is cut to the context's rest.

    With `rate_last` nothing is written: the last message is read as the reply, and its tokens are rated.
    """

    model: str
    messages: Sequence[dict[str, str]]
    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int | None = None
    seed: int | None = None
    stop: Sequence[str] = ()
    # What the chat template hears beside the messages.
    template: Mapping[str, bool] = field(default_factory=dict)
    rate_last: bool = False


@dataclass(frozen=True, slots=True)
class RatedToken:
    token: int
    text: str
    logprob: float  # nats


class Generation:
    """Iterate to get the text piece by piece; afterwards the counts, `finish_reason` and `rated` are set.

    Written by the engine's thread, read on the event loop on which it was made. What is wrong with the
    request is raised by the first step of the iteration.
    """

    def __init__(self, request: GenerationRequest, adapter: "Adapter | None") -> None:
        self.request = request
        self.adapter = adapter
        self.prompt_tokens = 0
        self.completion_tokens = 0
        self.finish_reason: FinishReason | None = None
        self.rated: list[RatedToken] = []
        self.cancelled = False
        self._loop = asyncio.get_running_loop()
        self._pieces: asyncio.Queue[str | Exception | None] = asyncio.Queue()

    def cancel(self) -> None:
        """Stop at the next token. Harmless when it is already over."""
        self.cancelled = True

    def __aiter__(self) -> "Generation":
        return self

    async def __anext__(self) -> str:
        piece = await self._pieces.get()
        if isinstance(piece, str):
            return piece
        self._pieces.put_nowait(piece)  # the end stays the end
        if piece is None:
            raise StopAsyncIteration
        raise piece

    def put(self, piece: str | Exception | None) -> None:
        """Engine's thread: the next piece, the error, or None for the end."""
        try:
            self._loop.call_soon_threadsafe(self._pieces.put_nowait, piece)
        except RuntimeError:  # the loop is closed: there is no reader left
            self.cancelled = True
