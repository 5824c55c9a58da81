"""Streams answers from any OpenAI-compatible server."""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx2

from app.config import LOOPBACK
from app.errors import UpstreamBroken, UpstreamSilent
from app.infra.parameters import Parameters
from app.infra.refusals import broken, failure_of
from app.infra.thoughts import Thoughts

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

NO_KEY = "none"  # many local servers want no key, but the client refuses to start without one
CONNECT_S = 10.0
WHOLE = 10  # times the longest silence that a whole answer may take
_END: Any = object()


async def stream_chat(
    base_url: str,
    api_key: str,
    model: str,
    messages: Sequence[dict[str, str]],
    *,
    temperature: float,
    max_tokens: int,
    timeout_s: float,
    total_s: float | None = None,
    seed: int | None = None,
    json_object: bool = False,
    parameters: Mapping[str, Any] | None = None,
) -> AsyncGenerator[str, None]:
    """The pieces of one answer, as they come; never an empty piece, and nothing of what a model thinks to itself.

    `timeout_s` bounds every silence, `total_s` the whole answer (10 times as long unless told). `json_object` asks for
    one, where the server can. `parameters` go into the request as they are, and win over ours; None leaves one out.
    Closing the iterator drops the connection, which stops the generation. Raises UpstreamFailed.
    """
    # It takes a second to import, for which no process should wait when it starts, nor its event loop later.
    await asyncio.to_thread(import_module, "openai")
    from openai import APIStatusError, AsyncOpenAI, DefaultAsyncHttpxClient, OpenAIError

    began = asyncio.get_running_loop().time()
    limit = _Limit(timeout_s, WHOLE * timeout_s if total_s is None else total_s, began)
    ours = {
        "temperature": temperature,
        "max_tokens": max_tokens,
        "seed": seed,
        "response_format": {"type": "json_object"} if json_object else None,
    }
    asked = Parameters(base_url, model, ours, parameters or {})
    thoughts, opened, heard = Thoughts(), False, False
    try:
        # The environment's proxies are not for a model server on this machine.
        remote = urlsplit(base_url).hostname not in LOOPBACK
        # Silence is ours to measure: one that is read byte by byte would also end at a comment that keeps it open.
        http = DefaultAsyncHttpxClient(
            timeout=httpx2.Timeout(None, connect=CONNECT_S), trust_env=remote, verify=certificates()
        )
        async with AsyncOpenAI(
            base_url=base_url, api_key=api_key or NO_KEY, max_retries=0, http_client=http
        ) as client:
            stream = await _opened(client, model, messages, asked, limit)
            opened = True
            async with stream:
                while True:
                    # Not around the loop: a timeout must not reach into the consumer at the `yield`.
                    async with limit.silence():
                        chunk = await anext(stream, _END)
                    if chunk is _END:
                        break
                    heard = True
                    if piece := thoughts.spoken(_content(chunk)):
                        yield piece
        if not heard:
            raise UpstreamBroken("The model server sent something that is not an event stream.")
        if piece := thoughts.rest():
            yield piece
    # Not `from error`: the server's own words, which could hold the key, would stand in every traceback.
    except TimeoutError:
        raise UpstreamSilent(limit.sentence()) from None
    except APIStatusError as error:
        raise failure_of(error.response, _words(error), api_key) from None
    except (OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, ValueError) as error:
        raise broken(_cause(error), api_key, answering=opened) from None


async def _opened(
    client: "AsyncOpenAI",
    model: str,
    messages: Sequence[dict[str, str]],
    asked: Parameters,
    limit: "_Limit",
) -> Any:
    """The stream of an answer, after as many requests as it takes to learn which parameters the server refuses."""
    from openai import APIStatusError

    while True:
        try:
            async with limit.silence():
                stream: Any = await client.chat.completions.create(
                    model=model, messages=cast(Any, messages), stream=True, extra_body=asked.body
                )
        except APIStatusError as error:
            if error.status_code not in (400, 422) or not asked.refuse(_words(error), error.param):
                raise
        else:
            asked.remember()
            return stream


class _Limit:
    """How long an answer may take: all of it, and every silence in it."""

    def __init__(self, silence_s: float, whole_s: float, began: float) -> None:
        self._silence_s, self._whole_s, self._end = silence_s, whole_s, began + whole_s
        self._is_last = False

    def silence(self) -> asyncio.Timeout:
        now = asyncio.get_running_loop().time()
        self._is_last = now + self._silence_s >= self._end
        return asyncio.timeout_at(min(now + self._silence_s, self._end))

    def sentence(self) -> str:
        if self._is_last:
            return f"The model server gave no whole answer within {self._whole_s:g} s."
        return f"The model server said nothing for {self._silence_s:g} s."


def _content(chunk: Any) -> str:
    """What a chunk says. Nothing of its reasoning, which servers send beside it under several names, and nothing of
    what isn't text: some send a list of thoughts there.
    """
    choices = getattr(chunk, "choices", None)
    delta = getattr(choices[0], "delta", None) if isinstance(choices, list) and choices else None
    content = getattr(delta, "content", None)
    return content if isinstance(content, str) else ""


def _words(error: "APIStatusError") -> str:
    """The server's own: its message if it sent one, else all that it sent, unless that is a page."""
    body = error.body
    if isinstance(body, dict) and isinstance(body.get("message"), str):
        return str(body["message"])
    if isinstance(body, str):
        return "" if body.lstrip().startswith("<") else body
    return json.dumps(body) if body else ""


def _cause(error: Exception) -> str:
    """Of a connection error what was behind it: itself it says nothing more than that."""
    from openai import APIConnectionError

    if isinstance(error, APIConnectionError) and error.__cause__ is not None:
        error = cast(Exception, error.__cause__)
    if isinstance(error, json.JSONDecodeError):
        return "it sent something that is not valid JSON"
    return str(error).strip() or type(error).__name__


@lru_cache(maxsize=1)
def certificates() -> ssl.SSLContext:
    # Reading the certificates takes 0.1 s; the first token must not wait for that every time.
    return httpx2.create_ssl_context()
