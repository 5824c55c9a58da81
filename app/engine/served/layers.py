"""The layers of the Llama family by hand, in place of transformers' own where both agree.

Most of a step is reading the weights; a third of the rest was small operations and calls of modules. In float32 the
weights stay mapped from the file, shared with the training process. In bfloat16 they are copied into half the memory,
in the order in which they are read (figures in tests/benchmarks/RESULTS.md).

Shapes: T tokens of all replies, H width, D width of a head, R ranks of an adapter together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor
from torch.nn.functional import rms_norm, silu

from app.engine.llama import LINEARS, PROJECTIONS, agree, side_by_side
from app.engine.matmul import laid_out
from app.engine.served.attention import Packed
from app.engine.served.kv_cache import KvCache
from app.engine.served.lora import Adapter
from app.engine.served.steady import Product, by_whole_rows

TURNS = 64  # positions whose rotation is computed at once
FEW_ROWS = 4  # a weight laid out for so many is as good for one token and for a whole prompt


@dataclass(frozen=True, slots=True)
class Read:
    """Linear layers that read the same input."""

    linears: tuple[Product, ...]  # all in one when narrow
    sizes: tuple[int, ...]  # what each of them puts out

    @classmethod
    def of(cls, modules: Sequence[Any]) -> "Read":
        return cls(
            tuple(Product(module.weight, module.bias) for module in modules),
            tuple(module.out_features for module in modules),
        )

    def narrow(self) -> "Read":
        """The same in bfloat16."""
        weights = [each.weight.bfloat16() for each in self.linears]
        weight, bias = side_by_side(weights, [each.bias for each in self.linears])
        return Read((Product(laid_out(weight, FEW_ROWS), bias),), self.sizes)

    def __call__(self, x: Tensor) -> Sequence[Tensor]:
        """x [T, in] to [T, out] of each, in the precision of x; the product is as narrow as the weights."""
        narrow = x.to(self.linears[0].weight.dtype)
        outs = [each(narrow).to(x.dtype) for each in self.linears]
        return outs[0].split(self.sizes, 1) if len(outs) == 1 else outs


@dataclass(frozen=True, slots=True)
class Update:
    """What an adapter adds to a read."""

    down: Tensor  # [in, R]
    ups: tuple[tuple[int, slice, Tensor], ...]  # which of its layers, its columns of R, [rank, out]


Updates = Sequence[Sequence[Update | None]]  # by layer and read
Worn = tuple[Adapter, slice, slice]
"""An adapter, the rows that it is for, and around them as many as its products take (steady.py)."""


class Layers:
    def __init__(self, model: Any) -> None:
        decoder = model.base_model
        self._embed, self._rotary = decoder.embed_tokens, decoder.rotary_emb
        head = model.get_output_embeddings()
        self._norm, self.head = decoder.norm, Product(head.weight, head.bias)
        self._layers = list(decoder.layers)
        modules = [[layer.get_submodule(name) for name in LINEARS] for layer in self._layers]
        self._reads = [[Read.of(row[read]) for read in PROJECTIONS] for row in modules]
        self._updates: WeakKeyDictionary[Adapter, Updates] = WeakKeyDictionary()
        self._turns: tuple[Tensor, Tensor] | None = None

    @classmethod
    def of(cls, model: Any) -> "Layers | None":
        """None for a model whose layers are made in another way."""
        ids = torch.tensor([[1, 2, 3, 4, 5, 6]], device=model.device)
        positions = torch.arange(ids.shape[1], device=model.device)[None]

        def segments() -> Packed:
            return Packed([(KvCache(model.config.num_hidden_layers), 0, ids.shape[1])])

        def by_transformers() -> Tensor:
            logits: Tensor = model(ids, position_ids=positions, use_cache=False, segments=segments()).logits
            return logits[0]

        is_same = agree(
            lambda: cls(model).logits(ids, positions, segments(), [], slice(None)), by_transformers
        )
        return cls(model) if is_same else None

    def narrow(self) -> None:
        """From now on the layers' weights multiply in bfloat16; the head and all between stay in float32."""
        self._reads = [[read.narrow() for read in row] for row in self._reads]
        self.head = Product(laid_out(self.head.weight, FEW_ROWS), self.head.bias)

    def products(self) -> Iterator[Product]:
        return (each for row in self._reads for read in row for each in read.linears)

    def products_of(self, adapter: Adapter) -> Iterator[Product]:
        for update in (update for row in self._updates_of(adapter) for update in row if update is not None):
            yield Product(update.down, is_low=True)
            yield from (Product(up, is_low=True) for _, _, up in update.ups)

    def logits(
        self,
        ids: Tensor,
        positions: Tensor,
        segments: Packed,
        adapters: Sequence[Worn],
        rows: Tensor | slice,
    ) -> Tensor:
        """ids and positions [1, T] to [rows, vocabulary]."""
        x_th = self._embed(ids)[0]
        turn = self._turn(positions[0])
        updates = [(self._updates_of(adapter), *spans) for adapter, *spans in adapters]
        for number, (layer, reads) in enumerate(zip(self._layers, self._reads, strict=True)):
            lows = [
                [(update[number][read], *spans) for update, *spans in updates] for read in range(len(PROJECTIONS))
            ]
            attention = layer.self_attn
            normed_th = _normed(x_th, layer.input_layernorm)
            q_th, k_th, v_th = _read(normed_th, reads[0], lows[0])
            q_thd, k_tkd = (_turned(side, attention.head_dim, turn) for side in (q_th, k_th))
            v_tkd = _heads(v_th, attention.head_dim)
            heard_th = segments.attend(number, q_thd, k_tkd, v_tkd, attention.scaling)
            (out_th,) = _read(heard_th, reads[1], lows[1])
            x_th = out_th.add_(x_th)
            gate_ti, up_ti = _read(_normed(x_th, layer.post_attention_layernorm), reads[2], lows[2])
            (out_th,) = _read(by_whole_rows(silu, gate_ti).mul_(up_ti), reads[3], lows[3])
            x_th = out_th.add_(x_th)
        return self.head(_normed(x_th[rows], self._norm))

    def _turn(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """Rotary positions [T] as factors of the heads and of their swapped halves, [T, 1, D] each.

        Made once, a block of positions at a time, so that each gets the same whatever others a step has.
        """
        known = 0 if self._turns is None else len(self._turns[0])
        missing = range(known, int(positions.max()) + 1, TURNS)
        if missing:
            made = [self._rotary(self._embed.weight, _block(first, positions)) for first in missing]
            turns = [_factors(cos[0], sin[0]) for cos, sin in made]
            old = [] if self._turns is None else [self._turns]
            cos, sin = (torch.cat(side) for side in zip(*old, *turns, strict=True))
            self._turns = cos, sin
        assert self._turns is not None
        return self._turns[0][positions], self._turns[1][positions]

    def _updates_of(self, adapter: Adapter) -> Updates:
        if adapter not in self._updates:
            self._updates[adapter] = [
                [_update(adapter, f"model.layers.{number}.", LINEARS[read]) for read in PROJECTIONS]
                for number in range(len(self._layers))
            ]
        return self._updates[adapter]


def _update(adapter: Adapter, layer: str, names: Sequence[str]) -> Update | None:
    downs, ups, rank = [], [], 0
    for at, name in enumerate(names):
        if layer + name in adapter.weights:
            down, up = adapter.weights[layer + name]
            downs.append(down)
            ups.append((at, slice(rank, rank + len(up)), up))
            rank += len(up)
    return Update(torch.cat(downs, 1), tuple(ups)) if downs else None


def low_of(x: Tensor, down: Tensor, span: slice, wide: slice) -> Tensor:
    """`x @ down` of the rows `wide`, zero for those that `span` does not hold."""
    low = x[wide] @ down
    if wide != span:
        low[: span.start - wide.start] = 0
        low[span.stop - wide.start :] = 0
    return low


def _read(x: Tensor, read: Read, lows: Sequence[tuple[Update | None, slice, slice]]) -> Sequence[Tensor]:
    outs = read(x)
    for update, span, wide in lows:
        if update is not None:
            low_tr = low_of(x, update.down, span, wide)
            for at, columns, up in update.ups:
                outs[at][wide].addmm_(low_tr[:, columns], up)
    return outs


def _normed(x_th: Tensor, norm: Any) -> Tensor:
    return rms_norm(x_th, (x_th.shape[1],), norm.weight, norm.variance_epsilon)


def _block(first: int, like: Tensor) -> Tensor:
    return torch.arange(first, first + TURNS, device=like.device)[None]


def _factors(cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
    left, right = sin.chunk(2, -1)
    return cos[:, None], torch.cat([-left, right], -1)[:, None]


def _heads(x_th: Tensor, width: int) -> Tensor:
    """[T, heads * D] to [T, heads, D]."""
    return x_th.unflatten(1, (-1, width))


def _turned(x_th: Tensor, width: int, turn: tuple[Tensor, Tensor]) -> Tensor:
    """[T, heads * D] to rotated [T, heads, D]."""
    x = _heads(x_th, width)
    left, right = x.chunk(2, -1)
    # Not addcmul: compilers may round its two steps once in one loop and twice in another.
    return (x * turn[0]).add_(torch.cat([right, left], -1).mul_(turn[1]))
