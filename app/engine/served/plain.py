"""A decoder for every kind of model: a forward pass for each reply, with transformers' own attention and cache.

Sliding windows, convolutions, recurrent states, experts, attention sinks: all of it is left to the model's class, to
which only adapters are added. Nothing is batched, and in how many pieces a prompt was read can change the last bits
of a logit.
"""

import sys
from collections.abc import Callable, Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn
from transformers import Cache as States
from transformers import DynamicCache, PreTrainedModel

from app.engine.served.decoder import Segment
from app.engine.served.lora import Adapter
from app.engine.served.steady import Product
from app.engine.served.support import has_attention_alone


class PlainCache:
    """`states` of convolutions or recurrent layers are those after the last token: they can't be cropped."""

    def __init__(self, states: States, can_crop: bool) -> None:
        self.length = 0
        self.states = states
        self._can_crop = can_crop

    def reusable(self, length: int) -> int:
        if self._can_crop:
            return min(length, self.length)
        return self.length if self.length <= length else 0

    def fork(self, length: int) -> "PlainCache":
        fork = PlainCache(deepcopy(self.states), self._can_crop)
        if length < self.length:
            fork.states.crop(length - self.length)
        fork.length = length
        return fork

    def frozen(self) -> "PlainCache":
        return self.fork(self.length)


class PlainDecoder:
    def __init__(self, model: PreTrainedModel) -> None:
        self._model = model
        self._text_config = model.config.get_text_config()
        self._can_crop = has_attention_alone(model.config)
        self._adapter: Adapter | None = None
        self.adapter_dtype = torch.float32  # as peft has it, whatever the model's is
        self.context_length: int = getattr(self._text_config, "max_position_embeddings", sys.maxsize)
        self.linears: dict[str, tuple[int, int]] = {}
        for name, module in model.named_modules():
            if isinstance(module, nn.Linear) and module is not model.get_output_embeddings():
                self.linears[name] = (module.in_features, module.out_features)
                if (
                    type(module).forward is nn.Linear.forward
                ):  # a router may return more than a product (Phi-MoE)
                    module.forward = Product(module.weight, module.bias)  # type: ignore[assignment, method-assign]
                module.register_forward_hook(self._lora(name))

    def new_cache(self) -> PlainCache:
        # Without a config all keys are kept, also those that left a sliding window: such a cache can be cropped.
        states = DynamicCache() if self._can_crop else DynamicCache(config=self._text_config)
        return PlainCache(states, self._can_crop)

    @torch.inference_mode()
    def step(self, segments: Sequence[Segment]) -> Tensor:
        return torch.stack([self._logits(segment) for segment in segments])

    def _logits(self, segment: Segment) -> Tensor:
        """[vocabulary]"""
        self._adapter = segment.adapter
        ids = torch.tensor([segment.tokens], device=self._model.device)
        output = self._model(
            input_ids=ids, past_key_values=segment.cache.states, use_cache=True, logits_to_keep=1
        )
        segment.cache.length += len(segment.tokens)
        logits: Tensor = output.logits[0, -1]
        return logits

    def _lora(self, name: str) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], Tensor]:
        def add(_module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
            if self._adapter is None or name not in self._adapter.weights:
                return output
            down, up = self._adapter.weights[name]
            return (output + inputs[0].to(down.dtype) @ down @ up).to(output.dtype)

        return add
