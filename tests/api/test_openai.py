"""Any OpenAI client talks to the agents."""

import json

import pytest
from openai import APIError, AsyncOpenAI, AuthenticationError, BadRequestError, NotFoundError
from starlette.responses import JSONResponse, Response

from app.actor import Actor
from app.api.ids import encode
from app.models import Agent, AgentVersion, RunStatus, RunTrigger, TrainingRun, VersionStatus, Workspace
from app.models.clock import now
from app.pairs import service as pairs
from tests.api.conftest import BEARER, MODELS_SECRET, SECRET, Api
from tests.factories import make_agent, make_free_agent, make_session

USER = {"role": "user", "content": "How do I pay?"}


def _client(api: Api, key: str = SECRET) -> AsyncOpenAI:
    return AsyncOpenAI(base_url=f"http://127.0.0.1:{api.port}/v1", api_key=key, max_retries=0)


async def make_version(agent: Agent, number: int, status: VersionStatus) -> AgentVersion:
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
    )
    files = {"adapter_model.safetensors": {"sha256": "0" * 64, "bytes": 1}}
    return await AgentVersion.create(agent=agent, run=run, number=number, status=status, files=files)


async def test_the_openai_client_works_unchanged(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    async with _client(api) as client:
        whole = await client.chat.completions.create(model=agent.slug, messages=[USER], temperature=0.5)
        stream = await client.chat.completions.create(model=agent.slug, messages=[USER], stream=True)
        pieces = [chunk.choices[0].delta.content async for chunk in stream]

    assert whole.choices[0].message.content == "Path: Settings. Next: Save."
    assert pieces == ["Path: ", "Settings. ", "Next: Save."]
    system = {"role": "system", "content": agent.system_prompt}
    assert [asked["messages"] for asked in api.models.asked] == [[system, USER]] * 2
    assert api.models.asked[0]["temperature"] == 0.5
    assert {asked["authorization"] for asked in api.models.asked} == {f"Bearer {MODELS_SECRET}"}


async def test_models_by_name_and_number(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    await make_version(agent, 1, VersionStatus.RETIRED)
    asked = []
    async with _client(api) as client:
        for name in (agent.slug, f"{agent.slug}@1", f"{agent.slug}@0"):
            await client.chat.completions.create(model=name, messages=[USER])
            asked.append(api.models.asked[-1]["model"])
        await make_version(agent, 2, VersionStatus.LIVE)
        await client.chat.completions.create(model=agent.slug, messages=[USER])
        listed = [model.id async for model in client.models.list()]

    assert asked == ["base", f"{agent.id}@1", "base"]
    assert api.models.asked[-1]["model"] == f"{agent.id}@2"
    assert listed == [agent.slug, f"{agent.slug}@1", f"{agent.slug}@2"]


async def test_an_own_system_message_stays_the_only_one(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    messages = [{"role": "system", "content": "Be brief."}, USER]
    async with _client(api) as client:
        await client.chat.completions.create(model=agent.slug, messages=messages)

    assert api.models.asked[0]["messages"] == messages


@pytest.mark.parametrize("suffix", ["x", "@7", "@", "@x", "@1@2", "@-1"])
async def test_unknown_models(api: Api, suffix: str) -> None:
    agent = await make_free_agent(api.actor)
    async with _client(api) as client:
        with pytest.raises(NotFoundError) as refused:
            await client.chat.completions.create(model=agent.slug + suffix, messages=[USER])

    assert refused.value.code == "model_not_found"
    assert api.models.asked == []


async def test_agents_of_others_are_unknown(api: Api) -> None:
    theirs = await make_free_agent(Actor((await Workspace.create(name="Other")).id, "local"), "Theirs")
    async with _client(api) as client:
        with pytest.raises(NotFoundError):
            await client.chat.completions.create(model=theirs.slug, messages=[USER])
        assert [model.id async for model in client.models.list()] == []


async def test_a_wrong_key(api: Api) -> None:
    async with _client(api, "wrong") as client:
        with pytest.raises(AuthenticationError):
            await client.chat.completions.create(model="x", messages=[USER])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"model": 1}', b"[" * 50_000, b'{"model": "a", "messages": 5}']
)
async def test_malformed_requests_are_told_in_openais_words(api: Api, body: bytes) -> None:
    response = await api.http.post("/v1/chat/completions", content=body, headers=BEARER)

    assert response.status_code in (400, 404)
    assert set(response.json()["error"]) == {"message", "type", "code", "param"}


async def test_a_model_server_that_is_down(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    api.models.fails = True
    response = await api.http.post(
        "/v1/chat/completions", json={"model": agent.slug, "messages": [USER]}, headers=BEARER
    )

    assert (response.status_code, response.json()["error"]["code"]) == (503, "upstream_failed")


@pytest.mark.slow
async def test_a_reply_names_its_basis_and_sources(api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    saved = await pairs.add(api.actor, session.id, query="How do I pay?", response="By card.")
    sources = [
        {
            "kind": "TAUGHT",
            "title": "How do I pay?",
            "pair_id": encode("TrainingPair", saved.pair.id),
            "material_id": None,
        }
    ]
    async with _client(api) as client:
        whole = await client.chat.completions.create(model=agent.slug, messages=[USER])
        stream = await client.chat.completions.create(model=agent.slug, messages=[USER], stream=True)
        chunks = [chunk async for chunk in stream]

    assert whole.choices[0].message.content == "By card."
    assert whole.choices[0].finish_reason == "stop"
    assert whole.coachable == {"basis": "TAUGHT", "sources": sources}
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "By card."
    assert [getattr(chunk, "coachable", None) for chunk in chunks] == [
        None,
        {"basis": "TAUGHT", "sources": sources},
    ]
    assert api.models.asked == []


async def test_a_version_whose_words_were_tried_may_write(api: Api) -> None:
    """What it says has to stand in a source, here in the customer's own message."""
    agent = await make_agent(api.actor)
    version = await make_version(agent, 1, VersionStatus.LIVE)
    await AgentVersion.filter(id=version.id).update(may_write=True)
    api.models.pieces = ["You pay by card. ", "It costs 49 EUR."]
    async with _client(api) as client:
        asked = [{"role": "user", "content": "Is it 49 EUR?"}]
        covered = await client.chat.completions.create(model=agent.slug, messages=asked, temperature=0.5)
        invented = await client.chat.completions.create(model=agent.slug, messages=[USER])

    assert covered.choices[0].message.content == "You pay by card. It costs 49 EUR."
    assert covered.coachable["basis"] == "WRITTEN"
    assert api.models.asked[0]["temperature"] == 0.5
    assert api.models.asked[0]["model"] == f"{agent.id}@1"
    assert "49 EUR" not in invented.choices[0].message.content
    assert invented.coachable == {"basis": "UNSURE", "sources": []}
    assert len(api.models.asked) == 3, "the invented one was written once more"


async def test_tools_need_an_agent_that_writes_freely(api: Api) -> None:
    agent = await make_agent(api.actor)
    messages = [
        USER,
        {"role": "assistant", "content": None},
        {"role": "tool", "content": "4", "tool_call_id": "1"},
    ]
    response = await api.http.post(
        "/v1/chat/completions", json={"model": agent.slug, "messages": messages}, headers=BEARER
    )
    assert response.status_code == 400
    assert "writesFreely" in response.json()["error"]["message"]
    assert api.models.asked == []


async def test_a_free_agents_reply_has_the_field_too(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    async with _client(api) as client:
        whole = await client.chat.completions.create(model=agent.slug, messages=[USER])
        stream = await client.chat.completions.create(model=agent.slug, messages=[USER], stream=True)
        last = [chunk async for chunk in stream][-1]
    assert whole.coachable == last.coachable == {"basis": "WRITTEN", "sources": []}


async def test_one_request_may_want_the_models_own_words(api: Api) -> None:
    agent = await make_agent(api.actor)
    async with _client(api) as client:
        for wish, text in (
            ({"unchecked": True}, "Path: Settings. Next: Save."),
            ({"unchecked": 1}, None),
            (5, None),
        ):
            reply = await client.chat.completions.create(
                model=agent.slug, messages=[USER], extra_body={"coachable": wish}
            )
            assert reply.coachable["basis"] == ("WRITTEN" if text else "UNSURE")
            assert text in (None, reply.choices[0].message.content)
    assert ["coachable" in asked for asked in api.models.asked] == [False]


async def test_a_reply_names_what_answered(api: Api) -> None:
    """Also where the model server calls it otherwise, and where nothing has been trained yet."""
    taught, free = await make_agent(api.actor, "Tidepool"), await make_free_agent(api.actor, "Free")
    await make_version(taught, 3, VersionStatus.LIVE)
    names = []
    async with _client(api) as client:
        for model in ("tidepool", "tidepool@3", "tidepool@0", "free"):
            whole = await client.chat.completions.create(model=model, messages=[USER])
            stream = await client.chat.completions.create(model=model, messages=[USER], stream=True)
            names.append({whole.model} | {chunk.model async for chunk in stream})
    assert names == [{"tidepool@3"}, {"tidepool@3"}, {"tidepool@0"}, {f"{free.slug}@0"}]


@pytest.mark.parametrize(
    "parameter",
    [
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        {"response_format": {"type": "json_object"}},
        {"logprobs": True},
        {"logit_bias": {"50256": -100}},
        {"presence_penalty": 0.5},
        {"frequency_penalty": -0.5},
        {"n": 2},
        {"tool_choice": "required"},
        {"modalities": ["text", "audio"]},
        {"web_search_options": {}},
    ],
    ids=lambda parameter: next(iter(parameter)),
)
async def test_what_would_change_the_reply_is_refused_by_name(api: Api, parameter: dict[str, object]) -> None:
    agent = await make_agent(api.actor)
    async with _client(api) as client:
        with pytest.raises(BadRequestError) as refused:
            await client.chat.completions.create(model=agent.slug, messages=[USER], extra_body=parameter)
    assert (refused.value.code, refused.value.param) == ("unsupported_parameter", next(iter(parameter)))
    assert api.models.asked == []


async def test_parameters_at_their_defaults_change_nothing(api: Api) -> None:
    agent = await make_agent(api.actor)
    # fmt: off
    neutral = {
        "tools": [], "tool_choice": "auto", "response_format": {"type": "text"}, "logprobs": False, "logit_bias": {},
        "presence_penalty": 0, "frequency_penalty": 0.0, "n": 1, "modalities": ["text"], "user": "u-1", "seed": 7,
    }
    # fmt: on
    async with _client(api) as client:
        reply = await client.chat.completions.create(model=agent.slug, messages=[USER], extra_body=neutral)
    assert reply.coachable["basis"] == "UNSURE"


@pytest.mark.parametrize(
    ("messages", "param"),
    [
        ([USER, {"role": "robot", "content": "x"}, USER], "messages[1].role"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}], "messages[0].content"),
        ([USER, {"role": "assistant", "content": None}, USER], "messages[1].content"),
        ([USER, {"role": "assistant", "content": "Hi."}], "messages"),
        ([], "messages"),
        ("hello", "messages"),
    ],
)
async def test_a_wrong_message_is_named_as_the_client_counts(api: Api, messages: object, param: str) -> None:
    agent = await make_agent(api.actor)
    body = {"model": agent.slug, "messages": messages}
    response = await api.http.post("/v1/chat/completions", json=body, headers=BEARER)
    assert response.status_code == 400
    assert response.json()["error"]["param"] == param


async def test_errors_of_the_model_server_count_without_what_was_put_before(api: Api) -> None:
    """A free agent's own prompt is the first message that the server sees."""
    agent = await make_free_agent(api.actor)
    refusal = {
        "message": "messages[1].content: must be text",
        "type": "t",
        "param": "messages[1].content",
        "code": "c",
    }
    api.models.answers = JSONResponse({"error": refusal}, 400)
    picture = {"role": "user", "content": [{"type": "image_url"}]}
    body = {"model": agent.slug, "messages": [picture]}
    response = await api.http.post("/v1/chat/completions", json=body, headers=BEARER)
    assert response.status_code == 400
    assert response.json()["error"] == refusal | {
        "message": "messages[0].content: must be text",
        "param": "messages[0].content",
    }


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_of_the_model_server_is_not_the_clients_mistake(api: Api, status: int) -> None:
    agent = await make_free_agent(api.actor)
    api.models.answers = JSONResponse({"error": {"message": "Wrong key."}}, status)
    body = {"model": agent.slug, "messages": [USER]}
    response = await api.http.post("/v1/chat/completions", json=body, headers=BEARER)
    assert response.status_code == 503
    assert response.json()["error"]["message"].endswith("Wrong key.")


async def test_an_answer_over_several_lines_has_the_field_too(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    choice = {"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}
    whole = json.dumps({"id": "1", "model": "base", "choices": [choice]}, indent=2)
    api.models.answers = Response(whole, media_type="application/json")
    body = {"model": agent.slug, "messages": [USER]}
    reply = (await api.http.post("/v1/chat/completions", json=body, headers=BEARER)).json()
    assert reply["model"] == f"{agent.slug}@0"
    assert reply["coachable"] == {"basis": "WRITTEN", "sources": []}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1"),
        ("GET", "/v1/"),
        ("POST", "/v1/embeddings"),
        ("GET", "/v1/chat/completions"),
        ("DELETE", "/v1/models/x"),
        ("GET", "/v1/responses/resp_1"),
        ("PUT", "/v1/a/b/c"),
    ],
)
async def test_unknown_addresses_are_json(api: Api, method: str, path: str) -> None:
    response = await api.http.request(method, path, headers=BEARER)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "unknown_url"
    assert f"{method} {path}" in response.json()["error"]["message"]


@pytest.mark.slow
async def test_responses_of_a_taught_agent(api: Api) -> None:
    agent = await make_agent(api.actor, "Tidepool")
    session = await make_session(api.actor, agent)
    await pairs.add(api.actor, session.id, query="How do I pay?", response="By card.")
    async with _client(api) as client:
        whole = await client.responses.create(
            model="tidepool", input="How do I pay?", instructions="Be brief."
        )
        stream = await client.responses.create(model="tidepool", input=[USER], stream=True)
        events = [event async for event in stream]

    assert (whole.output_text, whole.model, whole.status) == ("By card.", "tidepool@0", "completed")
    assert whole.coachable["basis"] == "TAUGHT"
    assert [event.type for event in events] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert [event.sequence_number for event in events] == list(range(9))
    assert events[-1].response.output_text == "By card."
    assert api.models.asked == []


async def test_responses_of_a_free_agent(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    async with _client(api) as client:
        whole = await client.responses.create(
            model=agent.slug, input="How do I pay?", temperature=0.5, max_output_tokens=9
        )
        await client.responses.create(model=agent.slug, input="Hi", instructions="Be brief.")
    assert whole.output_text == "Path: Settings. Next: Save."
    first, second = api.models.asked
    assert first["messages"] == [{"role": "system", "content": agent.system_prompt}, USER]
    assert (first["temperature"], first["max_completion_tokens"]) == (0.5, 9)
    assert second["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
    ]


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"tools": [{"type": "web_search"}]}, "tools"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"text": {"format": {"type": "json_object"}}}, "text"),
        ({"background": True}, "background"),
        ({"input": [USER, {"type": "function_call_output", "output": "4"}]}, "input[1].role"),
        ({"input": [{"role": "user", "content": [{"type": "input_image"}]}]}, "input[0].content"),
        ({"input": ""}, "input"),
    ],
)
async def test_responses_beyond_plain_text_are_refused_by_name(
    api: Api, change: dict[str, object], param: str
) -> None:
    agent = await make_agent(api.actor)
    body = {"model": agent.slug, "input": "Hi"} | change
    response = await api.http.post("/v1/responses", json=body, headers=BEARER)
    assert (response.status_code, response.json()["error"]["param"]) == (400, param)
    assert api.models.asked == []


async def test_an_answer_that_breaks_off_says_so(api: Api) -> None:
    """After the first piece the status is sent already."""
    agent = await make_free_agent(api.actor)
    api.models.breaks = True
    async with _client(api) as client:
        chat = await client.chat.completions.create(model=agent.slug, messages=[USER], stream=True)
        with pytest.raises(APIError):
            [chunk async for chunk in chat]
        response = await client.responses.create(model=agent.slug, input="How do I pay?", stream=True)
        last = [event async for event in response][-1]
    assert (last.type, last.code, last.message) == ("error", "upstream_failed", "Out of memory.")
