"""One WebSocket to the API; reconnecting is left to the caller's next call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import urlsplit

from gql import Client as GqlClient
from gql import gql
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.websockets import WebsocketsTransport

from app.client.answers import not_there, only_field
from app.errors import Refused

ANSWER_TIMEOUT_S = 60


class Client:
    def __init__(self, session: AsyncClientSession) -> None:
        self._session = session

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, token: str) -> AsyncIterator[Self]:
        """`url`: http://host:port of the API. Raises UpstreamFailed when there is no answer."""
        parts = urlsplit(url)
        transport = WebsocketsTransport(
            f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}/graphql",
            init_payload={"token": token},
            subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
        )
        client = GqlClient(transport=transport, execute_timeout=ANSWER_TIMEOUT_S)
        try:
            session = await client.connect_async()  # type: ignore[no-untyped-call]
        except (OSError, TransportError) as error:
            raise not_there(url) from error
        try:
            yield cls(session)
        finally:
            await client.close_async()  # type: ignore[no-untyped-call]

    async def ask(self, document: str, **variables: Any) -> Any:
        """The one field of the answer; raises Refused when it is a Problem."""
        request = gql(document)
        request.variable_values = variables
        try:
            answer = await self._session.execute(request)
        except TransportQueryError as error:
            raise Refused((error.errors or [{}])[0].get("message", "The API refused this.")) from error
        return only_field(answer)

    async def follow(self, document: str, **variables: Any) -> AsyncIterator[Any]:
        """The one field of every message of a subscription."""
        request = gql(document)
        request.variable_values = variables
        async for answer in self._session.subscribe(request):
            (field,) = answer.values()
            yield field
