"""The layers of the Llama family by hand, in place of transformers' own where both agree.

A step of one reply takes 29 ms instead of 34 (SmolLM2-135M, two cores): a third of it was small operations and calls of
modules. Three quarters of the rest is reading the weights. A copy of them in memory of our own would be read a tenth
faster, but this one, mapped from the file, is shared with the training process.

Shapes: T tokens of all replies, H width, D width of a head, R ranks of adapters together.
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
from app.llama import LINEARS, agree
from app.matmul import linear

# Linear layers that read the same input: query, key and value; output; gate and up; down.
READS = (slice(0, 3), slice(3, 4), slice(4, 6), slice(6, 7))


@dataclass(frozen=True, slots=True)
class Update:
    """What an adapter adds to the linear layers that read the same input."""

    down: Tensor  # [in, R]
    ups: tuple[tuple[int, slice, Tensor], ...]  # which of them, its columns of R, [rank, out]


Updates = Sequence[Sequence[Update | None]]  # by layer and read


class Layers:
    def __init__(self, model: Any) -> None:
        decoder = model.base_model
        self._embed, self._rotary = decoder.embed_tokens, decoder.rotary_emb
        self._norm, self._head = decoder.norm, model.get_output_embeddings()
        self._layers = list(decoder.layers)
        modules = [[layer.get_submodule(name) for name in LINEARS] for layer in self._layers]
        self._linears = [[(module.weight, module.bias) for module in row] for row in modules]
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
        for number, (layer, linears) in enumerate(zip(self._layers, self._linears, strict=True)):
            lows = [[(update[number][read], span) for update, span in updates] for read in range(len(READS))]
            attention = layer.self_attn
            normed_th = _normed(x_th, layer.input_layernorm)
            q_th, k_th, v_th = _read(normed_th, linears[READS[0]], lows[0])
            q_ahtd, k_ahtd = (_turned(side, attention.head_dim, turn) for side in (q_th, k_th))
            v_ahtd = v_th.view(1, len(v_th), -1, attention.head_dim).transpose(1, 2)
            heard_th = attend(number, q_ahtd, k_ahtd, v_ahtd, segments, attention.scaling).flatten(2)[0]
            (out_th,) = _read(heard_th, linears[READS[1]], lows[1])
            x_th = out_th.add_(x_th)
            gate_ti, up_ti = _read(_normed(x_th, layer.post_attention_layernorm), linears[READS[2]], lows[2])
            (out_th,) = _read(silu(gate_ti, inplace=True).mul_(up_ti), linears[READS[3]], lows[3])
            x_th = out_th.add_(x_th)
        logits: Tensor = self._head(_normed(x_th[rows], self._norm))
        return logits

    def _updates_of(self, adapter: Adapter) -> Updates:
        if adapter not in self._updates:
            self._updates[adapter] = [
                [_update(adapter, f"model.layers.{number}.", LINEARS[read]) for read in READS]
                for number in range(len(self._layers))
            ]
        return self._updates[adapter]


def _update(adapter: Adapter, layer: str, names: Sequence[str]) -> Update | None:
    here = [
        (at, adapter.weights[layer + name])
        for at, name in enumerate(names)
        if layer + name in adapter.weights
    ]
    if not here:
        return None
    ups, first = [], 0
    for at, (_, up) in here:
        ups.append((at, slice(first, first + len(up)), up))
        first += len(up)
    return Update(torch.cat([down for _, (down, _) in here], 1), tuple(ups))


def _read(
    x: Tensor, linears: Sequence[tuple[Tensor, Tensor | None]], lows: Sequence[tuple[Update | None, slice]]
) -> list[Tensor]:
    outs = [linear(x, weight, bias) for weight, bias in linears]
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


def _turned(x_th: Tensor, width: int, turn: tuple[Tensor, Tensor]) -> Tensor:
    """[T, heads * D] to rotated [1, heads, T, D]."""
    x = x_th.view(1, len(x_th), -1, width).transpose(1, 2)
    left, right = x.chunk(2, -1)
    return torch.addcmul(x * turn[0], torch.cat([right, left], -1), turn[1])
