"""The server of the agents, ours or any that speaks OpenAI's protocol and registers adapters in vLLM's words."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx

from app.config import Settings
from app.errors import UpstreamFailed, UpstreamLacks, UpstreamRefused
from app.infra.chat_client import stream_chat
from app.infra.secrets import models_key
from app.serving.store import Store, store_of

REGISTERED_WITHIN_S = 30.0
ANSWERS_WITHIN_S = 3.0
REPLY_TIMEOUT_S = 120.0
_ALREADY = "already been loaded"  # vLLM's refusal of a name that it knows


@dataclass(frozen=True, slots=True)
class Serving:
    """`ensure` and asking are for names of versions, `<agent id>@<number>`, which never stand for other weights."""

    base_url: str
    key: str = field(repr=False)
    home: Path
    store: Store | None

    @classmethod
    def of(cls, settings: Settings) -> "Serving":
        """Raises Misconfigured."""
        return cls(settings.serving_url, models_key(settings), settings.home.absolute(), store_of(settings))

    async def ensure(self, name: str) -> None:
        """Have it served, again without harm: at publish, before a promotion, where the server has forgotten it.

        Raises UpstreamFailed, OSError where the store is a folder that can't be read.
        """
        body = {"lora_name": name, "lora_path": str(await asyncio.to_thread(self._folder, name))}
        try:
            async with httpx.AsyncClient(timeout=REGISTERED_WITHIN_S, trust_env=False) as client:
                answer = await client.post(
                    f"{self.base_url}/load_lora_adapter", json=body, headers=self._headers
                )
        except httpx.HTTPError as error:
            raise UpstreamFailed(
                f"The model server at {self.base_url} did not answer: {str(error) or type(error).__name__}."
            ) from error
        if answer.is_error and _ALREADY not in answer.text:
            kind = UpstreamRefused if answer.is_client_error else UpstreamFailed
            raise kind(f"The model server refused adapter {name}: {_words(answer)}")

    async def answers(self) -> bool:
        """Whether it is there, is through with loading, and takes the key."""
        try:
            async with httpx.AsyncClient(timeout=ANSWERS_WITHIN_S, trust_env=False) as client:
                return (await client.get(f"{self.base_url}/models", headers=self._headers)).is_success
        except httpx.HTTPError:
            return False

    async def stream_chat(
        self,
        model: str,
        messages: Sequence[dict[str, str]],
        *,
        temperature: float,
        max_tokens: int,
        timeout_s: float = REPLY_TIMEOUT_S,
        total_s: float | None = None,
        seed: int | None = None,
    ) -> AsyncGenerator[str, None]:
        """As `chat_client.stream_chat`. A version that the server does not know is registered first."""

        def pieces() -> AsyncGenerator[str, None]:
            return stream_chat(
                self.base_url, self.key, model, messages, temperature=temperature, max_tokens=max_tokens,
                timeout_s=timeout_s, total_s=total_s, seed=seed,
            )  # fmt: skip

        try:
            async with aclosing(pieces()) as first:
                async for piece in first:
                    yield piece
        except UpstreamLacks:  # said before any piece
            if not _is_version(model):
                raise
        else:
            return
        await self.ensure(model)
        async with aclosing(pieces()) as second:
            async for piece in second:
                yield piece

    def client(self) -> httpx.AsyncClient:
        """For requests that go on as they came; it registers what the server does not know, too."""
        # A stream may be silent while a long prompt is read; only connecting has to be quick.
        return httpx.AsyncClient(
            base_url=f"{self.base_url}/",
            auth=_Registering(self),
            timeout=httpx.Timeout(REPLY_TIMEOUT_S, connect=5.0),
            trust_env=False,
        )

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def _folder(self, name: str) -> Path:
        """Where the server may read it; our own finds what it is called by itself, also in a bucket."""
        agent, _, number = name.partition("@")
        shared = self.store.location(UUID(agent), int(number)) if self.store else None
        return shared or self.home / "adapters" / agent / number


class _Registering(httpx.Auth):
    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        request.headers.update(self._serving._headers)
        answer = yield request
        if answer.status_code != httpx.codes.NOT_FOUND:
            return
        name = json.loads(request.content).get("model")
        if _is_version(name):
            await self._serving.ensure(name)
            yield request


def _is_version(name: str) -> bool:
    return "@" in name


def _words(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return answer.text[:300]
