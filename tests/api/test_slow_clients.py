"""Clients that read slowly, or not at all: others notice nothing, and of what counts nothing is lost."""

import asyncio
import json
import socket as sockets
from collections.abc import Callable
from typing import Any

import pytest

from app.api.ids import encode
from app.api.socket import connection as connection_module
from app.models import Event, RunStatus, RunTrigger, TrainingRun
from app.models.clock import now
from tests.api.conftest import SECRET, Api
from tests.benchmarks.sockets import frame, message
from tests.factories import make_agent
from tests.telling import tell

pytestmark = pytest.mark.slow

PROGRESS = """
subscription ($id: ID!) { trainingProgress(runId: $id) {
  __typename cursor
  ... on RunProgressEvent { step holdoutLoss }
  ... on RunSamplesEvent { step samples { answer } }
  ... on RunFinishedEvent { status }
} }
"""
LONG = "word " * 40_000  # of which the kernel holds a few dozen for a client


async def _run(api: Api) -> TrainingRun:
    agent = await make_agent(api.actor)
    return await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.RUNNING, queued_at=await now()
    )


class Sleeper:
    """A client on a bare socket, which reads when it is told to."""

    def __init__(self, api: Api) -> None:
        self._socket = sockets.socket()
        self._socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
        self._socket.setblocking(False)
        self._port = api.port
        self._buffer = b""

    async def subscribe(self, id: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self._socket, ("127.0.0.1", self._port))
        request = (
            "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        )
        await self.send(request.encode())
        while b"\r\n\r\n" not in self._buffer:
            await self._read()
        self._buffer = self._buffer.partition(b"\r\n\r\n")[2]
        await self.send(message(type="connection_init", payload={"token": SECRET}))
        assert await self.receive() == {"type": "connection_ack"}
        payload = {"query": PROGRESS, "variables": {"id": id}}
        await self.send(message(id="1", type="subscribe", payload=payload))

    async def send(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._socket, data)

    async def receive(self) -> dict[str, Any]:
        """Raises EOFError."""
        while True:
            size, start = (self._buffer[1], 2) if len(self._buffer) > 1 else (0, 2)
            start += {126: 2, 127: 8}.get(size, 0)
            if size > 125 and len(self._buffer) >= start:
                size = int.from_bytes(self._buffer[2:start], "big")
            if len(self._buffer) < max(start + size, 2) or size in (126, 127):
                await self._read()
                continue
            opcode, payload = self._buffer[0] & 0xF, self._buffer[start : start + size]
            self._buffer = self._buffer[start + size :]
            if opcode == 1:
                received: dict[str, Any] = json.loads(payload)
                return received

    async def _read(self) -> None:
        data = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self._socket, 1 << 20), 20)
        if not data:
            raise EOFError
        self._buffer += data

    def close(self) -> None:
        self._socket.close()


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110  (nothing tells when it is so)
            await asyncio.sleep(0)


async def _happen(run: TrainingRun, rounds: int) -> None:
    for number in range(rounds):
        sample = {"pair_id": str(run.id), "query": "q", "expected": "e", "answer": LONG}
        await tell(run.id, "run.samples", {"step": number, "samples": [sample]})
        for step in range(5):
            loss = 2.0 if step == 2 else None
            payload = {"step": 5 * number + step, "total_steps": 60, "loss": 0.5, "holdout_loss": loss}
            await tell(run.id, "run.progress", payload)


async def test_a_slow_client_gets_all_that_counts_and_holds_no_other(api: Api) -> None:
    run, rounds, sleeper = await _run(api), 60, Sleeper(api)
    id = encode("TrainingRun", run.id)
    await sleeper.subscribe(id)
    async with api.subscribed(PROGRESS, id=id) as good:
        await _until(lambda: api.endpoint.channels.subscribers == 2)
        await _happen(run, rounds)
        table = await Event.filter(stream=run.id).order_by("seq")
        quick = [(await good.next())["data"]["trainingProgress"] for _ in table]
        assert [int(event["cursor"]) for event in quick] == [event.seq for event in table]

        finished = {"status": "succeeded", "reason": "Better.", "version_id": None, "number": None}
        await tell(run.id, "run.finished", finished)
        assert (await good.next())["data"]["trainingProgress"]["status"] == "SUCCEEDED"
        assert (await good.receive())["type"] == "complete"

    received: list[dict[str, Any]] = []
    while (last := await sleeper.receive())["type"] == "next":
        received.append(last["payload"]["data"]["trainingProgress"])
    sleeper.close()

    assert last == {"id": "1", "type": "complete"}
    numbers = [int(event["cursor"]) for event in received]
    assert numbers == sorted(set(numbers))
    left_out = {event.seq: event for event in table if event.seq not in set(numbers)}
    assert left_out  # it was slow
    assert {event.kind for event in left_out.values()} == {"run.progress"}
    assert {event.payload["holdout_loss"] for event in left_out.values()} == {None}
    newest = {event["cursor"]: event for event in quick}
    assert [event for event in received[:-1] if newest[event["cursor"]] != event] == []
    # A step that is missing was followed by a newer one at once.
    assert [seq for seq in left_out if table[seq].kind != "run.progress"] == []


async def test_who_neither_reads_nor_answers_is_dropped_and_others_stay(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "BEAT_S", 0.2)
    run, sleepers = await _run(api), [Sleeper(api) for _ in range(5)]
    id = encode("TrainingRun", run.id)
    async with api.subscribed(PROGRESS, id=id) as good:
        for sleeper in sleepers:
            await sleeper.subscribe(id)
        await _until(lambda: api.endpoint.channels.subscribers == 6)
        await _until(lambda: api.endpoint.channels.subscribers == 1)
        assert api.endpoint.heartbeat.count == 1
        await _happen(run, 1)
        assert (await good.next())["data"]["trainingProgress"]["__typename"] == "RunSamplesEvent"
    for sleeper in sleepers:
        with pytest.raises((EOFError, ConnectionResetError)):
            await sleeper.receive()
        sleeper.close()


async def test_who_has_pings_answered_and_does_not_read_is_dropped(api: Api) -> None:
    run, sleeper = await _run(api), Sleeper(api)
    await sleeper.subscribe(encode("TrainingRun", run.id))
    await _until(lambda: api.endpoint.channels.subscribers == 1)
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        await sleeper.send(frame(b"x" * 125, 0x9) * 1_000_000)
    await _until(lambda: api.endpoint.channels.subscribers == 0)
    sleeper.close()
