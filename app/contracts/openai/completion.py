"""A chat completion, whole or in chunks."""

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

DONE = b"data: [DONE]\n\n"


class Completion:
    """The answer to one request, in all its chunks under the same id. `model` is what answers."""

    def __init__(self, model: str) -> None:
        self._head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}

    def whole(self, text: str, finish_reason: str | None, usage: Mapping[str, int]) -> dict[str, Any]:
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
        return {**self._head, "object": "chat.completion", "choices": [choice], "usage": dict(usage)}

    def chunk(self, delta: Mapping[str, str], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": dict(delta), "logprobs": None, "finish_reason": finish_reason}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}

    def usage_chunk(self, usage: Mapping[str, int]) -> dict[str, Any]:
        return {**self._head, "object": "chat.completion.chunk", "choices": [], "usage": dict(usage)}


def sse(message: Mapping[str, Any], event: str | None = None) -> bytes:
    """A server-sent event."""
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {json.dumps(message, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
