"""The strong model that compares answers: the configured language model, never the small local one."""

from app.config import Settings
from app.infra.chat_client import stream_chat

TOKENS = 400  # room to think before the verdict
TIMEOUT_S = 60.0


async def ask(settings: Settings, messages: list[dict[str, str]]) -> str:
    """The whole reply, greedy. Raises UpstreamFailed. Only with `llm_base_url` set."""
    assert settings.llm_base_url is not None
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
    pieces = stream_chat(
        settings.llm_base_url,
        key,
        settings.llm_model or "default",
        messages,
        temperature=0.0,
        max_tokens=TOKENS,
        timeout_s=TIMEOUT_S,
        parameters=settings.llm_parameters,
    )
    return "".join([piece async for piece in pieces])
