"""The AI that plays the customer: the configured language model, or the own model server's base model."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from app.config import Settings
from app.infra.chat_client import stream_chat
from app.infra.secrets import read_or_create_token

# (temperature, most tokens): a strong model varies freely over three or four sentences; the small local one wanders
# off above 0.7 and after two.
SAMPLING = {"instruct": (0.9, 120), "few_shot": (0.7, 60)}


@dataclass(frozen=True, slots=True)
class Customer:
    base_url: str
    api_key: str
    model: str
    style: Literal["instruct", "few_shot"]  # of the prompt: for a strong model, or for the small local one
    timeout_s: float

    @classmethod
    def of(cls, settings: Settings) -> "Customer":
        if settings.llm_base_url:
            key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
            model = settings.llm_model or "default"
            return cls(settings.llm_base_url, key, model, "instruct", settings.query_timeout_s)
        token = read_or_create_token(settings.home / "models.token")
        return cls(settings.own_models_url, token, "base", "few_shot", settings.query_timeout_s)

    def ask(self, messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
        temperature, tokens = SAMPLING[self.style]
        return stream_chat(
            self.base_url,
            self.api_key,
            self.model,
            messages,
            temperature=temperature,
            max_tokens=tokens,
            timeout_s=self.timeout_s,
            seed=seed,
        )
