"""The passes by hand beside transformers' own, on a few tokens through the first layers of this very model.

Forward and backward: a mistake in a gradient shows nowhere else. The loss still falls, only slower and elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from app.engine.packed.batch import Batch, pack_ids

LAYERS = 4  # by then every kind of layer was there: of four SmolLM 3 has one without rotary embedding
NOISE = 0.02  # on B, which starts at zero: the gradient of A would be zero, whatever is wrong with it

# A prefix, two branches behind one stem, and a branch alone. The numbers are seventeenths of the vocabulary: its first
# tokens are often special ones, whose embeddings make rounding a hundred times as large (SmolLM2-135M).
SEQUENCES = [(*range(1, 13), 13, 14), (*range(1, 13), 14, 15, 16), (1, 2, 16, 15, 3)]
STARTS = [12, 12, 3]
PREFIX = 2


def shortened(model: PreTrainedModel) -> PreTrainedModel:
    """The decoder without its head, ending after LAYERS layers; it shares its modules with `model`."""
    short: Any = copy(model.base_model)
    short._modules = dict(short._modules)
    short.layers = nn.ModuleList(list(short.layers)[:LAYERS])
    decoder: PreTrainedModel = short
    return decoder


def differences(
    decoder: PreTrainedModel, by_hand: Callable[[Batch], Tensor], lora: Mapping[str, nn.Parameter]
) -> dict[str, float]:
    """How much each result differs: the largest difference as a share of the largest number.

    `by_hand` gives the normed hidden states [R, H] of a batch. They are compared, and unless `lora` (A and B by name)
    is empty, its gradients and those of the embeddings. Parameters and random state stay as they were.
    """

    def by_transformers(batch: Batch) -> Tensor:
        states = decoder(
            batch.ids, position_ids=batch.positions, attention_mask=batch.mask, use_cache=False
        ).last_hidden_state
        hidden: Tensor = states[0, batch.rows]
        return hidden

    part = decoder.config.vocab_size // 17
    sequences = [[number * part for number in sequence] for sequence in SEQUENCES]
    with torch.inference_mode(False), _noise([b for name, b in lora.items() if ".lora_B." in name]):
        batch = pack_ids(sequences, STARTS, PREFIX, decoder.device)
        theirs = _results(decoder, by_transformers, batch, lora)
        ours = _results(decoder, by_hand, batch, lora)
    return {
        name: ((ours[name] - expected).abs().max() / expected.abs().max()).item()
        for name, expected in theirs.items()
    }


def _results(
    decoder: PreTrainedModel,
    compute: Callable[[Batch], Tensor],
    batch: Batch,
    lora: Mapping[str, nn.Parameter],
) -> dict[str, Tensor]:
    leaves: list[Tensor] = []

    def detach(_module: nn.Module, _inputs: Any, embeddings: Tensor) -> Tensor:
        leaves.append(embeddings.detach().requires_grad_())
        return leaves[-1]

    hook = decoder.get_input_embeddings().register_forward_hook(detach)
    try:
        with torch.set_grad_enabled(bool(lora)):
            hidden = compute(batch)
    finally:
        hook.remove()
    results = {"hidden states": hidden.detach()}
    if lora:
        d_hidden = torch.randn(hidden.shape, generator=torch.Generator().manual_seed(0))
        d_embeddings, *d_lora = torch.autograd.grad(hidden, [*leaves, *lora.values()], d_hidden)
        results["gradient of the embeddings"] = d_embeddings[:, : batch.tokens]  # without padding
        results |= {f"gradient of {name}": d for name, d in zip(lora, d_lora, strict=True)}
    return results


@contextmanager
def _noise(parameters: list[nn.Parameter]) -> Iterator[None]:
    before = [parameter.detach().clone() for parameter in parameters]
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in parameters:
            parameter.add_(torch.randn(parameter.shape, generator=generator), alpha=NOISE)
    try:
        yield
    finally:
        with torch.no_grad():
            for parameter, value in zip(parameters, before, strict=True):
                parameter.copy_(value)
