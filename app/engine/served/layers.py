"""The layers of the Llama family by hand, in place of transformers' own where both agree.

Most of a step is reading the weights; a third of the rest was small operations and calls of modules. In float32 the
weights stay mapped from the file, shared with the training process. For products in bfloat16 they are copied into half
the memory, in the order in which they are read (figures in tests/benchmarks/RESULTS.md).

Shapes: T tokens of all replies, H width of the model, I of the mlp, D of a head, R ranks of an adapter's updates of one
projection together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from torch.nn.functional import rms_norm, silu

from app.engine.llama import LINEARS, PROJECTIONS, side_by_side
from app.engine.matmul import laid_out
from app.engine.served.attention import PackedAttention
from app.engine.served.lora import Adapter
from app.engine.served.steady import Product, by_whole_rows

ROTARY_BLOCK = 64  # positions whose rotary factors are computed at once
FEW_ROWS = 4  # a weight laid out for so many is as good for one token and for a whole prompt


@dataclass(frozen=True, slots=True)
class Projection:
    """Linear layers that have the same input."""

    linears: tuple[Product, ...]  # in bfloat16 on a CPU all in one
    sizes: tuple[int, ...]  # of their outputs

    @classmethod
    def of(cls, modules: Sequence[Any]) -> "Projection":
        return cls(
            tuple(Product(module.weight, module.bias) for module in modules),
            tuple(module.out_features for module in modules),
        )

    def in_bfloat16(self) -> "Projection":
        weights = [linear.weight.bfloat16() for linear in self.linears]
        weight, bias = side_by_side(weights, [linear.bias for linear in self.linears])
        return Projection((Product(laid_out(weight, FEW_ROWS), bias),), self.sizes)

    def __call__(self, x: Tensor) -> Sequence[Tensor]:
        """x [T, in] to [T, out] of each, all in the precision of x; products are in that of the weights."""
        inputs = x.to(self.linears[0].weight.dtype)
        outputs = [linear(inputs).to(x.dtype) for linear in self.linears]
        return outputs[0].split(self.sizes, 1) if len(outputs) == 1 else outputs


@dataclass(frozen=True, slots=True)
class LoraUpdate:
    """What an adapter adds to a projection."""

    down: Tensor  # [in, R]
    ups: tuple[tuple[int, slice, Tensor], ...]  # number of the linear layer, its columns of R, [rank, out]


Updates = Sequence[Sequence[LoraUpdate | None]]  # by layer and projection


class AdapterRows(NamedTuple):
    adapter: Adapter
    rows: slice  # of the replies that use it
    padded: slice  # around them, as many as its products take (steady.py)


@dataclass(frozen=True, slots=True)
class Heads:
    width: int
    scaling: float  # of the attention scores
    norms: tuple[Any, Any] | None  # of each head's queries and keys (Qwen 3)
    is_rotary: bool  # not every layer of SmolLM3 is

    @classmethod
    def of(cls, attention: Any) -> "Heads":
        norms = (attention.q_norm, attention.k_norm) if hasattr(attention, "q_norm") else None
        return cls(attention.head_dim, attention.scaling, norms, bool(getattr(attention, "use_rope", True)))


class LlamaLayers:
    """From token ids to logits. Raises AttributeError for a model whose layers are built in another way."""

    def __init__(self, model: Any) -> None:
        decoder, head = model.get_decoder(), model.get_output_embeddings()
        self._embed, self._rotary = decoder.embed_tokens, decoder.rotary_emb
        self._norm, self.head = decoder.norm, Product(head.weight, head.bias)
        self._layers = list(decoder.layers)
        self._heads = [Heads.of(layer.self_attn) for layer in self._layers]
        # Of Granite.
        self._embedding_multiplier = getattr(model.config, "embedding_multiplier", 1.0)
        self._residual_multiplier = getattr(model.config, "residual_multiplier", 1.0)
        self._logits_multiplier = 1 / getattr(model.config, "logits_scaling", 1.0)
        modules = [[layer.get_submodule(name) for name in LINEARS] for layer in self._layers]
        self._projections = [[Projection.of(row[at]) for at in PROJECTIONS] for row in modules]
        names: Mapping[nn.Module, str] = {module: name for name, module in model.named_modules()}
        self._names = [[names[module] for module in row] for row in modules]
        self._updates: WeakKeyDictionary[Adapter, Updates] = WeakKeyDictionary()
        self._factors: tuple[Tensor, Tensor] | None = None

    def multiply_in_bfloat16(self) -> None:
        """From now on the layers' weights do; the head and all between stay in float32."""
        self._projections = [[each.in_bfloat16() for each in row] for row in self._projections]
        self.head = Product(laid_out(self.head.weight, FEW_ROWS), self.head.bias)

    def products(self) -> Iterator[Product]:
        return (linear for row in self._projections for each in row for linear in each.linears)

    def products_of(self, adapter: Adapter) -> Iterator[Product]:
        for update in (update for row in self._updates_of(adapter) for update in row if update is not None):
            yield Product(update.down, is_lora=True)
            yield from (Product(up, is_lora=True) for _, _, up in update.ups)

    def logits(
        self,
        ids: Tensor,
        positions: Tensor,
        segments: PackedAttention,
        adapters: Sequence[AdapterRows],
        wanted: Tensor | slice,
    ) -> Tensor:
        """ids and positions [1, T] to [wanted, vocabulary]."""
        x_th = _scaled(self._embed(ids)[0], self._embedding_multiplier)
        factors = self._rotary_factors(positions[0])
        updates = [(self._updates_of(rows.adapter), rows) for rows in adapters]
        for number, (layer, projections) in enumerate(zip(self._layers, self._projections, strict=True)):
            loras = [
                [(update[number][each], rows) for update, rows in updates] for each in range(len(PROJECTIONS))
            ]
            heads = self._heads[number]
            normed_th = _normed(x_th, layer.input_layernorm)
            q_th, k_th, v_th = _project(normed_th, projections[0], loras[0])
            q_thd, k_tkd, v_tkd = (_split(side, heads.width) for side in (q_th, k_th, v_th))
            if heads.norms is not None:
                q_thd, k_tkd = (_normed(*side) for side in zip((q_thd, k_tkd), heads.norms, strict=True))
            if heads.is_rotary:
                q_thd, k_tkd = (_rotated(side, factors) for side in (q_thd, k_tkd))
            attended_th = segments.attend(number, q_thd, k_tkd, v_tkd, heads.scaling)
            (out_th,) = _project(attended_th, projections[1], loras[1])
            x_th = _scaled(out_th, self._residual_multiplier).add_(x_th)
            normed_th = _normed(x_th, layer.post_attention_layernorm)
            gate_ti, up_ti = _project(normed_th, projections[2], loras[2])
            (out_th,) = _project(by_whole_rows(silu, gate_ti).mul_(up_ti), projections[3], loras[3])
            x_th = _scaled(out_th, self._residual_multiplier).add_(x_th)
        return _scaled(self.head(_normed(x_th[wanted], self._norm)), self._logits_multiplier)

    def _rotary_factors(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """Of positions [T], for the heads and for their swapped halves, [T, 1, D] each.

        Computed once, a block of positions at a time, so that each gets the same whatever others a step has.
        """
        known = 0 if self._factors is None else len(self._factors[0])
        missing = range(known, int(positions.max()) + 1, ROTARY_BLOCK)
        if missing:
            made = [self._rotary(self._embed.weight, _block(first, positions)) for first in missing]
            factors = [_signed(cos[0], sin[0]) for cos, sin in made]
            old = [] if self._factors is None else [self._factors]
            cos, sin = (torch.cat(side) for side in zip(*old, *factors, strict=True))
            self._factors = cos, sin
        assert self._factors is not None
        return self._factors[0][positions], self._factors[1][positions]

    def _updates_of(self, adapter: Adapter) -> Updates:
        if adapter not in self._updates:
            self._updates[adapter] = [
                [_update(adapter, row[at]) for at in PROJECTIONS] for row in self._names
            ]
        return self._updates[adapter]


def _update(adapter: Adapter, names: Sequence[str]) -> LoraUpdate | None:
    downs, ups, rank = [], [], 0
    for at, name in enumerate(names):
        if name in adapter.weights:
            down, up = adapter.weights[name]
            downs.append(down)
            ups.append((at, slice(rank, rank + len(up)), up))
            rank += len(up)
    return LoraUpdate(torch.cat(downs, 1), tuple(ups)) if downs else None


def project_down(x: Tensor, down: Tensor, at: AdapterRows) -> Tensor:
    """`x @ down` of the padded rows, zero for those of other replies."""
    low = x[at.padded] @ down
    if at.padded != at.rows:
        low[: at.rows.start - at.padded.start] = 0
        low[at.rows.stop - at.padded.start :] = 0
    return low


def _project(
    x: Tensor, projection: Projection, loras: Sequence[tuple[LoraUpdate | None, AdapterRows]]
) -> Sequence[Tensor]:
    outputs = projection(x)
    for update, rows in loras:
        if update is not None:
            low_tr = project_down(x, update.down, rows)
            for number, columns, up in update.ups:
                outputs[number][rows.padded].addmm_(low_tr[:, columns], up)
    return outputs


def _normed(x: Tensor, norm: Any) -> Tensor:
    return rms_norm(x, x.shape[-1:], norm.weight, norm.variance_epsilon)


def _scaled(x: Tensor, factor: float) -> Tensor:
    return x if factor == 1 else x.mul_(factor)


def _block(first: int, like: Tensor) -> Tensor:
    return torch.arange(first, first + ROTARY_BLOCK, device=like.device)[None]


def _signed(cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
    left, right = sin.chunk(2, -1)
    return cos[:, None], torch.cat([-left, right], -1)[:, None]


def _split(x_th: Tensor, width: int) -> Tensor:
    """[T, heads * D] to [T, heads, D]."""
    heads: Tensor = x_th.unflatten(1, (-1, width))
    return heads


def _rotated(x: Tensor, factors: tuple[Tensor, Tensor]) -> Tensor:
    """[T, heads, D], both halves of D turned by the position's angles."""
    left, right = x.chunk(2, -1)
    # Not addcmul: compilers may round its two steps once in one loop and twice in another.
    return (x * factors[0]).add_(torch.cat([right, left], -1).mul_(factors[1]))
