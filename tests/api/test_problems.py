"""All that is wrong with an input is said at once."""

from typing import Any

import pytest

from app.api.ids import encode
from app.errors import InvalidInput, every_field
from app.models import Agent, AutoTraining, TrainingPair
from app.text.fields import required
from app.text.language import NAMES
from tests.api.conftest import Api
from tests.factories import make_agent, make_session

PROBLEMS = "__typename ... on InvalidInput { code message field problems { field code message } }"


def problem(field: str, message: str) -> dict[str, str]:
    return {"field": field, "code": "INVALID_INPUT", "message": message}


async def refused(api: Api, mutation: str, **input: object) -> list[dict[str, str]]:
    """The first problem speaks for the whole, as before there were several."""
    kind = mutation[0].upper() + mutation[1:] + "Input"
    document = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {PROBLEMS} }} }}"
    told: dict[str, Any] = (await api.data(document, input=input))[mutation]
    first, problems = told, told["problems"]
    assert (first["__typename"], first["code"]) == ("InvalidInput", problems[0]["code"])
    assert first["message"] == problems[0]["message"]
    found: list[dict[str, str]] = problems
    return found


async def test_a_new_agent(api: Api) -> None:
    assert await refused(
        api,
        "createAgent",
        name=" ",
        description="x" * 4_001,
        systemPrompt="x" * 8_001,
        language="xx",
        baseModel=" ",
    ) == [
        problem("name", "The name is empty; write at least one word."),
        problem("description", "The description has 4001 characters; 4000 is the most."),
        problem("systemPrompt", "The systemPrompt has 8001 characters; 8000 is the most."),
        problem("language", f"'xx' is not a language code; choose one of {', '.join(NAMES)}."),
        problem("baseModel", "The name of the base model is empty: choose one of `baseModels`."),
    ]
    assert not await Agent.exists()


async def test_settings(api: Api) -> None:
    agent = await make_agent(api.actor)
    id = encode("Agent", agent.id)

    assert [
        one["field"]
        for one in await refused(
            api,
            "updateAgent",
            agentId=id,
            name="",
            followUpRate=2.0,
            unsureSentence="x" * 1_001,
            language="xx",
        )
    ] == ["name", "followUpRate", "unsureSentence", "language"]
    assert await refused(
        api, "updateAutoTraining", agentId=id, hour=24, cooldownMinutes=-1, pairThreshold=30, timeZone="Mars"
    ) == [
        problem("hour", "hour is 24; choose 0 to 23."),
        problem("timeZone", "timeZone is 'Mars', which is no time zone; use a name such as Europe/Berlin."),
        problem("cooldownMinutes", "cooldownMinutes is -1; choose 0 to 10080."),
    ]

    now = await Agent.get(id=agent.id)
    assert (now.name, now.follow_up_rate, now.unsure_sentence) == (agent.name, 0, "")
    assert (await AutoTraining.get(agent_id=agent.id)).pair_threshold == 20


async def test_entries_of_lists_are_named_by_their_place(api: Api) -> None:
    agent = await make_agent(api.actor)
    id = encode("Agent", agent.id)

    def topic(name: str, weight: float = 1.0) -> dict[str, object]:
        return {"name": name, "weight": weight}

    topics = [topic("parking"), topic(" "), topic("bikes", 1000.0), topic("Parking")]
    assert [
        (one["field"], one["message"].partition(";")[0])
        for one in await refused(api, "updateTopics", agentId=id, topics=topics)
    ] == [
        ("topics.1", "The topic is empty"),
        ("topics.2", "The weight of 'bikes' is 1000"),
        ("topics.3", "'parking' stands in the list twice"),
    ]
    rules = [
        {"kind": "AT_MOST", "value": ""},
        {"kind": "WRITE", "value": "Briefly."},
        {"kind": "WRITE", "value": ""},
    ]
    found = await refused(api, "updateRealismGuide", agentId=id, rules=rules)
    assert [one["field"] for one in found] == ["rules.0", "rules.2"]
    own = [{"kind": "AVOID", "text": "Sorry"}, {"kind": "AVOID", "text": ""}]
    found = await refused(
        api, "updateHouseStyle", agentId=id, own=own, add=[{"kind": "LENGTH", "least": 9, "most": 2}]
    )
    assert [one["field"] for one in found] == ["own.1", "add.0"]
    found = await refused(api, "deletePairs", pairIds=["x", encode("TrainingPair", agent.id), id])
    assert [(one["field"], one["message"].partition(":")[0]) for one in found] == [
        ("pairIds.0", "pairIds is not the id of a TrainingPair"),
        ("pairIds.2", "pairIds is not the id of a TrainingPair"),
    ]


async def test_a_pair_and_a_session_write_nothing(api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)

    found = await refused(
        api, "addPair", sessionId=encode("Session", session.id), query="", response=" ", context="x" * 201
    )
    assert [one["field"] for one in found] == ["query", "response", "context"]
    found = await refused(
        api,
        "startSession",
        agentId=encode("Agent", agent.id),
        targetPairs=0,
        topics=[f"t{n}" for n in range(21)],
    )
    assert [one["field"] for one in found] == ["targetPairs", "topics"]
    assert not await TrainingPair.exists()


async def test_where_no_union_is_they_are_in_the_extensions(api: Api) -> None:
    response = await api.graphql("{ agents(first: 0) { nodes { id } } }")
    assert [error["extensions"] for error in response["errors"]] == [
        {
            "code": "INVALID_INPUT",
            "field": "first",
            "problems": [problem("first", "first is 0; a page has 1 to 100 rows.")],
        }
    ]


def test_what_looks_at_every_field() -> None:
    def another_error() -> None:
        with every_field() as field:
            with field():
                required("", "name", 3)
            raise KeyError

    def fields_of_an_entry() -> None:
        with every_field() as outer, outer("entry.1"), every_field() as inner:
            with inner():
                required("", "name", 3)
            with inner("text.0"):
                required("long", "text", 3)

    with every_field() as field, field():
        required("x", "name", 3)
    with pytest.raises(KeyError):
        another_error()
    with pytest.raises(InvalidInput) as refused:
        fields_of_an_entry()
    assert [one.field for one in refused.value.problems] == ["entry.1", "entry.1"]
    assert refused.value.field == "name"
