"""How long an embedded service is waited for."""

from pathlib import Path

import pytest

from app.errors import Misconfigured
from app.infra import embedded
from app.infra.postgres import EmbeddedPostgres

STEP_S = 10.0


class Clock:
    """Each sleep is ten seconds, in which the server may say something."""

    def __init__(self, log: Path, lines: int) -> None:
        self.log, self.lines, self.seconds = log, lines, 0.0
        log.parent.mkdir(parents=True)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, _: float) -> None:
        self.seconds += STEP_S
        if self.lines:
            self.lines -= 1
            with self.log.open("a") as log:
                log.write(f"LOG: redo in progress, elapsed time: {self.seconds:.2f} s\n")


def test_a_server_that_recovers_for_minutes_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedPostgres(tmp_path)
    clock = Clock(server.log, lines=60)
    monkeypatch.setattr(embedded, "time", clock)
    monkeypatch.setattr(server, "_is_ready", lambda: clock.seconds >= 600)
    server._wait_until_ready()
    assert clock.seconds == 600


def test_one_that_says_nothing_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = EmbeddedPostgres(tmp_path)
    clock = Clock(server.log, lines=2)
    monkeypatch.setattr(embedded, "time", clock)
    monkeypatch.setattr(server, "_is_ready", lambda: False)
    with pytest.raises(
        Misconfigured, match="is not ready and has said nothing for 30 s: .*elapsed time: 20.00 s"
    ):
        server._wait_until_ready()
    assert clock.seconds == 20 + embedded.SILENCE_S + STEP_S
