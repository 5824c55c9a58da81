"""The connection to Redis or Valkey, with the timeouts that the libraries leave out."""

import json
from typing import Any

from arq.connections import ArqRedis
from redis.asyncio import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, TimeoutError

BLOCK_S = 5.0  # longest blocking read; the socket's own timeout lies above it
# arq's names: function, arguments, named arguments, when it was enqueued.
_PARTS: dict[str, type] = {"f": str, "a": list, "k": dict, "et": int}
LAST_MS = 1 << 53
DAY_MS = 24 * 3600 * 1000


def connect(url: str, connections: int = 20) -> ArqRedis:
    """A lazy pool; job payloads are JSON (arq's default, pickle, would let anyone who can write to Redis run code)."""
    pool: BlockingConnectionPool = BlockingConnectionPool.from_url(
        url,
        max_connections=connections,
        timeout=10,
        socket_timeout=BLOCK_S + 5,
        socket_connect_timeout=5,
        health_check_interval=15,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), retries=3),
        retry_on_error=[ConnectionError, TimeoutError],
    )
    return ArqRedis(
        pool_or_conn=pool,
        job_serializer=serialize,
        job_deserializer=deserialize,
        expires_extra_ms=7 * DAY_MS,  # arq forgets a queued job after a day otherwise
    )


def serialize(value: dict[str, Any]) -> bytes:
    # arq puts a failed job's exception into its result; a sentence about it is all that anyone reads.
    return json.dumps(value, default=repr).encode()


def deserialize(data: bytes) -> dict[str, Any]:
    """Raises ValueError for what is none of our jobs, on which arq itself would end the worker."""
    job = json.loads(data)
    if not isinstance(job, dict) or not all(isinstance(job.get(name), kind) for name, kind in _PARTS.items()):
        raise ValueError("This is not a job.")
    if not isinstance(job.get("t"), int | None) or abs(job["et"]) > LAST_MS:
        raise ValueError("This job is of no time.")
    return job
