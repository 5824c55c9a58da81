"""Samples what an agent would answer, to see how sure it is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from app.config import Settings
from app.infra.serving import Serving

TEMPERATURE = 0.8
# Enough to tell one answer from another; whole answers of six samples would take a 135M model on two cores minutes.
MOST_TOKENS = 48
TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class AgentAnswers:
    serving: Serving

    @classmethod
    def of(cls, settings: Settings) -> "AgentAnswers":
        return cls(Serving.of(settings))

    def sample(self, model: str, messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
        return self.serving.stream_chat(
            model,
            messages,
            temperature=TEMPERATURE,
            max_tokens=MOST_TOKENS,
            timeout_s=TIMEOUT_S,
            total_s=TIMEOUT_S,
            seed=seed,
        )
