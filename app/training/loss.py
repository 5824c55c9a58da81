"""Loss of a packed batch: mean nats per response token, without ever holding tokens x vocabulary.

Logits are made for response tokens only, a few rows at a time, and the gradient is formed in the same pass
(the idea of Liger's and Cut Cross-Entropy's fused linear loss; https://arxiv.org/abs/2411.09009).
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx
from transformers import PreTrainedModel

from app.engine.matmul import linear
from app.engine.packed.batch import Batch
from app.engine.packed.decoder import decoder_of

# 128 x 49,152 float32 logits are 25 MB. Above 32 MB glibc asks for fresh memory each time (app/trainer/launch.py),
# which costs more, page by page, than what is computed in it.
ROWS = 128
LOGITS_BYTES = 1 << 29  # on a GPU, where one large product is as fast as it gets


@dataclass(frozen=True)
class TokenLosses:
    nats: Tensor  # [R]
    correct: Tensor  # [R], whether the label is the most likely token; empty while training


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
        (gradient,) = ctx.saved_tensors
        return gradient * grad_nats[:, None].to(gradient.dtype), None, None


def _rows(weight: Tensor) -> int:
    """How many rows of logits at a time, for a head [V, H]."""
    return ROWS if weight.device.type == "cpu" else max(ROWS, LOGITS_BYTES // (4 * len(weight)))


def token_losses(model: PreTrainedModel, batch: Batch) -> TokenLosses:
    """`model` is the causal language model itself, with or without LoRA layers in it."""
    if not has_plain_head(model):
        logits = model(**_inputs(model, batch), logits_to_keep=batch.rows).logits[0].float()
        nats = torch.nn.functional.cross_entropy(logits, batch.labels, reduction="none")
        return TokenLosses(nats, logits.argmax(1) == batch.labels)
    if decoder := decoder_of(model):
        hidden = decoder(batch)
    else:
        hidden = model.base_model(**_inputs(model, batch)).last_hidden_state[0, batch.rows]
    weight = model.get_output_embeddings().weight
    if torch.is_grad_enabled():
        return TokenLosses(_LinearCrossEntropy.apply(hidden, weight, batch.labels), batch.labels.new_empty(0))
    nats, correct = [], []
    size = _rows(weight)
    for rows, labels in zip(hidden.split(size), batch.labels.split(size), strict=True):
        logits = linear(rows, weight).float()
        nats.append(logits.logsumexp(1) - logits.gather(1, labels[:, None])[:, 0])
        correct.append(logits.argmax(1) == labels)
    return TokenLosses(torch.cat(nats), torch.cat(correct))


def _inputs(model: PreTrainedModel, batch: Batch) -> dict[str, Any]:
    mask = batch.mask
    if model.config._attn_implementation == "eager":  # adds its mask instead of selecting by it
        mask = torch.zeros(mask.shape, dtype=model.dtype, device=mask.device).masked_fill_(~mask, -torch.inf)
    return {
        "input_ids": batch.ids,
        "position_ids": batch.positions,
        "attention_mask": mask,
        "use_cache": False,
    }


def has_plain_head(model: PreTrainedModel) -> bool:
    """Whether logits are just hidden states times a matrix: Gemma 2, Granite and Cohere do more."""
    bias = getattr(model.get_output_embeddings(), "bias", None)
    extras = ("final_logit_softcapping", "logits_scaling", "logit_scale", "lm_head_multiplier")
    return bias is None and not any(getattr(model.config, name, None) for name in extras)
