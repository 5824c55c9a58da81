"""The writers: who they are, when they are asked no more, and whether they can be reached."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import KeyRefused, UpstreamBroken, UpstreamFailed, UpstreamLacks
from app.infra import writers as room
from app.infra.writer_state import WriterState, decline, write
from app.infra.writers import ADVICE, STARTER, Standing, Writer, reachable, standing, writers
from tests.infra.upstream import Act, Upstream, error, silence, status, streams

MESSAGES = [{"role": "user", "content": "Write a question."}]


@pytest.fixture
def writer(upstream: Upstream) -> Writer:
    return Writer("hosted", upstream.url, "strong", api_key="secret")


@pytest.fixture(autouse=True)
async def _nothing_known() -> AsyncIterator[None]:
    room._known.clear()
    yield
    room._known.clear()


async def said(writer: Writer, **how: Any) -> str:
    return "".join([piece async for piece in writer.ask(MESSAGES, 5, **how)])


async def fails(writer: Writer, kind: type[UpstreamFailed]) -> str:
    with pytest.raises(UpstreamFailed) as caught:
        await said(writer)
    assert type(caught.value) is kind
    return caught.value.message


def test_there_may_be_none() -> None:
    assert writers(Settings(writer_model="none")) == []


def test_the_local_one_is_there_while_it_is_served(tmp_path: Path) -> None:
    (local,) = writers(Settings(home=tmp_path))
    assert (local.kind, local.base_url, local.is_there) == ("local", "http://127.0.0.1:8002/v1", False)
    write(tmp_path, WriterState("serving", "Qwen3 0.6B plays the customers.", "qwen3-0.6b", "Qwen3 0.6B"))
    assert local.is_there
    decline(tmp_path)
    assert not local.is_there


async def test_who_plays_the_customers_is_said_in_words(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert (await standing(settings)).kind == "starter"
    write(
        tmp_path, WriterState("fetching", "Fetching Qwen3 0.6B (1.5 GB), 41 %", "q", "Qwen3 0.6B", "", 6, 15)
    )
    assert await standing(settings) == Standing(
        "starter",
        f"{STARTER} Fetching Qwen3 0.6B (1.5 GB), 41 %",
        advice=ADVICE,
        bytes_done=6,
        bytes_total=15,
        can_decline=True,
    )
    write(tmp_path, WriterState("serving", "It plays the customers.", "q", "Qwen3 0.6B"))
    assert await standing(settings) == Standing(
        "local", "Qwen3 0.6B plays your customers, on this machine.", "Qwen3 0.6B", can_decline=True
    )
    decline(tmp_path)
    declined = await standing(settings)
    assert (declined.kind, declined.can_decline, declined.can_accept) == ("starter", False, True)


def test_the_hosted_one_is_of_the_settings() -> None:
    (writer,) = writers(
        Settings(
            llm_base_url="http://strong/v1",
            llm_api_key="secret",
            llm_model="large",
            llm_parameters={"reasoning_effort": "low"},
            query_timeout_s=7,
        )
    )
    assert (writer.kind, writer.base_url, writer.model, writer.api_key) == (
        "hosted",
        "http://strong/v1",
        "large",
        "secret",
    )
    assert (writer.timeout_s, writer.parameters) == (7, {"reasoning_effort": "low"})
    assert "secret" not in repr(writer)
    assert [w.model for w in writers(Settings(llm_base_url="http://strong/v1"))] == ["default"]


async def test_what_it_is_asked(upstream: Upstream, writer: Writer) -> None:
    upstream.will(streams("<think>a rug</think>Where", " is it?"))
    assert await said(writer) == "Where is it?"
    writer.parameters = {"seed": None, "reasoning_effort": "low"}
    assert await said(writer, json=True, max_tokens=900) == "Where is it?"
    common = {"model": "strong", "messages": MESSAGES, "stream": True, "temperature": 0.9}
    assert upstream.bodies == [
        common | {"max_tokens": 200, "seed": 5},
        common | {"max_tokens": 900, "response_format": {"type": "json_object"}, "reasoning_effort": "low"},
    ]


async def test_a_server_without_json_is_asked_without(upstream: Upstream, writer: Writer) -> None:
    upstream.will(error(400, "response_format is not available here"), streams('{"a": 1}'))
    assert await said(writer, json=True) == '{"a": 1}'
    assert ["response_format" in body for body in upstream.bodies] == [True, False]


async def test_a_refused_key_is_shown_once(upstream: Upstream, writer: Writer) -> None:
    upstream.will(error(401, "Wrong key."))
    reason = await fails(writer, KeyRefused)
    assert await fails(writer, UpstreamFailed) == reason
    assert len(upstream.requests) == 1


async def test_after_three_failures_it_is_left_alone(upstream: Upstream, writer: Writer) -> None:
    upstream.will(error(404, "No such model."), error(500, "Ouch."), error(500, "Ouch."), streams("Hi"))
    await fails(writer, UpstreamLacks)
    await fails(writer, UpstreamBroken)
    await fails(writer, UpstreamBroken)
    assert await fails(writer, UpstreamFailed) == "The model server failed (500): Ouch."
    assert len(upstream.requests) == 3
    writer.breaker.opens_again_at = 0.0  # the rest is over
    assert await said(writer) == "Hi"
    assert writer.breaker.opens_again_at is None


@pytest.mark.parametrize(("act", "works"), [(streams("Hi", silence), True), (silence, False)])
async def test_a_probe_whose_caller_leaves(upstream: Upstream, writer: Writer, act: Act, works: bool) -> None:
    """Who has heard something knows that the server works; who hasn't lets the next one look."""
    writer.breaker.failed(KeyRefused("Wrong key."))
    writer.breaker.opens_again_at = 0.0
    upstream.will(act, streams("Hello"))
    async with aclosing(writer.ask(MESSAGES, 5)) as pieces:
        hearing = asyncio.ensure_future(anext(pieces))
        if works:
            assert await hearing == "Hi"
        else:
            while not upstream.requests:  # noqa: ASYNC110  (the server has no event for it)
                await asyncio.sleep(0)
            assert not writer.breaker.allows()
            hearing.cancel()
            await asyncio.wait({hearing})
    assert (writer.breaker.opens_again_at is None) is works
    assert await said(writer) == "Hello"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def settings_of(url: str, key: str | None = "secret") -> Settings:
    return Settings(llm_base_url=url, llm_api_key=key)


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        (status(200, {"data": []}), None),
        (status(404, "Not found"), None),
        (status(405, ""), None),
        (
            error(401, "Not with secret."),
            "The writer at 127.0.0.1 refuses the key (401): check COACHABLE_LLM_API_KEY.",
        ),
        (error(403, "No."), "The writer at 127.0.0.1 refuses the key (403): check COACHABLE_LLM_API_KEY."),
        (
            error(503, "Loading"),
            "The writer at 127.0.0.1 answers with 503 when asked for its models: check COACHABLE_LLM_BASE_URL.",
        ),
    ],
)
async def test_reachable(upstream: Upstream, act: Act, problem: str | None) -> None:
    upstream.will(act)
    assert await reachable(settings_of(upstream.url)) == problem
    (request,) = upstream.requests
    assert (request.method, request.path, request.authorization) == ("GET", "/v1/models", "Bearer secret")


