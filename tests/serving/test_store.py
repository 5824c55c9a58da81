"""Versions go into the store whole, once, and come out as they went in; the same for a folder and for S3."""

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.config import Settings
from app.errors import Misconfigured, UpstreamFailed
from app.serving.store import Files, Store, store_of

NAMES = ("adapter_config.json", "adapter_model.safetensors", "manifest.json")


@pytest.fixture
def agent_id() -> UUID:
    return uuid4()


def made(folder: Path, weights: bytes) -> tuple[Path, Files]:
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_bytes(weights if name.endswith("tensors") else b"{}")
    return folder, {
        name: {
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            "bytes": (folder / name).stat().st_size,
        }
        for name in NAMES
    }


@pytest.mark.slow
def test_from_one_host_to_another(store: Store, agent_id: UUID, tmp_path: Path) -> None:
    folder, files = made(tmp_path / "one", bytes(3 << 20))
    there = tmp_path / "two" / "1"
    assert store.fetch(agent_id, 1, there) is False

    assert store.put(agent_id, 1, folder, files) == files

    assert store.fetch(agent_id, 1, there) is True
    assert {path.name: path.read_bytes() for path in there.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
    assert [path.name for path in there.parent.iterdir()] == ["1"]
    assert store.fetch(agent_id, 2, tmp_path / "two" / "2") is False


def test_the_first_attempt_stays(store: Store, agent_id: UUID, tmp_path: Path) -> None:
    first, files = made(tmp_path / "first", b"first")
    store.put(agent_id, 1, first, files)
    second, others = made(tmp_path / "second", b"second")

    assert store.put(agent_id, 1, second, others) == files

    assert store.fetch(agent_id, 1, second) is True  # which is not that of the store
    assert (second / NAMES[1]).read_bytes() == b"first"


class Interrupted(Exception):
    pass


def test_half_an_upload_is_none(
    store: Store, agent_id: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, files = made(tmp_path / "one", b"weights")
    put = type(store.objects).put

    def dies(self: object, name: str, source: Path) -> None:
        if source.name == "manifest.json":
            raise Interrupted
        put(self, name, source)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(type(store.objects), "put", dies)
        with pytest.raises(Interrupted):
            store.put(agent_id, 1, folder, files)
    assert store.listing(agent_id, 1) is None
    assert store.fetch(agent_id, 1, tmp_path / "two" / "1") is False

    assert store.put(agent_id, 1, folder, files) == files
    assert store.fetch(agent_id, 1, tmp_path / "two" / "1") is True


def test_files_that_are_not_what_was_put_there_are_refused(
    store: Store, agent_id: UUID, tmp_path: Path
) -> None:
    folder, files = made(tmp_path / "one", b"weights")
    wrong, _ = made(tmp_path / "wrong", b"wrights")
    store.put(agent_id, 1, wrong, files)

    with pytest.raises(UpstreamFailed) as caught:
        store.fetch(agent_id, 1, tmp_path / "two" / "1")

    assert caught.value.message == (
        "adapter_model.safetensors of version 1 in the store differs from its listing; train again."
    )
    assert list((tmp_path / "two").iterdir()) == []


@pytest.mark.parametrize("name", ["../../../evil", "/tmp/evil", "sub/evil", "..", ""])
def test_a_listing_that_points_elsewhere_is_refused(
    store: Store, agent_id: UUID, tmp_path: Path, name: str
) -> None:
    listing = {"digest": "x", "files": {name: {"sha256": hashlib.sha256(b"evil").hexdigest(), "bytes": 4}}}
    assert store.objects.claim(f"adapters/{agent_id}/1/version.json", json.dumps(listing).encode())

    with pytest.raises(UpstreamFailed, match="differs from its listing"):
        store.fetch(agent_id, 1, tmp_path / "two" / "1")

    assert list((tmp_path / "two").iterdir()) == []


@pytest.mark.parametrize("listing", ["[]", "{", '{"files": null}', '{"files": {"a": 1}}', "\x00"])
def test_a_listing_that_is_none(store: Store, agent_id: UUID, tmp_path: Path, listing: str) -> None:
    assert store.objects.claim(f"adapters/{agent_id}/1/version.json", listing.encode())
    with pytest.raises(UpstreamFailed, match="can't be read"):
        store.fetch(agent_id, 1, tmp_path / "two" / "1")
    assert not (tmp_path / "two" / "1").exists()


def test_forgotten_with_its_agent(store: Store, agent_id: UUID, tmp_path: Path) -> None:
    folder, files = made(tmp_path / "one", b"weights")
    other = uuid4()
    for each in (agent_id, other):
        store.put(each, 1, folder, files)

    store.forget(agent_id)

    assert store.fetch(agent_id, 1, tmp_path / "two" / "1") is False
    assert store.fetch(other, 1, tmp_path / "two" / "2") is True


@pytest.fixture
def _without_obstore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)


@pytest.mark.usefixtures("_without_obstore")
def test_a_bucket_needs_an_extra() -> None:
    with pytest.raises(Misconfigured) as caught:
        store_of(Settings(store_url="s3://somewhere/else"))
    assert caught.value.message == (
        "COACHABLE_STORE_URL=s3://somewhere/else needs one package more: pip install 'coachable[s3]'."
    )


@pytest.mark.parametrize("url", ["shared/folder", "gs://bucket", "http://bucket"])
def test_what_is_no_store(url: str) -> None:
    with pytest.raises(Misconfigured, match="neither an absolute path nor s3://bucket/prefix"):
        store_of(Settings(store_url=url))


def test_one_host_needs_none() -> None:
    assert store_of(Settings()) is None


@pytest.mark.slow
def test_a_bucket_that_does_not_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("obstore") is None:
        pytest.skip("obstore is not installed; it is in the extra `dev`")
    for name, value in {
        "ENDPOINT_URL": "http://127.0.0.1:9",
        "ACCESS_KEY_ID": "x",
        "SECRET_ACCESS_KEY": "y",
    }.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    found = store_of(Settings(store_url="s3://nowhere"))
    assert found is not None
    with pytest.raises(UpstreamFailed, match=r"The store s3://nowhere does not answer: .+"):
        found.listing(uuid4(), 1)
