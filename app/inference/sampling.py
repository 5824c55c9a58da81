"""The choice of the next token."""

from dataclasses import dataclass

import torch

HEAD = 512
"""Tokens sorted at first for top-p: sorting all 49,152 takes longer than all else that sampling does."""


@dataclass(slots=True)
class Sampler:
    """One per request, so that the same seed gives the same reply whoever else is served."""

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
