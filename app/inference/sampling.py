"""The choice of the next token, by chance or because it is given."""

from dataclasses import dataclass, field

import torch

HEAD = 512
"""Tokens sorted at first for top-p: sorting all 49,152 takes longer than all else that sampling does."""


@dataclass(slots=True)
class Sampler:
    """One per request, so that the same seed gives the same reply no matter what else is served."""

    temperature: float
    top_p: float
    generator: torch.Generator

    @classmethod
    def create(cls, temperature: float, top_p: float, seed: int | None) -> "Sampler":
        generator = torch.Generator()
        if seed is None:
            generator.seed()
        else:
            generator.manual_seed(seed % 2**63)
        return cls(temperature, top_p, generator)

    def choose(self, logits: torch.Tensor) -> int:
        """A token id for `logits` [vocabulary]; temperature 0 takes the likeliest."""
        if self.temperature == 0:
            return int(logits.argmax())
        probabilities = (logits.to("cpu", torch.float32) / self.temperature).softmax(-1)
        if self.top_p >= 1:
            return int(torch.multinomial(probabilities, 1, generator=self.generator))
        head = min(HEAD, len(probabilities))
        values, tokens = probabilities.topk(head)
        if values.sum() < self.top_p:
            values, tokens = probabilities.sort(descending=True)
        # A token stays while those before it hold less than top_p; the likeliest always does.
        values[1:][values.cumsum(0)[:-1] >= self.top_p] = 0
        return int(tokens[torch.multinomial(values, 1, generator=self.generator)])


@dataclass(slots=True)
class Given:
    """Chooses the tokens of a text that is there already, and notes what the model thought of each."""

    tokens: list[int]
    logprobs: list[float] = field(default_factory=list)  # nats, of the tokens so far

    def choose(self, logits: torch.Tensor) -> int:
        """`logits`: [vocabulary]."""
        token = self.tokens[len(self.logprobs)]
        self.logprobs.append(float(logits.to("cpu", torch.float32).log_softmax(-1)[token]))
        return token

    @property
    def is_over(self) -> bool:
        return len(self.logprobs) == len(self.tokens)
