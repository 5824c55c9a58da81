"""Loss of a packed batch: mean nats per response token, without ever holding tokens x vocabulary.

Logits are made for response tokens only, a few rows at a time, and the gradient is formed in the same pass
(the idea of Liger's and Cut Cross-Entropy's fused linear loss; https://arxiv.org/abs/2411.09009).
"""

from dataclasses import dataclass
from typing import Any, Protocol, cast

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx
from transformers import PretrainedConfig, PreTrainedModel

from app.engine.attention_kinds import CHUNKED, layer_kinds, reach
from app.engine.matmul import linear
from app.engine.packed.batch import Batch
from app.engine.packed.decoder import decoder_of, precision_of
from app.training.failures import is_out_of_memory
from app.training.packing import pack_texts

# 128 x 49,152 float32 logits are 25 MB. Above 32 MB glibc asks for fresh memory each time (app/trainer/launch.py),
# which costs more, page by page, than what is computed in it.
ROWS = 128
LOGITS_BYTES = 1 << 29  # on a GPU, where one large product is as fast as it gets


@dataclass(frozen=True)
class TokenLosses:
    nats: Tensor  # [R]
    correct: Tensor  # [R], whether the label is the most likely token; empty while training


class _Saved(Protocol):
    """What torch's own type of a context leaves out."""

    saved_tensors: tuple[Tensor, ...]


class _LinearCrossEntropy(torch.autograd.Function):
    """hidden [R, H] and weight [V, H] to nats [R]. The weight is frozen: it gets no gradient."""

    @staticmethod
    def forward(ctx: FunctionCtx, hidden: Tensor, weight: Tensor, labels: Tensor) -> Tensor:
        nats, gradient = hidden.new_empty(len(labels), dtype=torch.float32), torch.empty_like(hidden)
        size = _rows(weight)
        for start in range(0, len(labels), size):
            rows = slice(start, start + size)
            label = labels[rows, None]
            logits = linear(hidden[rows], weight).float()
            log_probability = torch.log_softmax(logits, 1, out=logits)
            picked = log_probability.gather(1, label)
            nats[rows] = -picked[:, 0]
            slope = log_probability.exp_().scatter_(1, label, picked.exp() - 1)
            gradient[rows] = linear(slope.to(weight.dtype), weight.T)
        ctx.save_for_backward(gradient)
        return nats

    @staticmethod
    def backward(ctx: FunctionCtx, grad_nats: Tensor) -> tuple[Tensor, None, None]:
        (gradient,) = cast(_Saved, ctx).saved_tensors
        return gradient * grad_nats[:, None].to(gradient.dtype), None, None


