"""Attention of packed replies: each segment attends to its own cache and to nothing else.

On a CPU a token's attention is the same, bit for bit, whenever and beside whatever it is computed (see steady.py): it
is computed over whole blocks of keys, up to the one of its own position and, with a sliding window, from the one where
the window of that block begins, so that how many hidden keys are added depends on nothing but its position; and the
rows of queries are a multiple for which they agree.

Shapes: T tokens of all replies, H heads of queries, K heads of keys, G = H / K, D width of a head.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
"""Tokens `first` to `end` of a step, and the cache that they are appended to."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Tokens of one reply in one block, by layer the keys and values they see ([1, K, keys, D]), and the mask."""

    start: int
    end: int
    keys: Sequence[Tensor]
    values: Sequence[Tensor]
    mask: Tensor  # [1, 1, rows or 1, keys]


@dataclass(slots=True)
class _Pieces:
    """Those of layers that have the same window."""

    several: list[_Piece] = field(default_factory=list)
    single: list[_Piece] = field(default_factory=list)  # of one token each
    single_rows: Tensor | slice | None = None


class PackedAttention:
    """Of one step. Rows after its last part are padding. `windows`: by layer how many keys a token sees, its own
    among them; None for all."""

    def __init__(self, parts: Sequence[Part], windows: Sequence[int | None]) -> None:
        self._parts = parts
        self._windows = windows
        self._multiple = 1
        self._written: list[tuple[int, int, Sequence[Tensor]]] = []  # rows, and where their keys go
        self._pieces: dict[int | None, _Pieces] = {}

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
        pieces = self._pieces[self._windows[layer]]
        if pieces.single:
            # The query heads that share a key head become its rows: no copy of the keys.
            few = pad(q_tkgd[pieces.single_rows], (0, 0, 0, -group % self._multiple))
            attended = [
                scaled_dot_product_attention(
                    rows, piece.keys[layer], piece.values[layer], piece.mask, scale=scaling
                )
                for rows, piece in zip(few.split(1), pieces.single, strict=True)
            ]
            out_tkgd[pieces.single_rows] = torch.cat(attended)[:, :, :group]
        for piece in pieces.several:
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
        output: Tensor = out_tkgd.flatten(1)
        return output

    def _lay_out(self, k_tkd: Tensor, group: int) -> None:
        """What is the same for all layers."""
        if k_tkd.device.type == "cpu":
            self._multiple = _steady_multiple(k_tkd.shape[2], k_tkd.dtype, torch.get_num_threads())
        room = MOST_ROWS // self._multiple * self._multiple // group
        most = min(BLOCK, 1 << max(room, 1).bit_length() - 1)
        self._written = [(start, end, cache.reserve(end - start, k_tkd)) for cache, start, end in self._parts]
        self._pieces = {window: self._pieces_for(window, most, k_tkd, group) for window in set(self._windows)}

    def _pieces_for(self, window: int | None, most: int, like: Tensor, group: int) -> _Pieces:
        pieces = _Pieces()
        longest = whole_blocks(max(cache.length + end - start for cache, start, end in self._parts))
        width = longest if window is None else min(window, longest)
        # Hidden keys, as many as are seen, hidden ones: the mask of each token is a section of it.
        masks = like.new_full((longest + width + BLOCK,), -torch.inf)
        masks[longest : longest + width] = 0
        for cache, start, end in self._parts:
            for first, last in _sections(cache.length, cache.length + end - start, most):
                keys_from = max(0, first // BLOCK * BLOCK - width + 1) // BLOCK * BLOCK
                keys_to = whole_blocks(last)
                keys, values = cache.between(keys_from, keys_to)
                shift = longest + width - 1 + keys_from
                rows = [masks[shift - at :][: keys_to - keys_from] for at in range(first, last)]
                mask = rows[0][None]
                if like.device.type != "cpu":
                    mask = mask.clone()  # kernels for GPUs read masks from aligned addresses
                if last - first > 1:
                    mask = torch.stack(rows).repeat(group, 1)
                    mask = pad(mask, (0, 0, 0, -len(mask) % self._multiple))
                offset = start - cache.length
                piece = _Piece(first + offset, last + offset, keys, values, mask[None, None])
                (pieces.single if last - first == 1 else pieces.several).append(piece)
        singles = [piece.start for piece in pieces.single]
        pieces.single_rows = torch.tensor(singles, device=like.device)
        if singles and singles[-1] - singles[0] < len(singles):
            pieces.single_rows = slice(singles[0], singles[-1] + 1)
        return pieces


def _sections(first: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Positions, in sections that lie within one block each and are `most` long at most."""
    while first < end:
        last = min(end, first + most, whole_blocks(first + 1))
        yield first, last
        first = last


@remembered
def _steady_multiple(width: int, dtype: torch.dtype, _threads: int) -> int:
    """Any multiple of it is as good a number of rows as another."""
    keys, values = (
        torch.randn(1, 1, 10 * BLOCK, width, generator=torch.Generator().manual_seed(seed)).to(dtype)
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
    segments: PackedAttention,
    softcap: float | None = None,
    s_aux: Tensor | None = None,
    **_: Any,
) -> tuple[Tensor, None]:
    if softcap is not None or s_aux is not None:
        raise ValueError("Capped logits and attention sinks are not computed here.")
    queries, keys, values = (side[0].transpose(0, 1) for side in (query, key, value))
    layer: Any = module.layer_idx
    output = segments.attend(layer, queries, keys, values, scaling)
    return output.view(1, len(output), query.shape[1], -1), None


AttentionInterface.register(NAME, _for_transformers)
