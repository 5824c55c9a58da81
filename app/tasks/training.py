"""Job `run.train`: carry out one training run."""

from typing import Any
from uuid import UUID

from app.trainer.execution import execute


async def train(ctx: dict[str, Any], run_id: str) -> None:
    await execute(UUID(run_id), ctx["trainer"])
