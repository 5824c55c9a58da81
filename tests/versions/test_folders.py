"""An adapter comes to its place whole or not at all."""

import errno
import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from app.config import Settings
from app.errors import DiskFull, UpstreamFailed
from app.serving.store import Store, store_of
from app.versions.folders import FILES, adapter_folder, at_hand, is_kept, publish, share


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "made"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_text(name)
    return folder


def test_what_killed_attempts_left_goes(made: Path, tmp_path: Path) -> None:
    target = tmp_path / "adapters" / "3"
    for name in ("3.tmp-1", "3.tmp-2", "30.tmp-1"):
        (target.parent / name).mkdir(parents=True)
    assert set(publish(made, target, 3)) == FILES
    assert {path.name for path in target.parent.iterdir()} == {"3", "30.tmp-1"}
    assert publish(made, target, 4) == publish(made, target, 3)


@pytest.mark.parametrize("how", ["copyfile", "rename"])
def test_a_full_disk(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """copytree tells it in its own way."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    owner: object = shutil if how == "copyfile" else Path
    monkeypatch.setattr(owner, how, full)
    with pytest.raises(DiskFull):
        publish(made, tmp_path / "adapters" / "3", 1)
    assert list((tmp_path / "adapters").iterdir()) == []


def test_another_failure_stays_what_it_is(made: Path, tmp_path: Path) -> None:
    (tmp_path / "adapters").write_text("a file")
    with pytest.raises(FileExistsError):
        publish(made, tmp_path / "adapters" / "3", 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = store_of(Settings(store_url=str(tmp_path / "shared")))
    assert found is not None
    return found


def test_of_two_hosts_the_first_makes_the_version(made: Path, tmp_path: Path, store: Store) -> None:
    agent, one, two, three = uuid4(), *(tmp_path / name for name in ("one", "two", "three"))
    publish(made, adapter_folder(one, agent, 3), 1)
    (made / "adapter_model.safetensors").write_text("of another attempt")
    publish(made, adapter_folder(two, agent, 3), 2)

    first = share(store, one, agent, 3)

    assert share(store, two, agent, 3) == first
    folders = [adapter_folder(two, agent, 3), at_hand(store, three, agent, 3)]
    for folder in folders:
        assert (folder / "adapter_model.safetensors").read_text() == "adapter_model.safetensors"
    assert is_kept(store, tmp_path / "four", agent, 3, first)
    assert not is_kept(store, one, agent, 4, first)
    assert not is_kept(None, tmp_path / "four", agent, 3, first)
    assert not at_hand(store, three, agent, 4).exists()


def test_a_store_that_can_not_be_used_says_so(made: Path, tmp_path: Path, store: Store) -> None:
    agent = uuid4()
    publish(made, adapter_folder(tmp_path, agent, 1), 1)
    (tmp_path / "shared").write_text("a file")
    with pytest.raises(UpstreamFailed) as caught:
        share(store, tmp_path, agent, 1)
    assert caught.value.message == (
        "The store of versions can't be used: Not a directory. Mend it, then train again."
    )
