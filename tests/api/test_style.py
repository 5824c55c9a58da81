"""Agent.houseStyle and updateHouseStyle."""

import pytest
from strawberry.relay import GlobalID

from app.api.ids import encode
from app.models import Agent
from app.pairs import deletion
from app.pairs import service as pairs
from tests.api.conftest import Api
from tests.factories import make_agent, make_session, unlike_text

pytestmark = pytest.mark.slow

STYLE = "houseStyle { id kind text least most sentence support of isOwn isOn }"
READ = f"query ($id: ID!) {{ agent(id: $id) {{ {STYLE} }} }}"
UPDATE = f"""
mutation ($input: UpdateHouseStyleInput!) {{ updateHouseStyle(input: $input) {{
  __typename ... on HouseStyleUpdated {{ agent {{ {STYLE} }} }} ... on InvalidInput {{ message field }}
}} }}
"""


def id_of(agent: Agent, name: str) -> str:
    return encode("StyleRule", f"{agent.id}/{name}")


def of(agent: Agent, *rules: dict[str, object]) -> list[dict[str, object]]:
    return [rule | {"id": id_of(agent, str(rule["id"]))} for rule in rules]


def rule(kind: str, text: str | None, sentence: str, **other: object) -> dict[str, object]:
    known = {"least": None, "most": None, "support": 6, "of": 6, "isOwn": False, "isOn": True}
    return (
        {"id": f"{kind.lower()}:{text or ''}", "kind": kind, "text": text, "sentence": sentence}
        | known
        | other
    )


CLOSING = rule("CLOSING", "Next:", "The last sentence begins with “Next:”.")
LENGTH = rule("LENGTH", None, "Has 3 to 7 words.", least=3, most=7)
AVOID = rule("AVOID", "Sorry", "Never says “Sorry”.", id="own:avoid:Sorry", support=0, of=0, isOwn=True)


async def test_the_house_style_is_learned_and_changed(api: Api) -> None:
    agent, other = await make_agent(api.actor), await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    agent_id = encode("Agent", agent.id)
    for n in range(6):
        await pairs.add(
            api.actor, session.id, query=unlike_text(n), response=f"Do{n} it{n}. Next: press{n} b{n}."
        )

    assert (await api.data(READ, id=agent_id))["agent"]["houseStyle"] == of(agent, CLOSING, LENGTH)

    changes = {
        "agentId": agent_id,
        "off": [id_of(agent, "closing:Next:")],
        "own": [{"kind": "AVOID", "text": "Sorry"}],
    }
    data = await api.data(UPDATE, input=changes)
    changed = of(agent, AVOID, CLOSING | {"isOn": False}, LENGTH)
    assert data["updateHouseStyle"]["agent"]["houseStyle"] == changed
    data = await api.data(
        UPDATE, input={"agentId": agent_id, "off": [id_of(agent, "length:")]}
    )  # own rules stay
    assert data["updateHouseStyle"]["agent"]["houseStyle"] == of(
        agent, AVOID, CLOSING, LENGTH | {"isOn": False}
    )

    saved = await pairs.add(api.actor, session.id, query="Why?", response="Sorry, no.")
    assert [f["sentence"].partition(":")[0] for f in saved.pair.findings] == [
        "House style",
        "House style (6 of 6 answers do this)",
    ]
    for refused, field in (
        ({"off": [id_of(agent, "phrase:unknown")]}, "off"),
        ({"off": [id_of(other, "closing:Next:")]}, "off"),
        ({"own": [{"kind": "PHRASE", "text": " "}]}, "text"),
        ({"own": [{"kind": "AVOID", "text": str(n)} for n in range(21)]}, "own"),
    ):
        data = await api.data(UPDATE, input={"agentId": agent_id} | refused)
        assert (data["updateHouseStyle"]["__typename"], data["updateHouseStyle"]["field"]) == (
            "InvalidInput",
            field,
        )


async def test_single_rules_are_switched_added_and_removed(api: Api) -> None:
    """By ids as they were before they named the agent, too."""
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    agent_id = encode("Agent", agent.id)
    learned = [
        (
            await pairs.add(
                api.actor, session.id, query=unlike_text(n), response=f"Do{n} it{n}. Next: press{n} b{n}."
            )
        ).pair
        for n in range(6)
    ]

    async def change(**changes: object) -> list[dict[str, object]]:
        data = await api.data(UPDATE, input={"agentId": agent_id} | changes)
        rules: list[dict[str, object]] = data["updateHouseStyle"]["agent"]["houseStyle"]
        return [rule | {"id": GlobalID.from_id(str(rule["id"])).node_id.partition("/")[2]} for rule in rules]

    off = CLOSING | {"isOn": False}
    assert await change(switchOff=["closing:Next:"]) == [off, LENGTH]
    assert await change(add=[{"kind": "AVOID", "text": "Sorry"}]) == [AVOID, off, LENGTH]
    assert await change(switchOff=["length:"], switchOn=["own:avoid:Sorry"]) == [
        AVOID,
        off,
        LENGTH | {"isOn": False},
    ]
    for pair in learned[:5]:  # too few to learn from: only the own rule is to be seen
        await deletion.delete(api.actor, pair.id)
    assert await change(switchOff=["own:avoid:Sorry"]) == [AVOID | {"isOn": False}]
    for n in range(5):
        await pairs.add(
            api.actor, session.id, query=unlike_text(n), response=f"Do{n} it{n}. Next: press{n} b{n}."
        )
    assert [rule["isOn"] for rule in await change()] == [False, False, False]

    own = rule(
        "LENGTH", None, "Has 2 to 9 words.", id="own:length:", least=2, most=9, support=0, of=0, isOwn=True
    )
    assert await change(
        remove=["own:avoid:Sorry", "own:avoid:gone"], add=[{"kind": "LENGTH", "least": 2, "most": 9}]
    ) == [own, off]
    assert await change(add=[{"kind": "AVOID", "text": "Sorry"}]) == [own, AVOID, off]  # anew, so it is on
    assert await change(add=[{"kind": "LENGTH", "least": 3, "most": 9}]) == [
        own | {"least": 3, "sentence": "Has 3 to 9 words."},
        AVOID,
        off,
    ]
