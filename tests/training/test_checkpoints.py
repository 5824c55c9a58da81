"""Folders are whole or absent: damage is noticed and the checkpoint before it is taken."""

import errno
import json
from pathlib import Path

import pytest
import torch

from app.training import checkpoints
from app.training.checkpoints import Checkpoint, load_newest, publish, save, verifies

ABOUT = {"run": "abc"}


def at(step: int) -> Checkpoint:
    tensors = {
        "adapter": {"a": torch.full((4, 4), float(step))},
        "optimizer": {"m": torch.tensor(float(step))},
    }
    return Checkpoint({"step": step, "curve": [{"step": step}]}, tensors)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_round_trip(tmp_path: Path) -> None:
    save(tmp_path, at(3), ABOUT)
    assert names(tmp_path / "step-000003") == [
        "adapter.safetensors",
        "manifest.json",
        "optimizer.safetensors",
        "state.json",
    ]
    loaded = load_newest(tmp_path, ABOUT)
    assert loaded is not None
    assert loaded.state == at(3).state
    assert torch.equal(loaded.tensors["adapter"]["a"], at(3).tensors["adapter"]["a"])
    assert torch.equal(loaded.tensors["optimizer"]["m"], torch.tensor(3.0))


def test_the_two_newest_are_kept(tmp_path: Path) -> None:
    for step in (1, 2, 9, 10):
        save(tmp_path, at(step), ABOUT)
    assert names(tmp_path) == ["step-000009", "step-000010"]


FILES = ["adapter.safetensors", "optimizer.safetensors", "state.json", "manifest.json"]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", ["flip", "truncate"])
def test_damage_anywhere_gives_the_one_before(tmp_path: Path, file: str, damage: str) -> None:
    """At ten places of each file, its ends among them."""
    save(tmp_path, at(1), ABOUT)
    save(tmp_path, at(2), ABOUT)
    victim = tmp_path / "step-000002" / file
    content = victim.read_bytes()
    for tenth in range(10):
        place = (len(content) - 1) * tenth // 9
        flipped = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        victim.write_bytes(flipped if damage == "flip" else content[:place])
        loaded = load_newest(tmp_path, ABOUT)
        assert loaded is not None
        assert (loaded.state["step"], loaded.damaged) == (1, 1), place
    victim.write_bytes(content)
    loaded = load_newest(tmp_path, ABOUT)
    assert loaded is not None
    assert (loaded.state["step"], loaded.damaged) == (2, 0)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_gives_the_one_before(tmp_path: Path, file: str) -> None:
    save(tmp_path, at(1), ABOUT)
    save(tmp_path, at(2), ABOUT)
    (tmp_path / "step-000002" / file).unlink()
    loaded = load_newest(tmp_path, ABOUT)
    assert loaded is not None
    assert (loaded.state["step"], loaded.damaged) == (1, 1)


def test_nothing_that_verifies_is_no_checkpoint(tmp_path: Path) -> None:
    save(tmp_path, at(1), ABOUT)
    (tmp_path / "step-000001" / "extra.bin").write_bytes(b"x")
    assert load_newest(tmp_path, ABOUT) is None


def test_checkpoint_of_another_run_is_passed_over(tmp_path: Path) -> None:
    save(tmp_path, at(1), ABOUT)
    save(tmp_path, at(2), {"run": "other"})
    loaded = load_newest(tmp_path, ABOUT)
    assert loaded is not None
    assert loaded.state["step"] == 1


def test_leftover_of_a_killed_writer_is_removed(tmp_path: Path) -> None:
    save(tmp_path, at(1), ABOUT)
    leftover = tmp_path / ".step-000002.abc"
    leftover.mkdir()
    (leftover / "adapter.safetensors").write_bytes(b"half")
    assert load_newest(tmp_path, ABOUT) is not None
    assert names(tmp_path) == ["step-000001"]


def test_failed_write_leaves_the_older_folder(tmp_path: Path) -> None:
    folder = tmp_path / "adapter"
    publish(folder, lambda to: (to / "a.txt").write_text("old") and None, {})

    def fails(to: Path) -> None:
        (to / "a.txt").write_text("new")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        publish(folder, fails, {})
    assert names(tmp_path) == ["adapter"]
    assert (folder / "a.txt").read_text() == "old"
    assert verifies(folder)


def test_manifest_names_hash_and_size(tmp_path: Path) -> None:
    publish(
        tmp_path / "adapter", lambda to: (to / "a.txt").write_text("abc") and None, {"created_by": "run-1"}
    )
    assert json.loads((tmp_path / "adapter" / checkpoints.MANIFEST).read_text()) == {
        "files": {
            "a.txt": {
                "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "bytes": 3,
            }
        },
        "created_by": "run-1",
    }
