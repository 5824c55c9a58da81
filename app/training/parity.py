"""What exported files answer, beside what the served version answered.

The server may multiply in bfloat16 (matmul.py), other tools may not. Where two next tokens are all but equally likely,
one rounding then decides, so letter by letter the same answer would be asking for the same rounding.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from transformers import LogitsProcessor, PreTrainedTokenizerBase

from app.contracts.job import Pair
from app.training.evaluate import stop_ids
from app.training.render import render_prompt

# In logits: 0.1 is 1.1 times as likely. In 48 answers that were written in bfloat16, 19 of 2,100 tokens were not the
# likeliest in float32, by 0.054 at most (SmolLM2-135M with an adapter).
CLOSE = 0.1


class Following(LogitsProcessor):
    """Of the tokens that are all but the likeliest, chooses the one with which the answer goes on as served."""

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, prompt: int, served: str, stops: Sequence[int]
    ) -> None:
        self.close_calls = 0  # tokens that another one would have been chosen for
        self._tokenizer, self._prompt, self._served, self._stops = tokenizer, prompt, served, stops

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """ids [1, T] and logits [1, vocabulary] to logits of which the largest is the choice."""
        close = (scores[0] >= scores[0].max() - CLOSE).nonzero()[:, 0]
        if len(close) == 1:
            return scores
        likely = close[scores[0, close].argsort(descending=True, stable=True)].tolist()
        written = input_ids[0, self._prompt :].tolist()
        for token in likely:
            if self._goes_on(written, token):
                self.close_calls += token != likely[0]
                return torch.full_like(scores, -torch.inf).index_fill_(1, torch.tensor([token]), 0.0)
        return scores

    def _goes_on(self, written: list[int], token: int) -> bool:
        if token in self._stops:
            return text(self._tokenizer, written) == self._served
        return self._served.startswith(text(self._tokenizer, [*written, token]))


def answer(
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    system: str,
    question: str,
    served: str,
    most_tokens: int,
) -> tuple[str, int]:
    """The greedy answer by transformers' own loop, as the served one comes from ours, and its close calls."""
    ids = render_prompt(tokenizer, system, Pair("asked", question, ""))
    prompt, stops = torch.tensor([ids]), stop_ids(model, tokenizer)
    following = Following(tokenizer, len(ids), served, stops)
    with torch.inference_mode():
        written = model.generate(
            input_ids=prompt,
            attention_mask=torch.ones_like(prompt),
            logits_processor=[following],
            do_sample=False,
            temperature=None,
            top_p=None,
            top_k=None,
            max_new_tokens=most_tokens,
            eos_token_id=stops,
            pad_token_id=stops[0],
        )
    return text(tokenizer, written[0, len(ids) :].tolist()), following.close_calls


def text(tokenizer: PreTrainedTokenizerBase, ids: list[int]) -> str:
    """Without half a character at the end: the server sends whole ones only."""
    decoded = tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    return str(decoded).rstrip("\ufffd")
