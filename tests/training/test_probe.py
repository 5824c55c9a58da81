"""A folder that is no model, or not a whole one, is told in one sentence before anything is written."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import BloomConfig, BloomForCausalLM

from app.errors import BadInput
from app.training import loop, loss
from app.training.base_model import PROVEN
from app.training.lora import load_base
from app.training.probe import look
from tests.families import FAMILIES, Family, family
from tests.training.conftest import make_child

INDEX = "model.safetensors.index.json"
WEIGHT = "model.layers.0.mlp.gate_proj.weight"


@pytest.fixture
def folder(tiny_model: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_model, tmp_path / "anna-1b")


def configured(folder: Path, **changes: object) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | changes))


def saved(folder: Path, weights: dict[str, torch.Tensor]) -> None:
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def no_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def broken_config(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": ')


def strange_config(folder: Path) -> None:
    configured(folder, hidden_size="64")


def no_heads(folder: Path) -> None:
    configured(folder, num_attention_heads=0)


def unknown_architecture(folder: Path) -> None:
    configured(folder, model_type="llama9")


def no_text(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "vit"}')


def quantised(folder: Path) -> None:
    configured(folder, quantization_config={"quant_method": "fp8"})


def no_weights(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def half_a_shard(folder: Path) -> None:
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])


def a_shard_missing(folder: Path) -> None:
    (folder / INDEX).write_text(
        json.dumps({"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}})
    )


def broken_index(folder: Path) -> None:
    (folder / INDEX).write_text("{}")


def a_weight_missing(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    saved(folder, {name: weight for name, weight in weights.items() if name != WEIGHT})


def another_shape(folder: Path) -> None:
    saved(folder, {**load_file(folder / "model.safetensors"), WEIGHT: torch.zeros(3, 3)})


def two_more_layers(folder: Path) -> None:
    configured(folder, num_hidden_layers=4)


def unknown_layers(folder: Path) -> None:
    configured(folder, layer_types=["full_attention", "indexed_attention"])


BROKEN = [
    (no_config, r"^/.*/anna-1b is not a base model: it has no config\.json\.$"),
    (
        broken_config,
        r"^The config\.json of anna-1b can't be read by transformers \(.*\): choose another base model\.$",
    ),
    (
        strange_config,
        r"^The config\.json of anna-1b can't be read by transformers \(.*'hidden_size'.*\): choose",
    ),
    (
        no_heads,
        r"^The config\.json of anna-1b can't be read by transformers \(.*\): choose another base model\.$",
    ),
    (
        unknown_architecture,
        r"^The config\.json of anna-1b can't be read by transformers \(.*`llama9`.*\): choose",
    ),
    (no_text, r"^anna-1b \(vit\) writes no text: choose another base model\.$"),
    (quantised, r"^The weights of anna-1b are quantised \(fp8\), which can't be trained here: take"),
    (
        no_weights,
        r"^anna-1b has no weights as safetensors, and nothing else is read: choose an edition that has\.$",
    ),
    (half_a_shard, r"^/.*/anna-1b/model\.safetensors is broken or half a download: fetch the model again\.$"),
    (a_shard_missing, r"^anna-1b is half a download: model-2\.safetensors is missing; fetch it again\.$"),
    (broken_index, r"^/.*/model\.safetensors\.index\.json can't be read: fetch the model again\.$"),
    (a_weight_missing, rf"^anna-1b misses {WEIGHT}: fetch the model again\.$"),
    (another_shape, rf"^anna-1b has another size of {WEIGHT}: fetch the model again\.$"),
    (two_more_layers, r"^anna-1b misses model\.layers\.2\.\S+ and 17 more: fetch the model again\.$"),
    (
        unknown_layers,
        r"^anna-1b has layers of a kind that can't be trained here \(indexed_attention\): choose",
    ),
]


@pytest.mark.parametrize(("break_it", "sentence"), BROKEN, ids=[row[0].__name__ for row in BROKEN])
def test_a_broken_folder_is_told_and_nothing_written(
    break_it: Callable[[Path], None], sentence: str, folder: Path, tmp_path: Path
) -> None:
    child = make_child(tmp_path / "run", folder)
    break_it(folder)
    with pytest.raises(BadInput, match=sentence):
        loop.train(child.config, child.reporter, lambda: None)
    assert not (tmp_path / "run").exists()
    found = look(folder)
    assert {found.can_train, *found.can_export.values()} == {found.can_train}
    with pytest.raises(BadInput, match=sentence):
        raise BadInput(str(found.can_train))


@pytest.mark.slow
@pytest.mark.usefixtures("forked")
def test_a_whole_one_is_good_for_all(tiny_model: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "app.training.probe", str(tiny_model)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(child.stdout) == {
        "loads": True,
        "can_train": True,
        "can_serve": True,
        "can_export": {"adapter": True, "merged": True, "gguf": True},
        "architecture": "LlamaForCausalLM",
        "attention": ["full"],
        "context": 512,
        "chat": {
            "system": "role",
            "thinking": None,
            "prompt": (
                "<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{question}<|im_end|>\n"
                "<|im_start|>assistant\n"
            ),
            "closing": "<|im_end|>\n",
        },
    }


STATES = ("app.training.packing.shares_sequences", lambda _: True)  # as if no state ran through a sequence


def test_what_the_matrix_has_proven_is_not_tried_again() -> None:
    assert {one.model_type for one in FAMILIES} == PROVEN


def test_a_model_of_another_type_is_tried_before_it_is_chosen(
    family_folder: Callable[[Family], Path], tmp_path: Path
) -> None:
    """BLOOM tells positions by an attention mask of its own making, which a batch of branches has not."""
    folder = shutil.copytree(family_folder(family("GPT-NeoX")), tmp_path / "bloom")
    vocabulary = json.loads((folder / "config.json").read_text())["vocab_size"]
    torch.manual_seed(0)
    BloomForCausalLM(BloomConfig(vocab_size=vocabulary, hidden_size=32, n_layer=2, n_head=4)).save_pretrained(
        folder
    )

    found = look(folder)

    assert found.loads is True
    assert found.can_train == (
        "bloom computes otherwise in a batch than alone, so it can't be trained here: choose another base model."
    )


HEAD = (
    "app.training.loss._DIVISOR",
    "logits_divided_by",
)  # as if Granite's head were known under another name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "wrong"),
    [("LFM2", STATES), ("Qwen3-Next", STATES), ("Granite 4 H", STATES), ("Granite 3", HEAD)],
)
def test_a_model_that_a_batch_changes_is_not_trained(
    name: str,
    wrong: tuple[str, object],
    family_folder: Callable[[Family], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = family_folder(family(name))
    assert loss.agrees_with_itself(load_base(folder, torch.device("cpu")))
    monkeypatch.setattr(*wrong)
    child = make_child(tmp_path / "run", folder)
    with pytest.raises(
        BadInput, match="computes otherwise in a batch than alone, so it can't be trained here"
    ):
        loop.train(child.config, child.reporter, lambda: None)
    assert not (tmp_path / "run").exists()
