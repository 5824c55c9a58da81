import pytest

from app.basemodels.catalogue import CATALOGUE, BaseModel, by_id, starter
from app.basemodels.hardware import Hardware
from app.basemodels.needs import (
    GIB,
    Device,
    Fit,
    Fitting,
    fit,
    four_bit_training_bytes,
    serving_bytes,
    taken,
    training_bytes,
    training_seconds,
)


def row(id: str) -> BaseModel:
    found = by_id(id)
    assert found is not None
    return found


def machine(
    gib: float, gpu_gib: float = 0, *, cores: int = 8, bfloat16: bool = True, four_bits: bool = False
) -> Hardware:
    return Hardware(int(gib * GIB), cores, int(gpu_gib * GIB), 0, bfloat16, four_bits=four_bits)


@pytest.mark.parametrize(
    ("id", "device", "measured"),
    [  # research of 2026-11-28 on an H200, whose peaks are torch's own: without the process; CPU: RESULTS.md
        ("smollm2-135m-instruct", "cuda", 1.06 + 0.5),
        ("qwen3-0.6b", "cuda", 2.87 + 0.5),
        ("qwen3-4b-instruct-2507", "cuda", 12.6 + 0.5),
        ("llama-3.1-8b-instruct", "cuda", 20.7 + 0.5),
        ("smollm2-135m-instruct", "cpu", 1.99),
    ],
)
def test_training_takes_what_was_measured(id: str, device: Device, measured: float) -> None:
    assert training_bytes(row(id), device) / GIB == pytest.approx(measured, rel=0.12)


@pytest.mark.parametrize(
    ("id", "device", "measured"), [("qwen3-1.7b", "cpu with bfloat16", 3.7), ("qwen3-0.6b", "cpu", 2.6)]
)
def test_serving_takes_at_most_a_third_less_than_is_said(id: str, device: Device, measured: float) -> None:
    said = serving_bytes(row(id), device) / GIB
    assert measured <= said <= 1.35 * measured


@pytest.mark.parametrize("model", CATALOGUE, ids=lambda model: model.id)
def test_fewer_bits_take_less(model: BaseModel) -> None:
    assert four_bit_training_bytes(model) < training_bytes(model, "cuda") < training_bytes(model, "cpu")
    assert serving_bytes(model, "cpu with bfloat16") < serving_bytes(model, "cpu")


def test_seconds_of_the_measured_run() -> None:
    assert training_seconds(starter(), machine(24, cores=2)) == 25
    assert training_seconds(starter(), machine(24, cores=2, bfloat16=False)) == 50
    assert training_seconds(starter(), machine(24, cores=64)) == 25 / 8


@pytest.mark.parametrize(
    ("id", "here", "expected"),
    [
        (
            "qwen3-0.6b",
            machine(16),
            Fitting(Fit.NOW, "Trains and is served with 8.2 GiB of the 12 GiB of memory here."),
        ),
        (
            "qwen3-8b",
            machine(16),
            Fitting(Fit.NO, "Needs 74 GiB of memory to train and to serve; 12 GiB can be had here."),
        ),
        (
            "qwen3-8b",
            machine(62, 40),
            Fitting(
                Fit.FOUR_BITS,
                "Needs 42 GiB of GPU memory, 33 GiB with its weights in 4 bits while it trains, after pip install "
                "'coachable[quantized]'; 38 GiB can be had.",
            ),
        ),
        (
            "qwen3-0.6b",
            machine(6, 24),
            Fitting(
                Fit.NO,
                "Needs 6.5 GiB of memory beside the GPU's; 4.5 GiB of this machine's 6.0 GiB can be had.",
            ),
        ),
    ],
)
def test_whether_a_model_fits(id: str, here: Hardware, expected: Fitting) -> None:
    assert fit(row(id), here) == expected


def test_a_folder_of_unknown_size_is_not_refused() -> None:
    assert fit(BaseModel("/some/where", "where"), machine(4)).fit is Fit.NOW


def test_what_is_taken_is_where_the_work_is() -> None:
    assert taken(row("qwen3-0.6b"), machine(16)).gpu == 0
    on_gpu = taken(row("qwen3-4b-instruct-2507"), machine(62, 24))
    assert on_gpu.memory == 6.5 * GIB
    assert on_gpu.gpu > taken(row("qwen3-4b-instruct-2507"), machine(62, 24), four_bits=True).gpu
