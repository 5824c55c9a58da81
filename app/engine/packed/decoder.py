"""The decoder by hand for a packed batch on a CPU, and whether it or transformers' own computes a model.

`path_for` adds to the choice by family and device (paths.py) what only a loaded model shows: its adapter, and whether
both decoders give the same numbers and gradients.
"""

import logging
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from typing import Any, cast
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from app.engine import llama
from app.engine.packed import guard
from app.engine.packed.attention import Attention, SpanAttention
from app.engine.packed.batch import Batch
from app.engine.packed.binding import (
    adapter_parameters,
    bound,
    copy_in_bfloat16,
    drop_copies,
    has_copies,
    is_in_training,
    merged,
    not_plain,
)
from app.engine.packed.layer import LayerFunction
from app.engine.paths import Path, path_of

log = logging.getLogger(__name__)

# Batches are padded to a multiple of this many tokens: oneDNN (matmul.py) compiles code for each new shape of a
# product, about fifty a step, 1 to 2 ms and 0.7 MB each. The padding is at the end, and no token attends to it.
PAD_TO = 32


class Decoder:
    """Uses the model's own tensors, with the adapter that was active when it was made."""

    def __init__(self, model: PreTrainedModel, in_bfloat16: bool = True) -> None:
        """`in_bfloat16`: where the model has its weights in bfloat16 too (`use_bfloat16`), multiply with those."""
        self._model = cast(Any, model.base_model)
        self._layers = [bound(layer, in_bfloat16) for layer in self._model.layers]
        self._multiplier: float = getattr(model.config, "embedding_multiplier", 1.0)

    def __call__(self, batch: Batch) -> Tensor:
        """[R, H]: the normed hidden states that predict the labels of the batch."""
        more = PAD_TO - batch.tokens % PAD_TO
        ids, positions = (nn.functional.pad(side, (0, more)) for side in (batch.ids, batch.positions))
        *attentions, last = self.attentions(batch)
        count = len(batch.rows)
        padding = batch.tokens  # the first token of the padding
        rows = nn.functional.pad(batch.rows, (0, -count % PAD_TO), value=padding)
        return self.hidden(ids, positions, [*attentions, replace(last, rows=rows)])[:count]

    def merged(self, rows: int) -> "Decoder":
        """The same model without gradients, best for `rows` tokens at a time; the adapter is merged into copies."""
        decoder = copy(self)
        decoder._layers = [merged(layer, rows) for layer in self._layers]
        return decoder

    def attentions(self, batch: Batch) -> list[SpanAttention]:
        """One for every layer; the last needs outputs only where a label is predicted."""
        return [SpanAttention.all(batch)] * (len(self._layers) - 1) + [SpanAttention.predicting(batch)]

    def hidden(self, ids: Tensor, positions: Tensor, attentions: Iterable[Attention]) -> Tensor:
        """ids and positions [1, T] to normed hidden states: [T, H], or [R, H] for the rows of the last attention."""
        x_th = self._model.embed_tokens(ids)[0]
        if self._multiplier != 1.0:
            x_th = x_th * self._multiplier
        cos, sin = (side[0, :, : side.shape[-1] // 2] for side in self._model.rotary_emb(x_th, positions))
        rotary, none = (cos, sin), (torch.ones_like(cos), torch.zeros_like(sin))
        for (layer, lora), attention in zip(self._layers, attentions, strict=True):
            angles = rotary if layer.is_rotary else none
            x_th = LayerFunction.apply(x_th, layer, attention, *angles, *lora)  # type: ignore[no-untyped-call]
        hidden: Tensor = self._model.norm(x_th)
        return hidden


# What the guard found for each loaded model: without gradients, and with those of an adapter.
_checked: WeakKeyDictionary[PreTrainedModel, dict[bool, Path]] = WeakKeyDictionary()


def decoder_of(model: PreTrainedModel) -> Decoder | None:
    """None where transformers computes the model.

    Good until another adapter becomes active; values of the same tensors may change.
    """
    return Decoder(model) if path_for(model).by_hand else None


def path_for(model: PreTrainedModel) -> Path:
    """`model` is the causal language model itself, with or without LoRA layers in it."""
    path = path_of(model.config, model.device, model.dtype)
    if not path.by_hand:
        return path
    if reason := not_plain(model):
        return Path(False, reason)
    checked = _checked.setdefault(model, {})
    trains = is_in_training(model)
    if trains not in checked:
        reason = _disagreement(model)
        checked[trains] = Path(False, reason) if reason else path
        if reason:
            drop_copies(model)
            log.warning("%s is %s", model.config.model_type, checked[trains])
    return checked[trains]


def use_bfloat16(model: PreTrainedModel) -> bool:
    """From now on the frozen linear layers multiply in bfloat16; False, and nothing changes, where transformers
    computes the model.

    The model keeps its own weights, which transformers' passes use: the copies cost half as much memory again.
    """
    if not path_for(model).by_hand:
        return False
    copy_in_bfloat16(model)
    return True


def precision_of(model: PreTrainedModel) -> str:
    """Of products with the frozen weights: "float32" or "bfloat16"."""
    if path_for(model).by_hand and has_copies(model):
        return "bfloat16"
    return str(model.dtype).removeprefix("torch.")


def _disagreement(model: PreTrainedModel) -> str | None:
    """How the two decoders differ on this model, both in float32."""
    short = guard.shortened(model)
    try:
        found = guard.differences(short, Decoder(short, in_bfloat16=False), adapter_parameters(short))
    except (AttributeError, IndexError, RuntimeError, TypeError, ValueError) as error:
        return f"the passes by hand fail on it ({error})"
    if all(share <= llama.AGREEMENT for share in found.values()):  # also False for NaN
        return None
    worst = max(found, key=lambda name: found[name])
    return f"by hand, {worst} differs by {found[worst]:.1e} of its largest number"
