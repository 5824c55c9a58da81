"""The decoder of the Llama family for a packed batch on a CPU, in place of transformers' own where both agree.

`decoder_of` compares the two on a few tokens; where they differ, transformers computes the model.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from weakref import WeakKeyDictionary

import torch
from peft.tuners.lora import Linear as PeftLinear
from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel

from app.engine.llama import LINEARS, PROJECTIONS, agree, side_by_side
from app.engine.matmul import laid_out
from app.engine.packed.attention import Attention, SpanAttention
from app.engine.packed.batch import Batch, pack_ids
from app.engine.packed.layer import Layer, LayerFunction, Linear

# Batches are padded to a multiple of this many tokens: oneDNN (matmul.py) compiles code for each new shape of a
# product, about fifty a step, 1 to 2 ms and 0.7 MB each. The padding is at the end, and no token attends to it.
PAD_TO = 32
BFLOAT16 = "weight_bfloat16"  # the buffer with which a frozen linear layer multiplies, if it has one


class Decoder:
    """Uses the model's own tensors, with the adapter that was active when it was made."""

    def __init__(self, model: PreTrainedModel) -> None:
        self._model = model.base_model
        self._layers = [_bound(layer) for layer in self._model.layers]

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
        """The same model without gradients, for `rows` tokens at a time: adapters are merged into copies of the
        weights, each projection is one product, and its weight lies in memory in the order in which it is read."""
        merged = copy(self)
        merged._layers = [
            (replace(layer, projections=tuple(_merged(layer.projections, lora, rows))), [])
            for layer, lora in self._layers
        ]
        return merged

    def attentions(self, batch: Batch) -> list[SpanAttention]:
        """One for every layer; the last needs outputs only where a label is predicted."""
        return [SpanAttention.all(batch)] * (len(self._layers) - 1) + [SpanAttention.predicting(batch)]

    def hidden(self, ids: Tensor, positions: Tensor, attentions: Sequence[Attention]) -> Tensor:
        """ids and positions [1, T] to normed hidden states: [T, H], or [R, H] for the rows of the last attention."""
        x_th = self._model.embed_tokens(ids)[0]
        cos, sin = (side[0, :, : side.shape[-1] // 2] for side in self._model.rotary_emb(x_th, positions))
        for (layer, lora), attention in zip(self._layers, attentions, strict=True):
            x_th = LayerFunction.apply(x_th, layer, attention, cos, sin, *lora)
        return self._model.norm(x_th)


# One decision for each loaded model.
_trusted: WeakKeyDictionary[PreTrainedModel, bool] = WeakKeyDictionary()


def decoder_of(model: PreTrainedModel) -> Decoder | None:
    """None where transformers computes the model: on a GPU, in another precision, for another kind of layer.

    Good until another adapter becomes active; values of the same tensors may change.
    """
    adapted = [module for module in model.modules() if isinstance(module, PeftLinear)]
    if not all(_is_plain(module) for module in adapted):
        return None
    if adapted and len(adapted) != len(LINEARS) * model.config.get_text_config().num_hidden_layers:
        return None
    if model not in _trusted:
        _trusted[model] = _agrees(model)
    return Decoder(model) if _trusted[model] else None


def use_bfloat16(model: PreTrainedModel) -> bool:
    """From now on the frozen linear layers multiply in bfloat16; False, and nothing changes, where transformers
    computes the model.

    The model keeps its own weights, which transformers' passes use: the copies cost half as much memory again.
    """
    if decoder_of(model) is None:
        return False
    for layer in model.base_model.layers:
        for module in map(layer.get_submodule, LINEARS):
            module.register_buffer(BFLOAT16, module.weight.detach().bfloat16(), persistent=False)
    return True


def precision_of(model: PreTrainedModel) -> str:
    """Of products with the frozen weights: "float32" or "bfloat16"."""
    is_bfloat16 = any(hasattr(module, BFLOAT16) for module in model.modules())
    return "bfloat16" if is_bfloat16 else str(model.dtype).removeprefix("torch.")


def _agrees(model: PreTrainedModel) -> bool:
    if model.device.type != "cpu" or model.dtype != torch.float32 or _has_windows(model.config):
        return False
    batch = pack_ids([(1, 2, 3, 4, 5, 6), (1, 2, 6, 5, 4), (1, 2, 3, 3)], [3, 4, 3], 2, model.device)
    return agree(
        lambda: Decoder(model)(batch),
        lambda: model.base_model(
            batch.ids, position_ids=batch.positions, attention_mask=batch.mask, use_cache=False
        ).last_hidden_state[0, batch.rows],
    )


def _has_windows(config: PretrainedConfig) -> bool:
    """Whether a layer attends to the last few thousand tokens only, which a comparison of a few tokens can't show."""
    kinds = getattr(config, "layer_types", None)
    if kinds is None:
        return getattr(config, "sliding_window", None) is not None
    return any(kind != "full_attention" for kind in kinds)


def _bound(layer: nn.Module) -> tuple[Layer, list[Tensor]]:
    """The frozen part, and A and B of each linear layer, or nothing for the bare model."""
    modules = [layer.get_submodule(name) for name in LINEARS]
    attention, norms = layer.self_attn, (layer.input_layernorm, layer.post_attention_layernorm)
    groups, width = attention.num_key_value_groups, attention.head_dim
    frozen = Layer(
        tuple(tuple(_linear(module) for module in modules[part]) for part in PROJECTIONS),
        (norms[0].weight, norms[1].weight),
        norms[0].variance_epsilon,
        (modules[1].out_features // width, groups, width),
        attention.scaling,
    )
    return frozen, [tensor for module in modules for tensor in _lora(module)]


def _linear(module: nn.Module) -> Linear:
    inner = module.base_layer if isinstance(module, PeftLinear) else module
    weight = getattr(inner, BFLOAT16, inner.weight)
    bias = None if inner.bias is None else inner.bias.to(weight.dtype)
    name = _active(module)
    return Linear(weight, bias, module.scaling[name] if name else 0.0)


def _lora(module: nn.Module) -> list[Tensor]:
    name = _active(module)
    return [module.lora_A[name].weight, module.lora_B[name].weight] if name else []


def _merged(
    projections: Sequence[Sequence[Linear]], lora: Sequence[Tensor], rows: int
) -> Iterator[tuple[Linear, ...]]:
    for linears, part in zip(projections, PROJECTIONS, strict=True):
        weights = [linear.weight for linear in linears]
        if lora:
            weights = [
                torch.addmm(linear.weight.float(), b, a, alpha=linear.scale).to(linear.weight.dtype)
                for linear, a, b in zip(linears, lora[::2][part], lora[1::2][part], strict=True)
            ]
        weight, bias = side_by_side(weights, [linear.bias for linear in linears])
        yield (Linear(laid_out(weight, rows), bias, 0.0, tuple(map(len, weights))),)


def _active(module: nn.Module) -> str | None:
    """The name of the layer's active adapter."""
    if not isinstance(module, PeftLinear) or module.disable_adapters:
        return None
    (name,) = module.active_adapters
    return name


def _is_plain(module: PeftLinear) -> bool:
    dropouts = module.lora_dropout.values()
    return not (module.merged or module.lora_variant) and all(isinstance(d, nn.Identity) for d in dropouts)
