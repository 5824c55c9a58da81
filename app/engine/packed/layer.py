"""One decoder layer of the Llama family over a packed batch, forward and backward by hand.

The arithmetic is that of transformers and peft; what is saved are passes over memory. With a module for each operation
and autograd behind it, 40 % of a step is spent outside of matrix products (SmolLM2-135M, 480 tokens, two cores). Here
the adapters of one projection are multiplied at once, masks are made once a batch, and gradients accumulate in place.

Frozen weights may be bfloat16 (decoder.py): then their inputs are cast for the product alone. Everything else, the
adapters too, stays in float32.

Shapes, as suffixes: T tokens, R rows of them that a layer computes outputs for, H width of the model, I of the mlp, D
of a head, h key-value heads, g query heads for each, r rank. A gradient is named after its tensor: d_x is that of x.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from app.engine.llama import PROJECTIONS
from app.engine.matmul import linear, linear_add
from app.engine.packed.attention import Attention


@dataclass(frozen=True)
class Linear:
    """A frozen linear layer, and the factor of its LoRA update."""

    weight: Tensor  # [out, in]
    bias: Tensor | None
    scale: float
    sizes: tuple[int, ...] = ()  # outputs of each layer, where several are merged into one (Decoder.merged)


@dataclass(frozen=True)
class Layer:
    """The frozen part of a layer."""

    projections: tuple[tuple[Linear, ...], ...]  # qkv, out, gate_up, down
    norms: tuple[Tensor, Tensor]  # [H] each: before attention, before the mlp
    head_norms: tuple[Tensor, Tensor] | None  # [D] each: of the queries and keys of a head (Qwen 3)
    epsilon: float
    heads: tuple[int, int, int]  # h, g, D
    scaling: float  # of the attention scores
    residual: float  # multiplies what attention and mlp add to their input (Granite)
    is_rotary: bool


class LayerFunction(torch.autograd.Function):
    """x [T, H] to the layer's output [T or R, H]. Its backward pass needs a SpanAttention.

    `lora` holds A and B of each linear layer in the order of Layer.projections, or nothing for the bare model.
    """

    @staticmethod
    def forward(
        ctx: Any,
        x_th: Tensor,
        layer: Layer,
        attention: Attention,
        cos: Tensor,
        sin: Tensor,
        *lora: Tensor,
    ) -> Tensor:
        h, g, d = layer.heads
        qkv, out, gate_up, down = projections = _projections(layer, lora)
        normed_th, rstd_t1 = _rms_norm(x_th, layer.norms[0], layer.epsilon)
        (q_th, k_th, v_th), saved_qkv = qkv.forward(normed_th)
        saved_heads = None
        if layer.head_norms:
            q_th, saved_q = _head_norm(q_th, layer.head_norms[0], layer.epsilon)
            k_th, saved_k = _head_norm(k_th, layer.head_norms[1], layer.epsilon)
            saved_heads = saved_q, saved_k
        q_hgtd = _rotate(q_th.view(-1, h, g, d).permute(1, 2, 0, 3), cos * layer.scaling, sin * layer.scaling)
        k_htd = _rotate(k_th.view(-1, h, d).transpose(0, 1), cos, sin)
        attended_th, saved_attention = attention.attend(q_hgtd, k_htd, v_th.view(-1, h, d).transpose(0, 1))
        (y_th,), saved_out = out.forward(attended_th)
        y_th = _scaled(y_th, layer.residual)
        y_th += x_th if attention.rows is None else x_th[attention.rows]
        normed_y_th, rstd_y_t1 = _rms_norm(y_th, layer.norms[1], layer.epsilon)
        (gate_ti, up_ti), saved_gate_up = gate_up.forward(normed_y_th)
        activated_ti = nn.functional.silu(gate_ti)
        (z_th,), saved_down = down.forward(activated_ti * up_ti)
        z_th = _scaled(z_th, layer.residual)
        z_th += y_th
        ctx.layer, ctx.attention, ctx.projections, ctx.rotary = layer, attention, projections, (cos, sin)
        ctx.saved_attention = x_th, rstd_t1, saved_qkv, saved_heads, saved_attention, saved_out
        ctx.saved_mlp = y_th, rstd_y_t1, saved_gate_up, gate_ti, up_ti, activated_ti, saved_down
        return z_th

    @staticmethod
    def backward(ctx: Any, d_z_th: Tensor) -> tuple[Tensor | None, ...]:
        layer, attention, (cos, sin) = ctx.layer, ctx.attention, ctx.rotary
        h, g, d = layer.heads
        qkv, out, gate_up, down = ctx.projections
        y_th, rstd_y_t1, saved_gate_up, gate_ti, up_ti, activated_ti, saved_down = ctx.saved_mlp
        ctx.saved_mlp = None  # freed on the way, as autograd does
        d_product_ti, d_down = down.backward([_scaled(d_z_th, layer.residual)], *saved_down)
        d_up_ti = activated_ti.mul_(d_product_ti)
        d_gate_ti = torch.ops.aten.silu_backward(d_product_ti.mul_(up_ti), gate_ti)
        d_normed_y_th, d_gate_up = gate_up.backward([d_gate_ti, d_up_ti], *saved_gate_up)
        d_y_th = _rms_norm_backward(d_normed_y_th, y_th, layer.norms[1], rstd_y_t1).add_(d_z_th)

        x_th, rstd_t1, saved_qkv, saved_heads, saved_attention, saved_out = ctx.saved_attention
        ctx.saved_attention = None
        d_attended_th, d_out = out.backward([_scaled(d_y_th, layer.residual)], *saved_out)
        d_q_hgtd, d_k_htd, d_v_th = attention.backward(d_attended_th, saved_attention, len(x_th), layer.heads)
        d_q_th = _rotate_back(d_q_hgtd.permute(2, 0, 1, 3), cos * layer.scaling, sin * layer.scaling)
        d_k_th = _rotate_back(d_k_htd.transpose(0, 1), cos, sin)
        d_q_th, d_k_th = d_q_th.view(len(x_th), -1), d_k_th.view(len(x_th), -1)
        if layer.head_norms:
            d_q_th = _head_norm_backward(d_q_th, layer.head_norms[0], *saved_heads[0])
            d_k_th = _head_norm_backward(d_k_th, layer.head_norms[1], *saved_heads[1])
        needs_x = ctx.needs_input_grad[0]  # not in the first layer: embeddings are frozen
        d_normed_th, d_qkv = qkv.backward([d_q_th, d_k_th, d_v_th], *saved_qkv, needs_x)
        d_x_th = None
        if d_normed_th is not None:
            d_x_th = _rms_norm_backward(d_normed_th, x_th, layer.norms[0], rstd_t1)
            if attention.rows is None:
                d_x_th += d_y_th
            else:
                d_x_th.index_add_(0, attention.rows, d_y_th)
        return d_x_th, None, None, None, None, *d_qkv, *d_out, *d_gate_up, *d_down


@dataclass(frozen=True)
class _Projection:
    """Linear layers with LoRA that have the same input."""

    linears: Sequence[Linear]
    a: Tensor | None  # [their r together, in]: A of all in one
    bs: Sequence[Tensor]  # B: [out, r] each

    def forward(self, x: Tensor) -> tuple[list[Tensor], tuple[Tensor, Tensor | None]]:
        """The outputs, and for the backward pass x as it was multiplied and x A'."""
        x = x.to(self.dtype)
        outs = [linear(x, layer.weight, layer.bias).float() for layer in self.linears]
        if self.a is None:
            sizes = self.linears[0].sizes
            return list(outs[0].split(sizes, 1)) if sizes else outs, (x, None)
        xa_tr = linear(x, self.a.to(self.dtype)).float()
        for out, layer, b, xa in zip(outs, self.linears, self.bs, self._parts(xa_tr), strict=True):
            out.addmm_(xa, b.T, alpha=layer.scale)  # with so few columns memory is the limit: in place
        return outs, (x, xa_tr)

    def backward(
        self, d_outs: Sequence[Tensor], x: Tensor, xa_tr: Tensor | None, needs_x: bool = True
    ) -> tuple[Any, list[Tensor]]:
        """The gradients of x (None unless needed) and of A and B in turn."""
        assert self.a is not None
        assert xa_tr is not None
        d_outs, xa_tr = [d_out.to(self.dtype) for d_out in d_outs], xa_tr.to(self.dtype)
        a, bs = self.a.to(self.dtype), [b.to(self.dtype) for b in self.bs]
        d_xa_tr, d_bs = torch.empty_like(xa_tr), []
        for d_out, layer, b, xa, d_xa in zip(
            d_outs, self.linears, bs, self._parts(xa_tr), self._parts(d_xa_tr), strict=True
        ):
            torch.mul(linear(d_out, b.T), layer.scale, out=d_xa)
            d_bs.append(linear(xa.T, d_out.T).T.float() * layer.scale)
        d_a = linear(d_xa_tr.T, x.T).float()
        d_x = None
        if needs_x:
            d_x = linear(d_outs[0], self.linears[0].weight.T)
            for d_out, layer in zip(d_outs[1:], self.linears[1:], strict=True):
                d_x = linear_add(d_out, layer.weight.T, d_x)
            d_x = linear_add(d_xa_tr, a.T, d_x).float()
        d_as = d_a.split([b.shape[1] for b in bs])
        return d_x, [gradient for both in zip(d_as, d_bs, strict=True) for gradient in both]

    @property
    def dtype(self) -> torch.dtype:
        return self.linears[0].weight.dtype

    def _parts(self, xa_tr: Tensor) -> Sequence[Tensor]:
        return torch.split(xa_tr, [b.shape[1] for b in self.bs], 1)


