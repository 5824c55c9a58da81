"""Tells other processes that something is in the database now.

The database is the truth: a ring that is lost costs time only, because the reconciler and the readers look again.
The process that starts up installs what really rings (`infra`); until then nothing is heard.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.models.transaction import after_commit


class Doorbell(Protocol):
    async def job(self, name: str, row: UUID) -> None:
        """Wake a worker: run job `name` for the row."""

    async def event(
        self, stream: UUID, seq: int, kind: str, payload: dict[str, object], at: datetime | None = None
    ) -> None:
        """Tell every process's hub about a committed event."""


class Silent:
    async def job(self, name: str, row: UUID) -> None: ...

    async def event(
        self, stream: UUID, seq: int, kind: str, payload: dict[str, object], at: datetime | None = None
    ) -> None: ...


_installed: Doorbell = Silent()

GENERATE_QUERY = "query.generate"
TRAIN = "run.train"
FETCH_BASE_MODEL = "base_model.fetch"
REFINE_GUIDE = "guide.refine"
PROPOSE_TOPICS = "topics.propose"
DELIVER_WEBHOOK = "webhook.deliver"


def install(doorbell: Doorbell) -> None:
    global _installed
    _installed = doorbell


async def ring_job(name: str, row: UUID) -> None:
    await _installed.job(name, row)


def ring_job_after_commit(name: str, row: UUID) -> None:
    after_commit(lambda: _installed.job(name, row))


def ring_event_after_commit(
    stream: UUID, seq: int, kind: str, payload: dict[str, object], at: datetime | None = None
) -> None:
    after_commit(lambda: _installed.event(stream, seq, kind, payload, at))
