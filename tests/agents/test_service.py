"""Creating, changing and deleting agents."""

import asyncio

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.agents.files import judged_file
from app.agents.slug import slug
from app.config import get_settings
from app.errors import InvalidInput, NotFound
from app.models import Agent, AutoTraining, TrainingRun
from app.runs import service as runs
from tests.factories import DESCRIPTION, make_agent, make_pairs, make_session


async def test_two_sentences_are_enough(actor: Actor) -> None:
    agent = await agents.create(actor, name=" Brightdesk Süd! ", description=DESCRIPTION)
    assert (agent.name, agent.slug, agent.base_model) == (
        "Brightdesk Süd!",
        "brightdesk-sud",
        "smollm2-135m-instruct",
    )
    assert agent.system_prompt.startswith(
        "You are Brightdesk Süd!, a customer support agent. Brightdesk is a help-desk"
    )
    auto = await AutoTraining.get(agent=agent)
    assert (auto.enabled, auto.pair_threshold) == (True, 20)


async def test_agents_of_one_name_get_slugs_of_their_own(actor: Actor) -> None:
    made = await asyncio.gather(*(make_agent(actor, "Shop") for _ in range(5)))
    assert sorted(agent.slug for agent in made) == ["shop", "shop-2", "shop-3", "shop-4", "shop-5"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"description": ""}, "description"),
        ({"system_prompt": "x" * 8_001}, "systemPrompt"),
    ],
)
async def test_refused(actor: Actor, changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await agents.create(actor, **({"name": "Shop", "description": DESCRIPTION} | changes))
    assert refused.value.field == field
    assert await Agent.all().count() == 0
    assert await AutoTraining.all().count() == 0


async def test_an_emptied_prompt_is_written_anew(actor: Actor, agent: Agent) -> None:
    await agents.update(actor, agent.id, system_prompt="Be brief.")
    assert (await agents.get(actor, agent.id)).system_prompt == "Be brief."
    changed = await agents.update(actor, agent.id, name="Desk", system_prompt=" ")
    assert changed.system_prompt.startswith("You are Desk, a customer support agent.")
    assert changed.slug == "brightdesk-support"


async def test_deleting_frees_the_slug_and_stops_the_training(actor: Actor, agent: Agent) -> None:
    await make_pairs(actor, await make_session(actor, agent), 8)
    run = await runs.start(actor, agent.id)
    judged = judged_file(get_settings().home, agent.id)
    judged.parent.mkdir(exist_ok=True)
    judged.write_text("{}")
    await agents.delete(actor, agent.id)
    assert not judged.exists()
    with pytest.raises(NotFound):
        await agents.get(actor, agent.id)
    assert (await TrainingRun.get(id=run.id)).cancel_requested_at is not None
    assert (await AutoTraining.get(agent=agent)).enabled is False
    assert (await make_agent(actor)).slug == agent.slug


@pytest.mark.parametrize(
    ("name", "expected"), [("Ünï Çødé", "uni-cde"), ("!!!", "agent"), ("a" * 90, "a" * 56)]
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
