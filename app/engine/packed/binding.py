"""The tensors of a loaded model and of its active adapter, as the passes by hand take them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch
from peft.tuners.lora import Linear as PeftLinear
from peft.tuners.lora import LoraLayer
from torch import Tensor, nn
from transformers import PreTrainedModel

from app.engine.llama import LINEARS, PROJECTIONS, side_by_side
from app.engine.matmul import laid_out
from app.engine.packed.layer import Layer, Linear

BFLOAT16 = "weight_bfloat16"  # the buffer with which a frozen linear layer multiplies, if it has one

# A layer's frozen part, and A and B of each linear layer, or nothing for the bare model.
Bound = tuple[Layer, Sequence[Tensor]]


def bound(layer: Any, in_bfloat16: bool) -> Bound:
    """`in_bfloat16`: products with the copies of `copy_in_bfloat16` where there are some."""
    modules = [layer.get_submodule(name) for name in LINEARS]
    linears = [_linear(module, in_bfloat16) for module in modules]
    attention, norms = layer.self_attn, (layer.input_layernorm, layer.post_attention_layernorm)
    has_head_norms = hasattr(attention, "q_norm")
    width = attention.head_dim
    frozen = Layer(
        projections=tuple(tuple(linears[part]) for part in PROJECTIONS),
        norms=(norms[0].weight, norms[1].weight),
        head_norms=(attention.q_norm.weight, attention.k_norm.weight) if has_head_norms else None,
        epsilon=norms[0].variance_epsilon,
        heads=(modules[1].out_features // width, attention.num_key_value_groups, width),
        scaling=attention.scaling,
        residual=getattr(layer, "residual_multiplier", 1.0),
        is_rotary=bool(getattr(attention, "use_rope", True)),
    )
    return frozen, [tensor for module in modules for tensor in _lora(module)]


def merged(bound: Bound, rows: int) -> Bound:
    """Without gradients, best for `rows` tokens at a time: adapters are merged into copies of the weights, and each
    projection is one product."""
    layer, lora = bound
    return replace(layer, projections=tuple(_merged(layer.projections, lora, rows))), []


def not_plain(model: PreTrainedModel) -> str | None:
    """What about the adapter, if there is one, only peft computes."""
    adapted = [module for module in model.modules() if isinstance(module, LoraLayer)]
    if adapted and len(adapted) != len(LINEARS) * model.config.num_hidden_layers:
        return "the adapter leaves out some of the linear layers"
    if not all(isinstance(module, PeftLinear) and _is_plain(module) for module in adapted):
        return "the adapter is more than plain LoRA"
    return None


def adapter_parameters(model: PreTrainedModel) -> dict[str, nn.Parameter]:
    """A and B of the active adapter by name, those in training alone."""
    return {
        f"{name}.{half}.{active}.weight": getattr(module, half)[active].weight
        for name, module in model.named_modules()
        if (active := _active(module))
        for half in ("lora_A", "lora_B")
        if getattr(module, half)[active].weight.requires_grad
    }


def is_in_training(model: PreTrainedModel) -> bool:
    """Whether the active adapter takes gradients."""
    return any(parameter.requires_grad for module in model.modules() for parameter in _lora(module))


def copy_in_bfloat16(model: Any) -> None:
    for layer in model.base_model.layers:
        for module in map(layer.get_submodule, LINEARS):
            module.register_buffer(BFLOAT16, module.weight.detach().bfloat16(), persistent=False)


def has_copies(model: PreTrainedModel) -> bool:
    return any(hasattr(module, BFLOAT16) for module in model.modules())


def drop_copies(model: PreTrainedModel) -> None:
    for module in model.modules():
        if hasattr(module, BFLOAT16):
            delattr(module, BFLOAT16)


def _linear(module: Any, in_bfloat16: bool) -> Linear:
    inner: Any = module.base_layer if isinstance(module, PeftLinear) else module
    weight = getattr(inner, BFLOAT16, inner.weight) if in_bfloat16 else inner.weight
    bias = None if inner.bias is None else inner.bias.to(weight.dtype)
    name = _active(module)
    return Linear(weight, bias, module.scaling[name] if name else 0.0)


def _lora(module: Any) -> Sequence[nn.Parameter]:
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
    return str(name)


def _is_plain(module: PeftLinear) -> bool:
    dropouts = module.lora_dropout.values()
    return not (module.merged or module.lora_variant) and all(isinstance(d, nn.Identity) for d in dropouts)
