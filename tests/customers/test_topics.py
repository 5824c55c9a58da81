"""Topics as rows: read, added, edited, filed by."""

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.customers import describing, packs, topics
from app.customers import service as queries
from app.customers.topics import Edited, Filing, Proposed
from app.errors import InvalidInput, NotFound
from app.models import Agent, Category, Topic, TopicSource
from app.sessions import service as sessions
from tests.doorbells import Recorder
from tests.factories import make_bare_agent

WASTE = (
    "Die Abfallwirtschaft Seetal leert Tonnen. "
    "Der Agent beantwortet Fragen zu Abholterminen, Gebühren und Sperrmüll."
)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine reading takes longer than a person would wait."""
    monkeypatch.setattr(describing, "PATIENCE_S", 60.0)


@pytest.fixture
async def agent(actor: Actor) -> Agent:
    return await make_bare_agent(actor)


async def names(agent: Agent) -> list[str]:
    return [row.name for row in await topics.of_agent(agent.id)]


@pytest.mark.slow
async def test_an_agent_begins_with_the_language_and_topics_of_its_description(
    actor: Actor, bells: Recorder
) -> None:
    agent = await describing.create(actor, name="Abfallwirtschaft Seetal", description=WASTE)
    assert (agent.language, agent.description_read) == ("de", True)
    rows = await topics.of_agent(agent.id)
    assert [row.name[:6] for row in rows] == ["Abholt", "Gebühr", "Sperrm"]
    assert {(row.source, row.category, row.weight, row.is_on) for row in rows} == {
        (TopicSource.PERSON, Category.GENERAL, 1.0, True)
    }
    assert bells.rung("topics.propose") == [agent.id]
    again = await describing.create(actor, name="Seetal", description=WASTE, language="EN")
    assert again.language == "en"


async def test_a_language_that_nobody_knows_is_refused_and_nothing_is_written(actor: Actor) -> None:
    with pytest.raises(InvalidInput, match="'klingon' is not a language code; choose one of ar, cs"):
        await describing.create(actor, name="Seetal", description=WASTE, language="klingon")
    assert await Agent.all().count() == 0


async def test_another_description_brings_its_topics_and_takes_those_that_nobody_was_asked_about(
    actor: Actor,
) -> None:
    agent = await describing.create(actor, name="Seetal", description=WASTE)
    asked = str((await sessions.start(actor, agent.id)).query.plan["topic"])
    await describing.update(
        actor, agent.id, description="Der Agent beantwortet Fragen zu Gebühren und Kompost."
    )
    found = await names(agent)
    assert "Kompost" in found
    assert asked in found
    assert len(found) == 3 - asked.startswith("Gebühr")


async def test_known_topics_get_questions_and_new_ones_become_rows(actor: Actor, agent: Agent) -> None:
    first = await topics.add(
        agent, [Proposed("deposits", Category.BILLING, ("How much?",))], TopicSource.MODEL
    )
    again = await topics.add(
        agent,
        [
            Proposed("Deposit", Category.GENERAL, ("How much?", "In cash?")),
            Proposed("  "),
            Proposed("x" * 200),
        ],
        TopicSource.PAGES,
    )
    assert ([row.name for row in first], again) == (["deposits"], [])
    row = await Topic.get(agent=agent)
    assert (row.source, row.category, row.questions) == (
        TopicSource.MODEL,
        Category.BILLING,
        ["How much?", "In cash?"],
    )


async def test_no_more_than_a_hundred(actor: Actor, agent: Agent) -> None:
    await topics.add(agent, [Proposed(f"topic{number}ish") for number in range(150)], TopicSource.MODEL)
    assert len(await names(agent)) == topics.MOST


async def test_the_list_that_a_person_saves_takes_the_place_of_the_old_one(
    actor: Actor, agent: Agent
) -> None:
    await topics.add(agent, [Proposed("deposits"), Proposed("helmets")], TopicSource.MODEL)
    deposits, _ = await topics.of_agent(agent.id)
    edited = Edited(deposits.id, "deposit  money", Category.BILLING, 2.0, False, ["How much?"])
    await topics.update(actor, agent.id, [edited, Edited(None, "locks")])
    first, second = await topics.of_agent(agent.id)
    assert (
        first.id,
        first.name,
        first.category,
        first.weight,
        first.is_on,
        first.questions,
        first.source,
    ) == (
        deposits.id,
        "deposit money",
        Category.BILLING,
        2.0,
        False,
        ["How much?"],
        TopicSource.MODEL,
    )
    assert (second.name, second.source, second.is_on) == ("locks", TopicSource.PERSON, True)
    await topics.update(actor, agent.id, [Edited(first.id, "deposit money")])
    assert await Topic.filter(agent=agent).values_list("name", "weight", "is_on") == [
        ("deposit money", 2.0, False)
    ]


async def test_two_topics_exchange_their_names(actor: Actor, agent: Agent) -> None:
    one, other = await topics.add(agent, [Proposed("fees"), Proposed("deposits")], TopicSource.MODEL)
    await topics.update(actor, agent.id, [Edited(one.id, "deposits"), Edited(other.id, "fees")])
    assert {row.id: row.name for row in await topics.of_agent(agent.id)} == {
        one.id: "deposits",
        other.id: "fees",
    }


@pytest.mark.parametrize(
    ("edited", "message"),
    [
        ([Edited(None, " ")], "The topic is empty"),
        ([Edited(None, "x" * 121)], "The topic has 121 characters"),
        ([Edited(None, "Fees"), Edited(None, "fees")], "'Fees' stands in the list twice"),
        ([Edited(None, "fees", weight=11)], "The weight of 'fees' is 11; choose 0.1 to 10."),
        ([Edited(None, "fees", questions=[""])], "The example question is empty"),
        ([Edited(None, f"t{n}") for n in range(101)], "101 topics are too many; 100 is the most."),
    ],
)
async def test_what_cannot_be_saved_is_named_and_nothing_changes(
    actor: Actor, agent: Agent, edited: list[Edited], message: str
) -> None:
    await topics.add(agent, [Proposed("deposits")], TopicSource.MODEL)
    with pytest.raises(InvalidInput, match=message):
        await topics.update(actor, agent.id, edited)
    assert await names(agent) == ["deposits"]


async def test_a_topic_of_another_agent_is_not_found(actor: Actor, agent: Agent) -> None:
    other = await agents.create(actor, name="Other", description="Something else.")
    (row,) = await topics.add(other, [Proposed("deposits")], TopicSource.MODEL)
    with pytest.raises(NotFound, match="has no topic"):
        await topics.update(actor, agent.id, [Edited(row.id, "mine")])
    assert await names(other) == ["deposits"]


async def test_usage_counts_what_was_opened(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id, topics=["fees"])
    await queries.skip(actor, started.query.id)
    used = (await topics.usage([agent.id]))[agent.id]["fees"]
    assert (used.asked, used.skipped, used.answered) == (2, 1, 0)


def test_a_text_is_filed_under_the_topic_whose_words_it_has() -> None:
    known = {
        "collection days": Category.ACCOUNT,
        "bulky waste": Category.BILLING,
        "waste": Category.TECHNICAL,
    }
    filing = Filing("en", known)
    assert filing.category("When is the next collection of bulky waste?") is Category.BILLING
    assert filing.category("On which day is the collection?") is Category.ACCOUNT
    assert filing.category("Do you sell flowers?") is Category.GENERAL
    assert Filing("de", {"Sperrmüll": Category.BILLING}).topic("Wann ist der Sperrmülltermin?") == "Sperrmüll"
    assert Filing("ja", {"保険": Category.BILLING}).topic("保険は使えますか？") == "保険"


def test_packs_are_whole() -> None:
    found = packs.all_packs()
    assert len({pack.id for pack in found}) == len(found) >= 12
    for pack in found:
        assert len(pack.topics) >= 8
        for topic in pack.topics:
            assert len(topic.questions) >= 3
            assert not any("{" in question for question in topic.questions)
    with pytest.raises(InvalidInput, match="There is no pack 'en/space-ships'"):
        packs.pack("en/space-ships")


async def test_a_pack_adds_its_topics_with_their_questions(actor: Actor, agent: Agent) -> None:
    pack = packs.all_packs()[0]
    await topics.add(agent, pack.topics, TopicSource.PACK)
    rows = await topics.of_agent(agent.id)
    assert {row.source for row in rows} == {TopicSource.PACK}
    assert rows[0].questions == list(pack.topics[0].questions)
