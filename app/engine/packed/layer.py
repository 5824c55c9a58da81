"""One decoder layer of the Llama family over a packed batch, forward and backward by hand.

The arithmetic is that of transformers and peft; what is saved are passes over memory. One module a verb with autograd
behind it spends 40 % of a step outside of matrix products (SmolLM2-135M, 480 tokens, two cores). Here adapters that
read the same input are multiplied at once, masks are made once a batch, and gradients are added where they stand.

Frozen weights may be bfloat16 (decoder.py): then what is multiplied with them is made narrow for the product alone.
Everything else, the adapters too, stays in float32.

Shapes: T tokens, H width, I inner width, D width of a head, h key-value heads, g query heads for each, r rank, n
queries and m keys of a span. A gradient is named after its tensor: d_x is what the loss says of x.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx

from app.engine.llama import READS
from app.engine.matmul import linear, linear_add
from app.engine.packed.attention import Hearing


@dataclass(frozen=True)
class Linear:
    """A frozen linear layer, and the size of the update that its LoRA adds."""

    weight: Tensor  # [out, in]
    bias: Tensor | None
    scale: float
    sizes: tuple[int, ...] = ()  # what each puts out, where it is several in one (decoder.for_writing)


@dataclass(frozen=True)
class Layer:
    """The frozen part of a layer."""

    reads: tuple[tuple[Linear, ...], ...]  # query, key and value; output; gate and up; down
    norms: tuple[Tensor, Tensor]  # [H] each: before attention, before the inner layers
    epsilon: float
    heads: tuple[int, int, int]  # h, g, D
    scaling: float


class LayerFunction(torch.autograd.Function):
    """x [T, H] to the layer's output: [T, H], or [R, H] for the rows of `spans`. The way back needs Spans.

    `lora` holds A and B of each linear layer in the order of Layer.reads, or nothing for the bare model.
    """

    @staticmethod
    def forward(
        ctx: FunctionCtx, x_th: Tensor, layer: Layer, spans: Hearing, cos: Tensor, sin: Tensor, *lora: Tensor
    ) -> Tensor:
        h, g, d = layer.heads
        reads = _reads(layer, lora)
        normed_th, size_t1 = _norm(x_th, layer.norms[0], layer.epsilon)
        (q_th, k_th, v_th), read_qkv = reads[0].forward(normed_th)
        q_hgtd = _rotate(q_th.view(-1, h, g, d).permute(1, 2, 0, 3), cos * layer.scaling, sin * layer.scaling)
        k_htd = _rotate(k_th.view(-1, h, d).transpose(0, 1), cos, sin)
        heard_th, attended = spans.attend(q_hgtd, k_htd, v_th.view(-1, h, d).transpose(0, 1))
        (y_th,), read_out = reads[1].forward(heard_th)
        y_th += x_th if spans.rows is None else x_th[spans.rows]
        normed_y_th, size_y_t1 = _norm(y_th, layer.norms[1], layer.epsilon)
        (gate_ti, up_ti), read_inner = reads[2].forward(normed_y_th)
        open_ti = nn.functional.silu(gate_ti)
        (z_th,), read_down = reads[3].forward(open_ti * up_ti)
        z_th += y_th
        ctx.layer, ctx.spans, ctx.reads, ctx.turn = layer, spans, reads, (cos, sin)
        ctx.first_half = x_th, size_t1, read_qkv, attended, read_out
        ctx.second_half = y_th, size_y_t1, read_inner, gate_ti, up_ti, open_ti, read_down
        return z_th

    @staticmethod
    def backward(ctx: FunctionCtx, d_z_th: Tensor) -> tuple[Tensor | None, ...]:
        layer, spans, reads, (cos, sin) = ctx.layer, ctx.spans, ctx.reads, ctx.turn
        h, g, d = layer.heads
        y_th, size_y_t1, read_inner, gate_ti, up_ti, open_ti, read_down = ctx.second_half
        ctx.second_half = None
        d_inner_ti, d_down = reads[3].backward([d_z_th], *read_down)
        d_up_ti = open_ti.mul_(d_inner_ti)
        d_gate_ti = torch.ops.aten.silu_backward(d_inner_ti.mul_(up_ti), gate_ti)
        d_normed_y_th, d_gate_up = reads[2].backward([d_gate_ti, d_up_ti], *read_inner)
        d_y_th = _norm_back(d_normed_y_th, y_th, layer.norms[1], size_y_t1).add_(d_z_th)

        x_th, size_t1, read_qkv, attended, read_out = ctx.first_half
        ctx.first_half = None
        d_heard_th, d_out = reads[1].backward([d_y_th], *read_out)
        d_q_hgtd, d_k_htd, d_v_th = spans.attend_back(d_heard_th, attended, len(x_th), layer.heads)
        d_q_th = _rotate_back(d_q_hgtd.permute(2, 0, 1, 3), cos * layer.scaling, sin * layer.scaling)
        d_k_th = _rotate_back(d_k_htd.transpose(0, 1), cos, sin)
        d_qkv_th = [d_q_th.view(len(x_th), -1), d_k_th.view(len(x_th), -1), d_v_th]
        needs_x = ctx.needs_input_grad[0]  # the first layer reads frozen embeddings
        d_normed_th, d_qkv = reads[0].backward(d_qkv_th, *read_qkv, needs_x)
        d_x_th = None
        if d_normed_th is not None:
            d_x_th = _norm_back(d_normed_th, x_th, layer.norms[0], size_t1)
            if spans.rows is None:
                d_x_th += d_y_th
            else:
                d_x_th.index_add_(0, spans.rows, d_y_th)
        return d_x_th, None, None, None, None, *d_qkv, *d_out, *d_gate_up, *d_down


@dataclass(frozen=True)
class _Reads:
    """Linear layers with LoRA that read the same input; `down` is all their A in one."""

    linears: Sequence[Linear]
    down: Tensor | None  # [their r together, in]
    ups: Sequence[Tensor]  # B: [out, r] each

    def forward(self, x: Tensor) -> tuple[list[Tensor], tuple[Tensor, Tensor | None]]:
        """The outputs, and for the way back x as it was multiplied and x A'."""
        x = x.to(self.dtype)
        outs = [linear(x, layer.weight, layer.bias).float() for layer in self.linears]
        if self.down is None:
            sizes = self.linears[0].sizes
            return list(outs[0].split(sizes, 1)) if sizes else outs, (x, None)
        low_tr = linear(x, self.down.to(self.dtype)).float()
        for out, layer, up, low in zip(outs, self.linears, self.ups, self._parts(low_tr), strict=True):
            out.addmm_(low, up.T, alpha=layer.scale)  # so few columns are a matter of memory: in place
        return outs, (x, low_tr)

    def backward(
        self, d_outs: Sequence[Tensor], x: Tensor, low_tr: Tensor | None, needs_x: bool = True
    ) -> tuple[Any, list[Tensor]]:
        """The gradients of x (None unless needed) and of A and B in turn."""
        assert self.down is not None
        assert low_tr is not None
        d_outs, low_tr = [d_out.to(self.dtype) for d_out in d_outs], low_tr.to(self.dtype)
        down, ups = self.down.to(self.dtype), [up.to(self.dtype) for up in self.ups]
        d_low_tr, d_ups = torch.empty_like(low_tr), []
        for d_out, layer, up, low, d_low in zip(
            d_outs, self.linears, ups, self._parts(low_tr), self._parts(d_low_tr), strict=True
        ):
            torch.mul(linear(d_out, up.T), layer.scale, out=d_low)
            d_ups.append(linear(low.T, d_out.T).T.float() * layer.scale)
        d_down = linear(d_low_tr.T, x.T).float()
        d_x = None
        if needs_x:
            d_x = linear(d_outs[0], self.linears[0].weight.T)
            for d_out, layer in zip(d_outs[1:], self.linears[1:], strict=True):
                d_x = linear_add(d_out, layer.weight.T, d_x)
            d_x = linear_add(d_low_tr, down.T, d_x).float()
        d_downs = d_down.split([up.shape[1] for up in ups])
        return d_x, [gradient for both in zip(d_downs, d_ups, strict=True) for gradient in both]

    @property
    def dtype(self) -> torch.dtype:
        return self.linears[0].weight.dtype

    def _parts(self, low_tr: Tensor) -> Iterable[Tensor]:
        return low_tr.split([up.shape[1] for up in self.ups], 1)


