"""Products with weight matrices in float32 on a CPU, by oneDNN where torch would take its BLAS.

torch's builds for x86 multiply float32 with MKL, which leaves AVX-512 unused on processors that are not Intel's: 215
GFLOP/s on two Zen 5 cores where oneDNN, in the same build of torch, reaches 480 (240 held to AVX2). torch.compile
calls the same two operators; torch offers no public name for them. They know no gradients. Products in bfloat16 go to
oneDNN in any case.
"""

import torch
from torch import Tensor
from torch.nn import functional

_HERE = torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether it is a CPU with instructions that multiply bfloat16: twice as fast as float32 on Zen 4 and 5."""
    if device.type != "cpu":
        return False
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name) for name in ("avx512_bf16", "amx_bf16"))


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x [..., in] and weight [out, in] to [..., out]. Either may be a transposed view."""
    if weight.is_mkldnn or _is_ours(x):
        out: Tensor = torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
        return out
    return functional.linear(x, weight, bias)


def laid_out(weight: Tensor, rows: int) -> Tensor:
    """A copy of `weight` [out, in] for `linear` alone, in oneDNN's own order, best for so many `rows` of x.

    With a few rows a product takes as long as reading it, and otherwise it is reordered each time: with 4 that takes
    1.3 times as long in float32 and 1.6 times in bfloat16. Where oneDNN does not multiply, it is the weight itself; in
    bfloat16 it needs AVX-512.
    """
    if not (_HERE and weight.device.type == "cpu"):
        return weight
    if weight.dtype != torch.float32 and not (weight.dtype == torch.bfloat16 and _orders_bfloat16()):
        return weight
    reordered: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), rows)
    return reordered


def linear_add(x: Tensor, weight: Tensor, to: Tensor) -> Tensor:
    """`linear(x, weight) + to` in one pass; `to` may be overwritten."""
    if _is_ours(x):
        out: Tensor = torch.ops.mkldnn._linear_pointwise.binary(x, to, weight, None, "add")
        return out
    return to.view(-1, to.shape[-1]).addmm_(x.reshape(-1, x.shape[-1]), weight.T).view(to.shape)


def batched(a: Tensor, b: Tensor) -> Tensor:
    """a [B, n, d] and b [B, m, d] to [B, n, m]. Either may be a transposed view."""
    if _is_ours(a):
        return torch.stack([linear(x, y) for x, y in zip(a, b, strict=True)])
    return torch.bmm(a, b.transpose(1, 2))


def _orders_bfloat16() -> bool:
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _is_ours(x: Tensor) -> bool:
    return _HERE and x.dtype == torch.float32 and x.device.type == "cpu" and x.numel() > 0
