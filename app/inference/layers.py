"""The layers of the Llama family by hand, in place of transformers' own where both agree.

Most of a step is reading the weights; a third of the rest was small operations and calls of modules. In float32 the
weights stay mapped from the file, shared with the training process. In bfloat16 they are copied into half the memory,
in the order in which they are read (figures in tests/benchmarks/RESULTS.md).

Shapes: T tokens of all replies, H width, D width of a head, R ranks of an adapter together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor
from torch.nn.functional import rms_norm, silu

from app.inference.attention import Part, attend
from app.inference.kv_cache import KvCache
from app.inference.lora import Adapter
from app.llama import LINEARS, READS, agree, side_by_side
from app.matmul import laid_out, linear

FEW_ROWS = 4  # a weight laid out for so many is as good for one token and for a whole prompt


@dataclass(frozen=True, slots=True)
class Read:
    """Linear layers that read the same input."""

    linears: tuple[tuple[Tensor, Tensor | None], ...]  # weight [out, in] and bias; all in one when narrow
    sizes: tuple[int, ...]  # what each of them puts out

    @classmethod
    def of(cls, modules: Sequence[Any]) -> "Read":
        return cls(
            tuple((module.weight, module.bias) for module in modules),
            tuple(module.out_features for module in modules),
        )

    def narrow(self) -> "Read":
        """The same in bfloat16."""
        weights, biases = zip(*self.linears, strict=True)
        weight, bias = side_by_side([weight.bfloat16() for weight in weights], biases)
        return Read(((laid_out(weight, FEW_ROWS), bias),), self.sizes)

    def __call__(self, x: Tensor) -> Sequence[Tensor]:
        """x [T, in] to [T, out] of each, in the precision of x; the product is as narrow as the weights."""
        narrow = x.to(self.linears[0][0].dtype)
        outs = [linear(narrow, weight, bias).to(x.dtype) for weight, bias in self.linears]
        return outs[0].split(self.sizes, 1) if len(outs) == 1 else outs


@dataclass(frozen=True, slots=True)
class Update:
    """What an adapter adds to a read."""

    down: Tensor  # [in, R]
    ups: tuple[tuple[int, slice, Tensor], ...]  # which of its layers, its columns of R, [rank, out]


Updates = Sequence[Sequence[Update | None]]  # by layer and read


class Layers:
    def __init__(self, model: Any) -> None:
        decoder = model.base_model
        self._embed, self._rotary = decoder.embed_tokens, decoder.rotary_emb
        head = model.get_output_embeddings()
        self._norm, self._head = decoder.norm, (head.weight, head.bias)
        self._layers = list(decoder.layers)
        modules = [[layer.get_submodule(name) for name in LINEARS] for layer in self._layers]
        self._reads = [[Read.of(row[read]) for read in READS] for row in modules]
        self._updates: WeakKeyDictionary[Adapter, Updates] = WeakKeyDictionary()

    @classmethod
    def of(cls, model: Any) -> "Layers | None":
        """None for a model whose layers are made in another way."""
        ids = torch.tensor([[1, 2, 3, 4, 5, 6]], device=model.device)
        positions = torch.arange(ids.shape[1], device=model.device)[None]

        def segments() -> list[Part]:
            return [(KvCache(model.config.num_hidden_layers), 0, ids.shape[1])]

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
        self._head = laid_out(self._head[0], FEW_ROWS), self._head[1]

    def logits(
        self,
        ids: Tensor,
        positions: Tensor,
        segments: Sequence[Part],
        adapters: Sequence[tuple[Adapter, slice]],
        rows: Tensor | slice,
    ) -> Tensor:
        """ids and positions [1, T] to [rows, vocabulary]. `adapters` with the tokens that each is for."""
        x_th = self._embed(ids)[0]
        turn = _turn(*self._rotary(x_th, positions))
        updates = [(self._updates_of(adapter), span) for adapter, span in adapters]
        for number, (layer, reads) in enumerate(zip(self._layers, self._reads, strict=True)):
            lows = [[(update[number][read], span) for update, span in updates] for read in range(len(READS))]
            attention = layer.self_attn
            normed_th = _normed(x_th, layer.input_layernorm)
            q_th, k_th, v_th = _read(normed_th, reads[0], lows[0])
            q_ahtd, k_ahtd = (_turned(side, attention.head_dim, turn) for side in (q_th, k_th))
            v_ahtd = _heads(v_th, attention.head_dim)
            heard_th = attend(number, q_ahtd, k_ahtd, v_ahtd, segments, attention.scaling).flatten(2)[0]
            (out_th,) = _read(heard_th, reads[1], lows[1])
            x_th = out_th.add_(x_th)
            gate_ti, up_ti = _read(_normed(x_th, layer.post_attention_layernorm), reads[2], lows[2])
            (out_th,) = _read(silu(gate_ti).mul_(up_ti), reads[3], lows[3])
            x_th = out_th.add_(x_th)
        return linear(_normed(x_th[rows], self._norm), *self._head)

    def _updates_of(self, adapter: Adapter) -> Updates:
        if adapter not in self._updates:
            self._updates[adapter] = [
                [_update(adapter, f"model.layers.{number}.", LINEARS[read]) for read in READS]
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


def _read(x: Tensor, read: Read, lows: Sequence[tuple[Update | None, slice]]) -> Sequence[Tensor]:
    outs = read(x)
    for update, span in lows:
        if update is not None:
            low_tr = x[span] @ update.down
            for at, columns, up in update.ups:
                outs[at][span].addmm_(low_tr[:, columns], up)
    return outs


def _normed(x_th: Tensor, norm: Any) -> Tensor:
    return rms_norm(x_th, (x_th.shape[1],), norm.weight, norm.variance_epsilon)


def _turn(cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
    """Rotary positions [1, T, D] as factors of the heads and of their swapped halves."""
    left, right = sin.chunk(2, -1)
    return cos[:, None], torch.cat([-left, right], -1)[:, None]


def _heads(x_th: Tensor, width: int) -> Tensor:
    """[T, heads * D] to [1, heads, T, D]."""
    return x_th.unflatten(1, (-1, width)).transpose(0, 1)[None]


def _turned(x_th: Tensor, width: int, turn: tuple[Tensor, Tensor]) -> Tensor:
    """[T, heads * D] to rotated [1, heads, T, D]."""
    x = _heads(x_th, width)
    left, right = x.chunk(2, -1)
    return torch.addcmul(x * turn[0], torch.cat([right, left], -1), turn[1])
