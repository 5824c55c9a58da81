import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import openai
import pytest

from app.config import Settings
from app.contracts.openai.chat import parse_chat
from app.inference.engine import Engine
from app.inference.engines import Engines
from app.inference.generation import Generation, GenerationRequest
from app.inference.protocol import generation_of
from app.inference.server import ModelServer
from app.infra.serving import Serving
from tests.inference.conftest import ReferenceNats, Served, ask, text_of
from tests.inference.running import Running

TOKEN = "secret-of-the-test"


@pytest.fixture(scope="module")
async def server(served: Served) -> AsyncIterator[tuple[str, Engine]]:
    loaded = asyncio.Event()
    loop = asyncio.get_running_loop()
    engines: list[Engine] = []

    def load() -> Engines:
        engines.append(Engine(served.base, served.adapters, device="cpu", threads=1))
        loop.call_soon_threadsafe(loaded.set)
        return Engines(engines[0], served.adapters)

    models = ModelServer(load, TOKEN, max_body_bytes=100_000, on_failure=lambda error: None)
    async with Running(models.app) as running, httpx.AsyncClient() as http:
        await loaded.wait()
        while (await http.get(f"{running.url}/readyz")).status_code != 200:
            pass
        yield running.url, engines[0]


@pytest.fixture
async def client(server: tuple[str, Engine]) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=f"{server[0]}/v1", api_key=TOKEN, max_retries=0) as client:
        yield client


@pytest.fixture
async def http(server: tuple[str, Engine]) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url=server[0], headers=headers) as http:
        yield http


@pytest.fixture
def messages() -> list[dict[str, str]]:
    return list(ask("How do I refund?").messages)


@pytest.mark.slow
async def test_the_openai_client_gets_an_answer(client: openai.AsyncOpenAI, server, messages) -> None:  # type: ignore[no-untyped-def]
    answer = await client.chat.completions.create(
        model="anna@1", messages=messages, temperature=0, max_completion_tokens=20
    )

    assert answer.choices[0].message.content == await text_of(
        server[1], ask("How do I refund?", "anna@1", 20)
    )
    assert (answer.object, answer.model, answer.choices[0].finish_reason) == (
        "chat.completion",
        "anna@1",
        "length",
    )
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 20
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + 20


async def test_the_openai_client_gets_a_stream(client: openai.AsyncOpenAI, server, messages) -> None:  # type: ignore[no-untyped-def]
    stream = await client.chat.completions.create(
        model="base",
        messages=messages,
        temperature=0,
        max_tokens=20,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]

    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert "".join(delta.content or "" for delta in deltas) == await text_of(
        server[1], ask("How do I refund?", count=20)
    )
    assert deltas[0].role == "assistant"
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[-2].choices[0].finish_reason == "length"
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens == 20


async def test_content_may_come_in_parts(client: openai.AsyncOpenAI, messages) -> None:  # type: ignore[no-untyped-def]
    parts = [{"role": m["role"], "content": [{"type": "text", "text": m["content"]}]} for m in messages]

    whole, split = [
        await client.chat.completions.create(model="base", messages=given, temperature=0, max_tokens=8)
        for given in (messages, parts)
    ]

    assert whole.choices[0].message.content == split.choices[0].message.content


async def test_adapters_are_loaded_listed_and_unloaded(
    client: openai.AsyncOpenAI, http: httpx.AsyncClient, served: Served
) -> None:
    order = {"lora_name": "mine", "lora_path": str(served.folder("bert@1"))}
    for _ in range(2):
        response = await http.post("/v1/load_lora_adapter", json=order)
        assert response.status_code == 200

    names = [model.id async for model in client.models.list()]
    assert names[:2] == ["base", "tiny"]
    assert "mine" in names

    other = order | {"lora_path": str(served.folder("anna@1"))}
    assert (await http.post("/v1/load_lora_adapter", json=other)).status_code == 409

    assert (await http.post("/v1/unload_lora_adapter", json={"lora_name": "mine"})).status_code == 200
    assert (await http.post("/v1/unload_lora_adapter", json={"lora_name": "mine"})).status_code == 404
    assert "mine" not in [model.id async for model in client.models.list()]


async def test_an_unknown_model_is_a_404_that_the_client_knows(client: openai.AsyncOpenAI, messages) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(openai.NotFoundError) as caught:
        await client.chat.completions.create(model="nobody@1", messages=messages, stream=True)

    assert caught.value.code == "model_not_found"


@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Bearer", TOKEN, f"bearer {TOKEN}x"])
async def test_without_the_secret_there_is_nothing(server, authorization: str | None) -> None:  # type: ignore[no-untyped-def]
    headers = {"Authorization": authorization} if authorization else {}
    async with httpx.AsyncClient(base_url=server[0], headers=headers) as http:
        for method, path in (
            ("GET", "/v1/models"),
            ("POST", "/v1/chat/completions"),
            ("POST", "/v1/load_lora_adapter"),
            ("POST", "/v1/unload_lora_adapter"),
            ("GET", "/nothing"),
        ):
            response = await http.request(method, path)
            assert response.status_code == 401
            assert response.json()["error"]["code"] == "invalid_api_key"

        assert (await http.get("/healthz")).status_code == 200
        assert (await http.get("/readyz")).status_code == 200


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0]"),
        ({"temperature": 3}, "temperature"),
        ({"top_p": 0}, "top_p"),
        ({"n": 2}, "n"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"model": None}, "model"),
        ({"messages": [{"role": "user", "content": "x" * 5000}]}, "messages"),
    ],
)
async def test_a_bad_field_is_named(http: httpx.AsyncClient, messages, change, param: str) -> None:  # type: ignore[no-untyped-def]
    response = await http.post(
        "/v1/chat/completions", json={"model": "base", "messages": messages, "stream": True, **change}
    )

    assert response.status_code == 400
    assert response.json()["error"]["param"] == param
    assert response.json()["error"]["type"] == "invalid_request_error"


