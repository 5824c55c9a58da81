"""One forward pass for many conversations at once, each with its own adapter.

The tokens of all conversations lie behind one another in one row. The base weights, whose reading from memory
is what a step costs, are used once for all of them; attention sees one conversation at a time, the low-rank
updates one adapter at a time.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoModelForCausalLM

from app.errors import Misconfigured
from app.inference import attention
from app.inference.kv_cache import KvCache
from app.inference.layers import FEW_ROWS, Layers
from app.inference.lora import Adapter
from app.matmul import has_fast_bfloat16, laid_out, linear


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens that follow what `cache` already holds."""

    tokens: list[int]
    cache: KvCache
    adapter: Adapter | None


class Decoder:
    """With `all_bfloat16` everything is bfloat16, on a CPU only where that is allowed and fast: half the memory, for a
    model of several GB that nobody trains. It takes transformers' way through the layers, which knows all kinds."""

    def __init__(
        self,
        folder: Path,
        device: torch.device,
        allow_bfloat16: bool = False,
        all_bfloat16: bool = False,
    ) -> None:
        half = all_bfloat16 and (device.type != "cpu" or (allow_bfloat16 and has_fast_bfloat16(device)))
        model = AutoModelForCausalLM.from_pretrained(
            folder,
            dtype=torch.bfloat16 if half else torch.float32,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            attn_implementation=attention.NAME,
        )
        config = model.config
        if set(getattr(config, "layer_types", None) or ["full_attention"]) != {"full_attention"}:
            raise Misconfigured(
                f"Base model {folder.name} has layers without full attention; choose another."
            )
        self._model = model.to(device).eval().requires_grad_(False)
        self._device = device
        self._layers = config.num_hidden_layers
        self._spans: list[tuple[Adapter, slice]] = []
        window = (
            getattr(config, "sliding_window", None) if getattr(config, "use_sliding_window", True) else None
        )
        self.context_length: int = min(config.max_position_embeddings, window or sys.maxsize)
        self.linears: dict[str, tuple[int, int]] = {}
        self._by_hand = None if half else Layers.of(model)
        if self._by_hand is not None and allow_bfloat16 and has_fast_bfloat16(device):
            self._by_hand.narrow()
        for name, module in model.named_modules():
            if not isinstance(module, nn.Linear):
                continue
            weight = laid_out(module.weight, FEW_ROWS) if half else module.weight
            module.forward = partial(linear, weight=weight, bias=module.bias)
            if weight is not module.weight:  # else both would stay in memory
                module.weight = nn.Parameter(weight.new_empty(0), requires_grad=False)
            if module is not model.get_output_embeddings():
                self.linears[name] = (module.in_features, module.out_features)
                module.register_forward_hook(self._add_low_rank(name))

    def new_cache(self) -> KvCache:
        return KvCache(self._layers)

    @torch.inference_mode()
    def step(self, segments: Sequence[Segment]) -> torch.Tensor:
        """Advance every cache by its segment; logits [segments, vocabulary] after the last token of each."""
        order = sorted(range(len(segments)), key=lambda i: id(segments[i].adapter))
        packed = [segments[i] for i in order]
        ends: list[int] = []
        positions: list[int] = []
        for segment in packed:
            positions += range(segment.cache.length, segment.cache.length + len(segment.tokens))
            ends.append(len(positions))
        starts = [0, *ends[:-1]]
        self._spans = [
            (adapter, slice(starts[group[0]], ends[group[-1]]))
            for adapter, indices in groupby(range(len(packed)), key=lambda i: packed[i].adapter)
            if adapter is not None
            for group in [list(indices)]
        ]
        last = torch.tensor(ends, device=self._device) - 1
        ids = torch.tensor([[t for s in packed for t in s.tokens]], device=self._device)
        at = torch.tensor([positions], device=self._device)
        parts = [(s.cache, start, end) for s, start, end in zip(packed, starts, ends, strict=True)]
        if self._by_hand is not None:
            logits = self._by_hand.logits(ids, at, parts, self._spans, last)
        else:
            logits = self._model(
                input_ids=ids, position_ids=at, use_cache=False, logits_to_keep=last, segments=parts
            ).logits[0]
        for segment in packed:
            segment.cache.advance(len(segment.tokens))
        back = torch.empty(len(order), dtype=torch.long)
        back[order] = torch.arange(len(order))
        return logits[back.to(self._device)]

    def _add_low_rank(self, name: str) -> Any:
        def add(_module: nn.Module, inputs: tuple[torch.Tensor], output: torch.Tensor) -> None:
            for adapter, span in self._spans:
                if name in adapter.weights:
                    down, up = adapter.weights[name]
                    output[0, span].addmm_(inputs[0][0, span] @ down, up)

        return add
