"""Checkpoints of a run in the store: the newest of the leases before, whole or not at all."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from app.errors import UpstreamFailed
from app.serving.checkpoints import Checkpoints
from app.serving.store import Store


@pytest.fixture
def checkpoints(store: Store) -> Checkpoints:
    return store.checkpoints(uuid4(), uuid4())


def made(folder: Path, step: int, content: str) -> Path:
    one = folder / f"step-{step:06d}"
    one.mkdir(parents=True)
    for name in ("adapter.safetensors", "state.json", "manifest.json"):
        (one / name).write_text(f"{content} {name}")
    return one


def held(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_another_host_finds_the_newest_one(checkpoints: Checkpoints, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert checkpoints.fetch(2, two) is False
    checkpoints.put(1, made(one, 4, "first"))
    newest = made(one, 8, "second")
    checkpoints.put(1, newest)

    assert checkpoints.fetch(1, two) is False  # this lease's own
    assert checkpoints.fetch(2, two) is True

    assert held(two) == {f"step-000008/{name}": text for name, text in held(newest).items()}
    assert checkpoints.fetch(3, two) is False  # it is here already


def test_the_latest_lease_counts_whatever_its_step(checkpoints: Checkpoints, tmp_path: Path) -> None:
    """One that has lost its run goes on writing, further than the others are."""
    checkpoints.put(1, made(tmp_path / "lost", 20, "lost"))
    checkpoints.put(2, made(tmp_path / "held", 12, "held"))
    checkpoints.put(1, made(tmp_path / "lost", 24, "lost"))

    assert checkpoints.fetch(4, tmp_path / "next") is True

    assert [path.name for path in (tmp_path / "next").iterdir()] == ["step-000012"]


def test_a_newer_one_on_this_host_stays(checkpoints: Checkpoints, tmp_path: Path) -> None:
    checkpoints.put(1, made(tmp_path / "one", 4, "store"))
    here = made(tmp_path / "two", 8, "here")
    before = held(here)
    assert checkpoints.fetch(2, tmp_path / "two") is False
    assert held(here) == before


def test_a_damaged_one_leaves_nothing(checkpoints: Checkpoints, tmp_path: Path) -> None:
    folder = made(tmp_path / "one", 4, "whole")
    checkpoints.put(1, folder)
    (folder / "state.json").write_text("half")
    checkpoints.objects.put(checkpoints._home(1) + "/step-000004/state.json", folder / "state.json")

    with pytest.raises(
        UpstreamFailed, match=r"state\.json of checkpoint step-000004 in the store is damaged"
    ):
        checkpoints.fetch(2, tmp_path / "two")

    assert list((tmp_path / "two").iterdir()) == []


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"step": "../../etc", "files": {}}', '{"step": "step-1/../..", "files": {}}']
)
def test_a_pointer_elsewhere_is_not_followed(checkpoints: Checkpoints, tmp_path: Path, text: str) -> None:
    (tmp_path / "pointer").write_text(text)
    checkpoints.objects.put(checkpoints._home(1) + "/newest.json", tmp_path / "pointer")
    with pytest.raises(UpstreamFailed, match="can't be read"):
        checkpoints.fetch(2, tmp_path / "two")


@pytest.mark.parametrize("name", ["", ".", "..", "../one", "/etc/passwd"])
def test_a_file_elsewhere_is_not_fetched(checkpoints: Checkpoints, tmp_path: Path, name: str) -> None:
    (tmp_path / "pointer").write_text(json.dumps({"step": "step-000001", "files": {name: "0" * 64}}))
    checkpoints.objects.put(checkpoints._home(1) + "/newest.json", tmp_path / "pointer")
    with pytest.raises(UpstreamFailed, match="of checkpoint step-000001 in the store is damaged"):
        checkpoints.fetch(2, tmp_path / "two")
    assert list((tmp_path / "two").iterdir()) == []


def test_one_that_the_training_has_replaced(checkpoints: Checkpoints, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        checkpoints.put(1, tmp_path / "step-000004")
    assert checkpoints.fetch(2, tmp_path / "two") is False


def test_gone_with_its_run_and_its_agent(store: Store, tmp_path: Path) -> None:
    agent = uuid4()
    first, second = store.checkpoints(agent, uuid4()), store.checkpoints(agent, uuid4())
    for one in (first, second):
        one.put(1, made(tmp_path / str(one.run_id), 4, "x"))
    first.forget()
    assert first.fetch(2, tmp_path / "two") is False
    assert second.fetch(2, tmp_path / "two") is True
    store.forget(agent)
    assert second.fetch(2, tmp_path / "three") is False
