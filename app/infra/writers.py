"""The models that play the customer, the strongest first."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2

from app.config import LOOPBACK, Settings
from app.errors import UpstreamFailed
from app.infra import writer_state
from app.infra.breaker import Breaker
from app.infra.chat_client import NO_KEY, certificates, stream_chat
from app.infra.secrets import models_key

TEMPERATURE = 0.9  # a strong model varies freely over three or four sentences
TOKENS = 200
LOCAL_SILENCE_S = 60.0  # two busy cores read a long prompt first; no one waits for it meanwhile

REACHED_WITHIN_S = 3.0
KNOWN_FOR_S = 30.0

_known: dict[
    tuple[str, str], tuple[float, str | None]
] = {}  # by address and key: until when, and the problem


@dataclass(slots=True)
class Writer:
    """`kind` says what it can be told: a hosted model follows rules, a local one copies what it is shown."""

    kind: Literal["hosted", "local"]
    base_url: str
    model: str
    api_key: str = field(repr=False, default="")
    timeout_s: float = 20.0  # of silence
    parameters: Mapping[str, Any] = field(default_factory=dict)
    breaker: Breaker = field(default_factory=Breaker)
    home: Path | None = None  # of the local one, whose state lies there

    @property
    def is_there(self) -> bool:
        """The local model may be on its way, declined, or out of memory for a while."""
        return self.home is None or writer_state.read(self.home).phase == "serving"

    async def ask(
        self,
        messages: list[dict[str, str]],
        seed: int,
        *,
        json: bool = False,
        max_tokens: int | None = None,
    ) -> AsyncGenerator[str, None]:
        """The pieces of one text. Raises UpstreamFailed, at once while the breaker is open."""
        if not self.breaker.allows():
            raise UpstreamFailed(self.breaker.reason or "The model server rests.")
        pieces = stream_chat(
            self.base_url,
            self.api_key,
            self.model,
            messages,
            temperature=TEMPERATURE,
            max_tokens=TOKENS if max_tokens is None else max_tokens,
            timeout_s=self.timeout_s,
            seed=seed,
            json_object=json,
            parameters=self.parameters,
        )
        heard = False
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    heard = True
                    yield piece
        except UpstreamFailed as error:
            self.breaker.failed(error)
            raise
        except BaseException:  # the caller has left: the question was skipped, or took too long
            if heard:
                self.breaker.succeeded()
            else:
                self.breaker.gave_up()
            raise
        self.breaker.succeeded()


def writers(settings: Settings) -> list[Writer]:
    """None where no model is configured."""
    found = []
    if settings.llm_base_url:
        found.append(
            Writer(
                kind="hosted",
                base_url=settings.llm_base_url,
                model=settings.llm_model or "default",
                api_key=_key(settings),
                timeout_s=settings.query_timeout_s,
                parameters=settings.llm_parameters,
            )
        )
    elif settings.writer_model != "none":
        found.append(
            Writer(
                kind="local",
                base_url=settings.own_writer_url,
                model="base",
                api_key=models_key(settings),
                timeout_s=LOCAL_SILENCE_S,
                home=settings.home,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """Who plays the customers now, in words for people. `bytes_done` of `bytes_total`: while a model is fetched."""

    kind: Literal["hosted", "local", "starter"]
    sentence: str
    model: str | None = None
    advice: str | None = None
    bytes_done: int | None = None
    bytes_total: int | None = None
    can_decline: bool = False
    can_accept: bool = False


STARTER = (
    "No model plays your customers here: they ask what real customers asked, word for word, and plain questions about "
    "your topics."
)
ADVICE = "For livelier customers set COACHABLE_LLM_BASE_URL to any OpenAI-compatible model server."


async def standing(settings: Settings) -> Standing:
    if settings.llm_base_url:
        model = settings.llm_model or "default"
        problem = await reachable(settings)
        if problem is None:
            return Standing("hosted", f"{model} plays your customers.", model)
        return Standing("starter", f"{problem} Until then the starter asks plain questions.")
    state = writer_state.read(settings.home)
    if state.phase == "serving":
        sentence = f"{state.title} plays your customers, on this machine."
        return Standing("local", sentence, state.title, can_decline=True)
    if state.phase == "none":
        return Standing("starter", STARTER, advice=f"{ADVICE} {state.sentence}")
    return Standing(
        "starter",
        f"{STARTER} {state.sentence}",
        advice=ADVICE,
        bytes_done=state.bytes_done if state.phase == "fetching" else None,
        bytes_total=state.bytes_total if state.phase == "fetching" else None,
        can_decline=state.phase != "declined",
        can_accept=state.phase == "declined",
    )


async def reachable(settings: Settings, clock: Callable[[], float] = time.monotonic) -> str | None:
    """What is wrong with the hosted writer's server, in a sentence; None when nothing is, or none is configured.

    Asked anew after half a minute at the earliest.
    """
    base_url, key = settings.llm_base_url, _key(settings)
    if not base_url:
        return None
    until, problem = _known.get((base_url, key), (clock(), None))
    if clock() >= until:
        problem = await _problem(base_url, key)
        _known[base_url, key] = clock() + KNOWN_FOR_S, problem
    return problem


async def _problem(base_url: str, key: str) -> str | None:
    try:
        host = urlsplit(base_url).hostname or "COACHABLE_LLM_BASE_URL"
        async with (
            asyncio.timeout(REACHED_WITHIN_S),
            httpx2.AsyncClient(
                trust_env=host not in LOOPBACK, verify=certificates(), follow_redirects=True, timeout=None
            ) as client,
            # Only the status is read: some hosts have a megabyte of models.
            client.stream(
                "GET", f"{base_url.rstrip('/')}/models", headers={"Authorization": f"Bearer {key or NO_KEY}"}
            ) as answer,
        ):
            status = answer.status_code
    except TimeoutError:
        why = f"gave no answer within {REACHED_WITHIN_S:g} s"
        return f"The writer at {host} {why}: check COACHABLE_LLM_BASE_URL, or whether the server runs."
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        # Without what the library says: it may show the header that holds the key.
        return f"The writer can't be reached at {_shown(base_url)}: check COACHABLE_LLM_BASE_URL, or whether it runs."
    if status in (401, 403):
        return f"The writer at {host} refuses the key ({status}): check COACHABLE_LLM_API_KEY."
    # Not every server lists its models; that it says so is enough.
    if 200 <= status < 300 or status in (404, 405):
        return None
    return (
        f"The writer at {host} answers with {status} when asked for its models: check COACHABLE_LLM_BASE_URL."
    )


def _shown(base_url: str) -> str:
    """The address without a user name and password that may stand in it."""
    try:
        parts = urlsplit(base_url)
    except ValueError:
        return "an address that is none"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _key(settings: Settings) -> str:
    return settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
