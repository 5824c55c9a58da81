"""A seeded agent that never learned about one topic is found out, and asked about it."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.customers import confidence, topics
from app.customers import service as queries
from app.customers.certainty import agreement, weights
from app.customers.coverage import coverage
from app.customers.topics import Edited
from app.models import Agent, AgentVersion, GeneratedQuery, Topic, TrainingRun, VersionStatus
from app.models.clock import now
from app.pairs import service as pairs
from app.replies import service as replies
from app.sessions import service as sessions
from tests.factories import make_bare_agent

TOPICS = ["refunds", "invoices", "single sign-on", "imports", "reminders"]
LEFT_OUT = "refunds"
GUESSES = ["Seven days, I think.", "Ask the moon about money.", "A green form in the cellar, perhaps!"]


@pytest.fixture
async def agent(actor: Actor) -> Agent:
    return await make_bare_agent(actor)


class Server:
    """Answers the same every time, but about the topic that it never learned."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, model: str, messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
        question = messages[-1]["content"]
        self.asked.append((model, question))
        yield GUESSES[seed] if LEFT_OUT in question else "Path: Settings > Team. Next: press Save."


async def make_live(agent: Agent, number: int = 1) -> None:
    run = await TrainingRun.create(agent=agent, trigger="manual", queued_at=agent.created_at)
    await AgentVersion.create(agent=agent, run=run, number=number, status=VersionStatus.LIVE)


async def test_a_left_out_topic_gets_twice_its_share_within_twenty_questions(
    actor: Actor, agent: Agent
) -> None:
    session = (await sessions.start(actor, agent.id, topics=TOPICS)).session
    await make_live(agent)
    server = Server()
    assert (
        await confidence.measure_due(server, at_most=len(TOPICS)) == 0
    )  # the expert waits for the first one
    await GeneratedQuery.filter(session=session, opened_at__isnull=False).update(status="open")
    run = TrainingRun.filter(agent=agent)
    await run.update(status="running", lease_until=await now() + timedelta(hours=1))
    assert await confidence.measure_due(server, at_most=len(TOPICS)) == 0  # an agent is being trained
    assert server.asked == []
    await run.update(status="succeeded")
    assert await confidence.measure_due(server, at_most=len(TOPICS)) == len(TOPICS)
    measured = {row.name: row.agreement for row in await Topic.filter(agent=agent)}
    assert measured[LEFT_OUT] < 0.6
    assert all(value == 1.0 for topic, value in measured.items() if topic != LEFT_OUT)

    asked = Counter()
    for _ in range(20):
        query = await queries.next_query(actor, session.id)
        asked[str(query.plan["topic"])] += 1
    assert asked[LEFT_OUT] >= 2 * 20 / len(TOPICS)
    assert set(asked) == set(TOPICS)


async def test_each_topic_is_measured_once_for_a_version(actor: Actor, agent: Agent) -> None:
    await sessions.start(actor, agent.id, topics=TOPICS)
    assert await confidence.due() == []  # without a version there is nothing to be sure of
    await make_live(agent)
    all_of_them = await confidence.due()
    assert [probe.topic.name for probe in all_of_them] == TOPICS
    await confidence.record(all_of_them[0], 0.5)
    assert [probe.topic.name for probe in await confidence.due()] == TOPICS[1:]
    row = all_of_them[1].topic
    kept = [Edited(t.id, t.name, is_on=t.id != row.id) for t in await topics.of_agent(agent.id)]
    await topics.update(actor, agent.id, kept)
    assert [probe.topic.name for probe in await confidence.due()] == TOPICS[2:]


async def test_live_version_and_base_model_are_sampled(actor: Actor, agent: Agent) -> None:
    await sessions.start(actor, agent.id, topics=[LEFT_OUT])
    await make_live(agent, number=4)
    server = Server()
    await confidence.measure((await confidence.due())[0], server)
    assert Counter(model for model, _ in server.asked) == {f"{agent.id}@4": 3, "base": 3}
    assert len({question for _, question in server.asked}) == 1


async def test_what_is_measured_is_what_is_served(actor: Actor, agent: Agent) -> None:
    await agents.update(actor, agent.id, use_examples=True)
    session = (await sessions.start(actor, agent.id, topics=[LEFT_OUT])).session
    await pairs.add(actor, session.id, query=f"What should I know about {LEFT_OUT}?", response="Kim does.")
    await make_live(agent)
    [probe, *_] = await confidence.due()
    read: list[list[dict[str, str]]] = []

    async def answer(_model: str, messages: list[dict[str, str]], _seed: int) -> AsyncIterator[str]:
        read.append(messages)
        yield "Kim does."

    await confidence.measure(probe, answer)
    served = await replies.messages(probe.agent, [{"role": "user", "content": probe.question}])
    assert read == [served] * 6
    assert "Kim does." in [message["content"] for message in served]


def test_agreement_mixes_version_and_base() -> None:
    same, different = ["Save it."] * 3, ["Save it.", "Blue moon?", "Never ever!"]
    assert agreement(same, same) == 1.0
    assert 0.65 < agreement(same, different) < 1.0
    assert agreement(different, same) < 0.6
    assert agreement([], []) == 0.0


async def test_coverage_counts_pairs_skips_and_confidence(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id, topics=["refunds"])
    await queries.skip(actor, started.query.id)
    await Topic.filter(agent=agent, name="refunds").update(agreement=0.25, measured_for=1, category="billing")
    found = (await coverage([agent.id]))[agent.id]
    assert len(found.cells) == 18
    skipped = [(c.category, c.difficulty) for c in found.cells if c.skip_count]
    assert skipped == [(started.query.category, started.query.difficulty)]
    assert [(t.name, t.confidence, t.pair_count) for t in found.topics] == [("refunds", 0.25, 0)]
    assert found.confidence(found.topics[0].category) == 0.25


def test_doubt_weighs() -> None:
    assert weights({}) == {}
    found = weights({"sure": 0.7, "unsure": 0.5, "lost": 0.05, "certain": 1.0})
    assert found["unsure"] > 1 > found["sure"] > found["certain"]
    assert (found["lost"], found["certain"]) == (3.0, 1 / 3)
