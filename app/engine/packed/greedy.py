"""Greedy answers to several prompts at once, with the decoder by hand.

Every token of an answer reads all weights once, for all prompts together (SmolLM2-135M in float32: 0.5 GB), so what
counts beside the machine's memory is what Python adds; transformers' own loop adds about as much again.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from app.engine.matmul import laid_out, linear
from app.engine.packed.attention import Attended, Spans
from app.engine.packed.batch import pack_ids
from app.engine.packed.decoder import Decoder


class Memory:
    """Keys and values of one layer, for B prompts of different length."""

    rows = None

    def __init__(self, kept: Sequence[Attended], room: int) -> None:
        h, _, d = kept[0].keys.shape
        self.keys, self.values = (
            torch.zeros(len(kept), h, room, d),
            torch.zeros(len(kept), h, room, d),
        )  # [B, h, M, D]
        for row, attended in enumerate(kept):
            self.keys[row, :, : attended.seen] = attended.keys[:, : attended.seen]
            self.values[row, :, : attended.seen] = attended.values[:, : attended.seen]
        self.lengths = torch.tensor([attended.seen for attended in kept])

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, None]:
        """T is B: of every prompt the newest token."""
        every = torch.arange(len(self.lengths))
        self.keys[every, :, self.lengths] = k_htd.transpose(0, 1)
        self.values[every, :, self.lengths] = v_htd.transpose(0, 1)
        self.lengths += 1
        most = int(self.lengths.max())
        unsaid = torch.arange(most) >= self.lengths[:, None]
        scores = q_hgtd.permute(2, 0, 1, 3) @ self.keys[:, :, :most].transpose(2, 3)
        shares = scores.masked_fill_(unsaid[:, None, None], -torch.inf).softmax(-1)
        return (shares @ self.values[:, :, :most]).flatten(1), None


class _Filling:
    """Attention over the prompts, of which the memory of a layer is made."""

    def __init__(self, spans: Spans) -> None:
        self.spans, self.rows = spans, spans.rows
        self.kept: list[Attended] = []

    def attend(self, q_hgtd: Tensor, k_htd: Tensor, v_htd: Tensor) -> tuple[Tensor, None]:
        heard_th, self.kept = self.spans.attend(q_hgtd, k_htd, v_htd)
        return heard_th, None


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
    decoder, head = decoder.for_writing(len(prompts)), laid_out(head, len(prompts))
    # A label that nobody reads: the last token of each prompt is the one that predicts.
    batch = pack_ids(
        [(*prompt, 0) for prompt in prompts], [len(prompt) for prompt in prompts], prefix, head.device
    )
    fillings = [_Filling(spans) for spans in decoder.hearings(batch)]
    hidden = decoder.hidden(batch.ids, batch.positions, fillings)
    memories = [
        Memory(filling.kept[-len(prompts) :], max(map(len, prompts)) + most_tokens) for filling in fillings
    ]
    ends, chosen = torch.tensor(stops), []
    done = torch.zeros(len(prompts), dtype=torch.bool)
    for _ in range(most_tokens):
        check_stop()
        tokens = linear(hidden, head).argmax(1)
        done |= torch.isin(tokens, ends)
        chosen.append(torch.where(done, ends[0], tokens))
        if done.all() or len(chosen) == most_tokens:
            break
        hidden = decoder.hidden(tokens[None], memories[0].lengths[None], memories)
    rows = torch.stack(chosen, 1).tolist()
    return [[token for token in row if token not in stops] for row in rows]
