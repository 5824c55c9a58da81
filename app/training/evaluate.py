"""How good the model is right now: held-out losses, packed and without gradients, and greedy answers."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import torch
from torch import Tensor
from transformers import GenerationConfig, PreTrainedModel, PreTrainedTokenizerBase, StoppingCriteriaList

from app.engine.captured import greedy
from app.engine.captured.graph import CudaGraphs, Recorder
from app.engine.chat import end_ids
from app.engine.packed.batch import Batch
from app.engine.packed.decoder import decoder_of
from app.engine.packed.greedy import continuations
from app.training.failures import is_out_of_memory, out_of_memory
from app.training.loss import TokenLosses, token_losses
from app.training.packing import batch_for
from app.training.remembered import Remembered
from app.training.render import Sample

if TYPE_CHECKING:
    from transformers._typing import GenerativePreTrainedModel

T = TypeVar("T")

PAIRS_AT_ONCE = 16  # a batch behind one prefix; without gradients they cost the memory of about 4
# There a pass takes as long as launching its kernels, 0.1 to 0.2 s, whatever their size.
PAIRS_AT_ONCE_ON_A_GPU = 64


@dataclass(frozen=True)
class Losses:
    loss: float  # mean nats per response token, all pairs together
    token_accuracy: float  # share of response tokens that are the model's first choice
    by_pair: dict[str, float]  # pair id to its mean nats per response token


def batches(
    model: PreTrainedModel, samples: Sequence[Sample], prefix: int, check_stop: Callable[[], None]
) -> Iterator[tuple[Sequence[Sample], Batch, TokenLosses]]:
    """The samples in packed groups, each with its losses. `check_stop` is called before each and may raise.

    Where memory runs out, groups are halved as often as it takes. Raises OutOfMemory when one pair alone is too much.
    """
    size, start = PAIRS_AT_ONCE if model.device.type == "cpu" else PAIRS_AT_ONCE_ON_A_GPU, 0
    while start < len(samples):
        check_stop()
        group = samples[start : start + size]
        measured = _within_memory(partial(_measured, model, group, prefix))
        if measured is None:
            size = _half(group)
            continue
        start += len(group)
        yield group, *measured


def _measured(model: PreTrainedModel, group: Sequence[Sample], prefix: int) -> tuple[Batch, TokenLosses]:
    batch = batch_for(model, group, prefix)
    return batch, token_losses(model, batch)


def _within_memory(work: Callable[[], T]) -> T | None:
    """None when memory ran out. A function of its own, so that nothing holds the tensors that filled it."""
    try:
        return work()
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
    return None


def _half(group: Sequence[Any]) -> int:
    """How many to try next. Raises OutOfMemory when one alone is too much."""
    if len(group) == 1:
        raise out_of_memory(halved=True)
    return len(group) // 2


@torch.inference_mode()
def by_token(
    model: PreTrainedModel,
    samples: Sequence[Sample],
    prefix: int,
    check_stop: Callable[[], None],
    remembered: Remembered | None = None,
) -> list[tuple[list[float], list[bool]]]:
    """Of each sample the nats of its response tokens, and whether each is the model's first choice.

    Only what is not `remembered` goes through the model.
    """
    remembered = remembered or Remembered()
    found = [remembered.losses(sample) for sample in samples]
    new = [sample for sample, known in zip(samples, found, strict=True) if known is None]
    fresh: list[tuple[list[float], list[bool]]] = []
    for group, batch, losses in batches(model, new, prefix, check_stop):
        sizes = torch.bincount(batch.owners, minlength=len(group)).tolist()
        of_each = zip(losses.nats.split(sizes), losses.correct.split(sizes), strict=True)
        for sample, (nats, correct) in zip(group, of_each, strict=True):
            fresh.append((nats.tolist(), correct.tolist()))
            remembered.keep_losses(sample, *fresh[-1])
    left = iter(fresh)
    return [known or next(left) for known in found]


def measure(
    model: PreTrainedModel,
    samples: Sequence[Sample],
    prefix: int,
    check_stop: Callable[[], None],
    remembered: Remembered | None = None,
) -> Losses:
    """`samples` must not be empty."""
    told = by_token(model, samples, prefix, check_stop, remembered)
    sums = [sum(nats) for nats, _ in told]
    count = sum(len(nats) for nats, _ in told)
    return Losses(
        sum(sums) / count,
        sum(sum(correct) for _, correct in told) / count,
        {s.pair.id: one / len(nats) for s, one, (nats, _) in zip(samples, sums, told, strict=True)},
    )


@torch.inference_mode()
def answers(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    prompts: Sequence[Sequence[int]],
    prefix: int,
    most_tokens: int,
    check_stop: Callable[[], None],
    remembered: Remembered | None = None,
) -> list[str]:
    """Greedy answers of at most `most_tokens` tokens. They share their first `prefix` tokens.

    All prompts at once that are not `remembered`; where memory runs out, half of them. Raises OutOfMemory when one
    alone is too much.
    """
    remembered = remembered or Remembered()
    known = [remembered.answer(prompt, most_tokens) for prompt in prompts]
    new = [prompt for prompt, ids in zip(prompts, known, strict=True) if ids is None]
    fresh = iter(_written(model, tokenizer, new, prefix, most_tokens, check_stop))
    rows = [next(fresh) if ids is None else ids for ids in known]
    for prompt, row in zip(prompts, rows, strict=True):
        remembered.keep_answer(prompt, most_tokens, row)
    return [str(tokenizer.decode(row, skip_special_tokens=True)).strip() for row in rows]


def _written(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    prompts: Sequence[Sequence[int]],
    prefix: int,
    most_tokens: int,
    check_stop: Callable[[], None],
) -> list[list[int]]:
    if not prompts:
        return []
    stops = stop_ids(model, tokenizer)

    def written(some: Sequence[Sequence[int]]) -> list[list[int]]:
        if decoder := decoder_of(model):  # Granite divides its logits, which changes no choice
            head = model.get_output_embeddings().weight
            return continuations(decoder, some, prefix, head, stops, most_tokens, check_stop)
        if (recorder := recorder_for(model)) and (
            found := _recorded(model, some, stops, most_tokens, recorder, check_stop)
        ):
            return found
        return _generated(model, some, stops, most_tokens, check_stop)

    rows: list[list[int]] = []
    size = len(prompts)
    while len(rows) < len(prompts):
        some = prompts[len(rows) : len(rows) + size]
        more = _within_memory(partial(written, some))
        if more is None:
            size = _half(some)
        else:
            rows += more
    return rows


def recorder_for(model: PreTrainedModel) -> Recorder | None:
    return CudaGraphs() if model.device.type == "cuda" else None


def _recorded(
    model: PreTrainedModel,
    prompts: Sequence[Sequence[int]],
    stops: Sequence[int],
    most_tokens: int,
    recorder: Recorder,
    check_stop: Callable[[], None],
) -> list[list[int]] | None:
    """None where it can't be done, for whatever reason: transformers writes them then."""
    try:
        return greedy.continuations(model, prompts, stops, most_tokens, recorder, check_stop)
    except Exception as error:
        if is_out_of_memory(error):
            raise
        print(f"answers without a CUDA graph: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return None


def _generated(
    model: PreTrainedModel,
    prompts: Sequence[Sequence[int]],
    stops: Sequence[int],
    most_tokens: int,
    check_stop: Callable[[], None],
) -> list[list[int]]:
    """By transformers' own loop. Padded on the left and hidden by the mask, so that all prompts end together."""

    def checked(ids: Tensor, _scores: Tensor) -> Tensor:
        check_stop()
        return torch.zeros(len(ids), dtype=torch.bool, device=ids.device)

    width = max(map(len, prompts))
    pads = [width - len(prompt) for prompt in prompts]
    ids = torch.tensor([[stops[0]] * pad + list(p) for pad, p in zip(pads, prompts, strict=True)])
    seen = torch.tensor([[0] * pad + [1] * (width - pad) for pad in pads])
    output = cast("GenerativePreTrainedModel", model).generate(
        ids.to(model.device),
        attention_mask=seen.to(model.device),
        generation_config=GenerationConfig(
            max_new_tokens=most_tokens, do_sample=False, eos_token_id=list(stops), pad_token_id=stops[0]
        ),
        stopping_criteria=StoppingCriteriaList([checked]),
    )
    return [[token for token in row if token not in stops] for row in output[:, width:].tolist()]


def stop_ids(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """What ends an answer: the model's own end tokens and those of the chat format."""
    ids = model.generation_config.eos_token_id
    ids = [ids] if isinstance(ids, int) else list(ids or [])
    return [*dict.fromkeys([*ids, *sorted(end_ids(tokenizer))])]
