"""Attention over a packed batch, span by span, so that nothing is computed only to be masked away.

At batch 4 a dense mask would cost four times the scores that are used. Shapes as in layer.py; a span has n queries
and m keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from app.engine.matmul import batched
from app.engine.packed.batch import Batch

# The queries of a span are padded to a multiple of this, as batches are and for the same reason (decoder.py).
PAD_TO = 16


class Attention(Protocol):
    """Which keys the queries of a layer attend to: those of the batch (SpanAttention) or of a cache (greedy.py)."""

    @property
    def rows(self) -> Tensor | None:
        """The tokens of T that the layer computes outputs for; None: all."""

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, Any]:
        """The attention output [T or R, H], and what the backward pass needs. Queries are already scaled."""


@dataclass(frozen=True)
class Span:
    """Queries `first` to `end` of T. They attend to all `keys` but those of the last part that come after them."""

    first: int
    end: int
    keys: tuple[slice, ...]  # of T: the prefix, the stem, and the span itself
    mask: Tensor  # [n, n] with padding, minus infinity where a query must not attend


@dataclass(frozen=True)
class Attended:
    """The tensors of one span that its backward pass needs."""

    queries: Tensor  # [h, g n, D], padded
    keys: Tensor  # [h, m, D], padding at the end
    values: Tensor  # [h, m, D]
    weights: Tensor  # [h, g n, m]
    length: int  # m without the padding


@dataclass(frozen=True)
class SpanAttention:
    """The last layer computes outputs for `rows` alone; None means for all of T."""

    spans: tuple[Span, ...]
    rows: Tensor | None

    @classmethod
    def all(cls, batch: Batch) -> "SpanAttention":
        prefix = (0, batch.prefix)
        spans = [_span(0, prefix)] if batch.prefix else []
        # Branches may share a stem: each stem once, in the order of T.
        stems = [(begin, end) for begin, end in dict.fromkeys(batch.stems) if begin < end]
        spans += [_span(stem[0], prefix, stem) for stem in stems]
        pairs = zip(batch.stems, batch.branches, strict=True)
        spans += [_span(branch[0], prefix, stem, branch) for stem, branch in pairs]
        return cls(tuple(spans), None)

    @classmethod
    def predicting(cls, batch: Batch) -> "SpanAttention":
        """For the rows alone that predict a label."""
        spans = zip(batch.firsts, batch.stems, batch.branches, strict=True)
        return cls(tuple(_span(first, (0, batch.prefix), *keys) for first, *keys in spans), batch.rows)

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, list[Attended]]:
        h, g, total, d = q_hgtd.shape
        out = torch.empty(total if self.rows is None else len(self.rows), h, g, d)
        saved, row = [], 0
        for span in self.spans:
            n, padded = span.end - span.first, len(span.mask)
            queries = _pad(q_hgtd[:, :, span.first : span.end], padded).view(h, g * padded, d)
            padding = k_htd.new_zeros(h, padded - n, d)
            keys = torch.cat([*(k_htd[:, part] for part in span.keys), padding], 1)
            values = torch.cat([*(v_htd[:, part] for part in span.keys), padding], 1)
            scores = batched(queries, keys)
            scores.view(h, g, padded, -1)[..., -padded:] += span.mask
            weights = torch.softmax(scores, -1, out=scores)
            out_hgnd = batched(weights, values.transpose(1, 2)).view(h, g, padded, d)
            out[row : row + n] = out_hgnd[:, :, :n].permute(2, 0, 1, 3)
            saved.append(Attended(queries, keys, values, weights, keys.shape[1] - padded + n))
            row += n
        # Padding of the batch (decoder.py). Uninitialised memory may hold NaN, which no multiplication by 0 removes.
        out[row:] = 0
        return out.view(len(out), -1), saved

    def backward(
        self, d_out_th: Tensor, saved: Sequence[Attended], total: int, heads: tuple[int, int, int]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Gradients of the queries [h, g, T, D], the keys [h, T, D] and the values [T, h D]."""
        h, g, d = heads
        d_out_hgtd = d_out_th.view(-1, h, g, d).permute(1, 2, 0, 3)
        d_q = torch.zeros(h, g, total, d)
        d_k, d_v = torch.zeros(h, total, d), torch.zeros(total, h, d)
        row = 0
        for span, kept in zip(self.spans, saved, strict=True):
            n, padded = span.end - span.first, len(span.mask)
            d_out = _pad(d_out_hgtd[:, :, row : row + n], padded).view(h, g * padded, d)
            d_weights = batched(d_out, kept.values)
            d_scores = torch._softmax_backward_data(d_weights, kept.weights, -1, torch.float32)
            d_queries = batched(d_scores, kept.keys.transpose(1, 2)).view(h, g, padded, d)
            d_q[:, :, span.first : span.end] = d_queries[:, :, :n]
            d_keys = batched(d_scores.transpose(1, 2), kept.queries.transpose(1, 2))
            d_values = batched(kept.weights.transpose(1, 2), d_out.transpose(1, 2)).transpose(0, 1)
            lengths = [part.stop - part.start for part in span.keys]
            d_parts = d_keys[:, : kept.length].split(lengths, 1), d_values[: kept.length].split(lengths)
            for part, d_part_keys, d_part_values in zip(span.keys, *d_parts, strict=True):
                d_k[:, part] += d_part_keys
                d_v[part] += d_part_values
            row += n
        return d_q, d_k, d_v.view(total, -1)


def _span(first: int, *keys: tuple[int, int]) -> Span:
    """`keys`: start and end of each part; empty ones are left out."""
    end = keys[-1][1]
    parts = tuple(slice(*part) for part in keys if part[0] < part[1])
    padded = end - first + -(end - first) % PAD_TO
    return Span(first, end, parts, torch.full((padded, padded), -torch.inf).triu_(1))


def _pad(x_hgnd: Tensor, padded: int) -> Tensor:
    """`padded` queries instead of n, in contiguous memory."""
    return nn.functional.pad(x_hgnd, (0, 0, 0, padded - x_hgnd.shape[2])).contiguous()
