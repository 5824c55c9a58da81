"""Announces committed events to every process, by one Redis stream.

The stream holds little and may be lost at any time: the table `event` is the truth, and the hub reads it again.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from redis.exceptions import RedisError, ResponseError

from app.events.hub import Announcement, Hub
from app.infra import jobs
from app.infra.redis import BLOCK_S

STREAM = "coachable:events"
KEPT = 10_000

log = structlog.get_logger()


class RedisDoorbell:
    """What `app.doorbell` is given at the start of every process."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    async def job(self, name: str, row: UUID) -> None:
        await jobs.ring(self._redis, name, row)

    async def event(self, stream: UUID, seq: int, kind: str, payload: dict[str, object]) -> None:
        body = json.dumps({"stream": str(stream), "seq": seq, "kind": kind, "payload": payload})
        await self._redis.xadd(STREAM, {"event": body}, maxlen=KEPT, approximate=True)


async def feed(hub: Hub, redis: ArqRedis) -> None:
    """Hand every announcement to the hub, for ever; after an outage the hub's readers look into the table."""
    while True:
        try:
            last = await _last_id(redis)
            hub.resynchronise()  # whatever happened before `last` is read from the table
            async for announcement in _read(redis, last):
                hub.announce(announcement)
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
                body = json.loads(fields[b"event"])
                yield Announcement(UUID(body["stream"]), body["seq"], body["kind"], body["payload"])
        if not answer and _order(await _last_id(redis)) < _order(last):
            return  # the stream was emptied and counts anew: start over


def _order(entry_id: bytes) -> tuple[int, ...]:
    return tuple(int(part) for part in entry_id.split(b"-"))
