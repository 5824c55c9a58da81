"""A trainer that is killed while it publishes: `python -m tests.serving.publisher`, one order a line on standard input.

An order is JSON: {made, home, store, agent, number, epoch, point}. After `point` steps of the file system it is killed;
None: never. Answers one line, with the steps that were taken, or null where it was killed.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from app.config import Settings
from app.serving.store import store_of
from app.versions.folders import adapter_folder, publish, share


def main() -> None:
    for line in sys.stdin:
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            _carry_out(json.loads(line), writer)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as told:
            steps = told.read()
        os.waitpid(child, 0)
        print(steps or "null", flush=True)


def _carry_out(order: dict[str, Any], writer: int) -> None:
    taken = 0

    def step(event: str, _values: object) -> None:
        nonlocal taken
        if event == "os.kill" or event.partition(".")[0] not in ("open", "os", "shutil"):
            return
        if taken == order["point"]:
            os.kill(os.getpid(), signal.SIGKILL)
        taken += 1

    home, agent, number = Path(order["home"]), UUID(order["agent"]), order["number"]
    store = store_of(Settings(store_url=order["store"]))
    assert store is not None
    sys.addaudithook(step)
    publish(Path(order["made"]), adapter_folder(home, agent, number), order["epoch"])
    share(store, home, agent, number)
    os.write(writer, str(taken).encode())


if __name__ == "__main__":
    main()
