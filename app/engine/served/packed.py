"""One forward pass for many conversations at once, each with its own adapter.

The tokens of all conversations lie behind one another in one row. The base weights, whose reading from memory
is what a step costs, are used once for all of them; attention sees one conversation at a time, the low-rank
updates one adapter at a time. On a CPU, what a conversation gets does not depend on the others, nor on how its tokens
were divided among steps, in no bit: temperature 0 twice is twice the same reply (steady.py). Not so on a GPU, where
rows are not padded to sizes that agree.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from app.engine.attention_kinds import layer_kinds, reach
from app.engine.llama import AGREEMENT
from app.engine.matmul import laid_out
from app.engine.paths import FAMILIES
from app.engine.served import attention
from app.engine.served.attention import PackedAttention
from app.engine.served.decoder import Segment
from app.engine.served.kv_cache import KvCache
from app.engine.served.layers import FEW_ROWS, AdapterRows, LlamaLayers, project_down
from app.engine.served.lora import Adapter
from app.engine.served.steady import Forms, Product, Sizes, by_whole_rows, forms

BFLOAT16_AGREEMENT = 0.05  # where AGREEMENT is for float32: with eight bits a few layers differ by 0.01


class PackedDecoder:
    """`layers` compute what the model's own do; without them those are called."""

    def __init__(self, model: PreTrainedModel, layers: LlamaLayers | None) -> None:
        self._model = model
        self._device = model.device
        self.llama = layers
        self._windows = _windows(model)
        self._adapter_rows: list[AdapterRows] = []
        self._adapter_forms: WeakKeyDictionary[Adapter, Forms] = WeakKeyDictionary()
        self.adapter_dtype = model.dtype
        self.context_length: int = getattr(
            model.config.get_text_config(), "max_position_embeddings", sys.maxsize
        )
        self.linears: dict[str, tuple[int, int]] = {}
        is_laid_out = layers is None and model.dtype == torch.bfloat16
        products: list[Product] = []
        heads: list[Product] = []
        for name, module in model.named_modules():
            if name.endswith(".act_fn"):
                module.forward = partial(by_whole_rows, module.forward)
            if not isinstance(module, nn.Linear):
                continue
            weight = laid_out(module.weight, FEW_ROWS) if is_laid_out else module.weight
            product = Product(weight, module.bias)
            module.forward = product  # type: ignore[assignment, method-assign]
            is_head = module is model.get_output_embeddings()
            (heads if is_head else products).append(product)
            if weight is not module.weight:  # else both would stay in memory
                module.weight = nn.Parameter(weight.new_empty(0), requires_grad=False)
            if not is_head:
                self.linears[name] = (module.in_features, module.out_features)
                module.register_forward_hook(self._lora(name))
        if layers is not None:
            products, heads = list(layers.products()), [layers.head]
        # A weight laid out for FEW_ROWS takes 13.6 ms for so many, 18.1 for two and 16.0 for one (135M, one thread).
        least = FEW_ROWS if products[0].weight.is_mkldnn else 1
        self._sizes = Sizes(least, pads=self._device.type == "cpu")
        self._base_forms, self._head_forms = forms(products), forms(heads)

    @classmethod
    def of(cls, model: PreTrainedModel, allow_bfloat16: bool = False) -> "PackedDecoder | None":
        """None if the logits of a few tokens are not those that the model has with its own attention.

        With `allow_bfloat16` the products of a float32 model are bfloat16 if its layers are of the Llama family.
        """
        # First tokens are often special ones, whose embeddings make rounding a hundred times as large (SmolLM2-135M).
        ids = torch.arange(1, 7, device=model.device)[None] * (model.config.get_text_config().vocab_size // 7)
        positions = torch.arange(ids.shape[1], device=model.device)[None]
        windows = _windows(model)
        is_float32 = model.dtype == torch.float32

        with torch.inference_mode():
            expected = model(ids, position_ids=positions, use_cache=False).logits[0]

        def agrees(compute: Callable[[Tensor, Tensor, PackedAttention], Tensor]) -> bool:
            """In two pieces: what goes on from the first shows whether its keys and values were kept."""
            cache, logits = KvCache(len(windows)), []
            with torch.inference_mode():
                try:
                    for some, at in zip(ids.split(3, 1), positions.split(3, 1), strict=True):
                        logits.append(compute(some, at, PackedAttention([(cache, 0, 3)], windows)))
                        cache.advance(3)
                except (AttributeError, IndexError, RuntimeError, TypeError, ValueError):
                    return False  # it is made in another way than these passes know
                difference = (torch.cat(logits) - expected).abs().max() / expected.abs().max()
            return bool(difference <= (AGREEMENT if is_float32 else BFLOAT16_AGREEMENT))

        def by_hand(some: Tensor, at: Tensor, segments: PackedAttention) -> Tensor:
            return LlamaLayers(model).logits(some, at, segments, [], slice(None))

        def by_transformers(some: Tensor, at: Tensor, segments: PackedAttention) -> Tensor:
            logits: Tensor = model(some, position_ids=at, use_cache=False, segments=segments).logits
            return logits[0]

        own_attention = model.config._attn_implementation
        model.set_attn_implementation(attention.NAME)
        is_known = model.config.model_type in FAMILIES and (is_float32 or model.device.type != "cpu")
        if is_known and agrees(by_hand):
            layers = LlamaLayers(model)
            if is_float32 and allow_bfloat16:
                layers.multiply_in_bfloat16()
            return cls(model, layers)
        if agrees(by_transformers):
            return cls(model, None)
        model.set_attn_implementation(own_attention)
        return None

    def new_cache(self) -> KvCache:
        return KvCache(len(self._windows))

    @torch.inference_mode()
    def step(self, segments: Sequence[Segment]) -> Tensor:
        count = sum(len(segment.tokens) for segment in segments)
        used = self._forms(segments)
        rows = self._sizes.padded(count, used)
        last_rows = self._sizes.padded(len(segments), self._head_forms)
        if rows is None or last_rows is None:
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
        self._adapter_rows = []
        for adapter, indices in groupby(range(len(packed)), key=lambda i: packed[i].adapter):
            if adapter is not None:
                group = list(indices)
                of_adapter = slice(starts[group[0]], ends[group[-1]])
                self._adapter_rows.append(
                    AdapterRows(adapter, of_adapter, self._around(of_adapter, rows, used))
                )
        last = [end - 1 for end in ends] + [0] * (last_rows - len(ends))
        last_at = torch.tensor(last, device=self._device)
        ids = torch.tensor([tokens], device=self._device)
        at = torch.tensor([positions], device=self._device)
        parts = [(s.cache, start, end) for s, start, end in zip(packed, starts, ends, strict=True)]
        attended = PackedAttention(parts, self._windows)
        if self.llama is not None:
            logits = self.llama.logits(ids, at, attended, self._adapter_rows, last_at)
        else:
            logits = self._model(
                input_ids=ids, position_ids=at, use_cache=False, logits_to_keep=last_at, segments=attended
            ).logits[0]
        for segment in packed:
            segment.cache.advance(len(segment.tokens))
        back = torch.empty(len(order), dtype=torch.long)
        back[order] = torch.arange(len(order))
        return logits[back.to(self._device)]

    def _in_two_steps(self, segments: Sequence[Segment]) -> Tensor:
        if len(segments) > 1:
            half = len(segments) // 2
            return torch.cat([self.step(segments[:half]), self.step(segments[half:])])
        (segment,) = segments
        half = len(segment.tokens) // 2
        self.step([replace(segment, tokens=segment.tokens[:half])])
        return self.step([replace(segment, tokens=segment.tokens[half:])])

    def _forms(self, segments: Sequence[Segment]) -> Forms:
        """Of all products of a step but the head's."""
        found = dict(self._base_forms)
        for adapter in {segment.adapter for segment in segments if segment.adapter is not None}:
            if adapter not in self._adapter_forms:
                if self.llama is not None:
                    products = self.llama.products_of(adapter)
                else:
                    sides = (side for pair in adapter.weights.values() for side in pair)
                    products = (Product(side, is_lora=True) for side in sides)
                self._adapter_forms[adapter] = forms(products)
            found |= self._adapter_forms[adapter]
        return found

    def _around(self, rows: slice, total: int, used: Forms) -> slice:
        """`rows` and as many of their neighbours, of `total` rows, as an adapter's products take."""
        size = self._sizes.padded(rows.stop - rows.start, used) or total
        start = min(rows.start, total - size)
        return slice(start, start + size)

    def _lora(self, name: str) -> Any:
        def add(_module: nn.Module, inputs: tuple[Tensor], output: Tensor) -> None:
            # [T, width], whether its layer keeps the batch in front of it or not (OPT)
            x_td, out_td = (side.view(-1, side.shape[-1]) for side in (inputs[0], output))
            for rows in self._adapter_rows:
                if name in rows.adapter.weights:
                    down, up = rows.adapter.weights[name]
                    out_td[rows.padded].addmm_(project_down(x_td, down, rows), up)

        return add


def _windows(model: PreTrainedModel) -> list[int | None]:
    """By layer how many keys a token sees; None for all."""
    return [reach(model.config, kind) for kind in layer_kinds(model.config)]
