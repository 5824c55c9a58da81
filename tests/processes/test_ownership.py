"""A data folder of an earlier release is closed to others; a base model that is linked into it stays as it is."""

import os
import subprocess
import sys
from pathlib import Path

from app.processes.ownership import mend


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    for folder in (home, home / "runs", home / "passage", elsewhere):
        folder.mkdir()
    job, tool, weights = home / "runs" / "run-0001.json", home / "tool", elsewhere / "model.safetensors"
    for path, rights in ((job, 0o644), (tool, 0o755), (weights, 0o644)):
        path.touch()
        path.chmod(rights)
    for path, rights in (
        (home, 0o755),
        (home / "runs", 0o775),
        (home / "passage", 0o701),
        (elsewhere, 0o755),
    ):
        path.chmod(rights)
    (home / "linked").symlink_to(elsewhere)
    assert mend(home) == 4
    closed = [mode(path) for path in (home, home / "runs", job, tool, home / "passage")]
    assert closed == [0o700, 0o700, 0o600, 0o700, 0o701]
    assert [mode(elsewhere), mode(weights)] == [0o755, 0o644]
    assert mend(home) == 0


def test_every_command_makes_private_files(tmp_path: Path) -> None:
    program = "import sys; from app import cli\ncli.cli = lambda: open(sys.argv[1], 'w').close()\ncli.main()"
    before = os.umask(0)
    try:
        subprocess.run([sys.executable, "-c", program, tmp_path / "made"], check=True)
    finally:
        os.umask(before)
    assert mode(tmp_path / "made") == 0o600
