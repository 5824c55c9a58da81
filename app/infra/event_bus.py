"""Announces committed events to every process, by one Redis stream.

The stream holds little and may be lost at any time: the table `event` is the truth, and the hub reads it again.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from redis.exceptions import RedisError, ResponseError

from app.events.hub import Announcement, Hub
from app.infra import jobs
from app.infra.redis import BLOCK_S

STREAM = "coachable:events"
KEPT = 10_000
# Announcements hold texts, which may be deleted from the tables meanwhile.
ANNOUNCED_FOR = timedelta(minutes=10)

log = structlog.get_logger()


class RedisDoorbell:
    """What `app.events.doorbell` is given at the start of every process."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    async def job(self, name: str, row: UUID) -> None:
        await jobs.ring(self._redis, name, row)

    async def event(
        self, stream: UUID, seq: int, kind: str, payload: dict[str, object], at: datetime | None = None
    ) -> None:
        event = {
            "stream": str(stream),
            "seq": seq,
            "kind": kind,
            "payload": payload,
            "at": at and at.isoformat(),
        }
        body = json.dumps(event)
        await self._redis.xadd(STREAM, {"event": body}, maxlen=KEPT, approximate=True)


async def forget_announced(ctx: dict[str, Any]) -> None:
    """Cron job: what every process has long heard goes from Redis."""
    before = datetime.now(UTC) - ANNOUNCED_FOR
    await ctx["redis"].xtrim(STREAM, minid=int(before.timestamp() * 1000), approximate=False)


async def feed(hub: Hub, redis: ArqRedis) -> None:
    """Hand every announcement to the hub, for ever; after an outage the hub's readers look into the table."""
    while True:
        try:
            last = await _last_id(redis)
            hub.resynchronise()  # whatever happened before `last` is read from the table
            async for announcement in _read(redis, last):
                try:
                    hub.announce(announcement)
                except (KeyError, TypeError, ValueError):  # its payload is none of its kind
                    log.warning("announcement_ignored", exc_info=True)
        except RedisError as error:
            log.warning("event_stream_lost", reason=str(error))
            await asyncio.sleep(0.5)


async def _last_id(redis: ArqRedis) -> bytes:
    try:
        info = await redis.xinfo_stream(STREAM)
    except ResponseError:  # no such key yet
        return b"0-0"
    last: bytes = info["last-generated-id"]
    return last


async def _read(redis: ArqRedis, last: bytes) -> AsyncIterator[Announcement]:
    while True:
        answer = await redis.xread({STREAM: last}, count=500, block=int(BLOCK_S * 1000))
        for _, entries in answer or ():
            for entry_id, fields in entries:
                last = entry_id
                if (announcement := _announcement(fields)) is not None:
                    yield announcement
        if not answer and _order(await _last_id(redis)) < _order(last):
            return  # the stream was emptied and counts anew: start over


def _announcement(fields: dict[bytes, bytes]) -> Announcement | None:
    """None for what none of our processes wrote: it must not end the reader of all the others."""
    try:
        body = json.loads(fields[b"event"])
        at = datetime.fromisoformat(body["at"]) if body.get("at") else None
        found = Announcement(UUID(body["stream"]), body["seq"], body["kind"], body["payload"], at)
    except (AttributeError, KeyError, TypeError, ValueError):
        found = None
    if found is None or not _has_types(found):
        log.warning("announcement_ignored")
        return None
    return found


def _has_types(one: Announcement) -> bool:
    return isinstance(one.seq, int) and isinstance(one.kind, str) and isinstance(one.payload, dict)


def _order(entry_id: bytes) -> tuple[int, ...]:
    return tuple(int(part) for part in entry_id.split(b"-"))
