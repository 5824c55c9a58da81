"""agentReply: talk to an agent, token by token."""

import asyncio
from typing import Any

import pytest

from app.agents import service as agents
from app.answers import style
from app.answers.rules import Rule, RuleKind
from app.api.ids import encode
from app.models import GeneratedQuery
from app.pairs import service as pairs
from app.replies import sources
from tests.api.conftest import Api, Socket
from tests.factories import make_agent, make_free_agent, make_session, write_question

REPLY = """
subscription ($input: AgentReplyInput!) { agentReply(input: $input) {
  __typename text ... on ReplyFinishedEvent { version }
} }
"""
USER = {"role": "USER", "content": "How do I pay?"}


async def test_a_reply_comes_piece_by_piece(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    conversation = [USER, {"role": "ASSISTANT", "content": "By card."}, USER]
    request = {"agentId": encode("Agent", agent.id), "messages": conversation}

    async with api.subscribed(REPLY, input=request) as socket:
        events = [(await socket.next())["data"]["agentReply"] for _ in range(4)]
        end = await socket.receive()

    assert events == [
        {"__typename": "ReplyDeltaEvent", "text": "Path: "},
        {"__typename": "ReplyDeltaEvent", "text": "Settings. "},
        {"__typename": "ReplyDeltaEvent", "text": "Next: Save."},
        {"__typename": "ReplyFinishedEvent", "text": "Path: Settings. Next: Save.", "version": 0},
    ]
    assert end["type"] == "complete"
    messages = [
        {"role": "system", "content": agent.system_prompt},
        {"role": "user", "content": "How do I pay?"},
        {"role": "assistant", "content": "By card."},
        {"role": "user", "content": "How do I pay?"},
    ]
    assert api.models.asked == [{"model": "base", "messages": messages}]


@pytest.mark.slow
async def test_a_draft_is_what_is_served_with_what_was_said_before_the_question(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    await agents.update(api.actor, agent.id, use_examples=True)
    session = await make_session(api.actor, agent)
    await pairs.add(api.actor, session.id, query="Can I pay by card?", response="Yes, by any card.")
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    said = [{"role": "user", "content": "How do I pay?"}, {"role": "assistant", "content": "By card."}]
    await GeneratedQuery.filter(id=query.id).update(earlier=said)
    request = {"agentId": encode("Agent", agent.id), "queryId": encode("GeneratedQuery", query.id)}

    async with api.subscribed(REPLY, input=request) as socket:
        assert await error_code(socket) == "CONFLICT"  # nobody knows yet what it will be
    await write_question(query.id, "And with cash?")
    async with api.subscribed(REPLY, input=request) as socket:
        await socket.next()

    assert api.models.asked[0]["messages"] == [
        {"role": "system", "content": agent.system_prompt},
        {"role": "user", "content": "Can I pay by card?"},
        {"role": "assistant", "content": "Yes, by any card."},
        *said,
        {"role": "user", "content": "And with cash?"},
    ]
    other = await make_free_agent(api.actor, "Another")
    for wrong in ({"agentId": encode("Agent", other.id)}, {"messages": [USER]}):
        async with api.subscribed(REPLY, input=request | wrong) as socket:
            assert await error_code(socket) == "INVALID_INPUT"


async def test_a_small_models_draft_that_breaks_the_house_style_gives_way_to_a_better_one(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    session = await make_session(api.actor, agent)
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    await write_question(query.id, "And which card?")
    draft = {"agentId": encode("Agent", agent.id), "queryId": encode("GeneratedQuery", query.id)}
    talk = {"agentId": encode("Agent", agent.id), "messages": [USER]}
    api.models.samples = [["No idea."], ["Hello, any card. ", "Next: pay."]]

    async def reply(request: dict[str, object]) -> tuple[list[str], str]:
        async with api.subscribed(REPLY, input=request) as socket:
            *pieces, last = [(await socket.next())["data"]["agentReply"]["text"] for _ in range(4)]
            assert (await socket.receive())["type"] == "complete"
        return pieces, last

    whole = "".join(api.models.pieces)
    await style.update(api.actor, agent.id, own=[Rule(RuleKind.CLOSING, "Next:")])
    assert await reply(draft) == (api.models.pieces, whole)
    assert len(api.models.asked) == 1  # it keeps the style: nothing more is written

    rules = [Rule(RuleKind.CLOSING, "Next:"), Rule(RuleKind.OPENING, "Hello,")]
    await style.update(api.actor, agent.id, own=rules)
    assert await reply(draft) == (api.models.pieces, "Hello, any card. Next: pay.")
    assert [asked.get("seed") for asked in api.models.asked[1:]] == [None, 0, 1]
    assert await reply(talk) == (api.models.pieces, whole)
    api.models.samples = [["No idea."], ["Hello."]]
    assert await reply(draft) == (api.models.pieces, whole)  # no better one: it stays


async def error_code(socket: Socket) -> str:
    message = await socket.receive()
    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    return errors[0]["extensions"]["code"]


@pytest.mark.parametrize("gone", ["complete", "abort"])
async def test_going_away_stops_the_generation(api: Api, gone: str) -> None:
    agent = await make_free_agent(api.actor)
    api.models.hangs = True
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]}

    async with api.subscribed(REPLY, input=request) as socket:
        await socket.next()
        assert not api.models.stopped.is_set()
        if gone == "complete":
            await socket.send(id="1", type="complete")
        else:
            socket.connection.transport.abort()
        await asyncio.wait_for(api.models.stopped.wait(), 10)


async def test_a_model_server_that_fails_is_named(api: Api) -> None:
    agent = await make_free_agent(api.actor)
    api.models.fails = True
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]}

    async with api.subscribed(REPLY, input=request) as socket:
        message = await socket.receive()

    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert errors[0]["message"] == "The model server failed: out of memory."
    assert errors[0]["extensions"] == {"code": "UPSTREAM_FAILED"}


