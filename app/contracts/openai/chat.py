"""A request for chat completions, as OpenAI's clients send it and as our model server takes it."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError, field_validator

from app.contracts.openai import parameters
from app.errors import InvalidInput, Unsupported

Body = TypeVar("Body", bound=BaseModel)
TEXT_PARTS = ("text", "input_text", "output_text")


def text_of(content: object) -> str:
    """Of a string or a list of parts. Raises ValueError for a part that is not text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise ValueError("must be a string, or a list of parts of type text")
    for number, part in enumerate(content):
        kind = part.get("type") if isinstance(part, dict) else None
        if kind not in TEXT_PARTS:
            raise ValueError(f"only text is understood here; part {number} is of type {str(kind)[:40]!r}")
        if not isinstance(part.get("text"), str):
            raise ValueError(f"part {number} has no text")
    return "".join(part["text"] for part in content)


class ChatMessage(BaseModel):
    role: Literal["system", "developer", "user", "assistant"]
    content: str

    @field_validator("content", mode="before")
    @classmethod
    def _joined(cls, content: object) -> str:
        return text_of(content)

    def plain(self) -> dict[str, str]:
        return {"role": "system" if self.role == "developer" else self.role, "content": self.content}


class _StreamOptions(BaseModel):
    include_usage: bool = False


class _TemplateKwargs(BaseModel):
    """Named one by one: what is not for the template would be read by the tokenizer's own method."""

    enable_thinking: bool | None = None


class ChatRequest(BaseModel):
    model: str
    messages: list[ChatMessage] = Field(min_length=1)
    stream: bool = False
    stream_options: _StreamOptions | None = None
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, gt=0, le=1)
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    seed: int | None = None
    stop: Annotated[str | list[str] | None, Field(max_length=4)] = None
    chat_template_kwargs: _TemplateKwargs | None = None

    @property
    def wants_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage


def parse_chat(body: object, way_out: str = "") -> ChatRequest:
    """Raises InvalidInput, with `way_out` behind it where a parameter has no effect here."""
    if isinstance(body, dict):
        parameters.refuse(body, parameters.CHAT, way_out)
        _refuse_tools(body.get("messages"), way_out)
    return parse(ChatRequest, body)


def _refuse_tools(messages: object, way_out: str) -> None:
    for number, message in enumerate(messages if isinstance(messages, list) else ()):
        if not isinstance(message, dict):
            continue
        if (
            message.get("role") in ("tool", "function")
            or message.get("tool_calls")
            or message.get("function_call")
        ):
            raise Unsupported(
                f"messages[{number}] belongs to a call of a tool, which is not supported here.{way_out}",
                f"messages[{number}]",
            )


def parse(kind: type[Body], body: object) -> Body:
    """Raises InvalidInput for the first thing that is wrong, in the caller's own count."""
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = _path(first["loc"])
        raise InvalidInput(
            f"{field or 'The body'}: {first['msg'].removeprefix('Value error, ')}", field or None
        ) from error


def _path(location: tuple[Any, ...]) -> str:
    """("messages", 0, "role") as `messages[0].role`."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path
