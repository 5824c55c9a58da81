"""Attention over a packed batch, span by span, so that nothing is computed only to be masked away.

At batch 4 a dense mask would cost four times the scores that are used. Shapes as in layer.py: T tokens, H width, D
width of a head, h key-value heads, g query heads for each, n queries and m keys of a span.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

from app.training.packing import Batch


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
    mask: Tensor  # [n, n], minus infinity where a query may not look


@dataclass(frozen=True)
class Attended:
    queries: Tensor  # [h, g n, D]
    keys: Tensor  # [h, m, D]
    values: Tensor  # [h, m, D]
    shares: Tensor  # [h, g n, m]


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
            n = span.end - span.first
            queries = q_hgtd[:, :, span.first : span.end].reshape(h, g * n, d)
            keys, values = (torch.cat([side[:, part] for part in span.seen], 1) for side in (k_htd, v_htd))
            scores = torch.bmm(queries, keys.transpose(1, 2))
            scores.view(h, g, n, -1)[..., -n:] += span.mask
            shares = torch.softmax(scores, -1, out=scores)
            heard[row : row + n] = torch.bmm(shares, values).view(h, g, n, d).permute(2, 0, 1, 3)
            kept.append(Attended(queries, keys, values, shares))
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
            n = span.end - span.first
            d_out = d_heard[:, :, row : row + n].reshape(h, g * n, d)
            d_shares = torch.bmm(d_out, kept.values.transpose(1, 2))
            d_scores = torch._softmax_backward_data(d_shares, kept.shares, -1, torch.float32)
            d_q[:, :, span.first : span.end] = torch.bmm(d_scores, kept.keys).view(h, g, n, d)
            d_keys = torch.bmm(d_scores.transpose(1, 2), kept.queries)
            d_values = torch.bmm(kept.shares.transpose(1, 2), d_out).transpose(0, 1)
            lengths = [part.stop - part.start for part in span.seen]
            parts = zip(span.seen, d_keys.split(lengths, 1), d_values.split(lengths), strict=True)
            for part, d_part_keys, d_part_values in parts:
                d_k[:, part] += d_part_keys
                d_v[part] += d_part_values
            row += n
        return d_q, d_k, d_v.view(total, -1)


def _span(first: int, *seen: tuple[int, int]) -> Span:
    """`seen`: start and end of each part; empty ones are left out."""
    end = seen[-1][1]
    parts = tuple(slice(*part) for part in seen if part[0] < part[1])
    return Span(first, end, parts, torch.full((end - first, end - first), -torch.inf).triu_(1))
