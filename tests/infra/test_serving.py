"""A version that the server of the agents does not know is registered, and asked for once more."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.config import Settings
from app.errors import UpstreamBroken, UpstreamFailed, UpstreamLacks, UpstreamRefused
from app.infra.serving import Serving
from app.serving.store import store_of
from tests.infra.upstream import Act, Upstream, error, status, streams

NAME = f"{uuid4()}@3"
KEY = "one key for all hosts"
UNKNOWN = error(404, "The model does not exist.")
MESSAGES = [{"role": "user", "content": "Hi"}]


def serving(upstream: Upstream, home: Path, store: Path | None = None) -> Serving:
    return Serving.of(
        Settings(
            home=home, models_url=upstream.url, models_api_key=KEY, store_url=str(store) if store else None
        )
    )


async def said(serving: Serving, model: str) -> str:
    pieces = serving.stream_chat(model, MESSAGES, temperature=0.0, max_tokens=7)
    return "".join([piece async for piece in pieces])


async def test_streams_again_after_it_is_registered(upstream: Upstream, tmp_path: Path) -> None:
    upstream.will(UNKNOWN, status(200, "Success"), streams("Hel", "lo."))

    assert await said(serving(upstream, tmp_path), NAME) == "Hello."

    assert [request.path for request in upstream.requests] == [
        "/v1/chat/completions",
        "/v1/load_lora_adapter",
        "/v1/chat/completions",
    ]
    folder = tmp_path / "adapters" / NAME.replace("@", "/")
    assert upstream.bodies[1] == {"lora_name": NAME, "lora_path": str(folder)}
    assert {request.authorization for request in upstream.requests} == {f"Bearer {KEY}"}


async def test_requests_that_go_on_as_they_came_do_too(upstream: Upstream, tmp_path: Path) -> None:
    upstream.will(UNKNOWN, status(200, "Success"), status(200, {"id": "c1"}))
    async with serving(upstream, tmp_path).client() as client:
        answer = await client.post("chat/completions", json={"model": NAME, "messages": MESSAGES})

    assert answer.json() == {"id": "c1"}
    assert [body.get("model") for body in upstream.bodies] == [NAME, None, NAME]
    assert {request.authorization for request in upstream.requests} == {f"Bearer {KEY}"}


async def test_once(upstream: Upstream, tmp_path: Path) -> None:
    upstream.will(UNKNOWN, status(200, "Success"), UNKNOWN)
    with pytest.raises(UpstreamLacks):
        await said(serving(upstream, tmp_path), NAME)
    assert len(upstream.requests) == 3


async def test_a_base_model_is_no_adapter(upstream: Upstream, tmp_path: Path) -> None:
    upstream.will(UNKNOWN)
    with pytest.raises(UpstreamLacks):
        await said(serving(upstream, tmp_path), "base")
    assert len(upstream.requests) == 1


async def test_what_is_loaded_already_is_fine_and_what_is_refused_says_why(
    upstream: Upstream, tmp_path: Path
) -> None:
    upstream.will(error(400, f"The lora adapter '{NAME}' has already been loaded."))
    await serving(upstream, tmp_path).ensure(NAME)

    upstream.will(error(400, "Its rank is too large"))
    with pytest.raises(UpstreamFailed) as caught:
        await serving(upstream, tmp_path).ensure(NAME)
    assert caught.value.message == f"The model server refused adapter {NAME}: Its rank is too large"


@pytest.mark.parametrize(("act", "there"), [(status(200, {"data": []}), True), (error(401, "No."), False)])
async def test_whether_it_is_there(upstream: Upstream, tmp_path: Path, act: Act, there: bool) -> None:
    upstream.will(act)
    assert await serving(upstream, tmp_path).answers() is there
    assert [(r.method, r.path, r.authorization) for r in upstream.requests] == [
        ("GET", "/v1/models", f"Bearer {KEY}")
    ]


async def test_nobody_is_there(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, models_url="http://127.0.0.1:9/v1", models_api_key=KEY)
    assert await Serving.of(settings).answers() is False


async def test_another_server_reads_it_from_the_shared_folder(upstream: Upstream, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "a.safetensors").write_bytes(b"weights")
    store = store_of(Settings(store_url=str(tmp_path / "shared")))
    assert store is not None
    agent, _, number = NAME.partition("@")
    store.put(UUID(agent), int(number), made, {"a.safetensors": {"sha256": "0", "bytes": 7}})
    upstream.will(status(200, "Success"))

    await serving(upstream, tmp_path / "home", tmp_path / "shared").ensure(NAME)

    (body,) = upstream.bodies
    assert (Path(body["lora_path"]) / "a.safetensors").read_bytes() == b"weights"
    assert Path(body["lora_path"]).is_relative_to(tmp_path / "shared")


def token(text: str, logprob: float) -> dict[str, object]:
    return {"7": {"logprob": logprob, "rank": 1, "decoded_token": text}}


async def test_an_answer_is_rated_without_what_stands_around_it(upstream: Upstream, tmp_path: Path) -> None:
    """As vLLM tells it: nothing of the first token, the prompt, the answer, its end, and a line break behind that."""
    tokens = [token("Hi", -9), token("Yes", -1), token("<|im_end|>", -2), token("\n", -9)]
    upstream.will(
        status(200, {"prompt_logprobs": [None, *tokens]}), status(200, {"usage": {"prompt_tokens": 2}})
    )

    assert await serving(upstream, tmp_path).rate(NAME, MESSAGES, "Yes") == 1.5

    whole, prompt = upstream.bodies
    assert whole["messages"] == [*MESSAGES, {"role": "assistant", "content": "Yes"}]
    assert (whole["prompt_logprobs"], whole["add_generation_prompt"]) == (0, False)
    assert (prompt["messages"], "prompt_logprobs" in prompt) == (MESSAGES, False)
    assert all((body["max_tokens"], body["temperature"]) == (1, 0) for body in upstream.bodies)


@pytest.mark.parametrize("act", [status(200, {"choices": []}), error(400, "prompt_logprobs: unknown.")])
async def test_a_server_that_rates_nothing(upstream: Upstream, tmp_path: Path, act: Act) -> None:
    upstream.will(act)
    assert await serving(upstream, tmp_path).rate(NAME, MESSAGES, "Yes") is None
    assert len(upstream.requests) == 1


@pytest.mark.parametrize(("code", "kind"), [(401, UpstreamRefused), (503, UpstreamBroken)])
async def test_a_server_that_fails_to_rate(
    upstream: Upstream, tmp_path: Path, code: int, kind: type[UpstreamFailed]
) -> None:
    upstream.will(error(code, "No."))
    with pytest.raises(UpstreamFailed) as caught:
        await serving(upstream, tmp_path).rate(NAME, MESSAGES, "Yes")
    assert type(caught.value) is kind
