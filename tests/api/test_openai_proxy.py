"""Any OpenAI client talks to the agents."""

import pytest
from openai import AsyncOpenAI, AuthenticationError, NotFoundError

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


async def _version(agent: Agent, number: int, status: VersionStatus) -> AgentVersion:
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
    await _version(agent, 1, VersionStatus.RETIRED)
    asked = []
    async with _client(api) as client:
        for name in (agent.slug, f"{agent.slug}@1", f"{agent.slug}@0"):
            await client.chat.completions.create(model=name, messages=[USER])
            asked.append(api.models.asked[-1]["model"])
        await _version(agent, 2, VersionStatus.LIVE)
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

    assert (response.status_code, response.json()["error"]["code"]) == (502, "upstream_failed")


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
    version = await _version(agent, 1, VersionStatus.LIVE)
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
