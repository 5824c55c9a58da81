"""How good the model is right now: held-out losses, packed and without gradients, and greedy answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache, PreTrainedModel, PreTrainedTokenizerBase

from app.training.loss import token_losses
from app.training.packing import pack
from app.training.render import Sample

PAIRS_AT_ONCE = 8  # a batch behind one prefix; without gradients 8 pairs cost the memory of about 2


@dataclass(frozen=True)
class Losses:
    loss: float  # mean nats per response token, all pairs together
    token_accuracy: float  # share of response tokens that are the model's first choice
    by_pair: dict[str, float]  # pair id to its mean nats per response token


@torch.inference_mode()
def measure(
    model: PreTrainedModel, samples: Sequence[Sample], prefix: int, check_stop: Callable[[], None]
) -> Losses:
    """`samples` must not be empty. `check_stop` is called between batches and may raise."""
    by_pair: dict[str, float] = {}
    nats, correct, count = 0.0, 0, 0
    for start in range(0, len(samples), PAIRS_AT_ONCE):
        check_stop()
        group = samples[start : start + PAIRS_AT_ONCE]
        batch = pack(group, prefix, model.device)
        losses = token_losses(model, batch)
        sums = torch.zeros(len(group), dtype=torch.float64, device=model.device)
        sums.index_add_(0, batch.owners, losses.nats.double())
        tokens = torch.bincount(batch.owners, minlength=len(group))
        for sample, mean in zip(group, (sums / tokens).tolist(), strict=True):
            by_pair[sample.pair.id] = mean
        nats += sums.sum().item()
        correct += int(losses.correct.sum())
        count += len(batch.labels)
    return Losses(nats / count, correct / count, by_pair)


@torch.inference_mode()
def answers(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    prompts: Sequence[Sequence[int]],
    prefix: int,
    most_tokens: int,
    check_stop: Callable[[], None],
) -> list[str]:
    """Greedy answers of at most `most_tokens` tokens, all prompts at once.

    The first `prefix` tokens, the same in all prompts, are read once. What follows is padded on the left, hidden by
    the mask, so that every prompt ends in the same column.
    """
    if not prompts:
        return []
    device, count = model.device, len(prompts)
    width = max(map(len, prompts)) - prefix
    pads = [prefix + width - len(prompt) for prompt in prompts]
    stops = torch.tensor(_stop_ids(model, tokenizer), device=device)
    ids = torch.tensor(
        [[stops[0]] * pad + list(prompt[prefix:]) for pad, prompt in zip(pads, prompts, strict=True)],
        device=device,
    )
    seen = torch.ones(count, prefix + width, dtype=torch.long, device=device)
    for row, pad in zip(seen, pads, strict=True):
        row[prefix : prefix + pad] = 0
    positions = (seen.cumsum(1) - 1)[:, prefix:]
    cache = DynamicCache(config=model.config)
    if prefix:
        model.base_model(
            torch.tensor([prompts[0][:prefix]], device=device), past_key_values=cache, use_cache=True
        )
        cache.batch_repeat_interleave(count)
    chosen: list[Tensor] = []
    done = torch.zeros(count, dtype=torch.bool, device=device)
    for _ in range(most_tokens):
        check_stop()
        output = model(
            input_ids=ids,
            attention_mask=seen,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        )
        token = output.logits[:, -1].argmax(1)
        done |= torch.isin(token, stops)
        chosen.append(torch.where(done, stops[0], token))
        if done.all():
            break
        ids, positions = token[:, None], positions[:, -1:] + 1
        seen = torch.cat((seen, seen.new_ones(count, 1)), 1)
    rows = torch.stack(chosen, 1).tolist()
    ends = set(stops.tolist())
    return [
        tokenizer.decode([token for token in row if token not in ends], skip_special_tokens=True).strip()
        for row in rows
    ]


def _stop_ids(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    ids = model.generation_config.eos_token_id
    ids = [ids] if isinstance(ids, int) else list(ids or [])
    return [*dict.fromkeys([*ids, tokenizer.eos_token_id])]
