"""The server of the agents, ours or any that speaks OpenAI's protocol and registers adapters in vLLM's words."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from app.config import Settings
from app.errors import UpstreamBroken, UpstreamFailed, UpstreamLacks, UpstreamRefused
from app.infra.chat_client import stream_chat
from app.infra.secrets import models_key
from app.serving import canaries
from app.serving.canaries import Canary
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
                self.base_url,
                self.key,
                model,
                messages,
                temperature=temperature,
                max_tokens=max_tokens,
                timeout_s=timeout_s,
                total_s=total_s,
                seed=seed,
            )

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

    async def unproven(
        self, name: str, asked: Sequence[Canary], patience_s: float = canaries.PATIENCE_S
    ) -> str | None:
        """Why it is not known that this version is served as it was trained (serving/canaries.py); None where it is."""

        async def ask(messages: list[dict[str, str]], tokens: int) -> str:
            pieces = self.stream_chat(name, messages, temperature=0.0, max_tokens=tokens)
            return "".join([piece async for piece in pieces])

        async def rate(messages: list[dict[str, str]], answer: str) -> float | None:
            return await self.rate(name, messages, answer)

        return await canaries.unproven(asked, ask, rate, patience_s)

    async def rate(self, model: str, messages: Sequence[dict[str, str]], answer: str) -> float | None:
        """The mean nats of the tokens of `answer` and of the one that ends it; None of a server that does not tell.

        vLLM tells `prompt_logprobs` of all that it reads, our own server those of the answer. Raises UpstreamFailed.
        """
        whole = [*messages, {"role": "assistant", "content": answer}]
        read = await self._read(model, whole, prompt_logprobs=0, add_generation_prompt=False)
        if read is None or not isinstance(told := read.get("prompt_logprobs"), list):
            return None
        prompt = await self._read(model, list(messages))
        assert prompt is not None, "it has just read more"
        tokens = [next(iter(entry.values())) for entry in told[prompt["usage"]["prompt_tokens"] :]]
        while tokens and not str(tokens[-1]["decoded_token"]).strip():
            tokens.pop()  # what templates write behind the end of a turn
        return -sum(token["logprob"] for token in tokens) / len(tokens) if tokens else None

    async def _read(self, model: str, messages: list[dict[str, str]], **more: Any) -> dict[str, Any] | None:
        """None where it refuses `more`."""
        body = {"model": model, "messages": messages, "temperature": 0, "max_tokens": 1, **more}
        try:
            async with self.client() as client:
                answer = await client.post("chat/completions", json=body)
        except httpx.HTTPError as error:
            raise UpstreamBroken(
                f"The model server at {self.base_url} did not answer: {str(error) or type(error).__name__}."
            ) from error
        if more and answer.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY):
            return None
        if answer.is_error:
            kind = UpstreamRefused if answer.is_client_error else UpstreamBroken
            raise kind(f"The model server refused a question: {_words(answer)}")
        return dict(answer.json())

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
