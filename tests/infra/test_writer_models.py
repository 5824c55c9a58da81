from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from app.basemodels.catalogue import by_id
from app.basemodels.choice import as_wished
from app.basemodels.folders import folder_of
from app.basemodels.hardware import Hardware
from app.basemodels.needs import GIB
from app.config import Settings
from app.infra.writer_models import TABLE, Choice, choose, writer_of

FOUR_B, ONE_B, HALF_B = TABLE
ROOM = 100 * GIB


def machine(home: Path) -> Hardware:
    return Hardware(16 * GIB, 4, 0, ROOM, bfloat16=True)


def never(home: Path) -> Hardware:
    raise AssertionError("the machine was looked at for nothing")


def fetched(home: Path, name: str) -> Path:
    folder = home / "models" / name
    folder.mkdir(parents=True)
    for file in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / file).touch()
    return folder


@pytest.mark.parametrize(
    ("gib", "cores", "gpu_gib", "bfloat16", "model"),
    [
        (4, 2, 0, True, None),
        (6, 8, 0, True, None),
        (7.7, 2, 0, True, HALF_B),  # sold as 8 GiB
        (7.7, 2, 0, False, None),
        (11.7, 4, 0, True, ONE_B),
        (11.7, 2, 0, True, HALF_B),
        (11.7, 4, 0, False, HALF_B),
        (15.6, 16, 0, True, ONE_B),
        (15.6, 4, 0, False, ONE_B),
        (23.4, 8, 0, True, FOUR_B),
        (23.4, 8, 0, False, ONE_B),
        (64, 4, 0, True, ONE_B),
        (64, 8, 0, False, FOUR_B),
        (64, 1, 0, True, None),
        (15.6, 2, 15.7, False, FOUR_B),  # a GPU needs neither cores nor a new processor
        (15.6, 2, 10, False, ONE_B),
        (15.6, 2, 8, False, HALF_B),
        (6, 4, 24, True, None),
    ],
)
def test_the_best_that_leaves_room_for_a_training(
    gib: float, cores: int, gpu_gib: float, bfloat16: bool, model: object
) -> None:
    choice = choose(Hardware(int(gib * GIB), cores, int(gpu_gib * GIB), ROOM, bfloat16))
    assert choice.model is model
    assert choice.on_gpu == (gpu_gib > 0 and model is not None)


def test_the_reason_names_what_it_was() -> None:
    assert choose(Hardware(12 * GIB, 4, 0, ROOM, True)).reason == (
        "Qwen3 1.7B, as 4 cores and 12 GiB of memory leave room for it beside a training."
    )
    assert choose(Hardware(16 * GIB, 1, 16 * GIB, ROOM, True)).reason == (
        "Qwen3 4B, as a GPU of 16 GiB leaves room for it beside a training."
    )
    assert choose(Hardware(2 * GIB, 1, 0, ROOM, True)).reason == (
        "none, as one core and 2 GiB of memory leave no room beside a training."
    )


def test_a_full_disk_gets_a_smaller_one_or_none() -> None:
    assert choose(Hardware(12 * GIB, 4, 0, 4 * GIB, True)).model is HALF_B
    assert choose(Hardware(12 * GIB, 4, 0, 4 * GIB, True), here=[ONE_B.id]).model is ONE_B
    assert choose(Hardware(12 * GIB, 4, 0, GIB, True)) == Choice(
        None, "none, as Qwen3 1.7B needs 6 GiB on the disk and 1 GiB are free."
    )


def test_by_default_the_machine_decides(tmp_path: Path) -> None:
    choice = writer_of(Settings(home=tmp_path), machine)
    assert choice.model is ONE_B
    assert folder_of(ONE_B, tmp_path) == tmp_path / "models" / "qwen3-1.7b"


def test_a_larger_base_model_leaves_less_room(tmp_path: Path) -> None:
    def large(home: Path) -> Hardware:
        return Hardware(24 * GIB, 8, 0, ROOM, bfloat16=True)

    half = by_id("qwen3-0.6b")
    assert half is not None
    assert writer_of(Settings(home=tmp_path), large).model is FOUR_B
    assert writer_of(Settings(home=tmp_path), large, as_wished(half, large(tmp_path))).model is FOUR_B
    assert writer_of(Settings(home=tmp_path, base_model="smollm2-1.7b-instruct"), large).model is None
    assert writer_of(Settings(home=tmp_path, base_model="smollm2-360m-instruct"), machine).model is ONE_B
    assert writer_of(Settings(home=tmp_path, base_model="qwen3-0.6b"), machine).model is HALF_B


