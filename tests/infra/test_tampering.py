"""Who may write to Redis can ring, and nothing else: no payload is run, and what makes no sense ends nothing."""

import asyncio
import json
import pickle
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from arq.connections import ArqRedis
from arq.constants import job_key_prefix

from app.api.standing import Standing
from app.customers import jobs
from app.events.doorbell import GENERATE_QUERY
from app.events.hub import Announcement, Hub
from app.infra.event_bus import STREAM, RedisDoorbell, feed
from app.infra.jobs import DEFAULT_QUEUE, ring
from app.models import Event
from app.models.ids import new_id
from app.workspaces.service import ACCESS_ENDED
from tests.infra.test_jobs import Desk, working


class Touch:
    """As a pickle: makes a file where it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def job(function: str, *arguments: object) -> bytes:
    return json.dumps({"t": 1, "f": function, "a": list(arguments), "k": {}, "et": 0}).encode()


def payloads(marker: Path) -> list[bytes]:
    return [
        pickle.dumps(Touch(marker)),
        pickle.dumps({"t": 1, "f": GENERATE_QUERY, "a": (Touch(marker),), "k": {}, "et": 0}),
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"f": 1}',
        job("os.system", f"touch {marker}"),
        job("app.customers.jobs.generate_query", "x"),
        job(GENERATE_QUERY, "x", "y", "z"),
        job(GENERATE_QUERY, {"a": 1}),
        json.dumps({"t": 1, "f": GENERATE_QUERY, "a": [], "k": {}, "et": 10**400}).encode(),
        json.dumps({"t": {}, "f": GENERATE_QUERY, "a": [], "k": {}, "et": 0}).encode(),
        json.dumps({"t": 1, "f": GENERATE_QUERY, "a": [], "k": {"__class__": "x"}, "et": 0}).encode(),
        json.dumps({"t": 1, "f": GENERATE_QUERY, "a": "abc", "k": [], "et": "soon"}).encode(),
    ]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_no_job_runs_code_or_ends_the_worker(redis: ArqRedis, tmp_path: Path) -> None:
    marker = tmp_path / "touched"
    forged = payloads(marker)
    for number, payload in enumerate(forged):
        await redis.set(f"{job_key_prefix}forged:{number}", payload)
        await redis.zadd(DEFAULT_QUEUE, {f"forged:{number}": int(time.time() * 1000) - len(forged) + number})
    desk = Desk()
    async with working(redis, desk), asyncio.timeout(20):
        row = new_id()
        await ring(redis, GENERATE_QUERY, row)
        while await desk.rows.get() != str(row):
            pass  # what was forged as {"a": 1} arrives as that, and no row has such an id
    assert not marker.exists()


@pytest.mark.parametrize("row", ["x", "", "../../etc/passwd", "' OR 1=1 --"])
async def test_what_is_not_an_id_reaches_no_row(row: str) -> None:
    with pytest.raises(ValueError, match="badly formed hexadecimal UUID string"):
        await jobs.generate_query({"writers": None}, row)


async def test_a_row_that_does_not_exist_is_nothing(db: None) -> None:
    await jobs.generate_query({"writers": None}, str(UUID(int=7)))
    assert await Event.all().count() == 0


async def test_forged_announcements_end_no_reader(redis: ArqRedis, tmp_path: Path) -> None:
    marker = tmp_path / "touched"
    heard: list[Announcement | None] = []
    hub = Hub()
    hub.listen(heard.append)
    hub.listen(Standing().heard)
    reader = asyncio.create_task(feed(hub, redis))
    try:
        async with asyncio.timeout(20):
            while heard != [None]:  # noqa: ASYNC110  (it has begun to read)
                await asyncio.sleep(0.01)
            for fields in (
                {"event": pickle.dumps(Touch(marker))},
                {"event": b"nonsense"},
                {"event": b"[]"},
                {"event": json.dumps({"stream": "x", "seq": 1, "kind": "k", "payload": {}})},
                {"event": json.dumps({"stream": str(new_id()), "seq": "1; DROP", "kind": 5, "payload": "x"})},
                {
                    "event": json.dumps(
                        {"stream": str(new_id()), "seq": 1, "kind": ACCESS_ENDED, "payload": {}}
                    )
                },
                {"other": b"field"},
            ):
                await redis.xadd(STREAM, fields)
            stream = new_id()
            await RedisDoorbell(redis).event(stream, 3, "real", {"a": 1})
            while not any(one is not None and one.kind == "real" for one in heard):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert not reader.done()
        whole = [one for one in heard if one is not None and one.kind != ACCESS_ENDED]
        assert whole == [Announcement(stream, 3, "real", {"a": 1})]
        assert not marker.exists()
    finally:
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader
