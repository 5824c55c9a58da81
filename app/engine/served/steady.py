"""Shapes of products in which a row comes out the same, bit for bit, whatever rows lie beside it.

Libraries choose their way of multiplying by the number of rows, and each way adds in another order: a reply got other
last digits alone than beside others, and now and then another word. On Zen 4 oneDNN has a way of its own for one row,
MKL for one to three, five to seven and nine to eleven. So the rows of a step are filled up to one of a few sizes, and
only sizes that agree are used. Which do depends on processor, library and number of threads, so it is tried.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.engine.matmul import linear

SIZES = (2, 4, 8, 16, 24, 32, 40, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256)
"""oneDNN makes code for each (1 to 2 ms and 0.7 MB a form), so not every number of rows is one."""
JUDGE = 16  # the size with which others have to agree: of use for replies and, if need be, for prompts
_TRIED = 1 << 16  # numbers at least: of a few thousand sums in another order one is another bfloat16

_DIVIDED = 1 << 15  # torch divides operations on so many numbers among its threads, wherever that cuts a row


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """Of a model's layer, weight [out, in], or of a half of an adapter's update, weight [in, out]."""

    weight: Tensor
    bias: Tensor | None = None
    is_lora: bool = False  # for few columns torch's own way takes 5 us where oneDNN takes 16

    def __call__(self, rows: Tensor) -> Tensor:
        return rows @ self.weight if self.is_lora else linear(rows, self.weight, self.bias)

    @property
    def width(self) -> int:
        return self.weight.shape[0 if self.is_lora else 1]


Forms = Mapping[tuple[object, ...], Product]
"""Of products that are computed alike one stands for all."""


def forms(products: Iterable[Product]) -> Forms:
    found: dict[tuple[object, ...], Product] = {}
    for product in products:
        weight = product.weight
        order = None if weight.is_mkldnn else weight.stride()
        form = (product.is_lora, weight.shape, weight.dtype, order, product.bias is None)
        found.setdefault(form, product)
    return found


class Sizes:
    """Numbers of rows in which products agree, from `least` on. Each form is tried in each size once, when it is
    needed: that takes as long as a step. By one thread alone, as it depends on how many others help that."""

    def __init__(self, least: int, pads: bool = True) -> None:
        self._least = least
        self._pads = pads  # else any number of rows is as good as another
        self._agree: dict[tuple[object, ...], bool] = {}

    def padded(self, rows: int, used: Forms) -> int | None:
        """The size that so many rows are padded to; None if they are too many for one step."""
        if not self._pads:
            return rows
        rows = max(rows, self._least)
        for size in SIZES:
            if size >= rows and all(self._agrees(form, product, size) for form, product in used.items()):
                return size
        return None

    def _agrees(self, form: tuple[object, ...], product: Product, size: int) -> bool:
        key = (form, size)
        if key not in self._agree:
            like = torch.empty(0, product.width, dtype=product.weight.dtype, device=product.weight.device)
            columns = product.weight.numel() // product.width
            self._agree[key] = bool(agreeing(product, like, [size], least=min(128, _TRIED // columns)))
        return self._agree[key]


def agreeing(
    product: Callable[[Tensor], Tensor],
    like: Tensor,
    sizes: Sequence[int],
    judge: int = JUDGE,
    least: int = 64,
) -> list[int]:
    """The `sizes` in which `product` gives each row what it gives it among `judge` rows, all as wide as `like`.

    Tried with `least` rows or more.
    """
    generator = torch.Generator().manual_seed(0)
    count = -(-max(least, *sizes) // judge) * judge
    rows = torch.randn(count, like.shape[1], generator=generator).to(like)
    again = torch.cat((rows, rows))  # the last block goes on with the first rows

    def among(size: int) -> Tensor:
        return torch.cat([product(again[at : at + size]) for at in range(0, count, size)])[:count]

    expected = among(judge)
    return [size for size in sizes if size == judge or torch.equal(among(size), expected)]


def by_whole_rows(operation: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """`operation` on each number of x [..., n], a few rows at a time where threads would share a row.

    What is left over at the end of a thread's share goes through another exp: of 2,000 numbers 62 get another silu.
    Shares of 32 numbers leave nothing over, nor do rows: widths are multiples of 32 but in tests.
    """
    threads = torch.get_num_threads() if x.device.type == "cpu" else 1
    if x.numel() < _DIVIDED or all(x.numel() % (32 * shares) == 0 for shares in range(2, threads + 1)):
        return operation(x)
    few = max(1, (_DIVIDED - 1) // x.shape[-1])
    return torch.cat([operation(some) for some in x.split(few, -2)], -2)