def test_what_is_here_needs_no_disk(tmp_path: Path) -> None:
    def full(home: Path) -> Hardware:
        return Hardware(16 * GIB, 4, 0, 0, bfloat16=True)

    assert writer_of(Settings(home=tmp_path), full).model is None
    fetched(tmp_path, "qwen3-1.7b")
    assert writer_of(Settings(home=tmp_path), full).model is ONE_B


def test_without_bfloat16_by_wish_it_needs_twice_the_memory(tmp_path: Path) -> None:
    def twelve(home: Path) -> Hardware:
        return Hardware(12 * GIB, 4, 0, ROOM, bfloat16=True)

    assert writer_of(Settings(home=tmp_path), twelve).model is ONE_B
    assert writer_of(Settings(home=tmp_path, precision="float32"), twelve).model is HALF_B


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"writer_model": "none"}, "none, as COACHABLE_WRITER_MODEL says."),
        ({"llm_base_url": "http://x/v1"}, "none, as COACHABLE_LLM_BASE_URL names who plays the customers."),
    ],
)
def test_where_nobody_is_wanted_nobody_looks(tmp_path: Path, changes: dict[str, str], reason: str) -> None:
    assert writer_of(Settings(home=tmp_path, **changes), never) == Choice(None, reason)


def test_a_known_id_is_taken_whatever_the_machine_has(tmp_path: Path) -> None:
    choice = writer_of(Settings(home=tmp_path, writer_model="qwen3-4b-instruct-2507"), machine)
    assert choice == Choice(FOUR_B, "Qwen3 4B, as COACHABLE_WRITER_MODEL says.")


def test_a_folder_is_served_where_it_lies(tmp_path: Path) -> None:
    folder = fetched(tmp_path, "my-model")
    save_file(
        {"a": np.zeros((3, 5), np.float16), "b": np.zeros(7, np.float32)},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    choice = writer_of(Settings(home=tmp_path / "home", writer_model=str(folder)), machine)
    assert choice.reason == "my-model, as COACHABLE_WRITER_MODEL says."
    assert choice.model is not None
    assert (choice.model.parameters, folder_of(choice.model, tmp_path)) == (22, folder)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (
            "gpt-17",
            "none, as COACHABLE_WRITER_MODEL=gpt-17 is neither a folder nor one of auto, none, qwen3-4b-instruct-2507, "
            "qwen3-1.7b, qwen3-0.6b.",
        ),
        (
            "/no/where",
            "none, as COACHABLE_WRITER_MODEL=/no/where is not there.",
        ),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, wish: str, reason: str) -> None:
    assert writer_of(Settings(home=tmp_path, writer_model=wish), machine) == Choice(
        None, reason, is_mistake=True
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\2\0\0\0\0\0\0\0[]", b"\2\0\0\0\0\0\0\0{"],
)
def test_weights_that_can_not_be_read_are_a_mistake(content: bytes, tmp_path: Path) -> None:
    folder = fetched(tmp_path, "my-model")
    (folder / "model.safetensors").write_bytes(content)
    choice = writer_of(Settings(home=tmp_path, writer_model=str(folder)), machine)
    reason = f"none, as the *.safetensors files in COACHABLE_WRITER_MODEL={folder} can't be read."
    assert choice == Choice(None, reason, is_mistake=True)


@pytest.mark.parametrize("model", TABLE, ids=lambda model: model.id)
def test_every_row_is_pinned_and_safe(model: object) -> None:
    assert len(model.revision) == 40
    assert model.licence == "Apache-2.0"
    weights = {
        name: sha for name, sha in model.files.items() if name.endswith((".safetensors", "tokenizer.json"))
    }
    assert all(sha is not None and len(sha) == 64 for sha in weights.values())
    assert {Path(name).suffix for name in model.files} == {".json", ".safetensors"}
