"""`/graphql`: POST, GET for queries, WebSocket (graphql-transport-ws) and SSE.

Status codes and media types follow https://graphql.github.io/graphql-over-http/draft/.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cross_web import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.schema import BaseSchema
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.unset import UNSET, UnsetType

from app.api import jsontext
from app.api.context import Context
from app.api.permissions import Gate
from app.api.websocket import CheckedWebSocket
from app.errors import InvalidInput, Unauthorized

RESPONSE_TYPE = "application/graphql-response+json"
MOST_OPERATIONS_PER_SOCKET = 100
INIT_WITHIN = timedelta(seconds=10)


class Endpoint(GraphQL[Context, None]):
    websocket_adapter_class = CheckedWebSocket

    def __init__(self, schema: BaseSchema, gate: Gate, new_context: Callable[[], Context]) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=INIT_WITHIN,
            max_subscriptions_per_connection=MOST_OPERATIONS_PER_SOCKET,
        )
        self._gate = gate
        self._new_context = new_context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await self.run(request)
        except Unauthorized as error:
            response = _error(401, error.message, error.code)
            response.headers["WWW-Authenticate"] = "Bearer"
        except HTTPException as error:
            response = _error(error.status_code, error.reason, "BAD_REQUEST")
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
            request.state.context = context
        else:
            context.caller = await self._gate.actor(request)
            assert isinstance(response, Response)
            response.headers["x-request-id"] = context.request_id
        return context

    async def on_ws_connect(self, context: Context) -> UnsetType:
        token = (context.connection_params or {}).get("token")
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


def _prefers_response_type(accept: str) -> bool:
    """Whether the new media type is asked for before the old one; without any wish the old one is the answer."""
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    if RESPONSE_TYPE not in kinds:
        return False
    return "application/json" not in kinds or kinds.index(RESPONSE_TYPE) < kinds.index("application/json")


def _error(status: int, message: str, code: str) -> JSONResponse:
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": code}}]}, status)
