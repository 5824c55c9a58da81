"""graphql-transport-ws on a connection: Strawberry keeps to the protocol, here are its messages and subscriptions.

A subscription to a log is read by an execution of its own up to the end of the log, and then joins its channel, where
nothing is left of it but a member. All other operations are executed by themselves.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from typing import Any

import structlog
from graphql import GraphQLError
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    SubscribeMessage,
)
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from app.actor import Actor
from app.api.context import Context
from app.api.events.following import Reading
from app.api.rates import OPERATIONS, address_of, graphql_error, key_of
from app.api.socket import messages
from app.api.socket.channel import Channel, Channels, Document, Member
from app.api.socket.connection import Connection, Heartbeat, text_frame
from app.api.socket.handshake import handshake_of
from app.api.socket.places import FULL, WAITING, Place
from app.errors import InvalidInput, LimitReached, RateLimited, Unavailable

INVALID = 4400
FORBIDDEN = 4403  # as for a connection_init with a wrong token
TRY_AGAIN_LATER = 1013  # https://www.iana.org/assignments/websocket/websocket.xhtml
FAILED = 1011
MOST_OPERATIONS = 100  # at a time; the page has at most a dozen
MOST_UNHANDLED = 16  # messages, before the socket is read no further

log = structlog.get_logger()


class Handler(BaseGraphQLTransportWSHandler[Context, None]):
    view: Any
    websocket: Any  # Strawberry's adapter for the handshake, then `connection`
    connection: Connection

    async def handle(self) -> None:
        """Returns when the socket is taken over; from then on it is called by the connection."""
        adapter: ASGIWebSocketAdapter = self.websocket
        self._unhandled: list[str] = []
        self._handling = False
        heartbeat: Heartbeat = self.view.heartbeat
        scope = adapter.ws.scope
        self.connection = self.websocket = Connection(self, heartbeat, handshake_of(scope))
        self._place = Place(self.view.places, address_of(scope), self._too_many_wait)
        self.on_request_accepted()

    @property
    def _channels(self) -> Channels:
        channels: Channels = self.view.channels
        return channels

    @property
    def _actor(self) -> Actor:
        return self.context.actor

    # What the connection calls.

    def text(self, text: str) -> None:
        self._unhandled.append(text)
        if len(self._unhandled) >= MOST_UNHANDLED:
            self.connection.hold()
        if not self._handling:
            self._handling = True
            self.connection.spawn(self._handle_all())

    def binary(self) -> None:
        self.connection.spawn(self.connection.close(INVALID, "WebSocket message type must be text"))

    def lost(self) -> None:
        self._place.left()
        if self.connection_init_timeout_task is not None:
            self.connection_init_timeout_task.cancel()
        if self.context.caller is not None:
            self.context.standing.closed(self.context.caller, self.forbid)
        for id in list(self.operations):
            if (task := self._leave(id)) is not None:
                self.connection.keep(task)  # it has to come to the end of what it cleans up

    # Messages, one after another.

    async def _handle_all(self) -> None:
        try:
            while self._unhandled and self.connection.is_open:
                await self._handle(self._unhandled.pop(0))
        except Unavailable as error:
            await self.connection.close(TRY_AGAIN_LATER, error.message)
        except Exception:
            log.exception("socket_failed")
            await self.connection.close(FAILED, "")
        finally:
            self._handling = False
            self.connection.go_on()

    async def _handle(self, text: str) -> None:
        try:
            message = messages.read(text)
        except InvalidInput as error:
            await self.connection.close(INVALID, error.message)
            return
        if message["type"] == "subscribe" and not await self._is_signed_in():
            await self.forbid()
            return
        if message["type"] == "subscribe" and (limit := await self._too_often()) is not None:
            await self.send_message({"id": message["id"], "type": "error", "payload": [limit]})
            return
        await self.handle_message(message)  # type: ignore[arg-type]

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        await super().handle_connection_init(message)
        self.connection_init_timeout_task = None

    async def send_message(self, message: Mapping[str, object]) -> None:
        if message["type"] == "connection_ack" and self.context.caller is not None:
            if not self._place.signed_in(self.context.caller.workspace_id):
                await self.connection.close(TRY_AGAIN_LATER, FULL)
                return
            self.context.standing.opened(self.context.caller, self.forbid)
        if message["type"] == "next" and not await self._is_signed_in():
            await self.forbid()
        await self.connection.drained()
        self.connection.write(text_frame(messages.encoded(message)))

    async def _is_signed_in(self) -> bool:
        """A socket lives for hours, its API key may be revoked meanwhile."""
        caller = self.context.caller
        return caller is None or await self.context.standing.holds(caller)

    async def _too_often(self) -> dict[str, object] | None:
        try:
            if self.context.caller is not None:
                await self.context.rates.count(OPERATIONS, key_of(self.context.caller))
        except RateLimited as error:
            return graphql_error(error)
        return None

    def _too_many_wait(self) -> None:
        self.connection.spawn(self.connection.close(TRY_AGAIN_LATER, WAITING))

    async def forbid(self) -> None:
        await self.connection.close(FORBIDDEN, "Forbidden")

    # Operations.

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Strawberry keeps the limit too, but says so without a code."""
        if len(self.operations) < MOST_OPERATIONS or message["id"] in self.operations:
            await super().handle_subscribe(message)
            return
        told = f"At most {MOST_OPERATIONS} operations run on one connection: end some, or open another one."
        error = GraphQLError(told, extensions={"code": LimitReached.code})
        await self.send_message({"id": message["id"], "type": "error", "payload": [error.formatted]})

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        document = Document(operation.query, operation.operation_name, operation.variables)
        try:
            if (channel := self._channels.known(document, self.context)) is not None:
                await self._join(operation, channel, Reading(), document)
                return
            reading = Reading()
            if await self.read(operation.id, document, reading):
                shared = self._channels.learned(document, reading.after_variable)
                after = Reading(after=reading.seen)
                await self._join(operation, self.channel(shared), after, document)
        except Exception as error:
            await self.handle_task_exception(error)
            await self.complete(operation.id)

    async def _join(
        self, operation: Operation[Context, None], channel: Channel, reading: Reading, document: Document
    ) -> None:
        member = Member(self, operation.id, self._actor, channel)
        self.operations[operation.id] = member  # type: ignore[assignment]
        member.task = operation.task
        await member.catch_up(reading, document)

    def channel(self, document: Document) -> Channel:
        return self._channels.of(document, self.context)

    async def read(
        self, id: str, document: Document, reading: Reading, turn: AsyncExitStack | None = None
    ) -> bool:
        """Execute it and send the results. True: a log was read to its end, and the subscription goes on.

        Raises Unavailable for a reading that goes on.
        """
        results = await self.schema.stream(
            document.query,
            variable_values=document.variables,
            context_value=replace(self.context, half=reading),
            operation_name=document.operation_name,
        )
        async with aclosing(results):
            is_first = True
            async for result in results:
                if reading.goes_on and messages.is_unavailable(result):
                    raise Unavailable("The database is away.")
                if is_first and isinstance(result, PreExecutionError):
                    await self._refuse(id, result)
                    return False
                if turn is not None and self.connection.is_slow:
                    await turn.aclose()
                assert isinstance(result, ExecutionResult)  # @defer and @stream are not in the schema
                await self.send_message({"id": id, "type": "next", "payload": messages.payload_of(result)})
                reading.sent = reading.seen
                is_first = False
        if not reading.at_end:
            await self.complete(id)
        return reading.at_end

    async def complete(self, id: str) -> None:
        await self._finish(id, {"id": id, "type": "complete"})

    async def _refuse(self, id: str, result: PreExecutionError) -> None:
        assert result.errors
        errors = [error.formatted for error in result.errors]
        await self._finish(id, {"id": id, "type": "error", "payload": errors})

    async def _finish(self, id: str, message: Mapping[str, object]) -> None:
        operation = self.operations.pop(id, None)  # before it is sent: then the id is free again
        if isinstance(operation, Member):
            operation.leave()
        if operation is not None:
            await self.send_message(message)

    async def cleanup_operation(self, operation_id: str) -> None:
        self._leave(operation_id)

    def _leave(self, id: str) -> asyncio.Task[Any] | None:
        """The task that is being cancelled, if it had one."""
        operation: Any = self.operations.pop(id, None)
        if operation is None:
            return None
        task: asyncio.Task[Any] | None = operation.task
        if isinstance(operation, Member):
            operation.leave()
        elif task is not None:
            task.cancel()
        return task
