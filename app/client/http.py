"""The API over HTTP: for operations whose input is too large for a WebSocket frame, and for downloads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import httpx

from app.client.answers import not_there, only_field
from app.errors import Refused, UpstreamFailed

TIMEOUT_S = 300.0  # an import of 5,000 pairs, or a model that writes an answer


class Http:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, token: str) -> AsyncIterator[Self]:
        """`url`: http://host:port of the API. Raises UpstreamFailed when there is no answer."""
        try:
            async with httpx.AsyncClient(
                base_url=url,
                headers={"Authorization": f"Bearer {token}"},
                timeout=httpx.Timeout(TIMEOUT_S, connect=5.0),
                trust_env=False,
            ) as client:
                yield cls(client)
        except httpx.TransportError as error:
            raise not_there(url) from error

    async def ask(self, document: str, **variables: Any) -> Any:
        """The one field of the answer; raises Refused when it is a Problem or an error."""
        answer = await self._client.post("/graphql", json={"query": document, "variables": variables})
        body = _json(answer)
        if body.get("errors"):
            raise Refused(body["errors"][0]["message"])
        return only_field(body["data"])

    async def download(self, path: str, **parameters: str) -> AsyncIterator[bytes]:
        """The pieces of a file; raises Refused."""
        async with self._client.stream("GET", path, params=parameters) as answer:
            if answer.status_code != 200:
                raise Refused((await answer.aread()).decode("utf-8", "replace"))
            async for piece in answer.aiter_bytes():
                yield piece

    async def reply(self, model: str, system: str, question: str, most_tokens: int) -> str:
        """The greedy answer of a version. With a system message of ours it sees no examples: it answers alone,
        as its exported files do. Raises Refused."""
        answer = await self._client.post(
            "/v1/chat/completions",
            json={
                "model": model,
                "messages": [
                    {"role": "system", "content": system},
                    {"role": "user", "content": question},
                ],
                "temperature": 0,
                "max_tokens": most_tokens,
                "coachable": {"unchecked": True},  # the model's words, not a taught answer
            },
        )
        body = _json(answer)
        if "error" in body:
            raise Refused(body["error"]["message"])
        text: str = body["choices"][0]["message"]["content"]
        return text


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError as error:
        raise UpstreamFailed(f"The API answered {answer.status_code} without any JSON.") from error
    if not isinstance(body, dict):
        raise UpstreamFailed("The API answered with something that is not a JSON object.")
    return body