async def test_a_body_that_is_too_large_or_no_json_is_refused(http: httpx.AsyncClient) -> None:
    for body in (b"{" * 100_001, b"{", b"\xff"):
        response = await http.post("/v1/chat/completions", content=body)
        assert response.status_code == 400


async def test_only_what_is_known_reaches_the_chat_template(messages) -> None:  # type: ignore[no-untyped-def]
    body = {
        "model": "base",
        "messages": messages,
        "chat_template_kwargs": {"enable_thinking": False, "chat_template": "{{ evil }}", "tokenize": False},
    }

    assert generation_of(parse_chat(body)).template == {"enable_thinking": False}


async def test_unknown_fields_are_ignored(http: httpx.AsyncClient, messages) -> None:  # type: ignore[no-untyped-def]
    body = {
        "model": "base",
        "messages": messages,
        "max_tokens": 1,
        "user": "u",
        "logit_bias": {},
        "tools": [],
    }

    assert (await http.post("/v1/chat/completions", json=body)).status_code == 200


@pytest.mark.parametrize("stream", [True, False])
async def test_a_client_that_goes_away_stops_its_answer(  # type: ignore[no-untyped-def]
    server, messages, monkeypatch: pytest.MonkeyPatch, stream: bool
) -> None:
    url, engine = server
    begun: asyncio.Future[Generation] = asyncio.get_running_loop().create_future()
    generate = engine.generate

    async def remember(request: GenerationRequest) -> Generation:
        begun.set_result(await generate(request))
        return begun.result()

    monkeypatch.setattr(engine, "generate", remember)
    host, port = url.removeprefix("http://").split(":")
    body = json.dumps({"model": "base", "messages": messages, "max_tokens": 1900, "stream": stream}).encode()
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
    writer.write(head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    generation = await begun
    if stream:
        await reader.readuntil(b"data:")

    writer.close()
    async for _ in generation:  # ends when the engine is through with it
        pass

    assert generation.cancelled
    assert generation.finish_reason is None


async def test_before_the_model_is_loaded_it_is_alive_but_not_ready(served: Served) -> None:
    go_on = threading.Event()

    def load() -> Engines:
        go_on.wait()
        raise RuntimeError("no such model")

    failed = asyncio.Event()
    errors: list[Exception] = []
    loop = asyncio.get_running_loop()

    def on_failure(error: Exception) -> None:
        errors.append(error)
        loop.call_soon_threadsafe(failed.set)

    headers = {"Authorization": f"Bearer {TOKEN}"}
    models = ModelServer(load, TOKEN, max_body_bytes=1000, on_failure=on_failure)
    async with (
        Running(models.app) as running,
        httpx.AsyncClient(base_url=running.url, headers=headers) as http,
    ):
        assert (await http.get("/healthz")).status_code == 200
        assert (await http.get("/readyz")).status_code == 503
        refused = await http.get("/v1/models")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        go_on.set()
        await failed.wait()

    assert [str(error) for error in errors] == ["no such model"]


@pytest.mark.slow
def test_the_http_side_is_free_of_torch() -> None:

    code = "import sys, app.processes.model_server; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]).returncode == 0


RATED = {"prompt_logprobs": 0, "add_generation_prompt": False}
REPLY = {"role": "assistant", "content": "Open Settings and then Billing."}


@pytest.mark.parametrize("model", ["base", "anna@1", "bert@1"])
async def test_a_given_reply_is_rated_as_by_transformers(
    http: httpx.AsyncClient, messages: list[dict[str, str]], reference_nats: ReferenceNats, model: str
) -> None:
    asked = [*messages, REPLY]
    answer = (
        await http.post("/v1/chat/completions", json={"model": model, "messages": asked, **RATED})
    ).json()

    told = answer["prompt_logprobs"]
    behind = [next(iter(one.values())) for one in told if one]
    assert told[: answer["usage"]["prompt_tokens"]] == [None] * answer["usage"]["prompt_tokens"]
    assert "".join(one["decoded_token"] for one in behind) == f"{REPLY['content']}<|im_end|>\n"
    expected = reference_nats(None if model == "base" else model, asked)
    assert [-one["logprob"] for one in behind] == pytest.approx(expected, abs=1e-3)
    assert answer["choices"][0]["message"]["content"] == ""


async def test_our_client_understands_the_rating(
    server: tuple[str, Engine], messages: list[dict[str, str]], reference_nats: ReferenceNats, tmp_path: Path
) -> None:
    serving = Serving.of(Settings(home=tmp_path, models_url=f"{server[0]}/v1", models_api_key=TOKEN))
    *of_reply, _line_break = reference_nats("anna@1", [*messages, REPLY])
    nats = await serving.rate("anna@1", messages, REPLY["content"])
    assert nats == pytest.approx(sum(of_reply) / len(of_reply), abs=1e-3)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"prompt_logprobs": 5}, "prompt_logprobs"),
        ({"prompt_logprobs": 0}, "add_generation_prompt"),
        ({**RATED, "stream": True}, "stream"),
        ({**RATED, "messages": [{"role": "user", "content": "Hi"}]}, "only a reply is rated"),
    ],
)
async def test_what_cannot_be_rated_is_refused(
    http: httpx.AsyncClient, messages: list[dict[str, str]], more: dict[str, object], word: str
) -> None:
    answer = await http.post(
        "/v1/chat/completions", json={"model": "base", "messages": [*messages, REPLY], **more}
    )
    assert (answer.status_code, word in answer.json()["error"]["message"]) == (400, True), answer.text
