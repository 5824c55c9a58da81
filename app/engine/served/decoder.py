"""One forward pass for many conversations at once, each with its own adapter.

The tokens of all conversations lie behind one another in one row. The base weights, whose reading from memory
is what a step costs, are used once for all of them; attention sees one conversation at a time, the low-rank
updates one adapter at a time. What a conversation gets does not depend on the others, nor on how its tokens were
divided among steps, in no bit: temperature 0 twice is twice the same reply (steady.py).
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import nn
from transformers import AutoModelForCausalLM

from app.engine.matmul import has_fast_bfloat16, laid_out
from app.engine.served import attention
from app.engine.served.attention import Packed
from app.engine.served.kv_cache import KvCache
from app.engine.served.layers import FEW_ROWS, Layers, Worn, low_of
from app.engine.served.lora import Adapter
from app.engine.served.steady import Forms, Product, Sizes, by_whole_rows, forms
from app.errors import Misconfigured


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
        self._spans: list[Worn] = []
        self._worn: WeakKeyDictionary[Adapter, Forms] = WeakKeyDictionary()
        window = (
            getattr(config, "sliding_window", None) if getattr(config, "use_sliding_window", True) else None
        )
        self.context_length: int = min(config.max_position_embeddings, window or sys.maxsize)
        self.linears: dict[str, tuple[int, int]] = {}
        self._by_hand = None if half else Layers.of(model)
        if self._by_hand is not None and allow_bfloat16 and has_fast_bfloat16(device):
            self._by_hand.narrow()
        products: list[Product] = []
        heads: list[Product] = []
        for name, module in model.named_modules():
            if name.endswith(".act_fn"):
                module.forward = partial(by_whole_rows, module.forward)
            if not isinstance(module, nn.Linear):
                continue
            weight = laid_out(module.weight, FEW_ROWS) if half else module.weight
            product = Product(weight, module.bias)
            module.forward = product
            is_head = module is model.get_output_embeddings()
            (heads if is_head else products).append(product)
            if weight is not module.weight:  # else both would stay in memory
                module.weight = nn.Parameter(weight.new_empty(0), requires_grad=False)
            if not is_head:
                self.linears[name] = (module.in_features, module.out_features)
                module.register_forward_hook(self._add_low_rank(name))
        if self._by_hand is not None:
            products, heads = list(self._by_hand.products()), [self._by_hand.head]
        # A weight laid out for FEW_ROWS takes 13.6 ms for so many, 18.1 for two and 16.0 for one (135M, one thread).
        self._sizes = Sizes(least=FEW_ROWS if next(iter(products)).weight.is_mkldnn else 1)
        self._own, self._head = forms(products), forms(heads)

    def new_cache(self) -> KvCache:
        return KvCache(self._layers)

    @torch.inference_mode()
    def step(self, segments: Sequence[Segment]) -> torch.Tensor:
        """Advance every cache by its segment; logits [segments, vocabulary] after the last token of each."""
        count = sum(len(segment.tokens) for segment in segments)
        used = self._forms(segments)
        rows, ends_rows = self._sizes.filled(count, used), self._sizes.filled(len(segments), self._head)
        if rows is None or ends_rows is None:
            return self._in_two_steps(segments)
        order = sorted(range(len(segments)), key=lambda i: id(segments[i].adapter))
        packed = [segments[i] for i in order]
        tokens: list[int] = []
        positions: list[int] = []
        ends: list[int] = []
        for segment in packed:
            tokens += segment.tokens
            positions += range(segment.cache.length, segment.cache.length + len(segment.tokens))
            ends.append(len(positions))
        starts = [0, *ends[:-1]]
        tokens += [0] * (rows - count)
        positions += [0] * (rows - count)
        spans = [
            (adapter, slice(starts[group[0]], ends[group[-1]]))
            for adapter, indices in groupby(range(len(packed)), key=lambda i: packed[i].adapter)
            if adapter is not None
            for group in [list(indices)]
        ]
        self._spans = [(adapter, span, self._around(span, rows, used)) for adapter, span in spans]
        last = [end - 1 for end in ends] + [0] * (ends_rows - len(ends))
        last_at = torch.tensor(last, device=self._device)
        ids = torch.tensor([tokens], device=self._device)
        at = torch.tensor([positions], device=self._device)
        parts = Packed([(s.cache, start, end) for s, start, end in zip(packed, starts, ends, strict=True)])
        if self._by_hand is not None:
            logits = self._by_hand.logits(ids, at, parts, self._spans, last_at)
        else:
            logits = self._model(
                input_ids=ids, position_ids=at, use_cache=False, logits_to_keep=last_at, segments=parts
            ).logits[0]
        for segment in packed:
            segment.cache.advance(len(segment.tokens))
        back = torch.empty(len(order), dtype=torch.long)
        back[order] = torch.arange(len(order))
        return logits[back.to(self._device)]

    def _in_two_steps(self, segments: Sequence[Segment]) -> torch.Tensor:
        if len(segments) > 1:
            half = len(segments) // 2
            return torch.cat([self.step(segments[:half]), self.step(segments[half:])])
        (segment,) = segments
        half = len(segment.tokens) // 2
        self.step([replace(segment, tokens=segment.tokens[:half])])
        return self.step([replace(segment, tokens=segment.tokens[half:])])

    def _forms(self, segments: Sequence[Segment]) -> Forms:
        """Of the products of a step, but for those of its ends."""
        found = dict(self._own)
        for adapter in {segment.adapter for segment in segments if segment.adapter is not None}:
            if adapter not in self._worn:
                if self._by_hand is not None:
                    products = self._by_hand.products_of(adapter)
                else:
                    halves = (half for pair in adapter.weights.values() for half in pair)
                    products = (Product(half, is_low=True) for half in halves)
                self._worn[adapter] = forms(products)
            found |= self._worn[adapter]
        return found

    def _around(self, span: slice, rows: int, used: Forms) -> slice:
        """`span` and as many of its neighbours, among `rows`, as an adapter's products take."""
        size = self._sizes.filled(span.stop - span.start, used) or rows
        start = min(span.start, rows - size)
        return slice(start, start + size)

    def _add_low_rank(self, name: str) -> Any:
        def add(_module: nn.Module, inputs: tuple[torch.Tensor], output: torch.Tensor) -> None:
            for adapter, span, wide in self._spans:
                if name in adapter.weights:
                    down, up = adapter.weights[name]
                    output[0, wide].addmm_(low_of(inputs[0][0], down, span, wide), up)

        return add
