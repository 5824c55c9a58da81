"""The Responses API for plain text: the request as one for chat completions, and the answer's object and events.

https://platform.openai.com/docs/api-reference/responses
"""

import secrets
import time
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from app.contracts.openai import parameters
from app.contracts.openai.chat import ChatMessage, parse
from app.contracts.openai.completion import sse


class _Item(ChatMessage):
    type: Literal["message"] = "message"


class ResponsesRequest(BaseModel):
    model: str
    input: str | list[_Item] = Field(min_length=1)
    instructions: str | None = None
    stream: bool | None = False
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, gt=0, le=1)
    max_output_tokens: int | None = Field(None, ge=1)

    def as_chat(self) -> dict[str, Any]:
        """The same as the body of a chat completion."""
        system = [{"role": "system", "content": self.instructions}] if self.instructions else []
        if isinstance(self.input, str):
            said = [{"role": "user", "content": self.input}]
        else:
            said = [item.plain() for item in self.input]
        wishes = {
            "temperature": self.temperature,
            "top_p": self.top_p,
            "max_completion_tokens": self.max_output_tokens,
        }
        body = {"model": self.model, "messages": system + said, "stream": bool(self.stream)}
        return body | {name: value for name, value in wishes.items() if value is not None}


def parse_responses(body: object, way_out: str = "") -> ResponsesRequest:
    """Raises InvalidInput."""
    if isinstance(body, dict):
        parameters.refuse(body, parameters.RESPONSES, way_out)
    if isinstance(body, dict) and isinstance(body.get("input"), list):
        return parse(_Listed, body)
    return parse(ResponsesRequest, body)


class _Listed(ResponsesRequest):
    """An error in a union would name each of its members."""

    input: list[_Item] = Field(min_length=1)


class Response:
    """One answer and its events. Nothing is kept of it (`store` is false)."""

    def __init__(self, model: str, asked: ResponsesRequest) -> None:
        self._seen = 0
        self._item = f"msg_{secrets.token_hex(12)}"
        self._head = {
            "id": f"resp_{secrets.token_hex(12)}",
            "object": "response",
            "created_at": int(time.time()),
            "model": model,
            "instructions": asked.instructions,
            "temperature": asked.temperature,
            "top_p": asked.top_p,
            "max_output_tokens": asked.max_output_tokens,
            "parallel_tool_calls": False,
            "tool_choice": "none",
            "tools": [],
            "text": {"format": {"type": "text"}},
            "store": False,
            "metadata": {},
            "error": None,
            "incomplete_details": None,
        }

    def whole(self, text: str, extension: Mapping[str, object]) -> dict[str, Any]:
        return {
            **self._as("completed"),
            "output": [self._message(text)],
            "usage": _USAGE,
            "coachable": extension,
        }

    def opening(self) -> list[bytes]:
        """Events before the first piece."""
        begun = {"response": self._as("in_progress") | {"output": []}}
        item = self._message("", "in_progress") | {"content": []}
        return [
            self._event("response.created", begun),
            self._event("response.in_progress", begun),
            self._event("response.output_item.added", {"output_index": 0, "item": item}),
            self._event("response.content_part.added", self._place() | {"part": _part("")}),
        ]

    def delta(self, piece: str) -> bytes:
        return self._event("response.output_text.delta", self._place() | {"delta": piece, "logprobs": []})

    def closing(self, text: str, extension: Mapping[str, object]) -> list[bytes]:
        """Events behind the last piece."""
        return [
            self._event("response.output_text.done", self._place() | {"text": text, "logprobs": []}),
            self._event("response.content_part.done", self._place() | {"part": _part(text)}),
            self._event("response.output_item.done", {"output_index": 0, "item": self._message(text)}),
            self._event("response.completed", {"response": self.whole(text, extension)}),
        ]

    def failed(self, error: Mapping[str, Any]) -> bytes:
        """`error`: as in the body of a refused request."""
        return self._event("error", {name: error[name] for name in ("code", "message", "param")})

    def _as(self, status: str) -> dict[str, Any]:
        return {**self._head, "status": status}

    def _message(self, text: str, status: str = "completed") -> dict[str, Any]:
        return {
            "id": self._item,
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": [_part(text)],
        }

    def _place(self) -> dict[str, Any]:
        return {"item_id": self._item, "output_index": 0, "content_index": 0}

    def _event(self, kind: str, fields: Mapping[str, Any]) -> bytes:
        event = {"type": kind, "sequence_number": self._seen, **fields}
        self._seen += 1
        return sse(event, kind)


_USAGE = {
    "input_tokens": 0,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 0,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 0,
}


def _part(text: str) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
