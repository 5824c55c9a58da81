"""What the model server takes beside chat completions, and how these become generations."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel
from pydantic_core import from_json

from app.contracts.openai.chat import ChatRequest, parse
from app.errors import InvalidInput
from app.inference.generation import Generation, GenerationRequest

DEFAULT_TEMPERATURE = 0.7
"""The protocol's own default is 1, with which models of this size ramble."""


class Rating(BaseModel):
    """vLLM's parameters for the log-probabilities of what is in the request, its last message a reply.

    https://docs.vllm.ai/en/latest/api/vllm/sampling_params.html
    """

    prompt_logprobs: Literal[0]
    add_generation_prompt: Literal[False]
    stream: Literal[False] = False


class LoadAdapter(BaseModel):
    lora_name: str
    lora_path: str


class UnloadAdapter(BaseModel):
    lora_name: str


def loads(data: bytes) -> Any:
    """Raises InvalidInput."""
    try:
        return from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidInput("The body is not valid JSON.") from error


def wants_rating(body: object, chat: ChatRequest) -> bool:
    """Raises InvalidInput for a rating that can't be made."""
    if not isinstance(body, dict) or body.get("prompt_logprobs") is None:
        return False
    parse(Rating, body)
    if chat.messages[-1].role != "assistant":
        raise InvalidInput(
            "prompt_logprobs: only a reply is rated; end messages with one of role assistant.", "messages"
        )
    return True


def ratings(generation: Generation) -> list[dict[str, Any] | None]:
    """Of every token as vLLM tells it, but None for those before the reply."""
    told: list[dict[str, Any] | None] = [
        {str(one.token): {"logprob": one.logprob, "decoded_token": one.text}} for one in generation.rated
    ]
    return [None] * generation.prompt_tokens + told


def generation_of(chat: ChatRequest, *, rate_last: bool = False) -> GenerationRequest:
    template = chat.chat_template_kwargs
    return GenerationRequest(
        model=chat.model,
        messages=[message.plain() for message in chat.messages],
        temperature=DEFAULT_TEMPERATURE if chat.temperature is None else chat.temperature,
        top_p=chat.top_p or 1.0,
        max_tokens=chat.max_completion_tokens or chat.max_tokens,
        seed=chat.seed,
        stop=(chat.stop,) if isinstance(chat.stop, str) else tuple(chat.stop or ()),
        template=template.model_dump(exclude_none=True) if template else {},
        rate_last=rate_last,
    )


def models_page(names: Iterable[tuple[str, str | None]], created: int) -> dict[str, Any]:
    """`names`: of models, each with the one that it was made from."""
    models = [
        {"id": name, "object": "model", "created": created, "owned_by": "coachable", "parent": parent}
        for name, parent in names
    ]
    return {"object": "list", "data": models}


def usage_of(generation: Generation) -> dict[str, int]:
    return {
        "prompt_tokens": generation.prompt_tokens,
        "completion_tokens": generation.completion_tokens,
        "total_tokens": generation.prompt_tokens + generation.completion_tokens,
    }
