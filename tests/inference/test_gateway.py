"""What stands before vLLM. Behind it here: our own server, which speaks the same protocol, or a scripted one.

With vLLM itself: tests/vllm.
"""

import asyncio
import pickle
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import openai
import pytest

from app.inference.engine import Engine
from app.inference.engines import Engines
from app.inference.gateway import Behind, Gateway
from app.inference.server import ModelServer
from tests.inference.conftest import Served, ask, text_of
from tests.inference.running import Running
from tests.infra.upstream import serving, silence, status, streams

TOKEN, INNER = "the key of all hosts", "the key of this start"


@pytest.fixture
def there(served: Served, tmp_path: Path) -> Path:
    """The adapters of this host: none yet."""
    return tmp_path / "adapters"


@pytest.fixture
async def behind(served: Served, there: Path, engine: Engine) -> AsyncIterator[Behind]:
    """Its engine reads what the gateway points it to."""
    own = Engine(served.base, there, device="cpu", threads=1)
    models = ModelServer(
        lambda: Engines(own, there), INNER, max_body_bytes=100_000, on_failure=lambda error: None
    )
    async with Running(models.app) as running, httpx.AsyncClient() as http:
        while (await http.get(f"{running.url}/readyz")).status_code != 200:
            pass
        yield Behind(running.url, INNER, served.base)


def gateway(behind: Behind, served: Served, there: Path) -> Gateway:
    """Versions come from the folders of `served`, as from a store."""

    def fetch(agent: str, number: int, target: Path) -> None:
        if (made := served.adapters / agent / str(number)).is_dir():
            shutil.copytree(made, target)

    return Gateway(behind, TOKEN, there, fetch, max_body_bytes=100_000)


@pytest.fixture
async def url(behind: Behind, served: Served, there: Path) -> AsyncIterator[str]:
    async with Running(gateway(behind, served, there).app) as running:
        yield running.url


@pytest.fixture
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        yield http


async def load(http: httpx.AsyncClient, name: str, path: str = "/of/another/host") -> httpx.Response:
    return await http.post("/v1/load_lora_adapter", json={"lora_name": name, "lora_path": path})


async def names(http: httpx.AsyncClient) -> set[str]:
    return {model["id"] for model in (await http.get("/v1/models")).json()["data"]}


@pytest.mark.slow
async def test_a_version_is_fetched_registered_and_asked(
    http: httpx.AsyncClient, url: str, there: Path, engine: Engine
) -> None:
    assert (await load(http, "anna@1")).status_code == 200
    assert (await load(http, "anna@1")).status_code == 200
    assert (there / "anna" / "1" / "adapter_model.safetensors").is_file()

    question = ask("How do I refund?", "anna@1", 20)
    async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key=TOKEN, max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="anna@1",
            messages=list(question.messages),  # type: ignore[arg-type]
            temperature=0,
            max_tokens=20,
            stream=True,
        )
        pieces = [chunk.choices[0].delta.content or "" async for chunk in stream]
    assert len(pieces) > 2
    assert "".join(pieces) == await text_of(engine, question)


def pickle_beside(folder: Path) -> None:
    (folder / "adapter_model.bin").write_bytes(pickle.dumps({"weights": 1}))


def damaged(folder: Path) -> None:
    (folder / "adapter_model.safetensors").write_bytes(b"short")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (pickle_beside, "adapter_model.bin"),
        (damaged, "differs from its manifest"),
        (shutil.rmtree, "lora_path must be inside"),
    ],
)
async def test_what_is_no_adapter_never_gets_there(
    served: Served, there: Path, spoil: object, words: str
) -> None:
    """vLLM would read it."""
    folder = there / "odd" / "1"
    shutil.copytree(served.folder("anna@1"), folder)
    spoil(folder)  # type: ignore[operator]
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with serving() as upstream:
        upstream.will(status(200, "Success"))
        behind = Behind(upstream.url.removesuffix("/v1"), INNER, served.base)
        async with (
            Running(gateway(behind, served, there).app) as running,
            httpx.AsyncClient(base_url=running.url, headers=headers) as http,
        ):
            answer = await load(http, "odd@1")
        assert (answer.status_code, words in answer.text) == (400, True), answer.text
        assert upstream.requests == []


@pytest.mark.parametrize("path", ["org/adapter-on-the-hub", "/etc", "adapters/../../etc"])
async def test_only_folders_of_ours_are_looked_at(http: httpx.AsyncClient, path: str) -> None:
    answer = await load(http, "mine", path)
    assert (answer.status_code, "lora_path must be" in answer.text) == (400, True)
    assert (await load(http, "base", path)).status_code == 400
    assert "mine" not in await names(http)


async def test_only_the_key_of_all_hosts_opens_it(http: httpx.AsyncClient) -> None:
    for key in (INNER, "wrong"):
        answer = await http.get("/v1/models", headers={"Authorization": f"Bearer {key}"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    assert (await http.get("/healthz", headers={"Authorization": ""})).status_code == 200


@pytest.mark.parametrize("path", ["/v1/completions", "/metrics", "/sleep", "/v1/../metrics", "/docs"])
async def test_nothing_else_goes_through(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_while_vllm_starts_and_when_it_is_gone(served: Served, there: Path) -> None:
    body = {"model": "base", "messages": [{"role": "user", "content": "Hi"}]}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    behind = Behind("http://127.0.0.1:9", INNER)
    async with (
        Running(gateway(behind, served, there).app) as running,
        httpx.AsyncClient(base_url=running.url, headers=headers) as http,
    ):
        for base in (None, served.base):
            behind.base = base
            assert (await http.get("/readyz")).status_code == 503
            answer = await http.post("/v1/chat/completions", json=body)
            assert (answer.status_code, "still being loaded" in answer.text) == (503, True)
            assert (await load(http, "anna@1")).status_code == 503


async def test_errors_and_a_client_that_leaves_go_through(served: Served, there: Path) -> None:
    body = {"model": "base", "messages": [{"role": "user", "content": "Hi"}], "stream": True}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with serving() as upstream:
        behind = Behind(upstream.url.removesuffix("/v1"), INNER, served.base)
        async with (
            Running(gateway(behind, served, there).app) as running,
            httpx.AsyncClient(base_url=running.url, headers=headers) as http,
        ):
            upstream.will(status(429, {"error": {"message": "Busy."}}, retry_after="7"))
            answer = await http.post("/v1/chat/completions", json=body)
            assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
            assert answer.json() == {"error": {"message": "Busy."}}

            upstream.will(streams("Hel", silence))
            async with http.stream("POST", "/v1/chat/completions", json=body) as answer:
                async for line in answer.aiter_lines():
                    if "Hel" in line:
                        break
            async with asyncio.timeout(10):
                await upstream.dropped.wait()
        assert {request.authorization for request in upstream.requests} == {f"Bearer {INNER}"}
