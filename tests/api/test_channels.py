"""Subscriptions that are the same are executed once; what differs, who may, and who is slow stays each one's own."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from websockets.exceptions import ConnectionClosed

from app.actor import Actor, Role
from app.api.endpoint import Endpoint
from app.api.events.following import Sharing
from app.api.ids import encode
from app.api.socket import channel as channel_module
from app.config import Settings
from app.errors import Unavailable
from app.events import log
from app.models import ApiKey, Event, RunStatus, RunTrigger, TrainingRun, Workspace
from app.models.clock import now
from app.runs import service as runs
from app.workspaces import service as workspaces
from tests.api.conftest import Api, Socket, serving
from tests.factories import make_agent, make_session
from tests.telling import tell

PROGRESS = """
subscription Follow($id: ID!, $after: String, $brief: Boolean! = false) { trainingProgress(runId: $id, after: $after) {
  __typename cursor
  ... on RunProgressEvent { step loss @skip(if: $brief) holdoutLoss }
  ... on RunFinishedEvent { status }
} }
"""
FINISHED = {"status": "succeeded", "reason": "Better.", "version_id": None, "number": None}


async def _run(api: Api) -> TrainingRun:
    agent = await make_agent(api.actor)
    return await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.RUNNING, queued_at=await now()
    )


async def _step(run: TrainingRun, step: int, holdout_loss: float | None = None) -> int:
    return await tell(
        run.id, "run.progress", {"step": step, "total_steps": 60, "loss": 0.5, "holdout_loss": holdout_loss}
    )


async def _open(stack: AsyncExitStack, api: Api, token: str | None = None) -> Socket:
    socket = await stack.enter_async_context(api.socket())
    await (socket.init() if token is None else socket.init(token))
    return socket


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  (nothing tells when it is so)
            await asyncio.sleep(0)


def _event(payload: dict[str, Any]) -> dict[str, Any]:
    event: dict[str, Any] = payload["data"]["trainingProgress"]
    return event


async def test_those_who_ask_the_same_share_one_execution_whatever_their_ids_and_places(api: Api) -> None:
    run = await _run(api)
    for step in range(3):
        await _step(run, step)
    ids = ["1", 'a"b\\', "ü€😀", "x" * 100]
    async with AsyncExitStack() as stack:
        sockets = [await _open(stack, api) for _ in ids]
        for place, (id, socket) in enumerate(zip(ids, sockets, strict=True)):
            await socket.subscribe(
                PROGRESS, {"id": encode("TrainingRun", run.id), "after": str(place)}, id=id
            )
            replayed = [_event(await socket.next(id))["cursor"] for _ in range(3 - place)]
            assert replayed == ["1", "2", "3"][place:]
        await _until(lambda: api.endpoint.channels.subscribers == len(ids))
        assert (len(api.endpoint.channels), api.hub.subscribers) == (1, 1)

        await _step(run, 3)
        for id, socket in zip(ids, sockets, strict=True):
            assert await socket.next(id) == {
                "data": {
                    "trainingProgress": {
                        "__typename": "RunProgressEvent",
                        "cursor": "4",
                        "step": 3,
                        "loss": 0.5,
                        "holdoutLoss": None,
                    }
                }
            }
        await tell(run.id, "run.finished", FINISHED)
        for id, socket in zip(ids, sockets, strict=True):
            assert _event(await socket.next(id))["status"] == "SUCCEEDED"
            assert await socket.receive() == {"id": id, "type": "complete"}
            await socket.subscribe("{ viewer { subject } }", id=id)  # the id is free again
            assert await socket.next(id) == {"data": {"viewer": {"subject": "local"}}}
    assert (len(api.endpoint.channels), api.endpoint.channels.subscribers, api.hub.subscribers) == (0, 0, 0)


async def test_what_differs_is_executed_for_itself(api: Api) -> None:
    run = await _run(api)
    id = encode("TrainingRun", run.id)
    renamed = PROGRESS.replace("trainingProgress(", "mine: trainingProgress(")
    twice = PROGRESS.replace("Follow(", "Other(") + PROGRESS.replace(
        "brief: Boolean! = false", "brief: Boolean! = true"
    )
    asked: list[tuple[str, dict[str, object], str, bool]] = [
        (PROGRESS, {"id": id}, "trainingProgress", True),
        (PROGRESS, {"id": id, "brief": True}, "trainingProgress", False),
        (renamed, {"id": id}, "mine", True),
        (twice, {"id": id}, "trainingProgress", False),
    ]
    async with AsyncExitStack() as stack:
        sockets = []
        for count, (query, variables, _, _) in enumerate(asked + asked, 1):  # the second time each is known
            socket = await _open(stack, api)
            payload = {"query": query, "variables": variables, "operationName": "Follow"}
            await socket.send(id="1", type="subscribe", payload=payload)
            sockets.append(socket)
            await _until(lambda so_far=count: api.endpoint.channels.subscribers == so_far)
        await _until(lambda: api.hub.subscribers == len(asked))
        await _step(run, 1)
        for socket, (_, _, name, has_loss) in zip(sockets, asked + asked, strict=True):
            data = (await socket.next())["data"]
            assert list(data) == [name]
            assert ("loss" in data[name]) == has_loss
        assert len(api.endpoint.channels) == len(asked)


async def test_an_after_that_says_more_than_where_to_begin_stays_each_ones_own(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    query = """subscription ($id: ID!, $after: String) { sessionUpdated(sessionId: $id, after: $after) {
      cursor ... on TrainingTriggeredEvent { run { agent { pairs(first: 1, after: $after) { edges { cursor } } } } }
    } }"""
    async with AsyncExitStack() as stack:
        for place in ("1", "2", "2"):
            socket = await _open(stack, api)
            await socket.subscribe(query, {"id": encode("Session", session.id), "after": place})
        await _until(lambda: api.endpoint.channels.subscribers == 3)
        assert len(api.endpoint.channels) == 2


async def test_another_workspace_finds_nothing_where_others_listen(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api, AsyncExitStack() as stack:
        elsewhere = Actor((await Workspace.create(name="Elsewhere")).id, "local", Role.ADMIN)
        run = await _run(api)
        ours = await workspaces.create_key(api.actor, "ours")
        theirs = await workspaces.create_key(elsewhere, "theirs")
        variables: dict[str, object] = {"id": encode("TrainingRun", run.id)}
        mine, stranger = await _open(stack, api, ours.text), await _open(stack, api, theirs.text)
        await mine.subscribe(PROGRESS, variables)
        await _until(lambda: api.hub.subscribers == 1)
        await stranger.subscribe(PROGRESS, variables)
        refused = await stranger.receive()
        assert refused["payload"]["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        assert await stranger.receive() == {"id": "1", "type": "complete"}
        await _step(run, 1)
        assert _event(await mine.next())["step"] == 1
        await stranger.subscribe("{ viewer { subject } }", id="2")
        await stranger.next("2")  # and nothing came before it
        assert (len(api.endpoint.channels), api.endpoint.channels.subscribers) == (1, 1)


async def test_whose_key_has_ended_unannounced_hears_nothing_more_and_others_go_on(
    db: None, settings: Settings
) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api, AsyncExitStack() as stack:
        run, sockets = await _run(api), []
        keys = [await workspaces.create_key(api.actor, name) for name in ("ends", "stays")]
        for key in keys:
            socket = await _open(stack, api, key.text)
            await socket.subscribe(PROGRESS, {"id": encode("TrainingRun", run.id)})
            sockets.append(socket)
        await _until(lambda: api.endpoint.channels.subscribers == 2)
        await ApiKey.filter(id=keys[0].row.id).update(revoked_at=await now())
        api.endpoint._new_context().standing._looks.clear()  # as three seconds later
        await _step(run, 1)
        assert _event(await sockets[1].next())["step"] == 1
        with pytest.raises(ConnectionClosed):
            await sockets[0].receive()
        assert await sockets[0].closed() == (4403, "Forbidden")
        await _step(run, 2)
        assert _event(await sockets[1].next())["step"] == 2
        assert api.endpoint.channels.subscribers == 1


async def test_who_joins_relies_on_a_look_of_its_peers_for_three_seconds_only(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, find, looks = await _run(api), runs.get, 0

    async def get(actor: Actor, run_id: UUID) -> TrainingRun:
        nonlocal looks
        looks += 1
        return await find(actor, run_id)

    monkeypatch.setattr(runs, "get", get)
    monkeypatch.setattr(channel_module, "FOUND_S", 1000.0)
    variables: dict[str, object] = {"id": encode("TrainingRun", run.id)}
    await _step(run, 0)
    async with AsyncExitStack() as stack:
        for count in range(1, 11):
            socket = await _open(stack, api)
            await socket.subscribe(PROGRESS, variables)
            assert _event(await socket.next())["step"] == 0
            await _until(lambda so_far=count: api.endpoint.channels.subscribers == so_far)
        await _step(run, 1)
        assert _event(await socket.next())["step"] == 1
        assert (
            looks <= 4
        )  # the first one's before and after it joined, the channel's, perhaps the second one's

        await TrainingRun.filter(id=run.id).delete()
        monkeypatch.setattr(channel_module, "FOUND_S", 0.0)
        late = await _open(stack, api)
        await late.subscribe(PROGRESS, variables)
        assert (await late.receive())["payload"]["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        assert await late.receive() == {"id": "1", "type": "complete"}
        assert api.endpoint.channels.subscribers == 10


async def test_roles_do_not_share(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api, AsyncExitStack() as stack:
        run = await _run(api)
        for role in (Role.VIEWER, Role.ADMIN, Role.VIEWER):
            key = await workspaces.create_key(api.actor, f"{role}", role=role)
            socket = await _open(stack, api, key.text)
            await socket.subscribe(PROGRESS, {"id": encode("TrainingRun", run.id)})
        await _until(lambda: api.endpoint.channels.subscribers == 3)
        assert len(api.endpoint.channels) == 2


@pytest.mark.torture
async def test_a_thousand_disconnects_of_ten_clients_lose_and_double_nothing(api: Api) -> None:
    run, steps, cycles = await _run(api), 800, 100

    async def train() -> None:
        for step in range(steps):
            await _step(run, step)
        await tell(run.id, "run.finished", FINISHED)

    async def follow(seed: int) -> list[int]:
        chance, received = random.Random(seed), list[int]()
        for left in range(cycles, -1, -1):
            after = str(received[-1]) if received else None
            async with api.subscribed(PROGRESS, id=encode("TrainingRun", run.id), after=after) as socket:
                wanted = chance.randint(0, 8) if left else steps + 1
                while wanted and (not received or received[-1] != steps + 1):
                    received.append(int(_event(await socket.next())["cursor"]))
                    wanted -= 1
                if chance.random() < 0.5:
                    socket.connection.transport.abort()
        return received

    training = asyncio.create_task(train())
    histories = await asyncio.gather(*(follow(seed) for seed in range(10)))
    await training
    table = await Event.filter(stream=run.id).order_by("seq").values_list("seq", flat=True)
    assert list(table) == list(range(1, steps + 2))
    assert [history == list(table) for history in histories] == [True] * 10
    await _until(lambda: api.endpoint.channels.subscribers == 0)


@pytest.mark.slow
async def test_a_thousand_subscriptions_leave_nothing_behind(api: Api) -> None:
    run, endpoint = await _run(api), api.endpoint
    await _step(run, 0)
    variables: dict[str, object] = {"id": encode("TrainingRun", run.id), "after": "0"}

    async def subscribe_and_leave(times: int) -> None:
        async with api.socket() as socket:
            await socket.init()
            for number in range(times):
                await socket.subscribe(PROGRESS, variables, id=str(number))
                await socket.next(str(number))
                if number % 2:
                    await socket.send(id=str(number), type="complete")
                else:  # while it may still be reading
                    await socket.send(id=str(number), type="complete")
                    await socket.send(id=str(number), type="complete")

    async def abort() -> None:
        async with api.subscribed(PROGRESS, **variables) as socket:
            socket.connection.transport.abort()

    await subscribe_and_leave(2)
    await _until(lambda: _left(endpoint) == (0, 0, 0))
    tasks = len(asyncio.all_tasks())
    await asyncio.gather(*(subscribe_and_leave(90) for _ in range(10)), *(abort() for _ in range(100)))
    await _until(lambda: _left(endpoint) == (0, 0, 0) and api.hub.subscribers == 0)
    await _until(lambda: len(asyncio.all_tasks()) <= tasks)


def _left(endpoint: Endpoint) -> tuple[int, int, int]:
    return len(endpoint.channels), endpoint.channels.subscribers, endpoint.heartbeat.count


@pytest.mark.slow
async def test_members_of_a_channel_that_fails_go_on_in_another(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "AWAY_S", 0.01)
    run, failures, real = await _run(api), 2, Sharing.events

    async def failing(self: Sharing, hub: Any, stream: Any) -> Any:
        nonlocal failures
        async for event in real(self, hub, stream):
            if failures:
                failures -= 1
                while await log.last(stream) < 8:  # noqa: ASYNC110  (the log has no event of its own)
                    await asyncio.sleep(0)
                raise RuntimeError("out of order")
            yield event

    monkeypatch.setattr(Sharing, "events", failing)
    async with AsyncExitStack() as stack:
        sockets = [await _open(stack, api) for _ in range(5)]
        for socket in sockets:
            await socket.subscribe(PROGRESS, {"id": encode("TrainingRun", run.id)})
        await _until(lambda: api.endpoint.channels.subscribers == 5)
        for step in range(10):
            await _step(run, step)
        await tell(run.id, "run.finished", FINISHED)
        for socket in sockets:
            assert [_event(await socket.next())["cursor"] for _ in range(11)] == [
                str(n) for n in range(1, 12)
            ]
            assert (await socket.receive())["type"] == "complete"
    assert failures < 2  # the second channel fails too, unless all has happened by then


async def test_who_cannot_be_looked_up_reads_the_log_when_it_is_possible_again(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "AWAY_S", 0.01)
    monkeypatch.setattr("app.api.standing.FRESH_S", 0.0)  # ask for each event
    monkeypatch.setattr(channel_module, "FOUND_S", 0.0)
    async with serving(settings.model_copy(update={"auth": "keys"})) as api, AsyncExitStack() as stack:
        run, key = await _run(api), await workspaces.create_key(api.actor, "ci")
        socket = await _open(stack, api, key.text)
        await socket.subscribe(PROGRESS, {"id": encode("TrainingRun", run.id)})
        await _until(lambda: api.endpoint.channels.subscribers == 1)
        await _step(run, 0)
        assert _event(await socket.next())["step"] == 0

        failures, real = 5, workspaces.still

        async def still(actor: Actor) -> bool:
            nonlocal failures
            if failures:
                failures -= 1
                raise Unavailable("The database is away.")
            return await real(actor)

        monkeypatch.setattr(workspaces, "still", still)
        away, find = 3, runs.get

        async def get(actor: Actor, run_id: UUID) -> TrainingRun:
            nonlocal away
            if away:
                away -= 1
                raise Unavailable("The database is away.")
            return await find(actor, run_id)

        monkeypatch.setattr(runs, "get", get)
        for step in range(1, 5):
            await _step(run, step, holdout_loss=1.0)
        assert [_event(await socket.next())["step"] for _ in range(4)] == [1, 2, 3, 4]
        assert (failures, away) == (0, 0)