def _reads(layer: Layer, lora: Sequence[Tensor]) -> list[_Reads]:
    all_downs, all_ups, reads = lora[::2], lora[1::2], []
    for linears, part in zip(layer.reads, READS, strict=True):
        downs, ups = all_downs[part], all_ups[part]
        reads.append(_Reads(linears, torch.cat(downs) if downs else None, ups))
    return reads


def _norm(x_th: Tensor, weight: Tensor, epsilon: float) -> tuple[Tensor, Tensor]:
    """x divided by its root mean square, and what it was multiplied with [T, 1]."""
    length_t1 = torch.linalg.vector_norm(x_th, dim=1, keepdim=True)
    size_t1 = length_t1.square_().div_(x_th.shape[1]).add_(epsilon).rsqrt_()
    return (x_th * size_t1).mul_(weight), size_t1


def _norm_back(d_normed_th: Tensor, x_th: Tensor, weight: Tensor, size_t1: Tensor) -> Tensor:
    """Overwrites and returns `d_normed_th`."""
    d_th = d_normed_th.mul_(weight)
    along_t1 = torch.bmm(d_th[:, None], x_th[:, :, None])[:, 0]
    along_t1.mul_(size_t1.pow(3)).div_(-x_th.shape[1])
    return d_th.mul_(size_t1).addcmul_(x_th, along_t1)


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary positions: x [..., T, D], cos and sin [T, D / 2]."""
    turned = torch.empty(x.shape)
    (left, right), (to_left, to_right) = x.chunk(2, -1), turned.chunk(2, -1)
    torch.mul(left, cos, out=to_left).addcmul_(right, sin, value=-1)
    torch.mul(right, cos, out=to_right).addcmul_(left, sin)
    return turned


def _rotate_back(d_turned: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """d_turned [T, ..., D]: the tokens come first again, as the linear layers want them."""
    lead = (-1, *[1] * (d_turned.dim() - 2), cos.shape[1])
    return _rotate(d_turned, cos.view(lead), -sin.view(lead))
