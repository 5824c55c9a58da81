import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from app.basemodels.catalogue import INDEX, BaseModel, by_id
from app.basemodels.folders import described, folder_of, here, is_model, lack_of


def write(folder: Path, *names: str, config: object = None, index: object = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    if config is not None:
        (folder / "config.json").write_text(json.dumps(config))
    if index is not None:
        (folder / INDEX).write_text(json.dumps(index))
    return folder


SHARDS = tuple(f"model-0000{n}-of-00003.safetensors" for n in (1, 2, 3))
INDEXED = {"weight_map": dict(zip("abc", SHARDS, strict=True))}


def test_a_whole_folder_lacks_nothing(tmp_path: Path) -> None:
    assert lack_of(write(tmp_path / "one", "config.json", "tokenizer.json", "model.safetensors")) is None
    assert is_model(write(tmp_path / "three", "config.json", "tokenizer.json", *SHARDS, index=INDEXED))


def test_what_a_folder_lacks_is_named(tmp_path: Path) -> None:
    assert lack_of(tmp_path / "no") == "is not there"
    assert lack_of(write(tmp_path / "a", "config.json")) == "lacks tokenizer.json, *.safetensors"
    half = write(tmp_path / "b", "config.json", "tokenizer.json", SHARDS[1], index=INDEXED)
    assert lack_of(half) == "is half a download: model-00001-of-00003.safetensors and 1 more are missing"
    (half / SHARDS[0]).touch()
    assert lack_of(half) == "is half a download: model-00003-of-00003.safetensors is missing"
    pointer = write(tmp_path / "c", "config.json", "tokenizer.json")
    (pointer / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:1\n")
    assert lack_of(pointer) == (
        "has only the Git LFS pointer of model.safetensors; `git lfs pull` brings the weights"
    )


@pytest.mark.parametrize(
    "index", [[], {}, {"weight_map": {"a": "../b.safetensors"}}, {"weight_map": {"a": "b.bin"}}]
)
def test_a_broken_index_is_told(index: object, tmp_path: Path) -> None:
    folder = write(tmp_path, "config.json", "tokenizer.json", SHARDS[0], index=index)
    assert lack_of(folder) == f"has a {INDEX} that can't be read (it names no shards)"


def test_a_folder_tells_its_sizes(tmp_path: Path) -> None:
    config = {
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 512,
    }
    folder = write(tmp_path / "mine", config=config)
    save_file({"a": np.zeros((3, 5), np.float16), "b": np.zeros(7, np.float32)}, folder / "model.safetensors")
    assert described(str(folder)) == BaseModel(
        id=str(folder),
        title="mine",
        parameters=22,
        hidden_size=64,
        layers=2,
        kv_width=32,
        context=512,
        folder=folder,
    )
    write(folder, config={"text_config": config | {"head_dim": 128}})
    assert described(str(folder)).kv_width == 256


def test_a_folder_that_says_nothing_is_described_all_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", "model.safetensors", config=[])
    assert described(str(folder)) == BaseModel(id=str(folder), title="mine", folder=folder)


def test_a_name_is_a_row_or_itself(tmp_path: Path) -> None:
    assert described("qwen3-0.6b") is by_id("qwen3-0.6b")
    assert described("gpt-17") == BaseModel(id="gpt-17", title="gpt-17")
    assert folder_of(described("gpt-17"), tmp_path) == tmp_path / "models" / "gpt-17"


def test_what_is_here(tmp_path: Path) -> None:
    write(tmp_path / "models" / "qwen3-0.6b", "config.json", "tokenizer.json", "model.safetensors")
    write(tmp_path / "models" / "qwen3-8b", "config.json", "tokenizer.json", SHARDS[0], index=INDEXED)
    write(tmp_path / "models" / "my-own", "config.json", "tokenizer.json", "model.safetensors")
    assert here(tmp_path) == ["qwen3-0.6b"]
