"""An adapter comes to its place whole or not at all."""

import errno
import shutil
from pathlib import Path

import pytest

from app.errors import DiskFull
from app.versions.folders import FILES, publish


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
