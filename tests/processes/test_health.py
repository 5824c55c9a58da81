"""What `coachable health` tells a container platform."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.config import Settings
from app.errors import Misconfigured
from app.processes.health import run
from app.processes.parent import SILENT_S, announce_ready, announce_started, ready_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def quiet() -> Settings:
    """Nothing listens on these ports."""
    return Settings(port=9, models_port=9)


def test_nothing_was_started(folder: Path, quiet: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(quiet.model_copy(update={"home": folder}), None) == 1
    assert capsys.readouterr().out == f"Nothing was started in {folder}.\n"


@pytest.mark.parametrize("name", ["worker", "trainer"])
def test_a_process_without_a_port(
    folder: Path, quiet: Settings, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = quiet.model_copy(update={"home": folder})
    announce_started(folder, name)
    assert run(settings, name) == 1
    announce_ready(folder, name)
    assert run(settings, name) == run(settings, None) == 0
    long_ago = ready_file(folder, name).stat().st_mtime - SILENT_S - 5
    os.utime(ready_file(folder, name), (long_ago, long_ago))
    assert run(settings, name) == 1
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    ready_file(folder, name).write_text(str(gone.pid))
    assert run(settings, name) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{name}: is not ready",
        f"{name}: works",
        f"{name}: works",
        f"{name}: has been silent for 35 s",
        f"{name}: is gone (it was process {gone.pid})",
    ]


def test_a_process_with_a_port(folder: Path, quiet: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    announce_started(folder, "api")
    assert run(quiet.model_copy(update={"home": folder}), None) == 1
    assert capsys.readouterr().out == "api: http://127.0.0.1:9/readyz does not answer with 200\n"


def test_an_unknown_name(quiet: Settings) -> None:
    with pytest.raises(Misconfigured, match="There is no process wroker; ask for api, models, worker"):
        run(quiet, "wroker")


@pytest.mark.slow
@pytest.mark.usefixtures("_pool")
def test_a_worker_as_its_platform_sees_it(settings: Settings, tmp_path: Path) -> None:
    """The real process: it works, hangs, works again and ends."""
    environment = dict(os.environ) | {
        "COACHABLE_HOME": str(tmp_path),
        "COACHABLE_WRITER_MODEL": "none",
        "DATABASE_URL": str(settings.database_url),
        "REDIS_URL": str(settings.redis_url),
    }

    def asked() -> int:
        return subprocess.run(
            [sys.executable, "-m", "app.cli", "health"], env=environment, stdout=subprocess.DEVNULL
        ).returncode

    def wait_until_it_says_so(after: float) -> None:
        """Whoever asks again and again takes the processor from the one that starts."""
        while not ready.exists() or ready.stat().st_mtime <= after:
            assert worker.poll() is None
            time.sleep(0.02)

    ready = ready_file(tmp_path, "worker")
    assert asked() == 1
    worker = subprocess.Popen([sys.executable, "-m", "app.cli", "worker"], env=environment)
    try:
        wait_until_it_says_so(0)
        assert asked() == 0
        worker.send_signal(signal.SIGSTOP)
        os.utime(ready, (0, 0))
        assert asked() == 1
        worker.send_signal(signal.SIGCONT)
        wait_until_it_says_so(0)
        assert asked() == 0
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    assert asked() == 1
