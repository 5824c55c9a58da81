"""Attention of packed replies: each segment attends to its own cache and to nothing else.

A token's attention is the same, bit for bit, whenever and beside whatever it is computed (see steady.py): it sees
keys up to the next multiple of BLOCK after its own position, those after it hidden, so that how many are added
depends on nothing but its position; and the rows of queries are a multiple for which they agree.

Shapes: T tokens of all replies, H heads, K heads of keys, G of queries for each of those, D width of a head.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache as remembered
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import pad, scaled_dot_product_attention
from transformers import AttentionInterface

from app.engine.served.kv_cache import BLOCK, KvCache, whole_blocks
from app.engine.served.steady import agreeing

NAME = "coachable_segments"
MOST_ROWS = 160
"""Of queries for a key head. From 192 on torch takes 64 at a time in place of 32."""

Part = tuple[KvCache, int, int]
"""Tokens `first` to `end` of a step, and what was said before them."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Tokens of one reply in one block, by layer what they see (each [1, K, keys, D]), and the mask."""

    start: int
    end: int
    keys: Sequence[Tensor]
    values: Sequence[Tensor]
    mask: Tensor  # [1, 1, rows or 1, keys]


class Packed:
    """A step's parts; rows after the last one are there to fill it up."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._multiple = 1
        self._written: list[tuple[int, int, Sequence[Tensor]]] = []  # rows, and where their keys go
        self._several: list[_Piece] = []
        self._single: list[_Piece] = []  # of one token each
        self._rows: Tensor | slice = slice(0)  # of those

    def attend(self, layer: int, q_thd: Tensor, k_tkd: Tensor, v_tkd: Tensor, scaling: float) -> Tensor:
        """To [T, H * D]."""
        heads = k_tkd.shape[1]
        q_tkgd = q_thd.unflatten(1, (heads, -1))
        group = q_tkgd.shape[2]
        if not self._written:
            self._lay_out(k_tkd, group)
        both = torch.stack((k_tkd.transpose(0, 1), v_tkd.transpose(0, 1)))
        for start, end, slots in self._written:
            slots[layer].copy_(both[:, :, start:end])
        out_tkgd = q_tkgd.new_zeros(q_tkgd.shape)
        if self._single:
            # The query heads that share a key head become its rows: no copy of the keys.
            few = pad(q_tkgd[self._rows], (0, 0, 0, -group % self._multiple))
            attended = [
                scaled_dot_product_attention(
                    rows, piece.keys[layer], piece.values[layer], piece.mask, scale=scaling
                )
                for rows, piece in zip(few.split(1), self._single, strict=True)
            ]
            out_tkgd[self._rows] = torch.cat(attended)[:, :, :group]
        for piece in self._several:
            count = piece.end - piece.start
            rows = q_tkgd[piece.start : piece.end].permute(1, 2, 0, 3).flatten(1, 2)[None]
            attended_rows = scaled_dot_product_attention(
                pad(rows, (0, 0, 0, -rows.shape[2] % self._multiple)),
                piece.keys[layer],
                piece.values[layer],
                piece.mask,
                scale=scaling,
            )[0, :, : group * count]
            out_tkgd[piece.start : piece.end] = attended_rows.unflatten(1, (group, count)).permute(2, 0, 1, 3)
        return out_tkgd.flatten(1)

    def _lay_out(self, k_tkd: Tensor, group: int) -> None:
        """What is the same for all layers."""
        self._multiple = _steady_multiple(k_tkd.shape[2], k_tkd.dtype, k_tkd.device, torch.get_num_threads())
        room = MOST_ROWS // self._multiple * self._multiple // group
        most = min(BLOCK, 1 << max(room, 1).bit_length() - 1)
        longest = whole_blocks(max(cache.length + end - start for cache, start, end in self._parts))
        seen = torch.cat((k_tkd.new_zeros(longest), k_tkd.new_full((BLOCK,), -torch.inf)))
        for cache, start, end in self._parts:
            self._written.append((start, end, cache.reserve(end - start, k_tkd)))
            for first, last in _pieces(cache.length, cache.length + end - start, most):
                keys, values = cache.first(whole_blocks(last))
                # For the token at `at` so many of the keys are seen, the others hidden.
                hides = [seen[longest - at - 1 :][: whole_blocks(last)] for at in range(first, last)]
                mask = hides[0][None]
                if last - first > 1:
                    mask = torch.stack(hides).repeat(group, 1)
                    mask = pad(mask, (0, 0, 0, -len(mask) % self._multiple))
                offset = start - cache.length
                piece = _Piece(first + offset, last + offset, keys, values, mask[None, None])
                (self._single if last - first == 1 else self._several).append(piece)
        singles = [piece.start for piece in self._single]
        self._rows = torch.tensor(singles, device=k_tkd.device)
        if singles and singles[-1] - singles[0] < len(singles):
            self._rows = slice(singles[0], singles[-1] + 1)


def _pieces(first: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Positions, in pieces that lie within one block each and are `most` long at most."""
    while first < end:
        last = min(end, first + most, whole_blocks(first + 1))
        yield first, last
        first = last


@remembered
def _steady_multiple(width: int, dtype: torch.dtype, device: torch.device, _threads: int) -> int:
    """Any multiple of it is as good a number of rows as another."""
    keys, values = (
        torch.randn(1, 1, 10 * BLOCK, width, generator=torch.Generator().manual_seed(seed)).to(device, dtype)
        for seed in (1, 2)
    )
    for multiple in (4, 8, 16):
        sizes = range(multiple, MOST_ROWS + 1, multiple)

        def agrees(count: int, multiple: int = multiple, sizes: Sequence[int] = sizes) -> bool:
            mask = keys.new_zeros(1, 1, 1, count)
            mask[..., count - BLOCK // 2 :] = -torch.inf

            def attended(rows: Tensor) -> Tensor:
                return scaled_dot_product_attention(
                    rows[None, None], keys[:, :, :count], values[:, :, :count], mask
                )[0, 0]

            return len(agreeing(attended, keys[0, 0], sizes, multiple)) == len(sizes)

        if all(agrees(blocks * BLOCK) for blocks in (1, 2, 5, 10)):
            return multiple
    return 32  # torch takes so many rows at a time: they never share a product with fewer


def _for_transformers(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    scaling: float,
    segments: Packed,
    **_: Any,
) -> tuple[Tensor, None]:
    sides = (side[0].transpose(0, 1) for side in (query, key, value))
    attended = segments.attend(module.layer_idx, *sides, scaling)
    return attended.view(1, len(attended), query.shape[1], -1), None


AttentionInterface.register(NAME, _for_transformers)
