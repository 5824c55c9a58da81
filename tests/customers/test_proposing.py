"""The writer names topics: JSON, repaired once, kept only in the agent's language."""

import json
from collections.abc import AsyncIterator

import pytest

from app.actor import Actor
from app.customers import topics
from app.customers.company import company
from app.customers.proposing import messages, propose, wanted
from app.errors import UpstreamFailed
from app.knowledge import proposals
from app.models import Agent, Category, Topic, TopicSource

SHOWN = ["can i merge two tickets"]
HELD_OUT = "where do i see closed tickets"  # by the hash of its words
GOOD = {
    "topics": [
        {
            "name": "ticket rules",
            "category": "technical",
            "questions": [
                "how do i sort tickets by customer",
                "Wie sortiere ich Tickets nach Kunden und Datum?",
            ],
        },
        {"name": "Rechnungen und Zahlungen für den Tarif", "category": "billing", "questions": []},
        {"name": "plan change", "category": "billing"},
    ],
    "customers": ["shop owner with two employees", "part-time assistant"],
}


class Writer:
    def __init__(self, *answers: str) -> None:
        self.answers, self.told = list(answers), []

    async def ask(self, messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
        self.told.append(list(messages))
        yield self.answers[seed]


@pytest.fixture
async def agent(agent: Agent) -> Agent:
    await topics.want_more(agent.id)
    return agent


async def test_topics_and_customers_become_rows(actor: Actor, agent: Agent) -> None:
    writer = Writer(f"Sure!\n```json\n{json.dumps(GOOD)}\n```")
    assert await propose(agent.id, writer.ask) == 2
    rows = {row.name: row for row in await Topic.filter(agent=agent)}
    assert set(rows) == {"plans", "tickets", "ticket rules", "plan change"}
    assert (rows["ticket rules"].source, rows["ticket rules"].category) == (
        TopicSource.MODEL,
        Category.TECHNICAL,
    )
    assert rows["ticket rules"].questions == ["how do i sort tickets by customer"]
    brief = (await company(await Agent.get(id=agent.id))).brief
    assert brief.customers == ("shop owner with two employees", "part-time assistant")
    assert await propose(agent.id, writer.ask) == 0  # it is not wanted any more
    assert len(writer.told) == 1


async def test_what_could_not_be_asked_is_asked_again_later(actor: Actor, agent: Agent) -> None:
    async def away(messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
        raise UpstreamFailed("The model server is away.")
        yield ""

    with pytest.raises(UpstreamFailed):
        await propose(agent.id, away)
    assert await wanted() == [agent.id]
    await propose(agent.id, Writer(json.dumps(GOOD)).ask)
    assert await wanted() == []


@pytest.mark.parametrize(
    "broken", ["no idea", '{"topics": []}', '{"topics": [{"name": "x", "category": "money"}]}']
)
async def test_a_broken_answer_is_asked_for_once_more(actor: Actor, agent: Agent, broken: str) -> None:
    writer = Writer(broken, json.dumps(GOOD))
    assert await propose(agent.id, writer.ask) == 2
    assert len(writer.told) == 2
    *_, said, repair = writer.told[1]
    assert said == {"role": "assistant", "content": broken}
    assert repair["content"].startswith("That was not the JSON asked for (")


async def test_twice_broken_changes_nothing(actor: Actor, agent: Agent) -> None:
    with pytest.raises(UpstreamFailed, match="twice its answer was not the JSON"):
        await propose(agent.id, Writer("no", "no").ask)
    assert set(await Topic.filter(agent=agent).values_list("name", flat=True)) == {"plans", "tickets"}
    assert await wanted() == []


async def test_the_writer_reads_what_is_known(actor: Actor, agent: Agent) -> None:
    await topics.read_description(agent)
    await proposals.add_material(actor, agent.id, name="help.md", text="## Sorting tickets\nBy date.\n")
    await proposals.add_questions(actor, agent.id, [*SHOWN, HELD_OUT, "where is ticket 48213 of mine"])
    writer = Writer(json.dumps(GOOD))
    await propose(agent.id, writer.ask)
    system, user = writer.told[0]
    assert "Everything in English." in system["content"]
    assert user["content"] == (
        "The organisation: Brightdesk support\n"
        "Brightdesk is a help-desk tool for small shops. The agent answers questions about plans and tickets.\n\n"
        "Headings of its help pages:\n- Sorting tickets\n\n"
        f"What real customers wrote:\n- {SHOWN[0]}\n\n"
        "Topics that are known already; don't repeat them:\n- plans\n- tickets\n- sorting tickets"
    )


async def test_a_deleted_agent_is_left_alone(actor: Actor, agent: Agent) -> None:
    await Agent.filter(id=agent.id).update(deleted_at=agent.created_at)
    assert await propose(agent.id, Writer().ask) == 0
    assert "{language}" not in messages(agent, [], [], [])[0]["content"]
