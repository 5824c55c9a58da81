"""What gql makes of `/graphql`. Arguments: origin, token, id of a session. Prints one JSON object."""

import asyncio
import json
import sys
from typing import Any

from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.websockets import WebsocketsTransport

origin, token, session_id = sys.argv[1:]


async def main() -> dict[str, Any]:
    http = AIOHTTPTransport(url=f"{origin}/graphql", headers={"Authorization": f"Bearer {token}"})
    async with Client(transport=http) as session:
        query = (await session.execute(gql("{ viewer { subject } }")))["viewer"]["subject"]
    socket = WebsocketsTransport(
        url=f"{origin}/graphql".replace("http", "ws", 1), init_payload={"token": token}
    )
    document = gql("subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename cursor } }")
    document.variable_values = {"id": session_id}
    async with Client(transport=socket) as session:
        async for data in session.subscribe(document):
            event = data["sessionUpdated"]
            break
    return {"query": query, "socket": f"{event['__typename']} {event['cursor']}"}


print(json.dumps(asyncio.run(main())))
