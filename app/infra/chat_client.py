"""Streams answers from any OpenAI-compatible server."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Sequence
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

import httpx2
from openai import AsyncOpenAI, DefaultAsyncHttpxClient, OpenAIError

from app.config import LOOPBACK
from app.errors import UpstreamFailed

NO_KEY = "none"  # many local servers want no key, but the client refuses to start without one


async def stream_chat(
    base_url: str,
    api_key: str,
    model: str,
    messages: Sequence[dict[str, str]],
    *,
    temperature: float,
    max_tokens: int,
    timeout_s: float,
    seed: int | None = None,
) -> AsyncGenerator[str, None]:
    """The pieces of one answer, as they come; never an empty piece.

    `timeout_s` bounds the whole answer. Closing the iterator drops the connection, which stops the generation.
    Raises UpstreamFailed.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout_s
    # The environment's proxies are not for a model server on this machine.
    remote = urlsplit(base_url).hostname not in LOOPBACK
    http = DefaultAsyncHttpxClient(timeout=timeout_s, trust_env=remote, verify=_certificates())
    async with AsyncOpenAI(
        base_url=base_url, api_key=api_key or NO_KEY, max_retries=0, http_client=http
    ) as client:
        try:
            async with asyncio.timeout_at(deadline):
                stream: Any = await client.chat.completions.create(
                    model=model,
                    messages=cast(Any, messages),
                    temperature=temperature,
                    max_tokens=max_tokens,
                    seed=seed,
                    stream=True,
                )
            async with stream:
                while True:
                    # Not around the loop: a timeout must not reach into the consumer at the `yield`.
                    async with asyncio.timeout_at(deadline):
                        chunk = await anext(stream, None)
                    if chunk is None:
                        return
                    if chunk.choices and (piece := chunk.choices[0].delta.content):
                        yield piece
        except TimeoutError as error:
            raise UpstreamFailed(
                f"The model server gave no whole answer within {timeout_s:.0f} s."
            ) from error
        except (OpenAIError, httpx2.HTTPError) as error:
            raise UpstreamFailed(f"The model server failed: {_sentence(error)}") from error


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    # Reading the certificates takes 0.1 s; the first token must not wait for that every time.
    return httpx2.create_ssl_context()


def _sentence(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__)[:300]
