"""The chat-completions dialect of the OpenAI protocol, for replies that the API puts together itself."""

import json
import secrets
import time
from collections.abc import AsyncIterator
from typing import Any

from app.api.reply_types import extension
from app.replies.reply import Reply

# A taught answer takes no tokens of a model, and a checked one more than it shows.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


class Completion:
    """One reply, whole or in chunks, all under the same id. `model` is what the client asked for."""

    def __init__(self, model: str) -> None:
        self._head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}

    async def body(self, pieces: AsyncIterator[str | Reply]) -> AsyncIterator[bytes]:
        """The whole reply as one piece, once it is complete."""
        async for piece in pieces:
            if isinstance(piece, Reply):
                message = {"role": "assistant", "content": piece.text}
                choice = {"index": 0, "message": message, "finish_reason": "stop"}
                whole = {
                    **self._head,
                    "object": "chat.completion",
                    "choices": [choice],
                    "usage": _USAGE,
                    "coachable": extension(piece),
                }
                yield json.dumps(whole, ensure_ascii=False).encode()

    async def events(self, pieces: AsyncIterator[str | Reply], *, with_usage: bool) -> AsyncIterator[bytes]:
        """Server-sent events; the last chunk says what the reply stands on."""
        role: dict[str, str] = {"role": "assistant"}
        async for piece in pieces:
            if isinstance(piece, Reply):
                yield _sse(self._chunk({}, "stop") | {"coachable": extension(piece)})
            else:
                yield _sse(self._chunk({**role, "content": piece}, None))
                role = {}
        if with_usage:
            yield _sse({**self._head, "object": "chat.completion.chunk", "choices": [], "usage": _USAGE})
        yield b"data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, str], finish_reason: str | None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}


def with_extension(data: bytes, reply: Reply) -> bytes:
    """A line of a model server's own answer, with the field where it ends; another line as it is."""
    head = b"data: " if data.startswith(b"data: ") else b""
    try:
        message = json.loads(data[len(head) :])
    except ValueError:
        return data
    choices = message.get("choices") if isinstance(message, dict) else None
    if not choices or not choices[0].get("finish_reason"):
        return data
    message["coachable"] = extension(reply)
    return head + json.dumps(message, ensure_ascii=False).encode()


def _sse(message: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"
