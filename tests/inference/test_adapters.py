import asyncio
import hashlib
import io
import json
import pickle
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from app.engine.served.lora import Adapter
from app.errors import Conflict, InvalidInput, NotFound
from app.inference.adapters import Adapters
from app.inference.engine import Engine
from tests.inference.conftest import Served, ask, text_of
from tests.inference.tiny_base import write_adapter, write_base_model


class Reads:
    """Stands where the weights are read and writes down what came that far."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.dropped: list[str] = []

    def __call__(self, name: str, _folder: Path) -> Adapter:
        self.read.append(name)
        return Adapter(name, {})

    def drop(self, adapter: Adapter) -> None:
        self.dropped.append(adapter.name)


@pytest.fixture
def reads() -> Reads:
    return Reads()


@pytest.fixture
def root(served: Served, tmp_path: Path) -> Path:
    """Copies that a test may spoil."""
    shutil.copytree(served.adapters, tmp_path / "adapters")
    return tmp_path / "adapters"


@pytest.fixture
def adapters(root: Path, served: Served, reads: Reads) -> Adapters:
    return Adapters(root, served.base, reads, reads.drop, limit=2)


async def test_loading_again_reads_nothing_again(adapters: Adapters, root: Path, reads: Reads) -> None:
    await asyncio.gather(*(adapters.load("anna@1", str(root / "anna" / "1")) for _ in range(5)))

    assert reads.read == ["anna@1"]
    assert adapters.names == ["anna@1"]


async def test_a_name_stands_for_one_folder(adapters: Adapters, root: Path) -> None:
    await adapters.load("mine", str(root / "anna" / "1"))

    with pytest.raises(Conflict, match="unload it first"):
        await adapters.load("mine", str(root / "bert" / "1"))

    adapters.unload("mine")
    await adapters.load("mine", str(root / "bert" / "1"))


async def test_a_version_is_found_by_its_folder_after_a_restart(adapters: Adapters, reads: Reads) -> None:
    adapter = await adapters.get("anna@1")

    assert adapter is not None
    assert adapter.name == "anna@1"
    assert reads.read == ["anna@1"]


async def test_the_base_has_two_names_and_no_adapter(adapters: Adapters) -> None:
    assert await adapters.get("base") is None
    assert await adapters.get("tiny") is None


async def test_the_least_recently_used_leaves_the_memory_and_comes_back(
    adapters: Adapters, root: Path, reads: Reads
) -> None:
    for name in ("one", "two"):
        await adapters.load(name, str(root / "anna" / "1"))
    await adapters.get("one")

    await adapters.load("three", str(root / "anna" / "1"))
    assert reads.dropped == ["two"]

    await adapters.get("two")
    assert reads.read == ["one", "two", "three", "two"]
    assert reads.dropped == ["two", "one"]


async def test_an_unloaded_adapter_is_gone(adapters: Adapters, root: Path, reads: Reads) -> None:
    await adapters.load("mine", str(root / "anna" / "1"))

    adapters.unload("mine")

    assert reads.dropped == ["mine"]
    with pytest.raises(NotFound):
        await adapters.get("mine")
    with pytest.raises(NotFound):
        adapters.unload("mine")


@pytest.mark.parametrize("name", ["base", "tiny", "", "../x", "a b", "x" * 201])
async def test_names_that_mean_something_else_are_refused(adapters: Adapters, root: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="name"):
        await adapters.load(name, str(root / "anna" / "1"))


def pickle_only(folder: Path) -> None:
    (folder / "adapter_model.safetensors").unlink()
    (folder / "adapter_model.bin").write_bytes(pickle.dumps({"weights": 1}))


def pickle_beside(folder: Path) -> None:
    (folder / "adapter_model.bin").write_bytes(pickle.dumps({"weights": 1}))


def code_beside(folder: Path) -> None:
    (folder / "modeling.py").write_text("raise SystemExit")


def weights_elsewhere(folder: Path) -> None:
    weights = folder / "adapter_model.safetensors"
    weights.rename(folder.parent / "weights")
    weights.symlink_to(folder.parent / "weights")


def other_base_in_manifest(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"base_model": "another"}))


def other_base_in_config(folder: Path) -> None:
    config = json.loads((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").write_text(
        json.dumps(config | {"base_model_name_or_path": "org/another"})
    )
    (folder / "manifest.json").unlink()


def other_weights_in_manifest(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"base_weights": "0" * 64}))


def one_byte_changed(folder: Path) -> None:
    weights = folder / "adapter_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)


def manifest_without_files(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")


def config_is_a_list(folder: Path) -> None:
    (folder / "adapter_config.json").write_text("[]")


def config_is_huge(folder: Path) -> None:
    (folder / "adapter_config.json").write_text(" " * (1 << 20) + "{}")


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (pickle_only, "must hold adapter_config.json, adapter_model.safetensors"),
        (pickle_beside, "adapter_model.bin"),
        (code_beside, "modeling.py"),
        (weights_elsewhere, "not a plain file"),
        (other_base_in_manifest, "another base model"),
        (other_weights_in_manifest, "trained on other weights of tiny"),
        (other_base_in_config, "another base model"),
        (one_byte_changed, "differs from its manifest"),
        (manifest_without_files, "does not list its files"),
        (config_is_a_list, "not a JSON object"),
        (config_is_huge, "too large"),
        (no_folder, "can't be read"),
    ],
)
async def test_a_hostile_folder_is_refused_before_its_weights_are_read(
    adapters: Adapters, root: Path, reads: Reads, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(root / "anna" / "1")

    with pytest.raises(InvalidInput, match=reason):
        await adapters.load("anna@1", str(root / "anna" / "1"))

    assert reads.read == []
    assert adapters.names == []


async def test_only_absolute_paths_below_the_root_are_looked_at(
    adapters: Adapters, root: Path, reads: Reads, served: Served
) -> None:
    (root / "link").symlink_to(served.adapters / "anna")
    for path in (
        "anna/1",
        str(root),
        str(root / "anna" / ".." / "anna" / "1"),
        str(served.folder("anna@1")),
        str(root / "link" / "1"),
        "/etc",
        "org/adapter-on-the-hub",
    ):
        with pytest.raises(InvalidInput, match="lora_path must be"):
            await adapters.load("anna@1", path)

    assert reads.read == []


async def test_weights_of_another_base_model_do_not_fit(
    served: Served, tmp_path: Path, engine: object
) -> None:
    wider = write_base_model(tmp_path / "models" / "tiny", hidden=32)
    folder = write_adapter(served.adapters / "wide" / "1", wider, seed=3)

    with pytest.raises(InvalidInput, match="another base model"):
        await engine.adapters.load("wide@1", str(folder))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"peft_type": "IA3"}, "not a LoRA adapter"),
        ({"bias": "all"}, "not a LoRA adapter"),
        ({"use_dora": True}, "use_dora"),
        ({"rank_pattern": {"q_proj": 8}}, "rank_pattern"),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save"),
        ({"init_lora_weights": "pissa"}, "init_lora_weights"),
        ({"r": "4"}, "must be numbers"),
    ],
)
async def test_an_adapter_of_another_kind_is_refused(
    served: Served, engine: object, change: dict[str, object], reason: str
) -> None:
    folder = served.adapters / "odd" / hashlib.sha256(str(change).encode()).hexdigest()[:8]
    shutil.copytree(served.folder("anna@1"), folder)
    (folder / "manifest.json").unlink()
    config = json.loads((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").write_text(json.dumps(config | change))

    with pytest.raises(InvalidInput, match=reason):
        await engine.adapters.load("odd", str(folder))  # type: ignore[attr-defined]


async def test_weights_for_a_layer_that_is_not_there_are_refused(served: Served, engine: object) -> None:
    folder = served.adapters / "head" / "1"
    shutil.copytree(served.folder("anna@1"), folder)
    (folder / "manifest.json").unlink()
    weights = load_file(folder / "adapter_model.safetensors")
    renamed = {key.replace("layers.0.", "layers.9."): value for key, value in weights.items()}
    save_file(renamed, folder / "adapter_model.safetensors")

    with pytest.raises(InvalidInput, match=r"layers\.9"):
        await engine.adapters.load("head", str(folder))  # type: ignore[attr-defined]


async def test_damaged_weights_are_refused(served: Served, engine: object) -> None:
    folder = served.adapters / "cut" / "1"
    shutil.copytree(served.folder("anna@1"), folder)
    (folder / "manifest.json").unlink()
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])

    with pytest.raises(InvalidInput, match="damaged"):
        await engine.adapters.load("cut", str(folder))  # type: ignore[attr-defined]


def with_header(length: int, text: bytes = b"", data: bytes = b"") -> bytes:
    return struct.pack("<Q", length) + text + data


def one_tensor(**about: object) -> bytes:
    entry = {"dtype": "F32", "shape": [4, 64], "data_offsets": [0, 1024]} | about
    text = json.dumps({"base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight": entry}).encode()
    return with_header(len(text), text, bytes(1024))


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("weights", bytes(10 << 20))
    return packed.getvalue()


class Runs:
    """Whoever unpickles it would be told."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return pytest.fail, ("a pickle was read",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        with_header(1 << 62),
        with_header(1 << 30, b"{}"),
        with_header(2, b"[]"),
        with_header(4, b"nope"),
        one_tensor(data_offsets=[0, 1 << 50]),
        one_tensor(shape=[1 << 40, 1 << 40]),
        one_tensor(dtype="OBJECT"),
        one_tensor(data_offsets=[512, 1024]),
        one_tensor(shape=[-1, 64]),
        with_header(100_000, b"[" * 100_000),
        zip_bomb(),
        pickle.dumps(Runs()),
    ],
    ids=[
        "nothing",
        "endless",
        "a gigabyte",
        "list",
        "no json",
        "far away",
        "vast",
        "objects",
        "overlap",
        "negative",
        "deep",
        "zip bomb",
        "pickle",
    ],
)
async def test_hostile_weights_are_refused_and_the_server_goes_on(
    served: Served, engine: Engine, tmp_path: Path, content: bytes
) -> None:
    """With a manifest that vouches for them."""
    name = f"hostile-{hashlib.sha256(content).hexdigest()[:8]}"
    folder = served.adapters / name
    shutil.copytree(served.folder("anna@1"), folder)
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    digest = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    (folder / "manifest.json").write_text(
        json.dumps(manifest | {"files": manifest["files"] | {weights.name: digest}})
    )

    with pytest.raises(InvalidInput, match=r"damaged|differs in size|does not have"):
        await engine.adapters.load(name, str(folder))

    assert name not in engine.adapters.names
    assert await text_of(engine, ask("Hello", "anna@1"))
