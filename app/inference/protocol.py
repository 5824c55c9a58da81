"""The chat-completions dialect of the OpenAI protocol: what comes in, what goes out."""

import secrets
import time
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from app.errors import AppError, Conflict, InvalidInput, LimitReached, NotFound, Unauthorized, UpstreamFailed
from app.inference.generation import Generation, GenerationRequest

DEFAULT_TEMPERATURE = 0.7
"""The protocol's own default is 1, with which models of this size ramble."""

STATUS: dict[type[AppError], tuple[int, str]] = {
    InvalidInput: (400, "invalid_request_error"),
    Unauthorized: (401, "invalid_request_error"),
    NotFound: (404, "invalid_request_error"),
    Conflict: (409, "invalid_request_error"),
    LimitReached: (429, "rate_limit_error"),
    UpstreamFailed: (503, "server_error"),
}


Body = TypeVar("Body", bound=BaseModel)


class _TextPart(BaseModel):
    type: Literal["text"]
    text: str


class _Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[_TextPart]

    def plain(self) -> dict[str, str]:
        text = self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)
        return {"role": "system" if self.role == "developer" else self.role, "content": text}


class _StreamOptions(BaseModel):
    include_usage: bool = False


class _TemplateKwargs(BaseModel):
    """Named one by one: what is not for the template would be read by the tokenizer's own method."""

    enable_thinking: bool | None = None


class ChatRequest(BaseModel):
    """Fields that are not named here are ignored, as other servers do."""

    model: str
    messages: list[_Message] = Field(min_length=1)
    stream: bool = False
    stream_options: _StreamOptions | None = None
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, gt=0, le=1)
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    seed: int | None = None
    stop: Annotated[str | list[str] | None, Field(max_length=4)] = None
    n: Literal[1] | None = None
    chat_template_kwargs: _TemplateKwargs | None = None

    @property
    def wants_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage

    def generation(self) -> GenerationRequest:
        return GenerationRequest(
            model=self.model,
            messages=[message.plain() for message in self.messages],
            temperature=DEFAULT_TEMPERATURE if self.temperature is None else self.temperature,
            top_p=self.top_p or 1.0,
            max_tokens=self.max_completion_tokens or self.max_tokens,
            seed=self.seed,
            stop=(self.stop,) if isinstance(self.stop, str) else tuple(self.stop or ()),
            template=self.chat_template_kwargs.model_dump(exclude_none=True)
            if self.chat_template_kwargs
            else {},
        )


class LoadAdapter(BaseModel):
    lora_name: str
    lora_path: str


class UnloadAdapter(BaseModel):
    lora_name: str


def parse(kind: type[Body], body: bytes) -> Body:
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{field or 'body'}: {first['msg']}", field or None) from error


class Completion:
    """The answers to one request, whole or in chunks, all under the same id."""

    def __init__(self, model: str) -> None:
        self._head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}

    def whole(self, text: str, generation: Generation) -> dict[str, Any]:
        message = {"role": "assistant", "content": text}
        return {
            **self._head,
            "object": "chat.completion",
            "choices": [{"index": 0, "message": message, "finish_reason": generation.finish_reason}],
            "usage": _usage(generation),
        }

    def chunk(self, delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}

    def usage_chunk(self, generation: Generation) -> dict[str, Any]:
        return {**self._head, "object": "chat.completion.chunk", "choices": [], "usage": _usage(generation)}


def models_page(names: Iterable[tuple[str, str | None]], created: int) -> dict[str, Any]:
    """`names`: of models, each with the one that it was made from."""
    models = [
        {"id": name, "object": "model", "created": created, "owned_by": "coachable", "parent": parent}
        for name, parent in names
    ]
    return {"object": "list", "data": models}


def error_body(error: AppError) -> tuple[int, dict[str, Any]]:
    """HTTP status and body. An unknown model has the code that OpenAI's clients look for."""
    status, kind = STATUS.get(type(error), (500, "server_error"))
    code = "model_not_found" if isinstance(error, NotFound) else error.code.lower()
    param = error.field if isinstance(error, InvalidInput) else None
    return status, {"error": {"message": error.message, "type": kind, "param": param, "code": code}}


def _usage(generation: Generation) -> dict[str, int]:
    return {
        "prompt_tokens": generation.prompt_tokens,
        "completion_tokens": generation.completion_tokens,
        "total_tokens": generation.prompt_tokens + generation.completion_tokens,
    }
