"""The one doorbell of the tests."""

import random
from datetime import datetime
from uuid import UUID

from app.events.hub import Announcement, Hub


class Recorder:
    """Writes down who was rung, and brings events to `hub`, except the share of them that gets `lost`."""

    def __init__(self, hub: Hub | None = None, *, lost: float = 0.0, seed: int = 0) -> None:
        self.hub, self.lost, self.random = hub, lost, random.Random(seed)
        self.jobs: list[tuple[str, UUID]] = []
        self.events: list[tuple[UUID, int, str]] = []

    async def job(self, name: str, row: UUID) -> None:
        self.jobs.append((name, row))

    async def event(
        self, stream: UUID, seq: int, kind: str, payload: dict[str, object], at: datetime | None = None
    ) -> None:
        self.events.append((stream, seq, kind))
        if self.hub is not None and self.random.random() >= self.lost:
            self.hub.announce(Announcement(stream, seq, kind, payload, at))

    def rung(self, name: str) -> list[UUID]:
        return [row for job, row in self.jobs if job == name]