async def test_nobody_is_reached_where_none_is_configured() -> None:
    assert await reachable(Settings()) is None


async def test_a_server_that_says_nothing(upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "REACHED_WITHIN_S", 0.2)
    upstream.will(silence)
    assert await reachable(settings_of(upstream.url)) == (
        "The writer at 127.0.0.1 gave no answer within 0.2 s: "
        "check COACHABLE_LLM_BASE_URL, or whether the server runs."
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:password@127.0.0.1:1/v1?key=password", "http://127.0.0.1:1/v1"),
        ("127.0.0.1/v1", "127.0.0.1/v1"),
        ("http://[::1", "an address that is none"),
    ],
)
async def test_nobody_there(url: str, shown: str) -> None:
    assert await reachable(settings_of(url)) == (
        f"The writer can't be reached at {shown}: check COACHABLE_LLM_BASE_URL, or whether it runs."
    )


@pytest.mark.parametrize("key", ["sk-0123\n", "sk-é"])
async def test_a_key_that_no_header_can_hold_is_not_told(upstream: Upstream, key: str) -> None:
    problem = await reachable(settings_of(upstream.url, key))
    assert problem is not None
    assert "sk-" not in problem


async def test_what_is_known_is_not_asked_again_for_half_a_minute(upstream: Upstream) -> None:
    clock, settings = Clock(), settings_of(upstream.url)
    upstream.will(error(401, "No."), status(200, {}), status(200, {}))
    assert await reachable(settings, clock) is not None
    clock.now = 29.9
    assert await reachable(settings, clock) is not None
    assert len(upstream.requests) == 1
    clock.now = 30.0
    assert await reachable(settings, clock) is None
    assert await reachable(settings_of(upstream.url, "another"), clock) is None
    assert len(upstream.requests) == 3
