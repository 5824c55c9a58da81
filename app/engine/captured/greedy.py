"""Greedy answers to several prompts at once on a GPU: a static cache of keys and values, and one token recorded.

transformers' own loop writes 40 tokens a second with SmolLM2-135M on an H200, most of it Python.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch import Tensor
from transformers import PreTrainedModel, StaticCache
from transformers.cache_utils import StaticLayer

from app.engine.captured.graph import Recorder

ALIGNED = 64  # the cache's length is a multiple of
AT_ONCE = 8  # tokens between two looks at what has been written: looking waits for the device


class Writer:
    """B prompts, padded on the left, so that all go on at one place of the cache."""

    def __init__(
        self,
        model: PreTrainedModel,
        cache: StaticCache,
        prompts: Sequence[Sequence[int]],
        stops: Sequence[int],
        most: int,
    ) -> None:
        self._model, self._cache, self._device = model, cache, model.device
        self._width = max(map(len, prompts))
        pads = [self._width - len(prompt) for prompt in prompts]
        self._prompts_bw = self._tensor(
            [[stops[0]] * n + list(p) for n, p in zip(pads, prompts, strict=True)]
        )
        self._pads_b1, self._stops = self._tensor(pads)[:, None], self._tensor(stops)
        self._layers = cast("list[StaticLayer]", cache.layers)
        self._places_m = torch.arange(self._layers[0].max_cache_len, device=self._device)
        self.written = self._tensor([[stops[0]] * most] * len(prompts))  # [B, most]
        self.done = torch.zeros(len(prompts), dtype=torch.bool, device=self._device)
        self._newest_b1 = self._prompts_bw[:, -1:].clone()
        self._count = torch.zeros(1, dtype=torch.long, device=self._device)  # tokens written

    def read(self) -> None:
        """The prompts, and the first token after them."""
        places_w = self._places_m[: self._width]
        # A row of padding sees itself: one without any key would be NaN.
        sees = (self._places_m <= places_w[:, None]) & (self._places_m >= self._pads_b1[:, :, None])
        sees |= self._places_m == places_w[:, None]
        self._write(self._logits(self._prompts_bw, (places_w - self._pads_b1).clamp(min=0), sees[:, None]))

    def step(self) -> None:
        """One more token of each. Neither waits for the device nor looks at a value."""
        place = self._width + self._count - 1
        sees = (self._places_m <= place) & (self._places_m >= self._pads_b1)
        self._write(self._logits(self._newest_b1, place - self._pads_b1, sees[:, None, None]))

    def back_to_first(self) -> None:
        """As after `read`: what warming up has written is written again."""
        self._count.fill_(1)
        self._newest_b1.copy_(self.written[:, :1])
        self.done.copy_(self._is_end(self.written[:, 0]))
        for layer in self._layers:
            layer.cumulative_length.fill_(self._width)

    def _logits(self, ids: Tensor, positions: Tensor, sees: Tensor) -> Tensor:
        mask = sees
        if self._model.config._attn_implementation == "eager":  # adds its mask instead of selecting by it
            mask = torch.zeros(sees.shape, dtype=self._model.dtype, device=self._device)
            mask.masked_fill_(~sees, torch.finfo(mask.dtype).min)
        output = self._model(
            input_ids=ids,
            position_ids=positions,
            attention_mask=mask,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        )
        logits: Tensor = output.logits[:, -1]
        return logits

    def _write(self, logits: Tensor) -> None:
        tokens = logits.argmax(1)
        self.done |= self._is_end(tokens)
        tokens = torch.where(self.done, self._stops[0], tokens)
        self.written.index_copy_(1, self._count, tokens[:, None])
        self._newest_b1.copy_(tokens[:, None])
        self._count += 1

    def _is_end(self, tokens: Tensor) -> Tensor:
        return (tokens[:, None] == self._stops).any(1)

    def _tensor(self, values: Any) -> Tensor:
        return torch.tensor(values, device=self._device)


def static_cache(model: PreTrainedModel, length: int) -> StaticCache | None:
    """None where some layer keeps anything but keys and values of all tokens: a window rolls and a convolution or a
    recurrence has a state, by Python's own count."""
    if not model._can_compile_fullgraph:
        return None
    try:
        cache = StaticCache(config=model.config, max_cache_len=-(-length // ALIGNED) * ALIGNED)
    except (AttributeError, KeyError, NotImplementedError, ValueError):
        return None
    return cache if all(type(layer) is StaticLayer for layer in cache.layers) else None


@torch.inference_mode()
def continuations(
    model: PreTrainedModel,
    prompts: Sequence[Sequence[int]],
    stops: Sequence[int],
    most_tokens: int,
    record: Recorder,
    check_stop: Callable[[], None],
) -> list[list[int]] | None:
    """Token ids of each answer, without those that stop it; None where the model's cache can't be static."""
    cache = static_cache(model, max(map(len, prompts)) + most_tokens)
    if cache is None:
        return None
    writer = Writer(model, cache, prompts, stops, most_tokens)
    check_stop()
    writer.read()
    if most_tokens > 1:
        # Recorded as the mode is now, with the adapter that is active.
        step = record(writer.step)
        writer.back_to_first()
        for count in range(1, most_tokens):
            if count % AT_ONCE == 1:
                check_stop()
                if bool(writer.done.all()):
                    break
            step()
    return [[token for token in row if token not in stops] for row in writer.written.tolist()]