def _projections(layer: Layer, lora: Sequence[Tensor]) -> list[_Projection]:
    all_as, all_bs, projections = lora[::2], lora[1::2], []
    for linears, part in zip(layer.projections, PROJECTIONS, strict=True):
        as_, bs = all_as[part], all_bs[part]
        projections.append(_Projection(linears, torch.cat(list(as_)) if as_ else None, bs))
    return projections


def _rms_norm(x_th: Tensor, weight: Tensor, epsilon: float) -> tuple[Tensor, Tensor]:
    """x divided by its root mean square and times `weight`, and the reciprocal of that root [T, 1]."""
    length_t1 = torch.linalg.vector_norm(x_th, dim=1, keepdim=True)
    rstd_t1 = length_t1.square_().div_(x_th.shape[1]).add_(epsilon).rsqrt_()
    return (x_th * rstd_t1).mul_(weight), rstd_t1


def _rms_norm_backward(d_normed_th: Tensor, x_th: Tensor, weight: Tensor, rstd_t1: Tensor) -> Tensor:
    """Overwrites and returns `d_normed_th`."""
    d_th = d_normed_th.mul_(weight)
    along_t1 = torch.bmm(d_th[:, None], x_th[:, :, None])[:, 0]
    along_t1.mul_(rstd_t1.pow(3)).div_(-x_th.shape[1])
    return d_th.mul_(rstd_t1).addcmul_(x_th, along_t1)


