"""Another thing of the same kind: what it has in common with a taught question is no answer."""

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.models import Agent
from app.pairs import service as pairs
from app.replies import doubts
from app.replies import service as replies
from app.replies.reply import Basis, Passage, SourceKind
from tests.factories import make_agent, make_session

SHOPS = {
    "en": (
        ("What is the deposit for a chainsaw?", "The deposit for a chainsaw is £80."),
        ("How much is a cement mixer per day?", "A cement mixer is £24 a day."),
        ("Where do I park with a lorry?", "Lorries park behind the hall, by gate 3."),
    ),
    "de": (
        ("Was kostet ein Sack Rindenmulch?", "Ein Sack Rindenmulch mit 60 Litern kostet 7,90 EUR."),
        ("Wann muss ich Rosen schneiden?", "Rosen schneidet man im März, wenn die Forsythien blühen."),
        ("Wo finde ich die Obstbäume?", "Die Obstbäume stehen im Hof hinter Halle 2."),
    ),
    "es": (
        ("¿Cuál es la fianza de la tabla de surf?", "La fianza de una tabla de surf es de 50 €."),
        ("¿A qué hora sale el barco a Isla Gris?", "El barco a Isla Gris sale a las 9:30 y a las 16:00."),
        ("¿Dónde se recogen las toallas?", "Las toallas se recogen en la caseta azul."),
    ),
}


async def shop(actor: Actor, language: str) -> Agent:
    agent = await agents.update(actor, (await make_agent(actor)).id, language=language)
    session = await make_session(actor, agent)
    for query, response in SHOPS[language]:
        await pairs.add(actor, session.id, query=query, response=response)
    return agent


async def replied(agent: Agent, question: str) -> tuple[Basis, list[str]]:
    found = await replies.search(agent, [{"role": "user", "content": question}])
    reply = replies.fallback(agent, found)
    return reply.basis, [source.title for source in reply.sources]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "place", "asked"),
    [
        ("en", 0, "what's the deposit for a pressure washer?"),
        ("en", 1, "How much is a scaffold tower per day?"),
        ("de", 0, "Was kostet ein Sack Blumenerde?"),
        ("de", 1, "Wann muss ich Hortensien schneiden?"),
        ("es", 0, "¿Cuál es la fianza del traje de neopreno?"),
        ("es", 2, "¿Dónde se recogen los salvavidas?"),
    ],
)
async def test_what_was_taught_for_another_thing_is_an_offer(
    actor: Actor, language: str, place: int, asked: str
) -> None:
    agent = await shop(actor, language)
    assert await replied(agent, asked) == (Basis.UNSURE, [SHOPS[language][place][0]])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "place", "asked"),
    [
        ("en", 0, "hi, what is the deposit for a chainsaw please"),
        ("en", 0, "WHAT IS THE DEPOSIT FOR A CHAINSAW"),
        ("en", 1, "how much is a cement mixr per day"),
        ("en", 2, "Where can I park my lorry?"),
        ("de", 0, "Hallo, was kostet ein Sack Rindenmulch?"),
        ("de", 1, "Wann muss ich denn meine Rosen schneiden"),
        ("es", 0, "hola, cual es la fianza de una tabla de surf"),
        ("es", 2, "¿Dónde se recojen las toallas?"),
    ],
)
async def test_the_same_in_nearly_the_same_words_is_answered(
    actor: Actor, language: str, place: int, asked: str
) -> None:
    agent = await shop(actor, language)
    assert await replied(agent, asked) == (Basis.TAUGHT, [SHOPS[language][place][0]])


def test_what_each_names_alone() -> None:
    taught = Passage(SourceKind.TAUGHT, "What is the deposit for a chainsaw?", "It is £80.")

    swapped = doubts._named_alone("What is the deposit for a kayak?", taught)
    mistyped = doubts._named_alone("What is the deposit for a chainsaws?", taught)
    extra = doubts._named_alone("What is the deposit for a chainsaw, John?", taught)

    assert swapped == [1.0, 1.0, 1.0, 1.0, 1.0, pytest.approx(6 / 7), pytest.approx(6 / 7)]
    assert mistyped == [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, pytest.approx(6 / 7)]
    assert extra == [1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]


def test_a_word_of_a_script_without_spaces_counts_too() -> None:
    taught = Passage(SourceKind.TAUGHT, "自行车的押金是多少？", "一百元。")
    most_asked, most_taught, *_, shared = doubts._named_alone("滑雪板的押金是多少？", taught)
    assert (most_asked > 0.5, most_taught > 0.5, shared > 0.5) == (True, True, True)
