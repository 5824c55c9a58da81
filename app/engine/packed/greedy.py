"""Greedy answers to several prompts at once, with the decoder by hand.

Every token of an answer reads all weights once, for all prompts together (SmolLM2-135M in float32: 0.5 GB), so what
counts beside the machine's memory is what Python adds; transformers' own loop adds about as much again.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from app.engine.matmul import laid_out, linear
from app.engine.packed.attention import Attended, SpanAttention
from app.engine.packed.batch import pack_ids
from app.engine.packed.decoder import Decoder


class KvCache:
    """Keys and values of one layer, [B, h, M, D] each, for B prompts of different length."""

    rows: Tensor | None = None

    def __init__(self, prompts: Sequence[Attended], capacity: int) -> None:
        h, _, d = prompts[0].keys.shape
        self.keys = torch.zeros(len(prompts), h, capacity, d)
        self.values = torch.zeros(len(prompts), h, capacity, d)
        for row, prompt in enumerate(prompts):
            self.keys[row, :, : prompt.length] = prompt.keys[:, : prompt.length]
            self.values[row, :, : prompt.length] = prompt.values[:, : prompt.length]
        self.lengths = torch.tensor([prompt.length for prompt in prompts])

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, None]:
        """T is B: the newest token of each prompt, which is added to the cache."""
        every = torch.arange(len(self.lengths))
        self.keys[every, :, self.lengths] = k_htd.transpose(0, 1)
        self.values[every, :, self.lengths] = v_htd.transpose(0, 1)
        self.lengths += 1
        longest = int(self.lengths.max())
        unused = torch.arange(longest) >= self.lengths[:, None]
        scores = q_hgtd.permute(2, 0, 1, 3) @ self.keys[:, :, :longest].transpose(2, 3)
        weights = scores.masked_fill_(unused[:, None, None], -torch.inf).softmax(-1)
        return (weights @ self.values[:, :, :longest]).flatten(1), None


class _Prefill:
    """Attention over the prompts, which keeps the keys and values that fill the cache of a layer."""

    def __init__(self, spans: SpanAttention) -> None:
        self.spans, self.rows = spans, spans.rows
        self.attended: list[Attended] = []

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, None]:
        out_th, self.attended = self.spans.attend(q_hgtd, k_htd, v_htd)
        return out_th, None


@torch.inference_mode()
def continuations(
    decoder: Decoder,
    prompts: Sequence[Sequence[int]],
    prefix: int,
    head: Tensor,
    stops: Sequence[int],
    most_tokens: int,
    check_stop: Callable[[], None],
) -> list[list[int]]:
    """Token ids of each answer, without the token that stopped it. `head` [V, H]; `prefix` tokens are shared."""
    decoder, head = decoder.merged(len(prompts)), laid_out(head, len(prompts))
    # With a label that is never used, the last token of each prompt is the one that predicts.
    sequences, starts = [(*prompt, 0) for prompt in prompts], [len(prompt) for prompt in prompts]
    batch = pack_ids(sequences, starts, prefix, head.device)
    prefills = [_Prefill(spans) for spans in decoder.attentions(batch)]
    hidden = decoder.hidden(batch.ids, batch.positions, prefills)
    capacity = max(starts) + most_tokens
    caches = [KvCache(prefill.attended[-len(prompts) :], capacity) for prefill in prefills]
    ends, chosen = torch.tensor(stops), []
    done = torch.zeros(len(prompts), dtype=torch.bool)
    for _ in range(most_tokens):
        check_stop()
        tokens = linear(hidden, head).argmax(1)
        done |= torch.isin(tokens, ends)
        chosen.append(torch.where(done, ends[0], tokens))
        if done.all() or len(chosen) == most_tokens:
            break
        hidden = decoder.hidden(tokens[None], caches[0].lengths[None], caches)
    rows = torch.stack(chosen, 1).tolist()
    return [[token for token in row if token not in stops] for row in rows]