def _head_norm(x_th: Tensor, weight: Tensor, epsilon: float) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """The norm of each head, and for the backward pass x [T heads, D] and the reciprocal roots."""
    x = x_th.reshape(-1, len(weight))
    normed, rstd = _rms_norm(x, weight, epsilon)
    return normed.view(x_th.shape), (x, rstd)


def _head_norm_backward(d_normed_th: Tensor, weight: Tensor, x: Tensor, rstd: Tensor) -> Tensor:
    return _rms_norm_backward(d_normed_th.view(x.shape), x, weight, rstd).view(d_normed_th.shape)


def _scaled(x: Tensor, factor: float) -> Tensor:
    return x if factor == 1.0 else x * factor


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding: x [..., T, D], cos and sin [T, D / 2]."""
    rotated = torch.empty(x.shape)
    (left, right), (to_left, to_right) = x.chunk(2, -1), rotated.chunk(2, -1)
    torch.mul(left, cos, out=to_left).addcmul_(right, sin, value=-1)
    torch.mul(right, cos, out=to_right).addcmul_(left, sin)
    return rotated


def _rotate_back(d_rotated: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """d_rotated [T, ..., D]: tokens come first again, as the linear layers need them."""
    lead = (-1, *[1] * (d_rotated.dim() - 2), cos.shape[1])
    return _rotate(d_rotated, cos.view(lead), -sin.view(lead))
