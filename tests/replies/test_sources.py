"""Pages as sources, and embeddings that are made once."""

import pytest

from app.actor import Actor
from app.models import Agent, Material, MaterialKind, Source
from app.pairs import deletion
from app.pairs import service as pairs
from app.replies import service as replies
from app.replies import sources
from app.replies.reply import Basis, SourceKind
from app.text.passages import PagePassage, passages
from tests.factories import make_session

pytestmark = pytest.mark.slow

PAGE = """# Rental rules

## Parking

Park the bikes only in the marked bays behind the station; elsewhere they are towed away for 40 EUR.

## Winter

Short.

From November to February the shop closes at four, and cargo bikes are not rented out when the roads are icy.
"""


def test_a_page_in_passages() -> None:
    assert passages(PAGE) == [
        PagePassage(
            "Parking",
            "Park the bikes only in the marked bays behind the station; elsewhere they are towed away for 40 EUR.",
        ),
        PagePassage(
            "Winter",
            "From November to February the shop closes at four, and cargo bikes are not rented out when the roads are "
            "icy.",
        ),
    ]
    assert passages("") == []
    long = passages("This sentence has some forty characters. " * 40)
    assert [len(part.text) for part in long] == [696, 696, 245]


async def test_a_passage_of_a_page_is_offered_and_never_given_as_a_taught_answer(
    actor: Actor, agent: Agent
) -> None:
    page = await Material.create(agent=agent, name="Rules", kind=MaterialKind.MARKDOWN, text=PAGE, digest="d")
    asked = [{"role": "user", "content": "Where may I park the bike?"}]
    found = await replies.search(agent, asked)
    reply = replies.fallback(agent, found)
    assert reply.basis is Basis.UNSURE
    assert "marked bays behind the station" in reply.text
    assert [(s.kind, s.title, s.material_id) for s in reply.sources] == [
        (SourceKind.PAGE, "Parking", page.id)
    ]
    head, *rest = await replies.messages(await _with_examples(agent), asked)
    assert "From our pages:\n\nParking\nPark the bikes" in head["content"]
    assert rest == asked
    assert await Source.filter(material=page).count() == 2
    await page.delete()
    assert await Source.all().count() == 0
    assert await replies.search(agent, asked) == []


async def _with_examples(agent: Agent) -> Agent:
    agent.use_examples = True
    return agent


async def test_embeddings_are_kept_and_go_with_the_pair(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    saved = await pairs.add(actor, session.id, query="When are you open?", response="From 8:30 to 18:00.")
    await sources.shelf_of(agent.id)
    (kept,) = await Source.all()
    assert (kept.pair_id, kept.text) == (saved.pair.id, ""), "the pair has the text"
    sources._shelves.clear()
    await sources.shelf_of(agent.id)
    assert [row.id for row in await Source.all()] == [kept.id]
    await pairs.update(actor, saved.pair.id, response="From 9:30 to 18:00.")
    await sources.shelf_of(agent.id)
    (renewed,) = await Source.all()
    assert renewed.digest != kept.digest
    await deletion.delete(actor, saved.pair.id)
    assert await Source.all().count() == 0


async def test_many_new_pairs_are_embedded_behind_the_reply(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    for number in range(sources.WAITED_FOR + 2):
        await pairs.add(
            actor, session.id, query=f"What is part {number}?", response=f"A part of {number} grams."
        )
    await sources.shelf_of(agent.id)
    assert await Source.all().count() == sources.WAITED_FOR
    await sources._under_way[agent.id]
    assert await Source.all().count() == sources.WAITED_FOR + 2
    assert len(await sources.shelf_of(agent.id)) == sources.WAITED_FOR + 2