def _rows(weight: Tensor) -> int:
    """How many rows of logits at a time, for a head [V, H]."""
    return ROWS if weight.device.type == "cpu" else max(ROWS, LOGITS_BYTES // (4 * len(weight)))


def token_losses(model: PreTrainedModel, batch: Batch) -> TokenLosses:
    """`model` is the causal language model itself, with or without LoRA layers in it."""
    if decoder := decoder_of(model):
        hidden = decoder(batch)
    else:
        states = model.base_model(**_inputs(model, batch)).last_hidden_state
        hidden = states.flatten(0, 1)[batch.rows]
    if not has_plain_head(model):
        logits = _logits(model, hidden).float()
        nats = torch.nn.functional.cross_entropy(logits, batch.labels, reduction="none")
        return TokenLosses(nats, logits.argmax(1) == batch.labels)
    weight = model.get_output_embeddings().weight
    if torch.is_grad_enabled():
        nats = cast(Tensor, _LinearCrossEntropy.apply(hidden, weight, batch.labels))  # type: ignore[no-untyped-call]
        return TokenLosses(nats, batch.labels.new_empty(0))
    parts: list[TokenLosses] = []
    size = _rows(weight)
    for rows, labels in zip(hidden.split(size), batch.labels.split(size), strict=True):
        logits = linear(rows, weight).float()
        nats = logits.logsumexp(1) - logits.gather(1, labels[:, None])[:, 0]
        parts.append(TokenLosses(nats, logits.argmax(1) == labels))
    return TokenLosses(torch.cat([part.nats for part in parts]), torch.cat([part.correct for part in parts]))


# In nats a token, and as a share of them. In 16 bits, or with experts between which a rounding decides, only a gross
# difference tells: SmolLM2-135M, which expects these texts least of all (22 nats), is 0.66 nats apart in bfloat16.
_AGREEMENT, _AGREEMENT_IN_16_BITS = 1e-3, 0.1


@torch.inference_mode()
def agrees_with_itself(model: PreTrainedModel) -> bool:
    """Whether a few texts in one batch lose what each of them loses alone, by the model's own forward.

    Whatever a class of models does that its configuration does not tell shows here, before anything is trained.
    """
    texts, starts = [(1, 2, 3, 4, 5, 6), (1, 2, 6, 5, 4), (1, 2, 3, 3)], [3, 4, 3]
    try:
        together = token_losses(model, pack_texts(texts, starts, 2, model)).nats
    except (AttributeError, IndexError, KeyError, RuntimeError, TypeError, ValueError) as error:
        if is_out_of_memory(error):
            raise
        return False
    alone = []
    for text, start in zip(texts, starts, strict=True):
        ids = torch.tensor([text], device=model.device)
        logits = model(input_ids=ids, use_cache=False).logits[0, start - 1 : -1].float()
        alone.append(torch.nn.functional.cross_entropy(logits, ids[0, start:], reduction="none"))
    expected = torch.cat(alone)
    most = _AGREEMENT if precision_of(model) == "float32" else _AGREEMENT_IN_16_BITS * expected.mean()
    return bool((together - expected).abs().mean() <= most)


def _inputs(model: PreTrainedModel, batch: Batch) -> dict[str, Any]:
    return {
        "input_ids": batch.ids,
        "position_ids": batch.positions,
        "attention_mask": _masks(model, batch),
        "use_cache": False,
    }


def _masks(model: PreTrainedModel, batch: Batch) -> Tensor | dict[str, Tensor]:
    """What each kind of layer may look at. Models whose layers differ in that take a mask for each layer type."""
    config = model.config.get_text_config()
    if batch.mask.dim() == 2:  # rows: transformers makes of it what each of its layers needs
        return batch.mask
    types = dict(zip(getattr(config, "layer_types", None) or [""], layer_kinds(config), strict=False))
    masks = {name: _of_kind(kind, config, batch) for name, kind in types.items()}
    if config._attn_implementation == "eager":  # adds its mask instead of selecting by it
        masks = {
            name: torch.zeros(mask.shape, dtype=model.dtype, device=mask.device).masked_fill_(
                ~mask, -torch.inf
            )
            for name, mask in masks.items()
        }
    return masks if len(masks) > 1 else next(iter(masks.values()))


def _of_kind(kind: str, config: PretrainedConfig, batch: Batch) -> Tensor:
    """[1, 1, T, T]. Windows and chunks go by position: a branch is as near to the prefix as a sample alone would be."""
    size = reach(config, kind)
    if size is None:
        return batch.mask
    query, key = batch.positions[0, :, None], batch.positions[0]
    near = query // size == key // size if kind == CHUNKED else query - key < size
    return batch.mask & near


# What models do to logits beyond a matrix, by the names in their configurations.
_SCALES = ("logit_scale", "lm_head_multiplier")  # Cohere; Falcon-H1
_DIVISOR, _CAP = "logits_scaling", "final_logit_softcapping"  # Granite; Gemma 2


def has_plain_head(model: PreTrainedModel) -> bool:
    """Whether logits are just hidden states times a matrix: Gemma 2, Granite and Cohere do more."""
    config = model.config.get_text_config()
    bias = getattr(model.get_output_embeddings(), "bias", None)
    return bias is None and not any(getattr(config, name, None) for name in (*_SCALES, _DIVISOR, _CAP))


def _logits(model: PreTrainedModel, hidden: Tensor) -> Tensor:
    """hidden [R, H] to logits [R, vocabulary], as the model's own forward ends."""
    config = model.config.get_text_config()
    logits: Tensor = model.get_output_embeddings()(hidden)
    for name in _SCALES:
        logits = logits * (getattr(config, name, None) or 1.0)
    logits = logits / (getattr(config, _DIVISOR, None) or 1.0)
    cap = getattr(config, _CAP, None)
    return cap * torch.tanh(logits / cap) if cap else logits
