"""Attention over a packed batch, span by span, so that nothing is computed only to be masked away.

At batch 4 a dense mask would cost four times the scores that are used. Shapes as in layer.py: T tokens, H width, D
width of a head, h key-value heads, g query heads for each, n queries and m keys of a span.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from app.engine.matmul import batched
from app.engine.packed.batch import Batch

# Spans are filled up to a multiple of this many queries, as batches are and for the same reason (decoder.py).
ROUND = 16


class Hearing(Protocol):
    """What the queries of a layer hear: of each other (Spans) or of what was said before (greedy.Memory)."""

    rows: Tensor | None  # the tokens of T that a layer answers for, None: all

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, Any]:
        """What every query hears [T or R, H], and what the way back needs. Queries are scaled."""


@dataclass(frozen=True)
class Span:
    """Queries `first` to `end` of T, which see `seen`, and of its last part nothing after themselves."""

    first: int
    end: int
    seen: tuple[slice, ...]  # of T: the prefix, the stem, and the span itself
    mask: Tensor  # [room, room], minus infinity where a query may not look; room is n with its filling


@dataclass(frozen=True)
class Attended:
    queries: Tensor  # [h, g room, D]
    keys: Tensor  # [h, m, D], filling at the end
    values: Tensor  # [h, m, D]
    shares: Tensor  # [h, g room, m]
    seen: int  # keys before the filling


@dataclass(frozen=True)
class Spans:
    """Who looks where in a layer. The last layer answers for `rows` alone, None means all of T."""

    spans: tuple[Span, ...]
    rows: Tensor | None

    @classmethod
    def all(cls, batch: Batch) -> "Spans":
        own = [_span(0, (0, batch.prefix))] if batch.prefix else []
        # In the order of T, and each but once.
        stems = [(begin, end) for begin, end in dict.fromkeys(batch.stems) if begin < end]
        behind = [_span(stem[0], (0, batch.prefix), stem) for stem in stems]
        spans = zip(batch.stems, batch.spans, strict=True)
        return cls(
            (*own, *behind, *(_span(span[0], (0, batch.prefix), stem, span) for stem, span in spans)), None
        )

    @classmethod
    def predicted(cls, batch: Batch) -> "Spans":
        spans = zip(batch.firsts, batch.stems, batch.spans, strict=True)
        return cls(tuple(_span(first, (0, batch.prefix), *seen) for first, *seen in spans), batch.rows)

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, list[Attended]]:
        """What every query hears [T or R, H], span by span, so that nothing is computed only to be masked away."""
        h, g, total, d = q_hgtd.shape
        heard = torch.empty(total if self.rows is None else len(self.rows), h, g, d)
        kept, row = [], 0
        for span in self.spans:
            n, room = span.end - span.first, len(span.mask)
            queries = _filled(q_hgtd[:, :, span.first : span.end], room).view(h, g * room, d)
            filling = k_htd.new_zeros(h, room - n, d)
            keys, values = (
                torch.cat([*(side[:, part] for part in span.seen), filling], 1) for side in (k_htd, v_htd)
            )
            scores = batched(queries, keys)
            scores.view(h, g, room, -1)[..., -room:] += span.mask
            shares = torch.softmax(scores, -1, out=scores)
            heard_hgnd = batched(shares, values.transpose(1, 2)).view(h, g, room, d)
            heard[row : row + n] = heard_hgnd[:, :, :n].permute(2, 0, 1, 3)
            kept.append(Attended(queries, keys, values, shares, keys.shape[1] - room + n))
            row += n
        heard[row:] = (
            0  # filling (decoder.py): heard by nobody, but whatever lies in fresh memory may be no number
        )
        return heard.view(len(heard), -1), kept

    def attend_back(
        self, d_heard_th: Tensor, attended: Sequence[Attended], total: int, heads: tuple[int, int, int]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Gradients of the queries [h, g, T, D], the keys [h, T, D] and the values [T, h D]."""
        h, g, d = heads
        d_heard = d_heard_th.view(-1, h, g, d).permute(1, 2, 0, 3)
        d_q = torch.zeros(h, g, total, d)
        d_k, d_v = torch.zeros(h, total, d), torch.zeros(total, h, d)
        row = 0
        for span, kept in zip(self.spans, attended, strict=True):
            n, room = span.end - span.first, len(span.mask)
            d_out = _filled(d_heard[:, :, row : row + n], room).view(h, g * room, d)
            d_shares = batched(d_out, kept.values)
            d_scores = torch._softmax_backward_data(d_shares, kept.shares, -1, torch.float32)
            d_queries = batched(d_scores, kept.keys.transpose(1, 2)).view(h, g, room, d)
            d_q[:, :, span.first : span.end] = d_queries[:, :, :n]
            d_keys = batched(d_scores.transpose(1, 2), kept.queries.transpose(1, 2))
            d_values = batched(kept.shares.transpose(1, 2), d_out.transpose(1, 2)).transpose(0, 1)
            lengths = [part.stop - part.start for part in span.seen]
            d_seen = d_keys[:, : kept.seen].split(lengths, 1), d_values[: kept.seen].split(lengths)
            for part, d_part_keys, d_part_values in zip(span.seen, *d_seen, strict=True):
                d_k[:, part] += d_part_keys
                d_v[part] += d_part_values
            row += n
        return d_q, d_k, d_v.view(total, -1)


def _span(first: int, *seen: tuple[int, int]) -> Span:
    """`seen`: start and end of each part; empty ones are left out."""
    end = seen[-1][1]
    parts = tuple(slice(*part) for part in seen if part[0] < part[1])
    room = end - first + -(end - first) % ROUND
    return Span(first, end, parts, torch.full((room, room), -torch.inf).triu_(1))


def _filled(x_hgnd: Tensor, room: int) -> Tensor:
    """`room` queries instead of n, in memory of its own."""
    return nn.functional.pad(x_hgnd, (0, 0, 0, room - x_hgnd.shape[2])).contiguous()
