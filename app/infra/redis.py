"""The connection to Redis or Valkey, with the timeouts that the libraries leave out."""

import json
from typing import Any

from arq.connections import ArqRedis
from redis.asyncio import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, TimeoutError

BLOCK_S = 5.0  # longest blocking read; the socket's own timeout lies above it
DAY_MS = 24 * 3600 * 1000


def connect(url: str, connections: int = 20) -> ArqRedis:
    """A lazy pool; job payloads are JSON (arq's own default is pickle: whoever writes to Redis would run code)."""
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
        job_deserializer=json.loads,
        expires_extra_ms=7 * DAY_MS,  # arq forgets a queued job after a day otherwise
    )


def serialize(value: dict[str, Any]) -> bytes:
    # arq puts a failed job's exception into its result; a sentence about it is all that anyone reads.
    return json.dumps(value, default=repr).encode()
