"""The two products against torch's own, for every form in which they are called."""

import pytest
import torch
from torch import Tensor
from torch.nn import functional
from torch.testing import assert_close

from app.engine.matmul import batched, has_fast_bfloat16, laid_out, linear, linear_add


def random(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize("rows", [1, 5, 33])
def test_linear_is_x_times_the_weight_transposed(rows: int) -> None:
    x, weight, bias = random(rows, 24), random(40, 24), random(40)
    assert_close(linear(x, weight), functional.linear(x, weight))
    assert_close(linear(x, weight, bias), functional.linear(x, weight, bias))


def test_both_sides_may_be_transposed_views() -> None:
    x, weight = random(24, 33), random(24, 40)
    assert_close(linear(x.T, weight.T), x.T @ weight)


def test_leading_dimensions_stay() -> None:
    x, weight = random(2, 3, 24), random(40, 24)
    assert linear(x, weight).shape == (2, 3, 40)
    assert_close(linear(x, weight), functional.linear(x, weight))


def test_linear_add_adds() -> None:
    x, weight, to = random(33, 16), random(40, 16), random(33, 40)
    assert_close(linear_add(x, weight, to.clone()), x @ weight.T + to)


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float64])
def test_other_precisions_are_left_to_torch(kind: torch.dtype) -> None:
    x, weight, to = random(3, 24).to(kind), random(40, 24).to(kind), random(3, 40).to(kind)
    assert linear(x, weight).dtype == kind
    assert_close(linear(x, weight), functional.linear(x, weight))
    assert_close(linear_add(x, weight, to.clone()), functional.linear(x, weight) + to)


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("rows", [1, 4, 200])
def test_a_weight_in_another_order_is_the_same_weight(kind: torch.dtype, rows: int) -> None:
    x, weight = random(rows, 24).to(kind), random(40, 24).to(kind)
    out = linear(x, laid_out(weight, 4))
    assert out.dtype == kind
    assert_close(out, functional.linear(x, weight))


def test_no_rows_give_no_rows() -> None:
    assert linear(random(0, 24), random(40, 24)).shape == (0, 40)
    assert linear_add(random(0, 16), random(40, 16), random(0, 40)).shape == (0, 40)


def test_batched_multiplies_each_with_its_own() -> None:
    a, b = random(3, 33, 24), random(3, 40, 24)
    assert_close(batched(a, b), torch.bmm(a, b.transpose(1, 2)))
    assert_close(
        batched(a.transpose(1, 2), random(3, 40, 33)), torch.bmm(a.transpose(1, 2), random(3, 40, 33).mT)
    )
    assert_close(batched(a.double(), b.double()), torch.bmm(a, b.mT).double(), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ({"avx512_f": True, "avx512_bf16": True, "amx_bf16": False}, True),
        ({"avx512_f": True, "avx512_bf16": False, "amx_bf16": True}, True),
        ({"avx512_f": True, "avx512_bf16": False, "amx_bf16": False}, False),
        ({"architecture": "aarch64"}, False),
    ],
)
def test_bfloat16_is_fast_where_there_are_instructions_for_it(
    capabilities: dict[str, object], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)
    assert has_fast_bfloat16(torch.device("cpu")) is expected
    assert has_fast_bfloat16(torch.device("cuda")) is False
