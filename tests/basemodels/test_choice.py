"""The table of machines: what each gets, with and without the Hub."""

from dataclasses import replace

import pytest

from app.basemodels.catalogue import CATALOGUE, BaseModel, by_id, starter
from app.basemodels.choice import MOST_SECONDS, STARTER_LACKS, Choice, as_wished, choose, quantization_of
from app.basemodels.hardware import Hardware
from app.basemodels.needs import GIB, Fit, fit, training_seconds

ROOM = 200 * GIB


def cpu(cores: int, gib: float, *, bfloat16: bool = False, unified: bool = False) -> Hardware:
    return Hardware(int(gib * GIB), cores, 0, ROOM, bfloat16, unified=unified)


def gpu(gib: float, *, four_bits: bool = True, memory: float = 62) -> Hardware:
    return Hardware(int(memory * GIB), 16, int(gib * GIB), ROOM, bfloat16=True, four_bits=four_bits)


def row(id: str) -> BaseModel:
    found = by_id(id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("_case", "machine", "id", "quantization"),
    [
        ("two old cores", cpu(2, 3.8), "smollm2-135m-instruct", "none"),
        ("two new cores", cpu(2, 23.4, bfloat16=True), "qwen3-0.6b", "none"),
        ("one core", cpu(1, 23.4), "smollm2-135m-instruct", "none"),
        ("laptop", cpu(8, 15.6), "qwen3-0.6b", "none"),
        ("small laptop", cpu(4, 7.7), "smollm2-135m-instruct", "none"),
        ("large laptop", cpu(8, 31.2), "qwen3-1.7b", "none"),
        ("few cores, much memory", cpu(2, 125), "qwen3-0.6b", "none"),
        ("workstation", cpu(32, 125), "qwen3-4b-instruct-2507", "none"),
        ("Apple M, 16 GiB", cpu(8, 16, unified=True), "qwen3-0.6b", "none"),
        ("Apple M, 32 GiB", cpu(10, 32, unified=True), "qwen3-1.7b", "none"),
        ("8 GiB card", gpu(8), "qwen3-0.6b", "none"),
        ("12 GiB card", gpu(12), "qwen3-1.7b", "4bit"),
        ("12 GiB card, without the library", gpu(12, four_bits=False), "qwen3-0.6b", "none"),
        ("16 GiB card", gpu(16), "qwen3-1.7b", "none"),
        ("24 GiB card", gpu(24), "qwen3-4b-instruct-2507", "none"),
        ("40 GiB card", gpu(40), "qwen3-8b", "4bit"),
        ("40 GiB card, without the library", gpu(40, four_bits=False), "qwen3-4b-instruct-2507", "none"),
        ("48 GiB card", gpu(48), "qwen3-8b", "none"),
        ("80 GiB card", gpu(80), "qwen3-8b", "none"),
        ("141 GiB card", gpu(141), "qwen3-8b", "none"),
        ("a card in a machine without memory", gpu(24, memory=7.7), "smollm2-135m-instruct", "none"),
    ],
)
def test_what_a_machine_gets(_case: str, machine: Hardware, id: str, quantization: str) -> None:
    choice = choose(machine, reachable=True)
    assert (choice.model.id, choice.quantization) == (id, quantization)
    assert choice.is_starter == (id == starter().id)


def test_without_the_hub_it_is_the_starter_and_that_is_said() -> None:
    assert choose(cpu(8, 15.6), reachable=False) == Choice(
        starter(),
        "SmolLM2 135M, the starter, as the model hub was not reached.",
        is_starter=True,
        lacks=STARTER_LACKS,
        better="Qwen3 0.6B would do better on this machine: let this machine reach "
        "https://huggingface.co/Qwen/Qwen3-0.6B, or copy its files into models/qwen3-0.6b below COACHABLE_HOME; then "
        "start Coachable again.",
    )


def test_the_reason_names_the_machine() -> None:
    assert choose(cpu(8, 15.6), reachable=True).reason == (
        "Qwen3 0.6B, the best that 8 cores and 16 GiB of memory train in minutes."
    )
    assert choose(gpu(12), reachable=True).reason == (
        "Qwen3 1.7B in 4 bits, the best that a GPU of 12 GiB trains and serves."
    )
    assert choose(cpu(1, 2), reachable=True).reason == (
        "SmolLM2 135M, the starter, as one core and 2.0 GiB of memory train no larger one in minutes."
    )
    assert choose(cpu(1, 2), reachable=True).better is None


