import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import Settings
from app.errors import Misconfigured
from app.infra.secrets import models_key, read_or_create_token, sign_in_secret


def test_a_token_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "home" / "models.token"

    first = read_or_create_token(path)

    assert len(first) == 43
    assert read_or_create_token(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["models.token"]


def test_a_permissive_umask_changes_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        read_or_create_token(tmp_path / "home" / "t")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "home" / "t").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text("secret")
    path.chmod(0o644)

    with pytest.raises(Misconfigured, match="chmod 600"):
        read_or_create_token(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.touch(0o600)

    with pytest.raises(Misconfigured, match="empty"):
        read_or_create_token(path)


@pytest.mark.slow
def test_processes_that_ask_at_once_get_the_same_token(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.infra.secrets import read_or_create_token as f\n"
        "sys.stdin.read(1); print(f(Path(sys.argv[1])))"
    )
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "t")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(8)
    ]
    for process in asking:  # all are past their imports or will be; the pipe opens them together
        assert process.stdin is not None
        process.stdin.write(b"x")
        process.stdin.flush()

    tokens = {process.communicate()[0] for process in asking}

    assert len(tokens) == 1
    assert tokens != {b""}


def test_hosts_share_what_the_settings_say(tmp_path: Path) -> None:
    hosts = [
        Settings(home=tmp_path / name, secret="one secret for all", models_api_key="one key for all.")
        for name in ("one", "two")
    ]

    assert [sign_in_secret(host) for host in hosts] == ["one secret for all"] * 2
    assert [models_key(host) for host in hosts] == ["one key for all."] * 2
    assert not (tmp_path / "one").exists()
    alone = Settings(home=tmp_path / "three")
    assert models_key(alone) == read_or_create_token(tmp_path / "three" / "models.token")
    assert sign_in_secret(alone) == read_or_create_token(tmp_path / "three" / "local.token")
