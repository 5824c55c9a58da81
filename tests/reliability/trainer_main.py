"""`python -m tests.reliability.trainer_main BASE_MODEL HYPERPARAMETERS LEASE_S`: `coachable trainer` with a tiny model.

Settings come from the environment. No server answers for what it makes, and nobody is asked.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.config import get_settings
from app.processes import trainer
from app.processes.logs import configure_logging
from app.trainer.execution import Trainer


async def find(name: str) -> Path:
    return Path(sys.argv[1])


def tiny(**named: Any) -> Trainer:
    return replace(
        Trainer(**named),
        find_base_model=find,
        hyperparameters=json.loads(sys.argv[2]),
        prove=None,
        quantization=lambda _: None,
        precision="float32",
        lease_s=int(sys.argv[3]),
    )


if __name__ == "__main__":
    configure_logging()
    trainer.Trainer = tiny  # type: ignore[assignment, misc]
    trainer.run(get_settings())
