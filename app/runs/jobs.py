"""Cron job: start the trainings that are due by time."""

from typing import Any

from app.runs import auto


async def start_due_trainings(ctx: dict[str, Any]) -> None:
    await auto.tick()
