"""The client of OpenAI-compatible servers, against a real one on loopback."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import pytest

from app.errors import (
    KeyRefused,
    UpstreamBroken,
    UpstreamBusy,
    UpstreamFailed,
    UpstreamLacks,
    UpstreamRefused,
    UpstreamSilent,
)
from app.infra import chat_client
from app.infra.chat_client import stream_chat
from tests.infra.upstream import Act, Upstream, drop, error, line, silence, status, streams

MESSAGES = [{"role": "user", "content": "Hi"}]
BODY = {"model": "base", "messages": MESSAGES, "stream": True, "temperature": 0.3, "max_tokens": 7, "seed": 5}


def ask(url: str, **changes: Any) -> AsyncGenerator[str, None]:
    settings: dict[str, Any] = {"temperature": 0.3, "max_tokens": 7, "timeout_s": 10.0, "seed": 5}
    key = changes.pop("key", "secret")
    return stream_chat(url, key, changes.pop("model", "base"), MESSAGES, **settings | changes)


async def said(url: str, **changes: Any) -> list[str]:
    return [piece async for piece in ask(url, **changes)]


async def failure(url: str, kind: type[UpstreamFailed], **changes: Any) -> UpstreamFailed:
    with pytest.raises(UpstreamFailed) as caught:
        await asyncio.wait_for(said(url, **changes), 10)
    assert type(caught.value) is kind
    return caught.value


async def test_pieces_come_as_they_are_and_never_empty(upstream: Upstream) -> None:
    usage = line('data: {"id": "c", "choices": [], "usage": {"total_tokens": 3}}')
    upstream.will(streams({"role": "assistant", "content": ""}, "Hel", "lo", {}, {"content": None}, usage))
    assert await said(upstream.url) == ["Hel", "lo"]
    (request,) = upstream.requests
    assert (request.path, request.authorization) == ("/v1/chat/completions", "Bearer secret")
    assert request.body == BODY


async def test_closing_it_drops_the_connection(upstream: Upstream) -> None:
    upstream.will(streams("Hel", silence))
    async with aclosing(ask(upstream.url)) as pieces:
        assert await anext(pieces) == "Hel"
    await asyncio.wait_for(upstream.dropped.wait(), 10)


class TestSilence:
    @pytest.mark.parametrize(
        "act", [silence, streams(silence), streams("Hel", silence), streams(line(": still there"), silence)]
    )
    async def test_is_bounded_wherever_it_comes(self, upstream: Upstream, act: Act) -> None:
        upstream.will(act)
        error = await failure(upstream.url, UpstreamSilent, timeout_s=0.2, total_s=60)
        assert error.message == "The model server said nothing for 0.2 s."
        await asyncio.wait_for(upstream.dropped.wait(), 10)

    @pytest.mark.slow
    async def test_a_long_text_may_take_longer(self, upstream: Upstream) -> None:
        """Each silence is shorter than the limit, all of them together are longer."""
        upstream.will(streams("a", pause(0.6), "b", pause(0.6), "c"))
        assert await said(upstream.url, timeout_s=1) == ["a", "b", "c"]

    @pytest.mark.slow
    async def test_of_the_reader_counts_for_nothing(self, upstream: Upstream) -> None:
        upstream.will(streams("a", "b"))
        pieces = ask(upstream.url, timeout_s=1)
        assert await anext(pieces) == "a"
        await asyncio.sleep(1.1)
        assert [piece async for piece in pieces] == ["b"]

    @pytest.mark.slow
    async def test_thinking_is_no_silence(self, upstream: Upstream) -> None:
        thought = {"reasoning_content": "A rug, say."}
        upstream.will(streams(thought, pause(0.6), thought, pause(0.6), "Where is it?"))
        assert await said(upstream.url, timeout_s=1) == ["Where is it?"]

    @pytest.mark.parametrize("limits", [{"total_s": 0.2}, {}])
    async def test_the_whole_has_a_limit_too(
        self, upstream: Upstream, limits: dict[str, float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chat_client, "WHOLE", 0.02)

        async def endless(writer: asyncio.StreamWriter) -> None:
            while True:
                await line('data: {"id": "c", "choices": []}')(writer)
                await asyncio.sleep(0)

        upstream.will(streams(endless))
        error = await failure(upstream.url, UpstreamSilent, **limits)
        assert error.message == "The model server gave no whole answer within 0.2 s."
        await asyncio.wait_for(upstream.dropped.wait(), 10)


def pause(seconds: float) -> Act:
    async def act(_writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)

    return act


class TestReasoning:
    @pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
    async def test_beside_the_text_never_comes_through(self, upstream: Upstream, name: str) -> None:
        upstream.will(streams({"content": None, name: "Hm."}, {"content": "", name: "Well."}, "Where?"))
        assert await said(upstream.url) == ["Where?"]

    async def test_in_the_text_never_comes_through(self, upstream: Upstream) -> None:
        upstream.will(streams("<th", "ink>A rug,", " say.</thi", "nk>\n", "\nWhere", " is it?"))
        assert await said(upstream.url) == ["Where", " is it?"]

    async def test_without_an_end_is_all_there_is(self, upstream: Upstream) -> None:
        upstream.will(streams("<think>A rug,", " say."))
        assert await said(upstream.url) == []

    async def test_what_only_began_like_a_thought(self, upstream: Upstream) -> None:
        upstream.will(streams("<", "thi"))
        assert await said(upstream.url) == ["<thi"]

    async def test_in_a_list_of_parts(self, upstream: Upstream) -> None:
        upstream.will(streams({"content": [{"type": "thinking", "thinking": []}]}, "Where?"))
        assert await said(upstream.url) == ["Where?"]


class TestParameters:
    async def test_of_the_settings_win(self, upstream: Upstream) -> None:
        upstream.will(streams("Hi"))
        parameters = {
            "temperature": None,
            "max_tokens": 900,
            "chat_template_kwargs": {"enable_thinking": False},
        }
        assert await said(upstream.url, parameters=parameters, seed=None) == ["Hi"]
        assert upstream.bodies == [
            {
                "model": "base",
                "messages": MESSAGES,
                "stream": True,
                "max_tokens": 900,
                "chat_template_kwargs": {"enable_thinking": False},
            }
        ]

    async def test_the_newer_name_for_the_most_tokens_is_learned(self, upstream: Upstream) -> None:
        refusal = error(
            400,
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        )
        upstream.will(refusal, streams("a"), streams("b"), refusal, streams("c"))
        newer = {k: v for k, v in BODY.items() if k != "max_tokens"} | {"max_completion_tokens": 7}

        assert await said(upstream.url) == ["a"]
        assert await said(upstream.url) == ["b"]
        assert upstream.bodies == [BODY, newer, newer]
        assert await said(upstream.url, model="another") == ["c"]
        assert upstream.bodies[3:] == [BODY | {"model": "another"}, newer | {"model": "another"}]

    @pytest.mark.parametrize(
        ("refusal", "name"),
        [
            (
                error(
                    400,
                    "Unsupported value: 'temperature' does not support 0.3 with this model. "
                    "Only the default (1) value is supported.",
                    param="temperature",
                ),
                "temperature",
            ),
            (error(400, "Unknown field: seed"), "seed"),
            (status(422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"]}]}), "seed"),
            (
                status(400, {"error": "'response_format.type' must be 'json_schema' or 'text'"}),
                "response_format",
            ),
            (error(400, "Not so.", param="response_format.type"), "response_format"),
        ],
    )
    async def test_what_a_server_does_not_take_is_left_out_from_then_on(
        self, upstream: Upstream, refusal: Act, name: str
    ) -> None:
        upstream.will(refusal, streams("Hi"))
        asked = BODY | {"response_format": {"type": "json_object"}}
        for _ in range(2):
            assert await said(upstream.url, json_object=True) == ["Hi"]
        less = {key: value for key, value in asked.items() if key != name}
        assert upstream.bodies == [asked, less, less]

    async def test_several_one_after_the_other(self, upstream: Upstream) -> None:
        def refused(name: str) -> Act:
            return error(400, f"Unsupported parameter: '{name}'.", param=name)

        upstream.will(refused("max_tokens"), refused("temperature"), refused("seed"), streams("Hi"))
        assert await said(upstream.url) == ["Hi"]
        assert upstream.bodies[-1] == {
            "model": "base",
            "messages": MESSAGES,
            "stream": True,
            "max_completion_tokens": 7,
        }

    async def test_a_server_that_refuses_whatever_comes_is_asked_so_often_only(
        self, upstream: Upstream
    ) -> None:
        upstream.will(error(400, "Unsupported: max_tokens, max_completion_tokens, temperature, seed."))
        await failure(upstream.url, UpstreamRefused)
        assert len(upstream.requests) == 4
        upstream.will(streams("Hi"))
        await said(upstream.url)
        assert upstream.bodies[-1] == BODY  # nothing was learned from it

    async def test_too_many_tokens_are_no_unknown_parameter(self, upstream: Upstream) -> None:
        upstream.will(error(400, "'max_tokens' is too large: 7. The maximum context length is 4."))
        await failure(upstream.url, UpstreamRefused)
        assert upstream.bodies == [BODY]

    async def test_what_was_not_sent_is_not_to_blame(self, upstream: Upstream) -> None:
        upstream.will(error(400, "Unsupported parameter: 'seed'.", param="seed"))
        await failure(upstream.url, UpstreamRefused, seed=None)
        assert len(upstream.requests) == 1


class TestFailures:
    @pytest.mark.parametrize(
        ("act", "kind", "message"),
        [
            (
                error(401, "Incorrect API key provided: secret."),
                KeyRefused,
                "The model server refuses the key (401): Incorrect API key provided: [key]; check it in the settings.",
            ),
            (
                error(403, ""),
                KeyRefused,
                "The model server refuses the key (403); check it in the settings.",
            ),
            (
                error(404, "No such model."),
                UpstreamLacks,
                "The model server refuses the request (404): No such model; "
                "check its address, model and parameters in the settings.",
            ),
            (
                error(400, "Too long."),
                UpstreamRefused,
                "The model server refuses the request (400): Too long; "
                "check its address, model and parameters in the settings.",
            ),
            (
                error(429, "Slow down.", retry_after="7"),
                UpstreamBusy,
                "The model server is busy (429): Slow down; try again in 7 s.",
            ),
            (
                error(503, "Loading"),
                UpstreamBusy,
                "The model server is busy (503): Loading; try again later.",
            ),
            (
                status(502, "<html><body>Bad gateway</body></html>"),
                UpstreamBroken,
                "The model server failed (502).",
            ),
            (error(500, "Out of memory."), UpstreamBroken, "The model server failed (500): Out of memory."),
            (
                status(200, "<html>Sign in</html>"),
                UpstreamBroken,
                "The model server sent something that is not an event stream.",
            ),
            (
                streams(line('data: {"error": {"message": "Out of memory for secret"}}')),
                UpstreamBroken,
                "The model server broke off its answer: Out of memory for [key].",
            ),
        ],
    )
    async def test_say_what_they_are(
        self, upstream: Upstream, act: Act, kind: type[UpstreamFailed], message: str
    ) -> None:
        upstream.will(act)
        assert (await failure(upstream.url, kind)).message == message
        assert len(upstream.requests) == 1

    async def test_say_when_to_ask_again(self, upstream: Upstream) -> None:
        upstream.will(error(429, "", retry_after="7"), error(429, "", retry_after="3600"), error(503, ""))
        waits = [await failure(upstream.url, UpstreamBusy) for _ in range(3)]
        assert [busy.retry_after_s for busy in waits if isinstance(busy, UpstreamBusy)] == [7.0, 60.0, None]

    @pytest.mark.parametrize(
        "garbage", ["{not json", "5", "null", '{"choices": [null]}', '{"choices": 7}', "[]"]
    )
    async def test_garbage_amid_an_answer(self, upstream: Upstream, garbage: str) -> None:
        """What is not valid JSON ends it; what says nothing is passed over."""
        upstream.will(streams("Hel", line(f"data: {garbage}"), "lo"))
        if garbage == "{not json":
            error = await failure(upstream.url, UpstreamBroken)
            assert (
                error.message
                == "The model server broke off its answer: it sent something that is not valid JSON."
            )
        else:
            assert await said(upstream.url) == ["Hel", "lo"]

    async def test_a_connection_that_breaks_amid_an_answer(self, upstream: Upstream) -> None:
        upstream.will(streams("Hel", drop))
        pieces = ask(upstream.url)
        assert await anext(pieces) == "Hel"
        with pytest.raises(UpstreamBroken, match="^The model server broke off its answer: "):
            await anext(pieces)

    async def test_an_answer_that_is_cut_short(self, upstream: Upstream) -> None:
        upstream.will(streams("Hel", done=False))
        error = await failure(upstream.url, UpstreamBroken)
        assert error.message.startswith("The model server broke off its answer: ")

    async def test_a_connection_that_breaks_at_once(self, upstream: Upstream) -> None:
        upstream.will(drop)
        error = await failure(upstream.url, UpstreamBroken)
        assert error.message.startswith("The model server can't be reached: ")

    @pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "127.0.0.1/v1", "http://[::1", ""])
    async def test_nobody_there(self, url: str) -> None:
        error = await failure(url, UpstreamBroken)
        assert error.message.startswith("The model server can't be reached: ")


class TestTheKey:
    @pytest.mark.parametrize("key", ["sk-0123456789", 'sk-"quoted"\\', "sk 0123  x"])
    async def test_is_never_told(self, upstream: Upstream, key: str) -> None:
        bodies: list[object] = [
            {"error": {"message": f"{key} is wrong", "key": key}},
            {"headers": {"authorization": f"Bearer {key}"}},
            f"Bearer {key}",
            {"error": {"message": "x" * 150 + key + "x" * 300}},
        ]
        for body in bodies:
            upstream.will(status(400, body))
            error = await failure(upstream.url, UpstreamRefused, key=key)
            assert key not in error.message
            assert json.dumps(key)[1:-1] not in error.message
            assert "[key]" in error.message
            assert len(error.message) <= 300
            assert error.__cause__ is None
            assert error.__suppress_context__

    @pytest.mark.parametrize("key", ["sk-0123456789\n", "sk-0123456789\x00"])
    async def test_that_no_header_can_hold_is_not_told_either(self, upstream: Upstream, key: str) -> None:
        error = await failure(upstream.url, UpstreamBroken, key=key)
        assert "sk-0123456789" not in error.message

    async def test_is_not_cut_in_half(self, upstream: Upstream) -> None:
        """It would stand where the message is cut."""
        for length in range(170, 200, 3):
            upstream.will(error(400, "x" * length + "sk-0123456789abcdef"))
            message = (await failure(upstream.url, UpstreamRefused, key="sk-0123456789abcdef")).message
            assert "sk-" not in message
            assert len(message) <= 300
