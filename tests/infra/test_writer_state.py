import json
import os
import stat
from pathlib import Path

import psutil
import pytest

from app.infra import writer_state
from app.infra.writer_state import NOTHING_YET, WriterState, accept, decline, read, write

FETCHING = WriterState(
    "fetching", "Fetching Qwen3 1.7B (4.1 GB), 41 %", "qwen3-1.7b", "Qwen3 1.7B", "Apache-2.0", 41, 100
)


def test_before_anything_was_written(tmp_path: Path) -> None:
    assert read(tmp_path) == NOTHING_YET


def test_what_is_written_is_read_and_only_its_owner_may(tmp_path: Path) -> None:
    write(tmp_path, FETCHING)
    state = read(tmp_path)
    assert (state.phase, state.sentence, state.bytes_done, state.pid) == (
        "fetching",
        FETCHING.sentence,
        41,
        os.getpid(),
    )
    assert state.updated_at.endswith("+00:00")
    (file,) = (tmp_path / "writer").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_declining_counts_at_once_and_survives_a_restart(tmp_path: Path) -> None:
    write(tmp_path, FETCHING)
    decline(tmp_path)
    decline(tmp_path)
    assert (read(tmp_path).phase, read(tmp_path).sentence) == (
        "declined",
        "Qwen3 1.7B was declined; the starter plays the customers.",
    )
    write(tmp_path, FETCHING)  # what the process was about to say
    assert read(tmp_path).phase == "declined"
    accept(tmp_path)
    accept(tmp_path)
    assert read(tmp_path).phase == "fetching"


def test_accepting_counts_before_the_process_has_seen_it(tmp_path: Path) -> None:
    decline(tmp_path)
    write(tmp_path, WriterState("declined", "Qwen3 1.7B was declined.", "qwen3-1.7b", "Qwen3 1.7B"))
    accept(tmp_path)
    assert (read(tmp_path).phase, read(tmp_path).sentence) == ("waiting", "Qwen3 1.7B is wanted again.")


def test_declining_before_there_is_anything_to_decline(tmp_path: Path) -> None:
    decline(tmp_path)
    assert read(tmp_path) == NOTHING_YET


@pytest.mark.parametrize(
    ("phase", "seen"),
    [("serving", "waiting"), ("fetching", "waiting"), ("failed", "failed"), ("ready", "ready")],
)
def test_what_a_dead_process_was_doing_is_over(
    phase: str, seen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, WriterState(phase, "x", "qwen3-1.7b", "Qwen3 1.7B"))  # type: ignore[arg-type]
    monkeypatch.setattr(psutil, "pid_exists", lambda pid: pid != os.getpid())
    assert read(tmp_path).phase == seen


@pytest.mark.parametrize("text", ["", "[]", "nonsense", '{"phase": "none"}'])
def test_a_broken_file_is_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "writer").mkdir()
    (tmp_path / "writer" / "state.json").write_text(text)
    assert read(tmp_path) == NOTHING_YET


def test_fields_of_a_later_version_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, FETCHING)
    file = tmp_path / "writer" / "state.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "mood": "good"}))
    assert read(tmp_path).phase == "fetching"


def test_a_full_disk_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FETCHING)

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        writer_state.write(tmp_path, WriterState("failed", "x"))
    assert [file.name for file in (tmp_path / "writer").iterdir()] == ["state.json"]
    assert read(tmp_path).phase == "fetching"
