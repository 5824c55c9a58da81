"""`/graphql`: POST, GET for queries, WebSocket (graphql-transport-ws) and SSE.

Status codes and media types follow https://graphql.github.io/graphql-over-http/draft/.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData, process_result
from strawberry.http.streaming import HTTPStreamTransport
from strawberry.schema import BaseSchema
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.unset import UNSET, UnsetType

from app.api import jsontext
from app.api.context import Context
from app.api.event_stream import EventStream, is_subscription, takes_json
from app.api.permissions import Gate
from app.api.rates import OPERATIONS, key_of
from app.api.single_connection import SingleConnections
from app.api.socket.channel import Channels
from app.api.socket.connection import Heartbeat
from app.api.socket.handler import MOST_OPERATIONS, Handler
from app.api.socket.places import Places
from app.errors import ErrorCode, InvalidInput, Unauthorized

RESPONSE_TYPE = "application/graphql-response+json"
INIT_WITHIN = timedelta(seconds=10)


class Endpoint(GraphQL[Context, None]):
    graphql_transport_ws_handler_class = Handler
    stream_transport_classes_by_protocol: Mapping[str, type[HTTPStreamTransport]] = MappingProxyType(
        {GRAPHQL_SSE_PROTOCOL: EventStream}
    )

    def __init__(
        self,
        schema: BaseSchema,
        gate: Gate,
        new_context: Callable[[], Context],
        allowed_origins: Sequence[str],
        socket_limits: Mapping[str, int | None],
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=INIT_WITHIN,
            max_subscriptions_per_connection=MOST_OPERATIONS,
            allowed_origins=allowed_origins,
        )
        self.channels = Channels(schema)
        self.heartbeat = Heartbeat()
        self.places = Places(socket_limits)
        self._gate = gate
        self._new_context = new_context
        self._single_connections = SingleConnections()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            if self._single_connections.concerns(request):
                response = await self._on_single_connection(request)
            else:
                response = await self.run(request)
        except Unauthorized as error:
            response = _error(401, error.message, error.code)
            response.headers["WWW-Authenticate"] = "Bearer"
        except HTTPException as error:
            response = _error(error.status_code, error.reason, ErrorCode.BAD_REQUEST)
            if isinstance(error.__cause__, InvalidOperationTypeError):  # a mutation by GET
                response.status_code = 405
                response.headers["Allow"] = "POST"
        await response(scope, receive, send)

    async def get_context(self, request: HTTPConnection, response: Response | WebSocket) -> Context:
        """Also SSE comes through here; on a WebSocket the credentials may follow with connection_init."""
        context = self._new_context()
        if isinstance(request, WebSocket):
            context.connection_params = {}
            context.caller = await self._caller_of_handshake(request)
        else:
            context.caller = await self._gate.actor(request)
            await context.rates.count(OPERATIONS, key_of(context.caller))
            assert isinstance(response, Response)
            response.headers["x-request-id"] = context.request_id
        return context

    async def on_ws_connect(self, context: Context) -> UnsetType:
        token = _shown_token(context.connection_params or {})
        context.connection_params = {}  # the token is not kept for the life of the socket
        if token is not None:
            try:
                context.caller = await self._gate.actor_of_token(token)
            except Unauthorized as error:
                raise ConnectionRejectionError from error
        if context.caller is None:
            raise ConnectionRejectionError
        no_payload: UnsetType = UNSET
        return no_payload

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        response: Response = await super().get_sub_response(request)
        if _prefers_response_type(request.headers.get("accept", "")):
            response.media_type = RESPONSE_TYPE
        return response

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        data = await self._parsed(request)
        if data.protocol != "sse":
            return data
        if not takes_json(request.headers.get("accept", "")):
            return data
        # Events only where nothing else will do: with a query urql takes them for a broken answer.
        if is_subscription(data.query or "", data.operation_name):
            return data
        return replace(data, protocol="http")

    async def _parsed(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        data = await super().parse_http_body(request)
        assert isinstance(data, GraphQLRequestData)  # batches are refused by parse_json
        if not isinstance(data.operation_name, str | None):
            raise HTTPException(400, "operationName must be a string or null.")
        # In a URL "" is nothing, in JSON a name that no operation has.
        if request.method == "GET" and data.operation_name == "":
            return replace(data, operation_name=None)
        return data

    async def _on_single_connection(self, request: Request) -> Response:
        sub_response = await self.get_sub_response(request)
        context = await self.get_context(request, sub_response)
        streams, actor = self._single_connections, context.actor
        if request.method == "PUT":
            return streams.reserve(actor)
        if request.method == "DELETE":
            return streams.stop(request, actor)
        if request.method == "GET":
            return streams.open(request, actor)
        if request.method != "POST":
            raise HTTPException(405, "PUT, GET, POST and DELETE are what a single connection knows.")
        adapter = self.request_adapter_class(request)
        data = await self._parsed(adapter)
        operation_id = (data.extensions or {}).get("operationId")
        streams.check(request, actor, operation_id)
        result = await self.execute_operation(
            request, adapter, replace(data, protocol="sse"), context, None, sub_response
        )
        return streams.start(request, actor, operation_id, self._payloads(request, result))

    async def _payloads(self, request: Request, result: Any) -> AsyncGenerator[dict[str, Any], None]:
        if isinstance(result, ExecutionResult):
            yield dict(await self.process_result(request, result))
            return
        async with aclosing(result) as values:
            async for value in values:
                yield dict(await self.process_result(request, value))

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        response = process_result(result)
        if isinstance(result, PreExecutionError):
            response.pop("data")  # "data" says that something was executed
        return response

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        response: Response = super().create_response(response_data, sub_response)
        if sub_response.media_type == RESPONSE_TYPE:
            response.headers["content-type"] = f"{RESPONSE_TYPE}; charset=utf-8"
            if "data" not in response_data:
                response.status_code = 400
        return response

    def parse_json(self, data: str | bytes) -> Any:
        try:
            parsed = jsontext.loads(data)
        except InvalidInput as error:
            raise HTTPException(400, error.message) from error
        if not isinstance(parsed, dict):  # a body or one of its maps; batches are not offered
            raise HTTPException(400, "A JSON object was expected")
        return parsed

    async def _caller_of_handshake(self, websocket: WebSocket) -> Any:
        try:
            return await self._gate.actor_if_any(websocket)
        except Unauthorized:
            return None  # connection_init may still bring a token


def _shown_token(params: Mapping[str, object]) -> object:
    """Of connection_init, in the shapes that clients have for it: `token`, `authToken`, or a header."""
    headers = params.get("headers")
    for name, value in [*params.items(), *(headers.items() if isinstance(headers, dict) else ())]:
        if name in ("token", "authToken"):
            return value
        if name.lower() == "authorization" and isinstance(value, str):
            return value.removeprefix("Bearer ").removeprefix("bearer ").strip()
    return None


def _prefers_response_type(accept: str) -> bool:
    """Whether the new media type is asked for before the old one; without any wish the old one is the answer."""
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    if RESPONSE_TYPE not in kinds:
        return False
    return "application/json" not in kinds or kinds.index(RESPONSE_TYPE) < kinds.index("application/json")


def _error(status: int, message: str, code: str) -> JSONResponse:
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": code}}]}, status)