@pytest.mark.parametrize(
    ("_case", "change", "code"),
    [
        ("no message", {"messages": []}, "INVALID_INPUT"),
        ("too many", {"messages": [USER] * 101}, "INVALID_INPUT"),
        ("too long", {"messages": [{"role": "USER", "content": "x" * 16_001}]}, "INVALID_INPUT"),
        (
            "last word is not the user's",
            {"messages": [{"role": "ASSISTANT", "content": "x"}]},
            "INVALID_INPUT",
        ),
        ("blank", {"messages": [{"role": "USER", "content": " "}]}, "INVALID_INPUT"),
        ("no such version", {"version": 7}, "NOT_FOUND"),
    ],
)
async def test_refused(api: Api, _case: str, change: dict[str, object], code: str) -> None:
    agent = await make_free_agent(api.actor)
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]} | change

    async with api.subscribed(REPLY, input=request) as socket:
        message = await socket.receive()

    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert errors[0]["extensions"]["code"] == code
    assert api.models.asked == []


BASIS = """
subscription ($input: AgentReplyInput!) { agentReply(input: $input) {
  __typename text ... on ReplyFinishedEvent { 
    version basis sources { kind title text pairId } unfounded { text start end }
  }
} }
"""


async def test_a_taught_answer_comes_word_for_word_and_names_its_pair(api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    saved = await pairs.add(api.actor, session.id, query="How do I pay?", response="By card, within 14 days.")
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]}

    async with api.subscribed(BASIS, input=request) as socket:
        piece, last = [(await socket.next())["data"]["agentReply"] for _ in range(2)]

    assert piece == {"__typename": "ReplyDeltaEvent", "text": "By card, within 14 days."}
    assert (last["text"], last["version"], last["basis"]) == ("By card, within 14 days.", 0, "TAUGHT")
    assert last["sources"] == [
        {
            "kind": "TAUGHT",
            "title": "How do I pay?",
            "text": "By card, within 14 days.",
            "pairId": encode("TrainingPair", saved.pair.id),
        }
    ]
    assert api.models.asked == [], "a model that was never tried writes to nobody"


async def test_what_nobody_taught_is_said_so_and_shown_to_the_coach(api: Api) -> None:
    agent = await make_agent(api.actor)
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]}
    for version in (None, 0):  # asking for a version is looking, not use
        async with api.subscribed(BASIS, input=request | {"version": version}) as socket:
            _, last = [(await socket.next())["data"]["agentReply"] for _ in range(2)]
        assert (last["basis"], last["sources"]) == ("UNSURE", [])
    asked = await api.data(
        "query ($id: ID!) { agent(id: $id) { unsureSentence openQuestions { text count } } }",
        id=encode("Agent", agent.id),
    )
    assert asked["agent"] == {
        "unsureSentence": last["text"],
        "openQuestions": [{"text": "How do I pay?", "count": 1}],
    }


async def test_what_has_no_source_is_marked_in_a_draft(api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    await write_question(query.id, "What does the large plan cost?")
    api.models.pieces = ["It costs 49 EUR", " a month."]
    request = {"agentId": encode("Agent", agent.id), "queryId": encode("GeneratedQuery", query.id)}

    async with api.subscribed(BASIS, input=request) as socket:
        *_, last = [(await socket.next())["data"]["agentReply"] for _ in range(3)]

    assert last["unfounded"] == [{"text": "49 EUR", "start": 9, "end": 15}]


async def test_a_draft_is_searched_for_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = await make_agent(api.actor)
    await agents.update(api.actor, agent.id, use_examples=True)
    session = await make_session(api.actor, agent)
    await pairs.add(api.actor, session.id, query="Can I pay by card?", response="Yes, by any card.")
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    await write_question(query.id, "And which card?")
    asked: list[list[str]] = []
    embedded = sources.query_vectors

    async def counted(questions: list[str]) -> Any:
        asked.append(questions)
        return await embedded(questions)

    monkeypatch.setattr(sources, "query_vectors", counted)
    request = {"agentId": encode("Agent", agent.id), "queryId": encode("GeneratedQuery", query.id)}
    async with api.subscribed(REPLY, input=request) as socket:
        await socket.next()
    assert asked == [["And which card?"]]
