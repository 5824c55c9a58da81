"""Samples what an agent would answer, to see how sure it is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from app.config import Settings
from app.infra.chat_client import stream_chat
from app.infra.secrets import models_key

TEMPERATURE = 0.8
# Enough to tell one answer from another; whole answers of six samples would take a 135M model on two cores minutes.
MOST_TOKENS = 48
TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class AgentAnswers:
    base_url: str
    api_key: str

    @classmethod
    def of(cls, settings: Settings) -> "AgentAnswers":
        return cls(settings.serving_url, models_key(settings))

    def sample(self, model: str, messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
        return stream_chat(
            self.base_url,
            self.api_key,
            model,
            messages,
            temperature=TEMPERATURE,
            max_tokens=MOST_TOKENS,
            timeout_s=TIMEOUT_S,
            total_s=TIMEOUT_S,
            seed=seed,
        )
