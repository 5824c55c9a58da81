"""The real download, in its own process, from a small hub on loopback."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.basemodels.catalogue import BaseModel
from app.basemodels.folders import folder_of
from app.infra.writer_fetch import Fetched, HubFetch, work_of
from tests.basemodels.hub import PIECE, Hub, serving

pytestmark = pytest.mark.slow

WEIGHTS = bytes(range(256)) * (3 * PIECE // 256) + b"and a bit"
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    small = {
        "config.json": b"{}",
        "tokenizer.json": b"{}",
        "modeling.py": b"evil",
        "pytorch_model.bin": b"evil",
    }
    with serving(Hub({**small, "model.safetensors": WEIGHTS})) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        yield hub


@pytest.fixture
def model(hub: Hub) -> BaseModel:
    files = {name: None for name in ("config.json", "tokenizer.json")}
    return BaseModel(
        id="tiny-1.0",
        title="Tiny",
        parameters=1,
        hub_id="us/tiny",
        revision="a" * 40,
        bytes=len(WEIGHTS) + 4,
        files={**files, "model.safetensors": hub.sha256("model.safetensors")},
    )


Start = Callable[[BaseModel], HubFetch]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    fetches: list[HubFetch] = []

    def start(model: BaseModel) -> HubFetch:
        fetches.append(HubFetch(model, tmp_path))
        return fetches[-1]

    yield start
    for fetch in fetches:
        fetch.stop()


def ended(fetch: HubFetch) -> Fetched | None:
    fetch._child.wait(60)
    return fetch.poll()


def test_only_the_listed_files_of_the_pinned_revision_come(
    model: BaseModel, hub: Hub, start: Start, tmp_path: Path
) -> None:
    assert ended(start(model)) == Fetched()

    folder = folder_of(model, tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == [
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    ]
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert hub.asked == [(f"/us/tiny/resolve/{'a' * 40}/{name}", None) for name in model.files]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_stopped_download_goes_on_at_its_byte(
    model: BaseModel, hub: Hub, start: Start, tmp_path: Path
) -> None:
    hub.stop_after = 2 * PIECE
    fetch = start(model)
    assert hub.stopped.wait(60)
    while fetch.bytes_done() < 2 * PIECE:  # on its way from the socket to the disk
        assert fetch.poll() is None
    fetch.stop()
    assert hub.left.wait(60)
    assert not folder_of(model, tmp_path).exists()

    hub.stop_after = None
    hub.asked.clear()
    assert ended(start(model)) == Fetched()
    ((path, first_byte),) = hub.asked
    assert (path.rpartition("/")[2], first_byte) == ("model.safetensors", f"bytes={2 * PIECE}-")
    assert (folder_of(model, tmp_path) / "model.safetensors").read_bytes() == WEIGHTS


def test_ended_between_the_last_byte_and_the_name(model: BaseModel, start: Start, tmp_path: Path) -> None:
    work = work_of(model, tmp_path)
    work.mkdir(parents=True)
    (work / "model.safetensors.part").write_bytes(WEIGHTS)

    assert ended(start(model)) == Fetched()


def test_changed_weights_are_refused_and_fetched_anew(
    model: BaseModel, hub: Hub, start: Start, tmp_path: Path
) -> None:
    hub.files["model.safetensors"] = b"something evil"
    assert ended(start(model)) == Fetched(
        "model.safetensors was changed on its way: its SHA-256 is another one"
    )
    assert not folder_of(model, tmp_path).exists()

    hub.files["model.safetensors"] = WEIGHTS
    assert ended(start(model)) == Fetched()


def test_no_hub_is_told_from_a_hub_that_refuses(
    model: BaseModel, hub: Hub, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.status = 401
    assert ended(start(model)) == Fetched("the hub answered 401 for us/tiny")
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    refused = ended(start(model))
    assert refused is not None
    assert (refused.unreachable, "refused" in str(refused.reason)) == (True, True)


def test_a_hub_in_trouble_is_tried_later(model: BaseModel, hub: Hub, start: Start) -> None:
    hub.status = 503
    assert ended(start(model)) == Fetched("the hub answered 503 for us/tiny", unreachable=True)


def test_offline_by_choice_asks_nobody(
    model: BaseModel, hub: Hub, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert ended(start(model)) == Fetched("HF_HUB_OFFLINE is set", unreachable=True)
    assert hub.asked == []