def test_what_is_here_is_taken_before_a_better_one_that_can_not_be_had() -> None:
    here = ["smollm2-135m-instruct", "qwen3-0.6b", "lfm2-350m"]
    choice = choose(gpu(24), reachable=False, here=here)
    assert (choice.model.id, choice.is_starter) == ("qwen3-0.6b", False)
    assert choice.better is not None
    assert choice.better.startswith("Qwen3 4B would do better on this machine: let this machine reach ")


def test_a_gated_one_is_taken_only_where_it_is_here() -> None:
    machine = gpu(24, four_bits=False)
    assert choose(machine, reachable=True).model.id == "qwen3-4b-instruct-2507"
    assert (
        choose(gpu(48), reachable=False, here=["llama-3.1-8b-instruct"]).model.id == "llama-3.1-8b-instruct"
    )
    assert choose(gpu(48), reachable=True, here=["llama-3.1-8b-instruct"]).model.id == "qwen3-8b"


def test_what_is_here_but_too_large_is_left() -> None:
    assert choose(cpu(8, 15.6), reachable=False, here=["qwen3-8b", "smollm2-135m-instruct"]).is_starter


def test_a_full_disk_gets_a_smaller_one() -> None:
    full = replace(gpu(24), disk_bytes=7 * GIB)
    choice = choose(full, reachable=True)
    assert choice.model.id == "qwen3-1.7b"
    assert (
        choice.better
        == "Qwen3 4B would do better on this machine: make 9.5 GiB of room on the disk; then start Coachable again."
    )
    assert choose(full, reachable=True, here=["qwen3-4b-instruct-2507"]).model.id == "qwen3-4b-instruct-2507"
    assert choose(replace(full, disk_bytes=GIB), reachable=True).reason == (
        "SmolLM2 135M, the starter, as the disk has no room for Qwen3 4B."
    )


@pytest.mark.parametrize(
    ("wish", "machine", "id", "quantization"),
    [
        ("none", gpu(12), "qwen3-0.6b", "none"),
        ("4bit", gpu(24), "qwen3-4b-instruct-2507", "4bit"),
        ("4bit", gpu(40), "qwen3-8b", "4bit"),
        ("auto", replace(cpu(32, 40), four_bits=True), "qwen3-1.7b", "none"),  # a CPU gains no time by it
    ],
)
def test_bits_by_wish(wish: str, machine: Hardware, id: str, quantization: str) -> None:
    choice = choose(machine, reachable=True, quantization=wish)  # type: ignore[arg-type]
    assert (choice.model.id, choice.quantization) == (id, quantization)


def test_a_wish_is_taken_whatever_the_machine_has() -> None:
    wished = as_wished(row("qwen3-8b"), gpu(40))
    assert (wished.reason, wished.quantization, wished.precision) == (
        "Qwen3 8B, as COACHABLE_BASE_MODEL says.",
        "4bit",
        "bfloat16",
    )
    assert as_wished(row("qwen3-8b"), cpu(2, 4)).precision == "float32"
    assert as_wished(starter(), cpu(2, 4)).lacks == STARTER_LACKS


@pytest.mark.parametrize("cores", [1, 2, 4, 8, 16, 64])
@pytest.mark.parametrize("gib", [2, 8, 16, 24, 64, 256])
@pytest.mark.parametrize("bfloat16", [False, True])
def test_nobody_waits_longer_than_minutes_on_a_cpu(cores: int, gib: float, bfloat16: bool) -> None:
    machine = cpu(cores, gib, bfloat16=bfloat16)
    choice = choose(machine, reachable=True)
    assert choice.is_starter or (
        training_seconds(choice.model, machine) <= MOST_SECONDS and fit(choice.model, machine).fit is Fit.NOW
    )


def test_each_model_of_a_run_has_its_own_bits() -> None:
    bits = {model.id: quantization_of(model, gpu(24), "auto") for model in CATALOGUE}
    assert {id for id, found in bits.items() if found == "4bit"} == {
        "gemma-3-4b-it",  # 23.5 of the 22.8 GiB that a card of 24 has
    }
